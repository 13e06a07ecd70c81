// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/json/json.h>

#include <functional>
#include <memory>

namespace kosh::chain {

struct RpcAnswer {
    json::Document result;
    std::string endpoint;  ///< Host that answered.
};

/// One answer of a batch: JSON-RPC errors keep code, message and data.
struct RpcError {
    std::int64_t code = 0;
    std::string message;
    std::string dataHex;  ///< Revert data where given.
};

/// Answers of one endpoint to the calls of a batch, in their order.
using RpcAnswers = std::vector<Result<RpcAnswer>>;

/// Who hears a broadcast: endpoints of role `all`, or of role `broadcast` and nobody else.
enum class Audience : std::uint8_t { everybody, privateOnly };

/// Who is told what endpoints push. Called on the core thread.
struct Subscriber {
    std::function<void(RpcAnswer pushed)> onPush;
    /// True when pushes begin, again too: what came before has to be read. False when they end.
    std::function<void(bool isLive)> onLive;
};
/// Dropping it ends the subscription: nothing is told any more.
using Subscription = std::shared_ptr<void>;

/// Port to the outside: a pool of JSON-RPC endpoints per chain with failover. Implemented in
/// sync/chain. Transport failures, wrong chain ids, HTML, rate limits etc. are handled inside (next
/// endpoint, back-off, breaker) and only surface as `chain.unavailable` with the last reason. A
/// JSON-RPC error that is the answer (revert, nonce too low, …) is given to the caller as error
/// `chain.rpc` with details code, message, data.
class RpcPool {
public:
    virtual ~RpcPool() = default;
    /// Replaces the endpoints of a chain, given in their order; checks eth_chainId of each before
    /// its first use. Those that are off are shown in `status` and never asked.
    virtual void configure(ChainId chainId, std::vector<Endpoint> endpoints) = 0;
    virtual Task<RpcAnswer> request(ChainId chainId, std::string method,
                                    std::string paramsJson) = 0;
    /// Many calls in one HTTP batch to one endpoint (split where the endpoint limits batches).
    virtual Task<RpcAnswers> batch(
        ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams) = 0;
    /// The same batch answered by `count` different endpoints; `chain.unavailable` when fewer do.
    virtual Task<std::vector<RpcAnswers>> batchOfEach(
        ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams,
        std::size_t count) = 0;
    /// Sends the same request to every usable endpoint of the audience (broadcast); the first good
    /// answer counts.
    virtual Task<RpcAnswer> requestAll(ChainId chainId, std::string method, std::string paramsJson,
                                       Audience audience) = 0;
    /// eth_subscribe with these parameters at one endpoint that is spoken to over a WebSocket, the
    /// best that offers it; when the connection ends, falls silent or cannot be had, it is tried
    /// again with back-off, at the others too. Nothing is ever told where no endpoint of the chain
    /// is of that kind; to be repeated after `configure`.
    virtual Task<Subscription> subscribe(ChainId chainId, std::string paramsJson,
                                         Subscriber subscriber) = 0;
    /// eth_chainId of an address that is not configured yet.
    virtual Task<ChainId> probe(std::string url) = 0;
    /// The caller found an answer of this endpoint (`RpcAnswer::endpoint`) malformed or untrue: it
    /// counts as failed and is set aside, so that a repeated request goes to the next one.
    virtual void reject(ChainId chainId, std::string endpoint, std::string reason) = 0;
    /// Asks every endpoint that is read from for its newest block, a block they all have, logs and
    /// a call, so that one that lags, lies, lacks a method or is well again is known before it is
    /// needed. Ends without error.
    virtual Task<> checkUp(ChainId chainId) = 0;
    /// States for `chain.status`, in order of preference.
    virtual std::vector<EndpointStatus> status(ChainId chainId) const = 0;
};

}  // namespace kosh::chain
