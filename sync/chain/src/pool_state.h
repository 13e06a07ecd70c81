// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/endpoint.h"
#include "src/json_rpc.h"

#include <map>
#include <memory>
#include <vector>

namespace kosh::chain_rpc {

using EndpointPtr = std::shared_ptr<Endpoint>;

/// What a request is for, which decides whom it may go to.
enum class Use : std::uint8_t { read, broadcast, privateBroadcast };

/// Shared by the pool and the broadcasts that go on after their caller was answered.
struct PoolState {
    net::HttpClient& http;
    const Clock& clock;
    Random& random;
    observe::Observer observer;
    PoolOptions options;
    std::map<chain::ChainId, std::vector<EndpointPtr>> chains{};
    std::int64_t nextId = 1;

    bool isStale(chain::ChainId chainId, const Endpoint& endpoint) const;
    /// Those fit for the use: by order, equal ones by chance after their weights, those behind the
    /// others last.
    std::vector<EndpointPtr> ordered(chain::ChainId chainId, Use use) const;
    json::Limits limits() const { return {options.maxResponseBytes, 64}; }
    /// Tells health, log and metrics how a request went.
    void report(chain::ChainId chainId, const Endpoint& endpoint, std::string_view before) const;
};
using PoolPtr = std::shared_ptr<PoolState>;

/// Sends `calls` to one endpoint under `permit`: as single request or as batches of at most what
/// the endpoint takes; verifies its chain id first where needed. An error means the endpoint
/// failed.
Task<std::vector<Reply>> exchange(PoolPtr pool, EndpointPtr endpoint, Endpoint::Permit permit,
                                  chain::ChainId chainId, std::vector<Call> calls, bool isBatch);

/// eth_chainId of an endpoint, whatever the pool knows of it.
Task<chain::ChainId> askChainId(PoolPtr pool, EndpointPtr endpoint, chain::ChainId purpose);

struct Answers {
    std::vector<Reply> replies;
    std::string endpoint;
};
/// Finds an endpoint that answers: next one on failure, several passes with back-off, up to the
/// deadline.
Task<Answers> perform(PoolPtr pool, chain::ChainId chainId, std::vector<Call> calls, bool isBatch,
                      Use use);

/// One request to all endpoints of the use at once.
Task<chain::RpcAnswer> broadcast(PoolPtr pool, chain::ChainId chainId, Call call, Use use);

/// `chain.rpc` with code, message and data among the details.
Error rpcError(const chain::RpcError& error, const std::string& endpoint);
Result<chain::RpcAnswer> toAnswer(Reply reply, const std::string& endpoint);

}  // namespace kosh::chain_rpc
