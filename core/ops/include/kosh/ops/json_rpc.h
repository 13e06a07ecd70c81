// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/dispatcher.h>

namespace kosh::ops {

inline constexpr std::size_t kMaxRpcBatch = 100;

/// JSON-RPC 2.0 over the dispatcher (jsonrpc.org/specification). Method = operation name, params =
/// an object of its fields. A member "kosh" may carry {"idempotencyKey", "deadlineMs",
/// "traceparent"}: the key, the milliseconds left to the caller, W3C trace context. Errors: parse
/// -32700, request -32600 (also an empty batch and one over `kMaxRpcBatch`), method -32601, invalid
/// params -32602, internal -32603, and for the other kinds -32000 down; `data` has kind, key and
/// details.
///
/// Gives the answer's text, empty when there is nothing to answer (notifications). Never fails:
/// what goes wrong is in the answer. A batch is carried out one call after the other.
asio::awaitable<std::string> handleJsonRpc(Dispatcher& dispatcher, std::string requestText,
                                           Context base, json::Secrets secrets);

}  // namespace kosh::ops
