// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/name/api.h>
#include <kosh/store/store.h>

#include <map>

/// The table name_registry.
namespace kosh::name::repository {

Result<std::map<ChainId, Address>> registries(store::Reader& reader);
/// The zero address removes the row.
Result<> saveRegistry(store::Transaction& tx, ChainId chainId, const Address& registry);

}  // namespace kosh::name::repository
