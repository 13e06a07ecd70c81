// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

namespace kosh::chain_rpc {

/// "https://user:key@node.example:8545/v3/KEY" → "node.example:8545": all that may be shown. Text
/// that is not an http(s) or ws(s) URL with a host is `chain.endpoint_url` (invalid), without
/// echoing it.
Result<std::string> hostOf(std::string_view url);

/// ws:// and wss://, for JSON-RPC over a WebSocket.
bool isSocketUrl(std::string_view url);

/// The same with its scheme: "https://node.example:8545".
Result<std::string> originOf(std::string_view url);

}  // namespace kosh::chain_rpc
