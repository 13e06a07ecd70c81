// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/classify.h"
#include "src/pool_state.h"

#include <boost/asio/this_coro.hpp>

namespace kosh::chain_rpc {
namespace {

struct Round {
    explicit Round(async::Executor executor) : changed(std::move(executor)) {}
    async::Notifier changed;
    std::size_t pending = 0;
    std::optional<chain::RpcAnswer> good;
    std::optional<Error> refusal;  ///< A JSON-RPC error that is the answer.
};

Task<> sendTo(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId, Call call,
              std::shared_ptr<Round> round, observe::Current current) {
    observe::setCurrent(current);
    auto permit = endpoint->acquire();
    if (permit) {
        std::vector<Call> calls;
        calls.push_back(call);
        auto replies =
            co_await exchange(pool, endpoint, *std::move(permit), chainId, std::move(calls), false);
        if (replies) {
            auto& reply = replies->front();
            if (reply && !round->good) {
                round->good = chain::RpcAnswer{std::move(*reply), endpoint->label()};
            } else if (!reply && verdictOf(reply.error(), call.method) == Verdict::answer) {
                round->refusal = rpcError(reply.error(), endpoint->label());
            }
        }
    }
    --round->pending;
    round->changed.notifyAll();
    co_return ok();
}

}  // namespace

Task<chain::RpcAnswer> broadcast(PoolPtr pool, chain::ChainId chainId, Call call, Use use) {
    const auto endpoints = pool->ordered(chainId, use, {});
    const async::Executor executor = co_await asio::this_coro::executor;
    auto round = std::make_shared<Round>(executor);
    round->pending = endpoints.size();
    for (const auto& endpoint : endpoints) {
        // The others go on after the first good answer: a broadcast wants to reach them all.
        async::spawn(executor, sendTo(pool, endpoint, chainId, call, round, observe::current()),
                     [round](const Error&) {
                         --round->pending;
                         round->changed.notifyAll();
                     });
    }
    const auto begun = pool->clock.steady();
    while (!round->good && round->pending > 0) {
        // After a refusal the others get a moment to say otherwise; one that hangs does not hold
        // up the answer.
        const auto& patience = pool->options.light;
        const auto deadline = begun + (round->refusal ? 2 * patience.hedge : patience.deadline);
        const auto left = std::chrono::duration_cast<Duration>(deadline - pool->clock.steady());
        if (left <= Duration::zero()) break;
        KOSH_CO_TRY(const bool isNotified, co_await round->changed.wait(left));
        if (!isNotified) break;
    }
    if (round->good) co_return *std::move(round->good);
    if (round->refusal) co_return Failure(*std::move(round->refusal));
    // Nobody was reached: the patient way, with its retries and its reasons.
    Job job{chainId, {}, false, use, 1};
    job.calls.push_back(std::move(call));
    KOSH_CO_TRY(auto answers, co_await perform(pool, std::move(job)));
    auto& first = answers.front();
    co_return toAnswer(std::move(first.replies.front()), first.endpoint);
}

}  // namespace kosh::chain_rpc
