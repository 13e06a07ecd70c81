// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/inspect.h>
#include <kosh/json/json.h>

/// Params and answers of eth_simulateV1, debug_traceCall and eth_getCode. Errors as rpc_values.h.
namespace kosh::chain::rpc {

std::string simulateParams(const SimulateCalls& request, std::uint64_t blockNumber);
/// One result per call, or `rpc.shape`.
Result<std::vector<SimulatedCall>> simulated(json::Value value, std::size_t calls);

std::string traceParams(const TraceCall& request, std::uint64_t blockNumber);
/// Events of frames that had no effect are left out. At most 10,000 frames.
Result<TraceCall::Response> traced(json::Value value);

Result<CodeInfo> code(const Address& address, json::Value value);

/// The endpoint does not know the method, or keeps it from the public.
bool isUnsupported(const Error& error);

}  // namespace kosh::chain::rpc
