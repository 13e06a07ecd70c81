// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/chain/rpc_pool.h>
#include <kosh/net/http_client.h>
#include <kosh/net/web_socket.h>
#include <kosh/observe/observe.h>
#include <kosh/resilience/resilience.h>

#include <memory>

namespace kosh::chain_rpc {

struct PoolOptions {
    /// How long one HTTP request may take, one call with all its retries, and an endpoint before
    /// the next is asked as well (it then counts as slow and is asked last for a while).
    struct Patience {
        Duration request, deadline, hedge;
    };
    Patience light{std::chrono::seconds(6), std::chrono::seconds(10),
                   std::chrono::milliseconds(1500)};
    /// For what takes nodes long: log ranges, traces, simulations.
    Patience heavy{std::chrono::seconds(20), std::chrono::seconds(45), std::chrono::seconds(6)};
    Duration slowFor = std::chrono::seconds(60);
    /// Between passes over all endpoints.
    resilience::Backoff backoff{std::chrono::milliseconds(100), std::chrono::seconds(2), 4};
    std::size_t maxBatch = 100;
    std::size_t maxResponseBytes = std::size_t{32} << 20;
    int breakerThreshold = 4;  ///< Failures in a row that open an endpoint's breaker.
    Duration breakerOpenFor = std::chrono::seconds(5);
    /// How long an endpoint with a wrong chain id or garbage answers is left alone; the shorter
    /// time when there is no other.
    Duration setAside = std::chrono::seconds(60), setAsideSole = std::chrono::seconds(5);
    /// Between attempts to subscribe; a subscription this long without a block that others have is
    /// begun anew.
    resilience::Backoff resubscribe{std::chrono::milliseconds(250), std::chrono::seconds(30)};
    Duration silence = std::chrono::seconds(45);
    std::uint64_t staleBlocks = 16;  ///< An endpoint this far behind the others is asked last.
};

/// JSON-RPC over HTTP and WebSockets to several endpoints per chain, best first (execution-apis,
/// EIP-1474 errors, eth_subscribe of geth). An endpoint's chain id is asked before its first use,
/// after each reopening of its breaker and on each new WebSocket.
/// Hosts, never paths or credentials, appear in logs, errors, health and status. Thread: core.
/// `http`, `sockets`, `clock` and `random` outlive every call, the object need not.
class EndpointPool final : public chain::RpcPool {
public:
    EndpointPool(net::HttpClient& http, net::SocketClient& sockets, const Clock& clock,
                 Random& random, observe::Observer observer, PoolOptions options = {});
    ~EndpointPool() override;

    void configure(chain::ChainId chainId, std::vector<chain::Endpoint> endpoints) override;
    Task<chain::RpcAnswer> request(chain::ChainId chainId, std::string method,
                                   std::string paramsJson) override;
    Task<std::vector<Result<chain::RpcAnswer>>> batch(
        chain::ChainId chainId,
        std::vector<std::pair<std::string, std::string>> methodsAndParams) override;
    Task<chain::RpcAnswer> requestAll(chain::ChainId chainId, std::string method,
                                      std::string paramsJson, chain::Audience audience) override;
    Task<chain::Subscription> subscribe(chain::ChainId chainId, std::string paramsJson,
                                        chain::Subscriber subscriber) override;
    Task<chain::ChainId> probe(std::string url) override;
    void reject(chain::ChainId chainId, std::string endpoint, std::string reason) override;
    Task<std::vector<chain::RpcAnswers>> batchOfEach(
        chain::ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams,
        std::size_t count) override;
    Task<> checkUp(chain::ChainId chainId) override;
    std::vector<chain::EndpointStatus> status(chain::ChainId chainId) const override;

private:
    std::shared_ptr<struct PoolState> m_state;
};

}  // namespace kosh::chain_rpc
