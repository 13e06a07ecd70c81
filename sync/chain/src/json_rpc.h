// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/rpc_pool.h>

#include <expected>
#include <span>
#include <string>
#include <vector>

/// JSON-RPC 2.0 texts: pure functions.
namespace kosh::chain_rpc {

struct Call {
    std::string method, paramsJson;
};

/// Whether a node may take long over these: log ranges, traces, simulations.
bool isHeavy(std::span<const Call> calls);

/// What an endpoint answered to one call.
using Reply = std::expected<json::Document, chain::RpcError>;

/// One request object with id `firstId`, or a batch whose ids count up from it.
std::string encodeRequest(const Call& call, std::int64_t id);
std::string encodeBatch(std::span<const Call> calls, std::int64_t firstId);

/// An answer as JSON; `rpc.garbage` when it is none.
Result<json::Document> parseAnswer(std::string_view body, json::Limits limits);

/// The reply with this id. Anything else is `rpc.garbage`.
Result<Reply> decodeReply(json::Value root, std::int64_t id, json::Limits limits);
Result<Reply> decodeReply(std::string_view body, std::int64_t id, json::Limits limits);

/// Exactly one reply for each of `count` ids, in their order whatever the order of arrival. A
/// single error object instead of the array is `rpc.batch_refused`; anything else is `rpc.garbage`.
Result<std::vector<Reply>> decodeBatch(json::Value root, std::int64_t firstId, std::size_t count,
                                       json::Limits limits);
Result<std::vector<Reply>> decodeBatch(std::string_view body, std::int64_t firstId,
                                       std::size_t count, json::Limits limits);

/// Text from outside fit for logs and people: control characters replaced, at most 300 bytes.
std::string sanitised(std::string_view text);

}  // namespace kosh::chain_rpc
