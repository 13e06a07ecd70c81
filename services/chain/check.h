// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "rpc_reader.h"

#include <kosh/chain/check.h>

namespace kosh::chain {

/// See the operation chain.check. Evidence has no time yet.
Task<CheckChain::Response> compareWithData(RpcReader reader, Chain chain);

}  // namespace kosh::chain
