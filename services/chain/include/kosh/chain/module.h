// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/rpc_pool.h>
#include <kosh/runtime/service.h>

namespace kosh::chain {

/// `pool` outlives the service.
runtime::ServiceModule module(RpcPool& pool);

}  // namespace kosh::chain
