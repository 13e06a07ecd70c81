// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/notice_rows.h"

#include <kosh/ui/text.h>

namespace kosh::ui {

bool NoticeRows::take(const std::vector<wallet::Notice>& notices) {
    QList<NoticeRow> rows;
    bool hasDanger = false;
    for (const auto& one : notices) {
        hasDanger = hasDanger || one.level == wallet::NoticeLevel::danger;
        rows << NoticeRow{text(one.key) + text(one.message), nameOf(one.level), text(one.message)};
    }
    setRows(std::move(rows));
    return hasDanger;
}

}  // namespace kosh::ui
