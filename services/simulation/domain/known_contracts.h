// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/contracts.h>

namespace kosh::simulation {

/// From resources/chains/contracts.json and the network's own description; without marks and
/// tokens.
ContractInfo knownContract(const chain::Chain& chain, const Address& address);
const std::string& contractsAsOf();

}  // namespace kosh::simulation
