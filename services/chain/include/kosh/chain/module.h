// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/rpc_pool.h>
#include <kosh/net/hosts.h>
#include <kosh/runtime/service.h>

namespace kosh::chain {

/// `pool` and `hosts` outlive the service. Without `hosts` none are listed.
runtime::ServiceModule module(RpcPool& pool, net::HostDirectory* hosts = nullptr);

}  // namespace kosh::chain
