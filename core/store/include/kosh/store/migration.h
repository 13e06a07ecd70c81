// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <string_view>

namespace kosh::store {

/// One numbered step of a service's schema, compiled in from migrations/NNNN_name.sql.
struct Migration {
    int version;
    std::string_view name;
    std::string_view sql;
};

}  // namespace kosh::store
