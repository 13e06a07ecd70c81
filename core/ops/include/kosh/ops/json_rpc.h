// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/dispatcher.h>

#include <functional>

namespace kosh::ops {

inline constexpr std::size_t kMaxRpcBatch = 100;

/// Asked before each call of a request, with its operation (null: there is none of that name); a
/// failure is the call's answer.
using BeforeCall = std::function<Result<>(const OperationType*)>;

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
                                           Context base, json::Secrets secrets,
                                           BeforeCall beforeCall = {});

/// An answer of one's own, for methods that are no operations. `result` is JSON text.
std::string rpcAnswer(json::Value id, std::string_view result);
std::string rpcError(json::Value id, const Error& error);

}  // namespace kosh::ops
