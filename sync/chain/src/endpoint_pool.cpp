// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/chain_rpc/endpoint_pool.h"

#include "src/classify.h"
#include "src/pool_state.h"
#include "src/url.h"

#include <algorithm>
#include <array>
#include <bit>

namespace kosh::chain_rpc {
namespace {

std::string healthName(chain::ChainId chainId, const Endpoint& endpoint) {
    return cat("chain/", chainId, "/", endpoint.label());
}

Error unavailable(chain::ChainId chainId, const std::string& reason) {
    return {ErrorKind::unavailable,
            "chain.unavailable",
            cat("no endpoint of chain ", chainId, " answered: ", reason),
            {{"chainId", std::to_string(chainId)}, {"reason", reason}}};
}

bool isFitFor(const Endpoint& endpoint, Use use) {
    using enum chain::EndpointRole;
    if (!endpoint.entry().isEnabled || endpoint.isWebSocket()) return false;
    const auto role = endpoint.entry().role;
    switch (use) {
        case Use::read:
            return role != broadcast;
        case Use::broadcast:
            return role == all;
        case Use::privateBroadcast:
            return role == broadcast;
    }
    return false;
}

/// One of `count` places, by chance.
std::uint64_t draw(Random& random, std::uint64_t count) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    return std::bit_cast<std::uint64_t>(bytes) % count;
}

/// Those of the same order in an order of chance, heavier ones more often first.
std::vector<EndpointPtr> drawn(std::vector<EndpointPtr> endpoints, Random& random) {
    const auto orderOf = [](const EndpointPtr& one) { return one->entry().order.value_or(0); };
    for (auto first = endpoints.begin(); first != endpoints.end(); ++first) {
        const auto last = std::find_if(first, endpoints.end(), [&](const auto& one) {
            return orderOf(one) != orderOf(*first);
        });
        if (last - first < 2) continue;
        std::uint64_t total = 0;
        for (auto one = first; one != last; ++one) {
            total += static_cast<std::uint64_t>((*one)->entry().weight);
        }
        auto place = draw(random, total);
        auto chosen = first;
        while (place >= static_cast<std::uint64_t>((*chosen)->entry().weight)) {
            place -= static_cast<std::uint64_t>((*chosen)->entry().weight);
            ++chosen;
        }
        std::rotate(first, chosen, chosen + 1);
    }
    return endpoints;
}

/// What one pass over all endpoints came to.
struct Pass {
    std::optional<Answers> answers;  ///< Good, or the best there is after `elsewhereOnce`.
    bool isFinal = false;
    bool wasTried = false;
    std::string reason;
};

Task<Pass> passOver(PoolPtr pool, chain::ChainId chainId, std::vector<Call> calls, bool isBatch,
                    Use use, SteadyTime deadline) {
    Pass pass;
    for (const auto& endpoint : pool->ordered(chainId, use)) {
        if (pool->clock.steady() >= deadline) break;
        auto permit = endpoint->acquire();
        if (!permit) {
            if (pass.reason.empty()) pass.reason = cat(endpoint->label(), ": ", endpoint->reason());
            continue;
        }
        pass.wasTried = true;
        auto replies =
            co_await exchange(pool, endpoint, *std::move(permit), chainId, calls, isBatch);
        if (!replies) {
            pass.reason = cat(endpoint->label(), ": ", replies.error().message);
            continue;
        }
        const auto verdict = verdictOf(*replies);
        if (verdict == Verdict::answer || (verdict == Verdict::elsewhereOnce && pass.answers)) {
            pass.answers = Answers{*std::move(replies), endpoint->label()};
            pass.isFinal = true;
            break;
        }
        for (const auto& reply : *replies) {
            if (verdictOf(reply) == verdict) {
                pass.reason = cat(endpoint->label(), ": ", reply.error().message);
            }
        }
        if (verdict == Verdict::elsewhereOnce) {
            pass.answers = Answers{*std::move(replies), endpoint->label()};
        }
    }
    co_return pass;
}

/// How long to wait before the next pass; nothing when waiting cannot help.
std::optional<Duration> pauseBefore(const PoolState& pool, chain::ChainId chainId, Use use,
                                    int attempt, bool wasTried) {
    auto pause = pool.options.backoff.delay(attempt, pool.random);
    if (wasTried) return pause;
    std::optional<SteadyTime> earliest;
    for (const auto& endpoint : pool.ordered(chainId, use)) {
        const auto until = endpoint->rateLimitedUntil();
        if (until && (!earliest || *until < *earliest)) earliest = until;
    }
    if (!earliest) return std::nullopt;
    return pause + std::max(Duration::zero(),
                            std::chrono::duration_cast<Duration>(*earliest - pool.clock.steady()));
}

}  // namespace

