// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <string_view>

namespace kosh::store {

/// Whose statements a connection prepares.
enum class Scope : std::uint8_t {
    core,       ///< The store's own: anything.
    service,    ///< Reads and writes of tables with the service's prefix.
    migration,  ///< As service, and may create, alter and drop what has that prefix.
};

/// Whether SQLite may compile `action` (SQLITE_READ, …) with its arguments as given to
/// sqlite3_set_authorizer.
bool isAllowed(Scope scope, std::string_view service, int action, std::string_view first,
               std::string_view second, std::string_view database);

/// `name` is "<service>_…".
bool hasPrefix(std::string_view name, std::string_view service);

}  // namespace kosh::store
