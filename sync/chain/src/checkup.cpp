// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/race.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <map>

namespace kosh::chain_rpc {
namespace {

// Tips of honest nodes differ for a moment.
constexpr std::uint64_t kSettled = 2;

/// Asks all at once and waits for every one of them.
Task<std::vector<Race::Finish>> askEach(PoolPtr pool, Job job, std::vector<EndpointPtr> endpoints) {
    const async::Executor executor = co_await asio::this_coro::executor;
    auto race = std::make_shared<Race>(executor);
    for (const auto& endpoint : endpoints) {
        if (auto permit = endpoint->acquire()) {
            start(pool, job, endpoint, *std::move(permit), race);
        }
    }
    const auto hedge = pool->patienceFor(job.calls).hedge;
    const auto begun = pool->clock.steady();
    while (!race->running.empty()) {
        KOSH_CO_TRY(const bool isNotified, co_await race->changed.wait(hedge));
        if (isNotified || pool->clock.steady() - begun < hedge) continue;
        for (const auto& late : race->running) late->slow(hedge, pool->options.slowFor);
    }
    co_return std::vector<Race::Finish>(std::make_move_iterator(race->finished.begin()),
                                        std::make_move_iterator(race->finished.end()));
}

Job headJob(chain::ChainId chainId) {
    return {chainId, {{"eth_getBlockByNumber", "[\"latest\",false]"}}, false, Use::read, 1};
}

/// What the work is made of, at one block.
Job sampleJob(chain::ChainId chainId, std::uint64_t number) {
    const auto tag = cat('"', U256(number).toHex(), '"');
    const auto nobody = Address{}.toString();
    return {chainId,
            {{"eth_getBlockByNumber", cat("[", tag, ",false]")},
             {"eth_getLogs", cat("[{\"fromBlock\":", tag, ",\"toBlock\":", tag, ",\"address\":\"",
                                 nobody, "\"}]")},
             {"eth_call", cat("[{\"to\":\"", nobody, "\"},", tag, "]")}},
            false,
            Use::read,
            1};
}

/// A block that all who keep up with the others have by now.
std::uint64_t commonNumber(const PoolState& pool, chain::ChainId chainId,
                           const std::vector<EndpointPtr>& endpoints) {
    std::uint64_t number = 0;
    for (const auto& one : endpoints) {
        if (pool.isStale(chainId, *one)) continue;
        number = number == 0 ? one->head() : std::min(number, one->head());
    }
    return number > kSettled ? number - kSettled : 0;
}

/// Hash of the sampled block; empty when the answer holds none.
std::string hashOf(const std::vector<Reply>& replies) {
    if (!replies.front()) return {};
    const auto hash = replies.front()->root().find("hash");
    return hash.type() == json::Type::string ? std::string(hash.asString()) : std::string{};
}

std::string labelsBut(const std::map<std::string, std::vector<EndpointPtr>>& groups,
                      const std::string& own) {
    std::string labels;
    for (const auto& [hash, endpoints] : groups) {
        if (hash == own) continue;
        for (const auto& one : endpoints) labels += cat(labels.empty() ? "" : ", ", one->label());
    }
    return labels;
}

void compare(const PoolState& pool, chain::ChainId chainId, std::uint64_t number,
             const std::map<std::string, std::vector<EndpointPtr>>& groups) {
    std::size_t all = 0, most = 0;
    for (const auto& [hash, endpoints] : groups) {
        all += endpoints.size();
        most = std::max(most, endpoints.size());
    }
    const bool hasMajority = most * 2 > all;
    for (const auto& [hash, endpoints] : groups) {
        for (const auto& one : endpoints) {
            const std::string before(one->state());
            if (hasMajority && endpoints.size() == most) {
                one->setDisagreement({});
            } else {
                auto what =
                    cat("disagrees with ", labelsBut(groups, hash), " about block ", number);
                if (hasMajority) one->refuse(what, pool.options.setAside);
                one->setDisagreement(std::move(what));
            }
            pool.report(chainId, *one, before);
        }
    }
}

}  // namespace

Task<> checkUp(PoolPtr pool, chain::ChainId chainId) {
    const auto endpoints = pool->ordered(chainId, Use::read, {});
    KOSH_CO_TRY(const auto heads, co_await askEach(pool, headJob(chainId), endpoints));
    std::vector<EndpointPtr> present;
    for (const auto& finish : heads) {
        if (finish.replies && finish.replies->front() && finish.endpoint->head() > 0) {
            present.push_back(finish.endpoint);
        }
    }
    if (present.empty()) co_return ok();
    const auto number = commonNumber(*pool, chainId, present);
    std::erase_if(present, [&](const auto& one) { return one->head() < number; });
    KOSH_CO_TRY(const auto samples, co_await askEach(pool, sampleJob(chainId, number), present));
    std::map<std::string, std::vector<EndpointPtr>> groups;
    for (const auto& finish : samples) {
        if (!finish.replies) continue;
        // A single block and no contract: nothing an endpoint could find too much.
        const auto& logs = (*finish.replies)[1];
        finish.endpoint->setMethod("eth_getLogs", logs.has_value());
        if (auto hash = hashOf(*finish.replies); !hash.empty()) {
            groups[hash].push_back(finish.endpoint);
        }
    }
    compare(*pool, chainId, number, groups);
    co_return ok();
}

}  // namespace kosh::chain_rpc
