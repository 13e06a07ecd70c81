// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/classify.h"
#include "src/race.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace kosh::chain_rpc {
namespace {

Error unavailable(chain::ChainId chainId, const std::string& reason) {
    return {ErrorKind::unavailable,
            "chain.unavailable",
            cat("no endpoint of chain ", chainId, " answered: ", reason),
            {{"chainId", std::to_string(chainId)}, {"reason", reason}}};
}

/// What one pass over all endpoints came to.
struct Pass {
    std::vector<Answers> answers;     ///< Good ones, at most as many as wanted.
    std::optional<Answers> fallback;  ///< The best there is after `elsewhereOnce`.
    bool wasTried = false;
    bool isTimeUp = false;
    std::string reason;
};

Task<> runOne(PoolPtr pool, Job job, EndpointPtr endpoint, Endpoint::Permit permit, RacePtr race) {
    observe::setCurrent(job.current);
    auto replies =
        co_await exchange(pool, endpoint, std::move(permit), job.chainId, job.calls, job.isBatch);
    std::erase(race->running, endpoint);
    race->finished.push_back({endpoint, std::move(replies)});
    race->changed.notifyAll();
    co_return ok();
}

/// Starts the next that may be asked; false when there is none.
bool startNext(const PoolPtr& pool, const Job& job, std::deque<EndpointPtr>& waiting,
               const RacePtr& race, std::string& reason) {
    while (!waiting.empty()) {
        const auto endpoint = std::move(waiting.front());
        waiting.pop_front();
        auto permit = endpoint->acquire();
        if (permit) {
            start(pool, job, endpoint, *std::move(permit), race);
            return true;
        }
        if (reason.empty()) reason = cat(endpoint->label(), ": ", endpoint->reason());
    }
    return false;
}

void judge(Pass& pass, const Job& job, Race::Finish finish) {
    const auto& label = finish.endpoint->label();
    if (!finish.replies) {
        const auto& error = finish.replies.error();
        pass.reason = cat(label, ": ", error.message);
        pass.isTimeUp = pass.isTimeUp || error.key == "net.timeout";
        return;
    }
    const auto verdict = verdictOf(*finish.replies, job.calls);
    const bool isAsGood = verdict == Verdict::elsewhereOnce && (pass.fallback || job.wanted > 1);
    if (verdict == Verdict::answer || isAsGood) {
        pass.answers.push_back({*std::move(finish.replies), label});
        return;
    }
    for (std::size_t i = 0; i < job.calls.size(); ++i) {
        const auto& reply = (*finish.replies)[i];
        if (verdictOf(reply, job.calls[i]) == verdict) {
            pass.reason = cat(label, ": ", reply.error().message);
        }
    }
    if (verdict == Verdict::elsewhereOnce) pass.fallback = {*std::move(finish.replies), label};
}

/// One after the other, or together with the next when one takes long: whoever answers first.
Task<Pass> passOver(PoolPtr pool, Job job, SteadyTime deadline) {
    const auto hedge = pool->patienceFor(job.calls).hedge;
    const auto ordered = pool->ordered(job.chainId, job.use, job.calls);
    std::deque<EndpointPtr> waiting(ordered.begin(), ordered.end());
    const async::Executor executor = co_await asio::this_coro::executor;
    auto race = std::make_shared<Race>(executor);
    Pass pass;
    std::size_t together = job.wanted;
    while (pass.answers.size() < job.wanted) {
        if (!race->finished.empty()) {
            auto finish = std::move(race->finished.front());
            race->finished.pop_front();
            judge(pass, job, std::move(finish));
            continue;
        }
        const auto left = std::chrono::duration_cast<Duration>(deadline - pool->clock.steady());
        if (left <= Duration::zero()) {
            pass.isTimeUp = true;
            break;
        }
        while (race->running.size() + pass.answers.size() < together &&
               startNext(pool, job, waiting, race, pass.reason)) {
            pass.wasTried = true;
        }
        if (race->running.empty()) break;
        const auto patience = waiting.empty() ? left : std::min(hedge, left);
        KOSH_CO_TRY(const bool isNotified, co_await race->changed.wait(patience));
        if (isNotified || !race->finished.empty() || waiting.empty()) continue;
        for (const auto& late : race->running) late->slow(hedge, pool->options.slowFor);
        ++together;
    }
    co_return pass;
}

/// How long to wait before the next pass; nothing when waiting cannot help.
std::optional<Duration> pauseBefore(const PoolState& pool, const Job& job, int attempt,
                                    bool wasTried) {
    auto pause = pool.options.backoff.delay(attempt, pool.random);
    if (wasTried) return pause;
    std::optional<SteadyTime> earliest;
    for (const auto& endpoint : pool.ordered(job.chainId, job.use, job.calls)) {
        const auto until = endpoint->rateLimitedUntil();
        if (until && (!earliest || *until < *earliest)) earliest = until;
    }
    if (!earliest) return std::nullopt;
    return pause + std::max(Duration::zero(),
                            std::chrono::duration_cast<Duration>(*earliest - pool.clock.steady()));
}

}  // namespace

void start(const PoolPtr& pool, const Job& job, const EndpointPtr& endpoint,
           Endpoint::Permit permit, const RacePtr& race) {
    race->running.push_back(endpoint);
    async::spawn(race->executor, runOne(pool, job, endpoint, std::move(permit), race),
                 [race, endpoint](const Error& error) {
                     std::erase(race->running, endpoint);
                     race->finished.push_back({endpoint, Failure(error)});
                     race->changed.notifyAll();
                 });
}

Task<std::vector<Answers>> perform(PoolPtr pool, Job job) {
    const auto deadline = pool->clock.steady() + pool->patienceFor(job.calls).deadline;
    const auto usable = pool->ordered(job.chainId, job.use, job.calls).size();
    if (usable == 0) {
        co_return Failure(
            unavailable(job.chainId, "it has no endpoint yet; set one with chain.set_endpoints"));
    }
    if (usable < job.wanted) {
        co_return Failure(unavailable(
            job.chainId, cat(job.wanted, " endpoints must answer, but it has ", usable)));
    }
    std::string reason = "no endpoint answered in time";
    for (int attempt = 0; attempt < pool->options.backoff.maxAttempts; ++attempt) {
        KOSH_CO_TRY(auto pass, co_await passOver(pool, job, deadline));
        if (pass.answers.size() == job.wanted) co_return std::move(pass.answers);
        if (pass.fallback && job.wanted == 1) {
            pass.answers.push_back(*std::move(pass.fallback));
            co_return std::move(pass.answers);
        }
        if (!pass.reason.empty()) reason = pass.reason;
        const auto pause = pauseBefore(*pool, job, attempt, pass.wasTried);
        // Who waited once for an endpoint that hangs shall not wait again.
        if (pass.isTimeUp || !pause || pool->clock.steady() + *pause >= deadline) break;
        if (attempt + 1 < pool->options.backoff.maxAttempts) {
            KOSH_CO_CHECK(co_await async::sleep(*pause));
        }
    }
    co_return Failure(unavailable(job.chainId, reason));
}

}  // namespace kosh::chain_rpc
