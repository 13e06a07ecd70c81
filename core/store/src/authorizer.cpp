// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/authorizer.h"

#include <sqlite3.h>

#include <algorithm>

namespace kosh::store {

namespace {

template <std::size_t N>
bool isOneOf(std::string_view name, const std::string_view (&names)[N]) {
    return std::ranges::find(names, name) != std::end(names);
}

/// Functions that reach outside the tables.
bool isFunctionAllowed(std::string_view name) {
    constexpr std::string_view kDenied[] = {"load_extension", "fts3_tokenizer", "sqlcipher_export",
                                            "readfile",       "writefile",      "edit"};
    return !isOneOf(name, kDenied);
}

/// SQLite's own tables that it changes or checks on the way when a schema changes.
bool isSchemaTable(std::string_view name) {
    constexpr std::string_view kTables[] = {"sqlite_master", "sqlite_temp_master",
                                            "sqlite_sequence", "pragma_quick_check"};
    return isOneOf(name, kTables);
}

bool isTableAllowed(Scope scope, std::string_view service, std::string_view table) {
    if (hasPrefix(table, service)) return true;
    return scope == Scope::migration && isSchemaTable(table);
}

}  // namespace

bool hasPrefix(std::string_view name, std::string_view service) {
    return name.size() > service.size() + 1 && name.starts_with(service) &&
           name[service.size()] == '_';
}

bool isAllowed(Scope scope, std::string_view service, int action, std::string_view first,
               std::string_view second, std::string_view database) {
    constexpr std::string_view kTableFunctions[] = {"json_each", "json_tree"};
    constexpr std::string_view kAutoIndex = "sqlite_autoindex_";
    if (scope == Scope::core) return true;
    const bool isMigration = scope == Scope::migration;
    // ALTER TABLE looks through the temporary schema too; nothing can be there.
    const bool isTemporarySchema = isMigration && first == "sqlite_temp_master";
    if (!database.empty() && database != "main" && !isTemporarySchema) return false;
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE:
            return true;
        case SQLITE_FUNCTION:
            return isFunctionAllowed(second);
        case SQLITE_READ:
            return isTableAllowed(scope, service, first) || isOneOf(first, kTableFunctions);
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
            return isTableAllowed(scope, service, first);
        case SQLITE_PRAGMA:
            // Full-text tables notice changes by the first, ALTER TABLE checks rows by the second.
            return (first == "data_version" && second.empty()) ||
                   (isMigration && first == "quick_check");
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_VTABLE:
        case SQLITE_DROP_TABLE:
        case SQLITE_DROP_VIEW:
        case SQLITE_DROP_VTABLE:
            return isMigration && hasPrefix(first, service);
        case SQLITE_CREATE_INDEX:
        case SQLITE_DROP_INDEX:
            if (first.starts_with(kAutoIndex)) first.remove_prefix(kAutoIndex.size());
            return isMigration && hasPrefix(first, service) && hasPrefix(second, service);
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_DROP_TRIGGER:
            return isMigration && hasPrefix(first, service) && hasPrefix(second, service);
        case SQLITE_ALTER_TABLE:
            return isMigration && hasPrefix(second, service);
        case SQLITE_REINDEX:
            return isMigration && hasPrefix(first, service);
        default:
            return false;
    }
}

}  // namespace kosh::store
