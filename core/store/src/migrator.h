// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/connection.h"

#include <span>

namespace kosh::store {

/// Names and numbers keep the rules: `store.schema` otherwise.
Result<> checkSchemas(std::span<const ServiceSchema> schemas);
/// What the file says was applied fits `schemas`: `store.newer`, `store.migration_changed`.
Result<> checkApplied(Connection& connection, std::span<const ServiceSchema> schemas);

struct MigrationEnvironment {
    const std::string& path;
    const SecretBytes& key;
    const Clock& clock;
    observe::Observer observer;
};

/// See Store::migrate. `connection` is the writer's.
Result<> migrate(Connection& connection, std::span<const ServiceSchema> schemas,
                 const MigrationEnvironment& environment);

}  // namespace kosh::store
