// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>
#include <kosh/json/codec.h>
#include <kosh/ui/row_model.h>

#include <QtQml/qqmlregistration.h>
#include <QString>
#include <map>

namespace kosh::ui {

/// One line of a value that is shown: a heading, a fact or a secret.
struct ValueRow {
    Q_GADGET
    QML_VALUE_TYPE(valueRow)
    Q_PROPERTY(QString key MEMBER key)    ///< Path inside the value.
    Q_PROPERTY(QString kind MEMBER kind)  ///< "heading", "fact", "secret" or "more".
    Q_PROPERTY(QString label MEMBER label)
    Q_PROPERTY(QString value MEMBER value)  ///< As people read it.
    Q_PROPERTY(QString exact MEMBER exact)  ///< To copy; empty where `value` is all there is.
    Q_PROPERTY(int depth MEMBER depth)

public:
    QString key, kind, label, value, exact;
    int depth = 0;
    friend bool operator==(const ValueRow&, const ValueRow&) = default;
};

class ValueRows : public RowModel<ValueRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// A request's or response's JSON as lines for people, `limit` at most. Amounts beside the token
/// they are of are in its units, amounts in wei in the network's coin; nothing is rounded.
QList<ValueRow> valueRows(const json::Schema& schema, json::Value value, int limit = 600);

/// The secrets of a revealed value by the key of their line.
std::map<QString, SharedSecret> secretsOf(const json::Schema& schema, json::Value value);

}  // namespace kosh::ui
