// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/migrator.h"

#include "src/backup.h"
#include "src/files.h"

#include <kosh/base/kill_point.h>
#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::store {

namespace {

struct Step {
    const std::string* service;
    const Migration* migration;
    std::string name() const {
        return cat("migration ", migration->version, " (", migration->name, ") of '", *service,
                   "'");
    }
};

Hash256 hashOf(const Migration& migration) {
    return crypto::sha256(asBytes(migration.sql));
}

bool isServiceName(std::string_view name) {
    const auto isFit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::ranges::all_of(name, isFit);
}

Result<> checkRecord(const ServiceSchema& schema, const Row& row) {
    const auto version = row.integer(1);
    const auto known = static_cast<std::int64_t>(schema.migrations.size());
    if (version > known) {
        return fail(ErrorKind::precondition, "store.newer",
                    cat("this vault was made by a newer Kosh ('", schema.service, "' has version ",
                        version, ", this program knows ", known, "); use that one"));
    }
    const auto& migration = schema.migrations[static_cast<std::size_t>(version - 1)];
    if (std::ranges::equal(row.blob(2), hashOf(migration).view())) return {};
    return fail(ErrorKind::internal, "store.migration_changed",
                cat("migration ", version, " of '", schema.service,
                    "' is not the one that was applied to this vault"));
}

Result<std::int64_t> appliedVersion(Connection& connection, const std::string& service) {
    Reader reader(connection, "store");
    KOSH_TRY(const auto version,
             reader.first("SELECT coalesce(max(version), 0) FROM store_schema "
                          "WHERE service = :service",
                          {{":service", service}}, [](const Row& row) { return row.integer(0); }));
    return version.value_or(0);
}

Result<std::vector<Step>> pendingSteps(Connection& connection,
                                       std::span<const ServiceSchema> schemas) {
    std::vector<Step> steps;
    for (const auto& schema : schemas) {
        KOSH_TRY(const auto applied, appliedVersion(connection, schema.service));
        for (const auto& migration : schema.migrations) {
            if (migration.version > applied) steps.push_back({&schema.service, &migration});
        }
    }
    return steps;
}

/// Foreign keys hold, and none leaves the service.
Result<> checkForeignKeys(Connection& connection, const Step& step) {
    KOSH_TRY(const auto broken,
             connection.column("PRAGMA foreign_key_check", "check foreign keys"));
    if (!broken.empty()) {
        return fail(ErrorKind::internal, "store.sql",
                    cat("foreign keys of ", broken.front(), " are broken"));
    }
    KOSH_TRY(const auto targets,
             connection.column(cat("SELECT DISTINCT f.\"table\" FROM sqlite_master m, "
                                   "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND "
                                   "substr(m.name, 1, ",
                                   step.service->size() + 1, ") = '", *step.service, "_'"),
                               "check foreign keys"));
    const auto foreign = std::ranges::find_if_not(
        targets, [&step](const auto& table) { return hasPrefix(table, *step.service); });
    if (foreign == targets.end()) return {};
    return fail(ErrorKind::internal, "store.sql",
                cat("a foreign key names ", *foreign, ", another service's table"));
}

Result<> applyInTransaction(Connection& connection, const Step& step, const Clock& clock) {
    KOSH_CHECK(connection.run("BEGIN IMMEDIATE", "begin"));
    KOSH_CHECK(connection.runAs(Scope::migration, *step.service, std::string(step.migration->sql),
                                "run it"));
    KOSH_CHECK(checkForeignKeys(connection, step));
    Transaction tx(connection, "store");
    KOSH_CHECK(
        tx.execute("INSERT INTO store_schema (service, version, name, sha256, applied_at) "
                   "VALUES (:service, :version, :name, :sha256, :at)",
                   {{":service", *step.service},
                    {":version", step.migration->version},
                    {":name", step.migration->name},
                    {":sha256", hashOf(*step.migration)},
                    {":at", clock.now()}}));
    KOSH_KILL_POINT("store.migrate.before_commit");
    return connection.run("COMMIT", "commit");
}

Result<> apply(Connection& connection, const Step& step, const Clock& clock) {
    // A table that is made anew is dropped in between; the keys are checked at the end instead.
    sqlite3_db_config(connection.db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
    auto applied = applyInTransaction(connection, step, clock);
    connection.rollback();
    sqlite3_db_config(connection.db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    if (applied) return applied;
    Error error = std::move(applied).error();
    constexpr std::string_view kKept[] = {"store.full", "store.io", "store.corrupt"};
    if (std::ranges::find(kKept, error.key) == std::end(kKept)) {
        error.key = "store.migration_failed";
        error.kind = ErrorKind::internal;
    }
    error.message = cat(step.name(), ": ", error.message);
    return Failure(std::move(error));
}

Result<> restore(Connection& connection, const SecretBytes& key, const std::string& backup) {
    KOSH_TRY(auto source, Connection::open(backup, key, Access::read));
    connection.dropStatements();
    return transferPages(*source, connection);
}

Result<> makeBackup(Connection& connection, const SecretBytes& key, const std::string& path) {
    KOSH_CHECK(checkIntact(connection));
    KOSH_CHECK(copyDatabase(connection, key, path));
    KOSH_KILL_POINT("store.migrate.after_backup");
    return {};
}

}  // namespace

Result<> checkSchemas(std::span<const ServiceSchema> schemas) {
    const auto broken = [](std::string message) {
        return fail(ErrorKind::internal, "store.schema", std::move(message));
    };
    for (const auto& schema : schemas) {
        if (!isServiceName(schema.service) || schema.service == "store" ||
            schema.service == "sqlite") {
            return broken(cat("'", schema.service, "' is no name for a service with tables"));
        }
        for (const auto& other : schemas) {
            if (&other != &schema &&
                (other.service == schema.service || hasPrefix(other.service, schema.service))) {
                return broken(cat("the tables of '", other.service, "' and '", schema.service,
                                  "' could not be told apart"));
            }
        }
        int expected = 0;
        for (const auto& migration : schema.migrations) {
            if (migration.version == ++expected) continue;
            return broken(cat("migration ", expected, " of '", schema.service, "' is missing"));
        }
    }
    return {};
}

Result<> checkApplied(Connection& connection, std::span<const ServiceSchema> schemas) {
    Reader reader(connection, "store");
    Result<> checked;
    KOSH_CHECK(
        reader.query("SELECT service, version, sha256 FROM store_schema", {}, [&](const Row& row) {
            for (const auto& schema : schemas) {
                if (schema.service != row.text(0)) continue;
                checked = checkRecord(schema, row);
            }
            return checked.has_value();
        }));
    return checked;
}

Result<> migrate(Connection& connection, std::span<const ServiceSchema> schemas,
                 const MigrationEnvironment& environment) {
    const std::string backup = environment.path + ".before-migration";
    KOSH_CHECK(checkSchemas(schemas));
    KOSH_CHECK(checkApplied(connection, schemas));
    KOSH_TRY(const auto steps, pendingSteps(connection, schemas));
    // One that a crash left behind describes an older state than the present one.
    KOSH_CHECK(removeFile(backup));
    KOSH_CHECK(removeFile(partialCopyOf(backup)));
    if (steps.empty()) return {};
    KOSH_TRY(const auto records, connection.number("SELECT (SELECT count(*) FROM store_schema) + "
                                                   "(SELECT count(*) FROM events_log)",
                                                   "read the schema"));
    const bool hasBackup = records > 0;
    if (hasBackup) {
        KOSH_CHECK(makeBackup(connection, environment.key, backup));
    }
    std::size_t done = 0;
    Result<> result;
    while (result && done < steps.size()) {
        result = apply(connection, steps[done], environment.clock);
        if (result) environment.observer.log.info("store", cat("applied ", steps[done++].name()));
    }
    // The failed step undid itself; those before it are undone by the backup.
    if (!result && done > 0 && hasBackup) {
        if (auto restored = restore(connection, environment.key, backup); !restored) {
            return fail(
                ErrorKind::internal, "store.restore_failed",
                cat(result.error().message, "; and the state before could not be restored (",
                    restored.error().message, "); it lies in ", backup));
        }
    }
    static_cast<void>(removeFile(backup));
    return result;
}

}  // namespace kosh::store
