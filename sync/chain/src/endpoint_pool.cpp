// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/chain_rpc/endpoint_pool.h"

#include "src/pool_state.h"
#include "src/url.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace kosh::chain_rpc {
namespace {

std::string healthName(chain::ChainId chainId, const Endpoint& endpoint) {
    return cat("chain/", chainId, "/", endpoint.label());
}

void showUp(const PoolState& pool, chain::ChainId chainId, const Endpoint& endpoint, int value) {
    pool.observer.metrics
        .gauge("kosh_rpc_endpoint_up",
               "1 while an endpoint is asked, 0 while it is set aside or fails, -1 once it is "
               "switched off or taken away",
               {{"chain", std::to_string(chainId)}, {"endpoint", endpoint.label()}})
        .set(value);
}

}  // namespace

void PoolState::report(chain::ChainId chainId, const Endpoint& endpoint,
                       std::string_view before) const {
    const std::string state(endpoint.state());
    observer.metrics
        .counter("kosh_rpc_requests_total", "JSON-RPC exchanges by the endpoint's state after them",
                 {{"chain", std::to_string(chainId)}, {"state", state}})
        .add();
    const bool isWell = state == "ok" || state == "off";
    showUp(*this, chainId, endpoint, state == "off" ? -1 : endpoint.isAsked() ? 1 : 0);
    if (state == before) return;
    observer.health.report(healthName(chainId, endpoint),
                           isWell ? observe::HealthState::ok : observe::HealthState::degraded,
                           isWell ? std::string{} : endpoint.reason());
    observer.log.write(isWell ? observe::Level::info : observe::Level::warning, "chain_rpc",
                       "endpoint is " + state, observe::current().trace,
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

EndpointPool::EndpointPool(net::HttpClient& http, net::SocketClient& sockets, const Clock& clock,
                           Random& random, observe::Observer observer, PoolOptions options)
    : m_state(
          std::make_shared<PoolState>(PoolState{http, sockets, clock, random, observer, options})) {
}

EndpointPool::~EndpointPool() {
    for (const auto& [chainId, endpoints] : m_state->chains) {
        for (const auto& endpoint : endpoints) endpoint->hangUp();
    }
}

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
            showUp(*m_state, chainId, *old, -1);
            old->hangUp();
        }
    }
    for (const auto& one : next) {
        if (one->state() == "off") showUp(*m_state, chainId, *one, -1);
    }
    current = std::move(next);
    if (current.empty()) m_state->chains.erase(chainId);
}

Task<chain::RpcAnswer> EndpointPool::request(chain::ChainId chainId, std::string method,
                                             std::string paramsJson) {
    Job job{chainId, {}, false, Use::read, 1};
    job.calls.push_back({std::move(method), std::move(paramsJson)});
    KOSH_CO_TRY(auto answers, co_await perform(m_state, std::move(job)));
    auto& first = answers.front();
    co_return toAnswer(std::move(first.replies.front()), first.endpoint);
}

Task<chain::RpcAnswers> EndpointPool::batch(
    chain::ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams) {
    if (methodsAndParams.empty()) co_return chain::RpcAnswers{};
    KOSH_CO_TRY(auto each, co_await batchOfEach(chainId, std::move(methodsAndParams), 1));
    co_return std::move(each.front());
}

Task<std::vector<chain::RpcAnswers>> EndpointPool::batchOfEach(
    chain::ChainId chainId, std::vector<std::pair<std::string, std::string>> methodsAndParams,
    std::size_t count) {
    Job job{chainId, {}, true, Use::read, count};
    for (auto& [method, params] : methodsAndParams) {
        job.calls.push_back({std::move(method), std::move(params)});
    }
    KOSH_CO_TRY(auto answers, co_await perform(m_state, std::move(job)));
    std::vector<chain::RpcAnswers> each;
    for (auto& one : answers) {
        auto& results = each.emplace_back();
        for (auto& reply : one.replies) {
            results.push_back(toAnswer(std::move(reply), one.endpoint));
        }
    }
    co_return each;
}

Task<> EndpointPool::checkUp(chain::ChainId chainId) {
    return chain_rpc::checkUp(m_state, chainId);
}

Task<chain::RpcAnswer> EndpointPool::requestAll(chain::ChainId chainId, std::string method,
                                                std::string paramsJson, chain::Audience audience) {
    return broadcast(
        m_state, chainId, Call{std::move(method), std::move(paramsJson)},
        audience == chain::Audience::privateOnly ? Use::privateBroadcast : Use::broadcast);
}

Task<chain::Subscription> EndpointPool::subscribe(chain::ChainId chainId, std::string paramsJson,
                                                  chain::Subscriber subscriber) {
    const auto state = m_state;
    const async::Executor executor = co_await asio::this_coro::executor;
    co_return keepSubscribed(state, executor, chainId, std::move(paramsJson),
                             std::move(subscriber));
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
        const bool isSole = m_state->ordered(chainId, Use::read, {}).size() == 1;
        const auto& options = m_state->options;
        one->refuse(sanitised(reason), isSole ? options.setAsideSole : options.setAside);
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
