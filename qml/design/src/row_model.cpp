// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/row_model.h"

namespace kosh::ui {

QHash<int, QByteArray> RowModelBase::roleNames() const {
    return {{Qt::UserRole, QByteArrayLiteral("row")}};
}

}  // namespace kosh::ui
