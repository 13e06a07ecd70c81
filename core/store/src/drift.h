// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/connection.h"

#include <span>

namespace kosh::store {

/// What differs between the file's schema and the one that the store's and `schemas`' migrations
/// make in an empty database.
Result<std::vector<std::string>> findDrift(Connection& connection,
                                           std::span<const ServiceSchema> schemas);

}  // namespace kosh::store
