// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/json_rpc.h"

#include <kosh/net/http_client.h>

#include <optional>

/// What an answer means for the choice of the endpoint: pure functions over the table of EIP-1474
/// codes and the messages that clients are known to send.
namespace kosh::chain_rpc {

enum class Verdict : std::uint8_t {
    answer,         ///< The caller's: a result, a revert, nonce too low …
    elsewhereOnce,  ///< Internal error, a limit, an unknown method: one other endpoint may know
                    ///< better.
    elsewhere,      ///< A lagging or pruned node: another one, or later.
    rateLimited,    ///< Leave this endpoint alone for a while.
};

Verdict verdictOf(const chain::RpcError& error, std::string_view method = {});
Verdict verdictOf(const Reply& reply, const Call& call);
/// The one that decides about a whole batch: rateLimited before elsewhere before elsewhereOnce.
Verdict verdictOf(const std::vector<Reply>& replies, std::span<const Call> calls);
/// The node does not know or not offer the method.
bool isMethodMissing(const chain::RpcError& error);

/// Value of a Retry-After header in seconds (a date counts as the default), kept within 1 to 120 s;
/// `fallback` without one.
Duration retryAfter(const net::HttpResponse& response, Duration fallback);

/// Why an HTTP answer is not worth parsing; nothing for one that may hold JSON-RPC.
std::optional<Error> httpFailure(const net::HttpResponse& response);

}  // namespace kosh::chain_rpc
