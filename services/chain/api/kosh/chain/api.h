// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/blocks.h>
#include <kosh/chain/check.h>
#include <kosh/chain/hosts.h>
#include <kosh/chain/inspect.h>
#include <kosh/chain/network.h>
#include <kosh/chain/proofs.h>
#include <kosh/chain/reads.h>
#include <kosh/chain/transactions.h>

/// EVM networks: which there are, their endpoints, blocks and fees; the only service that talks
/// JSON-RPC.
namespace kosh::chain {

using Operations =
    ops::List<ListChains, GetChain, AddChain, SetEndpoints, GetChainStatus, GetBlock, WaitForBlock,
              GetFees, CallContracts, GetLogs, GetNativeBalance, GetTransactionCount, EstimateGas,
              SendRawTransaction, GetReceipt, GetCode, SimulateCalls, TraceCall, CheckChain,
              ListHosts, SetHost, WaitForLogs, ProveAccount>;

}  // namespace kosh::chain