bool PoolState::isStale(chain::ChainId chainId, const Endpoint& endpoint) const {
    const auto found = chains.find(chainId);
    if (found == chains.end() || endpoint.head() == 0) return false;
    std::vector<std::uint64_t> heads;
    for (const auto& other : found->second) heads.push_back(other->head());
    std::ranges::sort(heads, std::greater{});
    // Of three or more, a single one cannot make the others look late.
    const auto reference = heads.size() >= 3 ? heads[1] : heads[0];
    return endpoint.head() + options.staleBlocks < reference;
}

std::vector<EndpointPtr> PoolState::ordered(chain::ChainId chainId, Use use) const {
    const auto found = chains.find(chainId);
    if (found == chains.end()) return {};
    std::vector<EndpointPtr> fit, endpoints, behind;
    std::ranges::copy_if(found->second, std::back_inserter(fit),
                         [use](const auto& one) { return isFitFor(*one, use); });
    for (const auto& one : drawn(std::move(fit), random)) {
        (isStale(chainId, *one) ? behind : endpoints).push_back(one);
    }
    endpoints.insert(endpoints.end(), behind.begin(), behind.end());
    return endpoints;
}

void PoolState::report(chain::ChainId chainId, const Endpoint& endpoint,
                       std::string_view before) const {
    const std::string state(endpoint.state());
    observer.metrics
        .counter("kosh_rpc_requests_total", "JSON-RPC exchanges by the endpoint's state after them",
                 {{"chain", std::to_string(chainId)}, {"state", state}})
        .add();
    if (state == before) return;
    const bool isWell = state == "ok" || state == "off";
    observer.health.report(healthName(chainId, endpoint),
                           isWell ? observe::HealthState::ok : observe::HealthState::degraded,
                           isWell ? std::string{} : endpoint.reason());
    observer.log.write(isWell ? observe::Level::info : observe::Level::warning, "chain_rpc",
                       "endpoint is " + state, {},
                       {{"chain", std::to_string(chainId)},
                        {"endpoint", endpoint.label()},
                        {"reason", endpoint.reason()}});
}

Error rpcError(const chain::RpcError& error, const std::string& endpoint) {
    return {ErrorKind::precondition,
            "chain.rpc",
            cat("the endpoint answered: ", error.message),
            {{"code", std::to_string(error.code)},
             {"message", error.message},
             {"data", error.dataHex},
             {"endpoint", endpoint}}};
}

Result<chain::RpcAnswer> toAnswer(Reply reply, const std::string& endpoint) {
    if (!reply) return Failure(rpcError(reply.error(), endpoint));
    return chain::RpcAnswer{*std::move(reply), endpoint};
}

Task<Answers> perform(PoolPtr pool, chain::ChainId chainId, std::vector<Call> calls, bool isBatch,
                      Use use) {
    const auto deadline = pool->clock.steady() + pool->options.deadline;
    std::string reason;
    for (int attempt = 0; attempt < pool->options.backoff.maxAttempts; ++attempt) {
        if (pool->ordered(chainId, use).empty()) {
            co_return Failure(
                unavailable(chainId, "it has no endpoint yet; set one with chain.set_endpoints"));
        }
        KOSH_CO_TRY(auto pass, co_await passOver(pool, chainId, calls, isBatch, use, deadline));
        if (pass.answers) co_return *std::move(pass.answers);
        if (!pass.reason.empty()) reason = pass.reason;
        const auto pause = pauseBefore(*pool, chainId, use, attempt, pass.wasTried);
        if (!pause || pool->clock.steady() + *pause >= deadline) break;
        if (attempt + 1 < pool->options.backoff.maxAttempts) {
            KOSH_CO_CHECK(co_await async::sleep(*pause));
        }
    }
    co_return Failure(unavailable(chainId, reason));
}

