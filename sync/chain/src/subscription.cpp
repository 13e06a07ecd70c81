// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/pool_state.h"

#include <algorithm>

namespace kosh::chain_rpc {
namespace {

// Blocks that another endpoint may show earlier without this one having fallen silent.
constexpr std::uint64_t kMaxLead = 2;

/// One subscription through all its connections, shared by the coroutine that keeps it and whoever
/// may drop it.
struct Keeper {
    Keeper(PoolPtr p, async::Executor executor, chain::ChainId id, std::string subscribeParams,
           chain::Subscriber whom)
        : pool(std::move(p)),
          chainId(id),
          params(std::move(subscribeParams)),
          subscriber(std::move(whom)),
          wake(std::move(executor)),
          isOfHeads(params.starts_with("[\"newHeads\"")) {}

    PoolPtr pool;
    chain::ChainId chainId = 0;
    std::string params;
    chain::Subscriber subscriber;
    async::Notifier wake;
    bool isOver = false, isOfHeads;
    std::uint64_t pushedHead = 0;
    SteadyTime pushedAt{};
    int pushes = 0;  ///< Over the present connection.
};
using KeeperPtr = std::shared_ptr<Keeper>;

/// Ends the subscription when it goes.
struct Handle {
    explicit Handle(KeeperPtr k) : keeper(std::move(k)) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        keeper->isOver = true;
        keeper->subscriber = {};
        keeper->wake.notifyAll();
    }
    KeeperPtr keeper;
};

std::vector<EndpointPtr> candidates(const Keeper& keeper) {
    const Call call{"eth_subscribe", {}};
    auto ordered = keeper.pool->ordered(keeper.chainId, Use::read, {&call, 1});
    std::erase_if(ordered, [](const auto& one) { return !one->isSocket(); });
    return ordered;
}

void take(const KeeperPtr& keeper, const EndpointPtr& endpoint, json::Value value) {
    if (keeper->isOver) return;
    auto document = json::Document::parse(value.serialize(), keeper->pool->limits());
    if (!document) return;
    ++keeper->pushes;
    keeper->pushedAt = keeper->pool->clock.steady();
    if (keeper->isOfHeads) {
        if (const auto number = quantity(value.find("number"))) {
            keeper->pushedHead = *number;
            endpoint->setHead(*number);
        }
    }
    // A copy: it may drop the subscription.
    const auto onPush = keeper->subscriber.onPush;
    onPush({*std::move(document), endpoint->label()});
}

Line::Listener listenerOf(const KeeperPtr& keeper, const EndpointPtr& endpoint) {
    const std::weak_ptr<Keeper> weak = keeper;
    const std::weak_ptr<Endpoint> weakEndpoint = endpoint;
    return {[weak, weakEndpoint](json::Value value) {
                const auto there = weak.lock();
                const auto from = weakEndpoint.lock();
                if (there && from) take(there, from, value);
            },
            [weak] {
                if (const auto there = weak.lock()) there->wake.notifyAll();
            }};
}

/// Others show newer blocks than were pushed, for long enough.
bool isSilent(const Keeper& keeper) {
    if (!keeper.isOfHeads) return false;
    const auto& pool = *keeper.pool;
    if (pool.clock.steady() - keeper.pushedAt < pool.options.silence) return false;
    const auto found = pool.chains.find(keeper.chainId);
    if (found == pool.chains.end()) return true;
    return std::ranges::any_of(
        found->second, [&](const auto& one) { return one->head() > keeper.pushedHead + kMaxLead; });
}

std::string unsubscribeText(const std::string& subscription, std::int64_t id) {
    std::string params;
    json::Writer writer(params);
    writer.beginArray();
    writer.string(subscription);
    writer.endArray();
    return encodeRequest({"eth_unsubscribe", params}, id);
}

/// Until the subscription at this endpoint ends; false when it did no good.
Task<bool> stay(KeeperPtr keeper, EndpointPtr endpoint, Endpoint::Permit permit) {
    const auto pool = keeper->pool;
    keeper->pushes = 0;
    keeper->pushedHead = endpoint->head();
    keeper->pushedAt = pool->clock.steady();
    KOSH_CO_TRY(auto subscribed,
                co_await subscribeAt(pool, endpoint, std::move(permit), keeper->chainId,
                                     keeper->params, listenerOf(keeper, endpoint)));
    if (!subscribed.reply || subscribed.reply->root().type() != json::Type::string) co_return false;
    const std::string id(subscribed.reply->root().asString());
    const auto line = subscribed.line;
    endpoint->setPushing(keeper->isOfHeads);
    if (!keeper->isOver) {
        const auto onLive = keeper->subscriber.onLive;
        onLive(true);
    }
    bool isGood = true;
    while (!keeper->isOver && line->isOpen() && isGood) {
        KOSH_CO_CHECK(co_await keeper->wake.wait(pool->options.silence));
        isGood = !isSilent(*keeper);
    }
    if (keeper->isOfHeads) endpoint->setPushing(false);
    if (!isGood) {
        line->end({ErrorKind::unavailable, "rpc.silent", "pushes no more blocks"});
    } else if (line->isOpen()) {
        const auto unsubscribeId = pool->nextId++;
        line->forget(id, unsubscribeText(id, unsubscribeId), unsubscribeId);
    }
    if (!keeper->isOver) {
        const auto onLive = keeper->subscriber.onLive;
        onLive(false);
    }
    co_return isGood && keeper->pushes > 0;
}

Task<> keep(KeeperPtr keeper) {
    const auto pool = keeper->pool;
    for (int failures = 0; !keeper->isOver;) {
        const auto endpoints = candidates(*keeper);
        if (endpoints.empty()) co_return ok();
        // After a failure another one, if there is.
        const auto& endpoint = endpoints[static_cast<std::size_t>(failures) % endpoints.size()];
        auto permit = endpoint->acquire();
        bool wasGood = false;
        if (permit) {
            const auto stayed = co_await stay(keeper, endpoint, *std::move(permit));
            wasGood = stayed && *stayed;
        }
        failures = wasGood ? 0 : failures + 1;
        if (keeper->isOver) break;
        const auto pause = pool->options.resubscribe.delay(failures, pool->random);
        KOSH_CO_CHECK(co_await keeper->wake.wait(pause));
    }
    co_return ok();
}

}  // namespace

chain::Subscription keepSubscribed(PoolPtr pool, async::Executor executor, chain::ChainId chainId,
                                   std::string paramsJson, chain::Subscriber subscriber) {
    auto keeper = std::make_shared<Keeper>(pool, executor, chainId, std::move(paramsJson),
                                           std::move(subscriber));
    async::spawn(executor, keep(keeper), [pool, chainId](const Error& error) {
        pool->observer.log.warning("chain_rpc", "subscription ended",
                                   {{"chain", std::to_string(chainId)}, {"reason", error.message}});
    });
    return std::make_shared<Handle>(std::move(keeper));
}

}  // namespace kosh::chain_rpc
