// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/connection.h"

#include <string>
#include <vector>

namespace kosh::store {

/// What is wrong with the database: page MACs of the main file, structure, foreign keys. Nobody may
/// write to the main file meanwhile.
std::vector<std::string> integrityProblems(Connection& connection);
/// `store.corrupt` with the first of them.
Result<> checkIntact(Connection& connection);

/// Copies all pages of `from`'s present snapshot into `to` in one transaction of `to`.
Result<> transferPages(Connection& from, Connection& to);

/// A checked copy of `source` under the same key; `target` is replaced at the very end or not at
/// all. `source` must have been found intact.
Result<> copyDatabase(Connection& source, const SecretBytes& key, const std::string& target);

/// What a copy to `target` is called until it is whole; a crash may leave it behind.
std::string partialCopyOf(const std::string& target);

}  // namespace kosh::store
