// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/chain/rpc_pool.h>
#include <kosh/net/http_client.h>
#include <kosh/observe/observe.h>
#include <kosh/resilience/resilience.h>

#include <memory>

namespace kosh::chain_rpc {

struct PoolOptions {
    Duration requestTimeout = std::chrono::seconds(20);  ///< Of one HTTP request.
    Duration deadline = std::chrono::seconds(45);        ///< Of one call with all its retries.
    /// Between passes over all endpoints.
    resilience::Backoff backoff{std::chrono::milliseconds(100), std::chrono::seconds(2), 4};
    std::size_t maxBatch = 100;
    std::size_t maxResponseBytes = std::size_t{32} << 20;
    int breakerThreshold = 4;  ///< Failures in a row that open an endpoint's breaker.
    Duration breakerOpenFor = std::chrono::seconds(5);
    /// How long an endpoint with a wrong chain id or garbage answers is left alone.
    Duration setAside = std::chrono::seconds(60);
    std::uint64_t staleBlocks = 16;  ///< An endpoint this far behind the others is asked last.
};

/// JSON-RPC over HTTP to several endpoints per chain, best first (execution-apis, EIP-1474 errors).
/// An endpoint's chain id is asked before its first use and after each reopening of its breaker.
/// Hosts, never paths or credentials, appear in logs, errors, health and status. Thread: core.
/// `http`, `clock` and `random` outlive every call, the object need not.
class EndpointPool final : public chain::RpcPool {
public:
    EndpointPool(net::HttpClient& http, const Clock& clock, Random& random,
                 observe::Observer observer, PoolOptions options = {});
    ~EndpointPool() override;

    void configure(chain::ChainId chainId, std::vector<chain::Endpoint> endpoints) override;
    Task<chain::RpcAnswer> request(chain::ChainId chainId, std::string method,
                                   std::string paramsJson) override;
    Task<std::vector<Result<chain::RpcAnswer>>> batch(
        chain::ChainId chainId,
        std::vector<std::pair<std::string, std::string>> methodsAndParams) override;
    Task<chain::RpcAnswer> requestAll(chain::ChainId chainId, std::string method,
                                      std::string paramsJson, chain::Audience audience) override;
    Task<chain::ChainId> probe(std::string url) override;
    void reject(chain::ChainId chainId, std::string endpoint, std::string reason) override;
    std::vector<chain::EndpointStatus> status(chain::ChainId chainId) const override;

private:
    std::shared_ptr<struct PoolState> m_state;
};

}  // namespace kosh::chain_rpc