EndpointPool::EndpointPool(net::HttpClient& http, const Clock& clock, Random& random,
                           observe::Observer observer, PoolOptions options)
    : m_state(std::make_shared<PoolState>(PoolState{http, clock, random, observer, options})) {}

EndpointPool::~EndpointPool() = default;

void EndpointPool::configure(chain::ChainId chainId, std::vector<chain::Endpoint> endpoints) {
    auto& current = m_state->chains[chainId];
    std::vector<EndpointPtr> next;
    std::map<std::string, int> seen;
    for (auto& entry : endpoints) {
        const auto same = std::ranges::find(current, entry.url, &Endpoint::url);
        auto host = hostOf(entry.url);
        std::string label = host ? *host : "invalid URL";
        if (const int n = ++seen[label]; n > 1) label += cat("#", n);
        if (same != current.end() && (*same)->label() == label) {
            next.push_back(*same);
            next.back()->setEntry(std::move(entry));
            continue;
        }
        std::optional<Error> bad;
        if (!host) bad = host.error();
        next.push_back(std::make_shared<Endpoint>(
            std::move(entry), std::move(label), std::move(bad), m_state->clock, m_state->options));
    }
    for (const auto& old : current) {
        if (std::ranges::find(next, old) == next.end()) {
            m_state->observer.health.remove(healthName(chainId, *old));
        }
    }
    current = std::move(next);
    if (current.empty()) m_state->chains.erase(chainId);
}

Task<chain::RpcAnswer> EndpointPool::request(chain::ChainId chainId, std::string method,
                                             std::string paramsJson) {
    std::vector<Call> calls;
    calls.push_back({std::move(method), std::move(paramsJson)});
    KOSH_CO_TRY(auto answers,
                co_await perform(m_state, chainId, std::move(calls), false, Use::read));
    co_return toAnswer(std::move(answers.replies.front()), answers.endpoint);
}

Task<std::vector<Result<chain::RpcAnswer>>> EndpointPool::batch(
    chain::ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams) {
    std::vector<Call> calls;
    for (auto& [method, params] : methodsAndParams) {
        calls.push_back({std::move(method), std::move(params)});
    }
    std::vector<Result<chain::RpcAnswer>> results;
    if (calls.empty()) co_return results;
    KOSH_CO_TRY(auto answers,
                co_await perform(m_state, chainId, std::move(calls), true, Use::read));
    for (auto& reply : answers.replies) {
        results.push_back(toAnswer(std::move(reply), answers.endpoint));
    }
    co_return results;
}

Task<chain::RpcAnswer> EndpointPool::requestAll(chain::ChainId chainId, std::string method,
                                                std::string paramsJson, chain::Audience audience) {
    return broadcast(
        m_state, chainId, Call{std::move(method), std::move(paramsJson)},
        audience == chain::Audience::privateOnly ? Use::privateBroadcast : Use::broadcast);
}

Task<chain::ChainId> EndpointPool::probe(std::string url) {
    KOSH_CO_TRY(auto host, hostOf(url));
    auto endpoint = std::make_shared<Endpoint>(chain::Endpoint{.url = std::move(url)}, host,
                                               std::nullopt, m_state->clock, m_state->options);
    auto id = co_await askChainId(m_state, endpoint, 0);
    if (!id) {
        co_return fail(ErrorKind::unavailable, "chain.endpoint_unreachable",
                       cat("endpoint ", host, " does not answer: ", id.error().message),
                       {{"endpoint", host}});
    }
    co_return *id;
}

void EndpointPool::reject(chain::ChainId chainId, std::string endpoint, std::string reason) {
    const auto chain = m_state->chains.find(chainId);
    if (chain == m_state->chains.end()) return;
    for (const auto& one : chain->second) {
        if (one->label() != endpoint) continue;
        const std::string before(one->state());
        one->refuse(sanitised(reason), m_state->options.setAside);
        m_state->report(chainId, *one, before);
    }
}

std::vector<chain::EndpointStatus> EndpointPool::status(chain::ChainId chainId) const {
    std::vector<chain::EndpointStatus> list;
    const auto chain = m_state->chains.find(chainId);
    if (chain == m_state->chains.end()) return list;
    for (const auto& endpoint : chain->second) {
        list.push_back(endpoint->status(m_state->isStale(chainId, *endpoint)));
    }
    return list;
}

}  // namespace kosh::chain_rpc
