// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/drift.h"

#include "src/migrator.h"
#include "store_migrations.h"

#include <algorithm>
#include <map>

namespace kosh::store {

namespace {

/// "table x" to its CREATE text.
using Objects = std::map<std::string, std::string, std::less<>>;

Result<Objects> objectsOf(Connection& connection) {
    constexpr auto kOrder =
        " FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "ORDER BY type, name";
    KOSH_TRY(const auto names,
             connection.column(cat("SELECT type || ' ' || name", kOrder), "read the schema"));
    KOSH_TRY(const auto texts,
             connection.column(cat("SELECT coalesce(sql, '')", kOrder), "read the schema"));
    Objects objects;
    for (std::size_t i = 0; i < std::min(names.size(), texts.size()); ++i) {
        objects.emplace(names[i], texts[i]);
    }
    return objects;
}

Result<Objects> expectedObjects(std::span<const ServiceSchema> schemas) {
    KOSH_TRY(auto memory, Connection::openInMemory());
    for (const auto& migration : kMigrations) {
        KOSH_CHECK(memory->run(std::string(migration.sql), "make the expected schema"));
    }
    for (const auto& schema : schemas) {
        for (const auto& migration : schema.migrations) {
            KOSH_CHECK(memory->runAs(Scope::migration, schema.service, std::string(migration.sql),
                                     "make the expected schema"));
        }
    }
    return objectsOf(*memory);
}

}  // namespace

Result<std::vector<std::string>> findDrift(Connection& connection,
                                           std::span<const ServiceSchema> schemas) {
    std::vector<std::string> found;
    if (auto applied = checkApplied(connection, schemas); !applied) {
        found.push_back(applied.error().message);
    }
    KOSH_TRY(const auto expected, expectedObjects(schemas));
    KOSH_TRY(const auto actual, objectsOf(connection));
    KOSH_TRY(const auto services,
             connection.column("SELECT DISTINCT service FROM store_schema", "read the schema"));
    for (const auto& [name, sql] : expected) {
        const auto there = actual.find(name);
        if (there == actual.end()) {
            found.push_back(cat(name, " is missing"));
        } else if (there->second != sql) {
            found.push_back(cat(name, " differs from its migration"));
        }
    }
    // A service that this program does not have keeps its tables: they are not ours to judge.
    const auto isForeign = [&](std::string_view name) {
        const auto isOwn = [name](const auto& schema) { return hasPrefix(name, schema.service); };
        const auto isApplied = [name](const auto& service) { return hasPrefix(name, service); };
        return std::ranges::none_of(schemas, isOwn) && std::ranges::any_of(services, isApplied);
    };
    for (const auto& [name, sql] : actual) {
        if (expected.contains(name) || isForeign(name.substr(name.find(' ') + 1))) continue;
        found.push_back(cat(name, " belongs to no migration"));
    }
    return found;
}

}  // namespace kosh::store
