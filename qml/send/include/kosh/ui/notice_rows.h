// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/row_model.h>
#include <kosh/wallet/contacts.h>

#include <QString>

namespace kosh::ui {

/// Something to read before going on.
struct NoticeRow {
    Q_GADGET
    QML_VALUE_TYPE(noticeRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString level MEMBER level)  ///< "info", "warning", "danger".
    Q_PROPERTY(QString message MEMBER message)

public:
    QString key, level, message;
    friend bool operator==(const NoticeRow&, const NoticeRow&) = default;
};
class NoticeRows : public RowModel<NoticeRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;

    /// Shows these; true when one of them is a danger.
    bool take(const std::vector<wallet::Notice>& notices);
};

}  // namespace kosh::ui
