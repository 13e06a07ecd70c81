// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/endpoint.h"
#include "src/json_rpc.h"

#include <kosh/observe/current.h>

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
    net::SocketClient& sockets;
    const Clock& clock;
    Random& random;
    observe::Observer observer;
    PoolOptions options;
    std::map<chain::ChainId, std::vector<EndpointPtr>> chains{};
    std::int64_t nextId = 1;

    bool isStale(chain::ChainId chainId, const Endpoint& endpoint) const;
    /// Those fit for the use: by order, equal ones by chance after their weights; slow ones and
    /// those without one of the methods after the others, those behind the others last.
    std::vector<EndpointPtr> ordered(chain::ChainId chainId, Use use,
                                     std::span<const Call> calls) const;
    const PoolOptions::Patience& patienceFor(std::span<const Call> calls) const {
        return isHeavy(calls) ? options.heavy : options.light;
    }
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

/// eth_subscribe at one endpoint, which has to be a socket: the answer and the line it came over.
struct Subscribed {
    Reply reply;
    LinePtr line;
};
Task<Subscribed> subscribeAt(PoolPtr pool, EndpointPtr endpoint, Endpoint::Permit permit,
                             chain::ChainId chainId, std::string paramsJson,
                             Line::Listener listener);

/// Keeps a subscription alive for as long as what it returns; see chain::RpcPool::subscribe.
chain::Subscription keepSubscribed(PoolPtr pool, async::Executor executor, chain::ChainId chainId,
                                   std::string paramsJson, chain::Subscriber subscriber);

/// A hex quantity that fits 64 bits, as eth_chainId and eth_blockNumber give.
std::optional<std::uint64_t> quantity(json::Value value);

/// eth_chainId of an endpoint, whatever the pool knows of it.
Task<chain::ChainId> askChainId(PoolPtr pool, EndpointPtr endpoint, chain::ChainId purpose);

struct Job {
    chain::ChainId chainId = 0;
    std::vector<Call> calls;
    bool isBatch = false;
    Use use = Use::read;
    std::size_t wanted = 1;                         ///< Endpoints whose answers are wanted.
    observe::Current current = observe::current();  ///< Whose part the calls are.
};
struct Answers {
    std::vector<Reply> replies;
    std::string endpoint;
};
/// Finds as many endpoints that answer as wanted: next one on failure or slowness, several passes
/// with back-off, up to the deadline.
Task<std::vector<Answers>> perform(PoolPtr pool, Job job);

/// See chain::RpcPool::checkUp.
Task<> checkUp(PoolPtr pool, chain::ChainId chainId);

/// One request to all endpoints of the use at once.
Task<chain::RpcAnswer> broadcast(PoolPtr pool, chain::ChainId chainId, Call call, Use use);

/// `chain.rpc` with code, message and data among the details.
Error rpcError(const chain::RpcError& error, const std::string& endpoint);
Result<chain::RpcAnswer> toAnswer(Reply reply, const std::string& endpoint);

}  // namespace kosh::chain_rpc
