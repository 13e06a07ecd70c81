// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>
#include <kosh/ops/operation.h>
#include <kosh/ui/row_model.h>

#include <QtQml/qqmlregistration.h>
#include <QString>
#include <QStringList>
#include <memory>
#include <string>
#include <vector>

namespace kosh::ui {

/// One line of a generated form.
struct FieldRow {
    Q_GADGET
    QML_VALUE_TYPE(fieldRow)
    Q_PROPERTY(QString key MEMBER key)  ///< Path as errors name it: "legs[2].token".
    /// "text", "choice", "secret", or a heading: "group", "list".
    Q_PROPERTY(QString kind MEMBER kind)
    Q_PROPERTY(QString label MEMBER label)
    Q_PROPERTY(QString doc MEMBER doc)
    Q_PROPERTY(QString hint MEMBER hint)  ///< What is accepted, or what holds when left empty.
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(QList<QString> options MEMBER options)
    Q_PROPERTY(int current MEMBER current)
    Q_PROPERTY(int depth MEMBER depth)
    Q_PROPERTY(bool isRequired MEMBER isRequired)
    Q_PROPERTY(bool canAdd MEMBER canAdd)
    Q_PROPERTY(bool canRemove MEMBER canRemove)
    Q_PROPERTY(QString error MEMBER error)

public:
    QString key, kind, label, doc, hint, text;
    QStringList options;
    int current = -1, depth = 0;
    bool isRequired = false, canAdd = false, canRemove = false;
    QString error;
    friend bool operator==(const FieldRow&, const FieldRow&) = default;
};

class FieldRows : public RowModel<FieldRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// The request of one operation while it is being filled in: made from the declared fields, turned
/// into the operation's own object. Secrets stay in wiped memory. Thread: GUI.
class RequestForm {
public:
    explicit RequestForm(const ops::OperationType& type);
    ~RequestForm();

    const ops::OperationType& type() const { return m_type; }
    QList<FieldRow> rows() const;

    /// Keys are those of the rows; an unknown one changes nothing.
    void setText(const QString& key, const QString& text);
    void setChoice(const QString& key, int index);
    void setSecret(const QString& key, SharedSecret secret);
    /// An element of a list or map, or an object that may be left out.
    void add(const QString& key);
    void remove(const QString& key);
    void clearSecrets();

    /// The operation's request; errors are the codec's own and name the field.
    Result<std::shared_ptr<void>> request() const;
    /// Shows `error` beside the field it names; false when it names none of this form.
    bool place(const Error& error);
    void clearErrors();

private:
    struct Node;
    Node* find(const QString& key) const;

    const ops::OperationType& m_type;
    json::Schema m_schema;
    std::unique_ptr<Node> m_root;
};

}  // namespace kosh::ui
