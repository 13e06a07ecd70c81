// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_filter.h"
#include "domain/rpc_values.h"
#include "service.h"

/// Waiting for logs: by a subscription where an endpoint offers it, by every new block elsewhere.
namespace kosh::chain {
namespace {

constexpr Duration kFirstPoll = std::chrono::seconds(3);

/// What the subscription told. A push is a hint and no more: the logs are read from the chain, so
/// that none is missed and none invented.
struct Hints {
    bool isLive = false;
    std::uint64_t pushedAt = 0;  ///< Highest block that a log was pushed of.
    std::uint64_t liveFrom = 0;  ///< Blocks from here on were mined after it began.

    bool mustRead(std::uint64_t from, std::uint64_t to) const {
        return !isLive || from < liveFrom || (pushedAt >= from && pushedAt <= to);
    }
};

std::string subscribeParams(const GetLogs& wanted) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.string("logs");
    writer.beginObject();
    writeFilter(writer, wanted);
    writer.endObject();
    writer.endArray();
    return text;
}

Subscriber subscriberOf(const std::shared_ptr<Hints>& hints,
                        const std::shared_ptr<Tracker>& tracker) {
    const std::weak_ptr<Hints> weak = hints;
    const std::weak_ptr<Tracker> weakTracker = tracker;
    return {[weak, weakTracker](RpcAnswer answer) {
                const auto there = weak.lock();
                const auto follower = weakTracker.lock();
                if (!there || !follower) return;
                const auto root = answer.result.root();
                // Of what shape ever: that there is something is all that counts.
                const auto number = root.type() == json::Type::object
                                        ? rpc::quantity64(root.find("blockNumber"), "number")
                                        : Result<std::uint64_t>(0);
                const auto next = follower->head() ? follower->head()->number + 1 : 0;
                there->pushedAt = std::max(there->pushedAt, number.value_or(next));
                follower->announce();
            },
            [weak, weakTracker](bool isLive) {
                const auto there = weak.lock();
                const auto follower = weakTracker.lock();
                if (!there || !follower) return;
                there->isLive = isLive;
                // The endpoint may have been a block ahead of what is known here.
                there->liveFrom = follower->head() ? follower->head()->number + 2 : UINT64_MAX;
                follower->announce();
            }};
}

}  // namespace

Task<WaitForLogs::Response> ChainService::waitForLogs(WaitForLogs request, ops::Context context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    GetLogs wanted;
    wanted.chainId = request.chainId;
    wanted.addresses = std::move(request.addresses);
    wanted.topics = std::move(request.topics);
    wanted.topics1 = std::move(request.topics1);
    wanted.topics2 = std::move(request.topics2);
    KOSH_CO_CHECK(checkFilter(wanted));
    if (chain.endpoints.empty()) {
        co_return fail(ErrorKind::unavailable, "chain.unavailable",
                       cat(chain.name, " has no endpoint yet; set one with chain.set_endpoints"));
    }
    const auto tracker = track(chain);
    const auto deadline = m_env.clock.steady() + std::chrono::milliseconds(request.timeoutMs);
    const auto hints = std::make_shared<Hints>();
    KOSH_CO_TRY(const auto subscription,
                co_await m_reader.pool().subscribe(chain.chainId, subscribeParams(wanted),
                                                   subscriberOf(hints, tracker)));
    KOSH_CO_CHECK(co_await tracker->firstPoll(kFirstPoll));
    WaitForLogs::Response response;
    response.toBlock = request.afterBlock;
    while (true) {
        const auto head = tracker->head() ? tracker->head()->number : 0;
        if (head > response.toBlock && hints->mustRead(response.toBlock + 1, head)) {
            wanted.fromBlock = response.toBlock + 1;
            wanted.toBlock = head;
            KOSH_CO_TRY(auto read, co_await getLogs(wanted, context));
            response.toBlock = head;
            response.logs = std::move(read.logs);
            response.evidence = std::move(read.evidence);
            if (!response.logs.empty()) co_return response;
            continue;
        }
        const auto left = std::chrono::duration_cast<Duration>(deadline - m_env.clock.steady());
        if (left <= Duration::zero() || !tracker->isRunning()) co_return response;
        KOSH_CO_TRY(const bool isChanged, co_await tracker->changed(left));
        if (!isChanged) co_return response;
    }
}

}  // namespace kosh::chain
