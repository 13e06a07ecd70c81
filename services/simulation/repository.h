// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/api.h>
#include <kosh/store/store.h>

#include <map>

/// The tables simulation_*.
namespace kosh::simulation::repository {

/// Rule id → what the owner set.
Result<std::vector<SetRule>> rules(store::Reader& reader);
Result<> saveRule(store::Transaction& tx, const SetRule& rule, Timestamp now);

using Marks = std::map<std::pair<ChainId, Address>, Mark>;
Result<Marks> marks(store::Reader& reader);
Result<> saveMark(store::Transaction& tx, ChainId chainId, const Address& address, Mark mark,
                  Timestamp now);

}  // namespace kosh::simulation::repository
