// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "service_world.h"

#include <kosh/chain/module.h>
#include <kosh/chain_rpc/endpoint_pool.h>
#include <kosh/test/hostile_rpc.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>

namespace kosh::test {

/// The chain service over the real pool and the real HTTP client, and two endpoints of one chain
/// that may misbehave.
struct HostileStack {
    static constexpr chain::ChainId kChain = SimChain::kId;

    static chain_rpc::PoolOptions options() {
        using std::chrono::milliseconds;
        chain_rpc::PoolOptions options;
        options.light = {milliseconds(4000), milliseconds(9000), milliseconds(300)};
        options.heavy = {milliseconds(6000), milliseconds(12000), milliseconds(600)};
        options.maxResponseBytes = std::size_t{4} << 20;
        options.breakerOpenFor = milliseconds(300);
        options.setAsideSole = milliseconds(200);
        options.resubscribe = {milliseconds(20), milliseconds(200)};
        options.silence = milliseconds(300);
        return options;
    }

    std::shared_ptr<SimChain> sim = std::make_shared<SimChain>();
    HostileRpc a{sim}, b{sim}, c{sim};
    SystemClock clock;
    SystemRandom random;
    TestObserver observer{clock};
    transport::HostRegistry hosts;
    transport::QtHttpClient http{hosts, observer.metrics()};
    transport::QtSocketClient sockets{hosts, observer.metrics()};
    chain_rpc::EndpointPool pool{http, sockets, clock, random, observer, options()};
    ServiceWorld world{chain::module(pool, http.hosts())};

    /// The network with these endpoints, all of them well at that time.
    bool use(std::vector<std::string> urls, std::int64_t blockTimeMs = 100) {
        chain::Chain chain;
        chain.chainId = kChain;
        chain.name = "Hostile";
        chain.blockTimeMs = blockTimeMs;
        chain.confirmations = 5;
        chain.endpoints = std::move(urls);
        return world.call(chain::AddChain{chain}).has_value();
    }
    Result<chain::GetNativeBalance::Response> balance(Address address = {}) {
        return world.call(chain::GetNativeBalance{kChain, address, {}});
    }
    chain::EndpointStatus statusOf(const HostileRpc& rpc) {
        // Not by chain.status, which begins to track the chain.
        for (const auto& one : world.core.call([&] { return pool.status(kChain); })) {
            if (one.url.ends_with(rpc.host())) return one;
        }
        return {};
    }
    /// Waits until the endpoint is in `state` for a reason with this text.
    bool becomes(const HostileRpc& rpc, std::string_view state, std::string_view reason = {}) {
        const auto deadline = std::chrono::steady_clock::now() + kDeadline;
        while (std::chrono::steady_clock::now() < deadline) {
            const auto status = statusOf(rpc);
            if (status.state == state && status.reason.find(reason) != std::string::npos) {
                return true;
            }
            static_cast<void>(world.call(chain::WaitForBlock{kChain, sim->head() + 1000, 50}));
        }
        return false;
    }
    /// Every endpoint asked for its health now.
    void checkUp() { static_cast<void>(world.core.run(pool.checkUp(kChain))); }
};

}  // namespace kosh::test
