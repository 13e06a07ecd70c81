// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rpc_values.h"
#include "tracker.h"

#include <algorithm>

/// What a tracker does with the blocks that endpoints push.
namespace kosh::chain {
namespace {

using std::chrono::milliseconds;
constexpr std::size_t kMaxPushed = 256;
constexpr std::uint64_t kMaxGap = 64;

}  // namespace

Task<> Tracker::subscribe(Self self) {
    const std::weak_ptr<Tracker> weak = self;
    Subscriber subscriber{[weak](RpcAnswer answer) {
                              if (const auto there = weak.lock()) there->pushed(answer);
                          },
                          [weak](bool isLive) {
                              if (const auto there = weak.lock()) there->setLive(isLive);
                          }};
    self->m_subscription.reset();
    self->m_isLive = false;
    KOSH_CO_TRY(self->m_subscription,
                co_await self->m_env.reader.pool().subscribe(
                    self->m_chain.chainId, "[\"newHeads\"]", std::move(subscriber)));
    co_return ok();
}

void Tracker::setLive(bool isLive) {
    m_isLive = isLive;
    // What came before it, or comes without it, has to be asked for.
    m_pushedAt.reset();
    m_wake.notifyAll();
}

Duration Tracker::silence() const {
    return milliseconds(std::clamp<std::int64_t>(3 * m_chain.blockTimeMs, 2000, 60'000));
}

bool Tracker::isFed() const {
    return m_isLive && m_pushedAt && m_env.clock.steady() - *m_pushedAt < silence();
}

void Tracker::pushed(const RpcAnswer& answer) {
    if (m_isStopping) return;
    const auto block = rpc::presentBlock(answer.result.root());
    if (!block) {
        m_env.reader.pool().reject(m_chain.chainId, answer.endpoint,
                                   cat("newHeads: ", block.error().message));
        return;
    }
    m_pushedAt = m_env.clock.steady();
    if (m_history.isKnown(*block)) return;
    const bool isNext = m_history.classify(*block) == BlockHistory::Step::extends;
    if (isNext && !m_isAccepting && m_pushed.empty()) {
        // At once, whatever the loop waits for.
        m_behind = 0;
        add(*block);
        m_changed.notifyAll();
        return;
    }
    if (m_pushed.size() >= kMaxPushed) m_pushed.pop_front();
    m_pushed.push_back(*block);
    m_wake.notifyAll();
}

Task<> Tracker::settlePushed(Self self) {
    while (!self->m_pushed.empty() && !self->m_isStopping) {
        const auto block = self->m_pushed.front();
        self->m_pushed.pop_front();
        if (self->m_history.isKnown(block)) continue;
        const auto accepted = co_await accept(self, block);
        if (accepted) continue;
        // It is lost, so that the next poll has to find it.
        self->m_pushedAt.reset();
        co_return accepted;
    }
    co_return ok();
}

Task<> Tracker::fillGap(Self self, Block latest) {
    const auto first = self->m_history.head()->number + 1;
    if (!self->m_isLive || latest.number <= first || latest.number - first > kMaxGap) {
        co_return ok();
    }
    RpcReader::Calls calls;
    for (auto number = first; number < latest.number; ++number) {
        calls.emplace_back("eth_getBlockByNumber", cat("[\"", rpc::hex(number), "\",false]"));
    }
    const auto answers =
        co_await self->m_env.reader.pool().batch(self->m_chain.chainId, std::move(calls));
    if (!answers) co_return ok();
    std::vector<Block> missed;
    auto parent = self->m_history.head()->hash;
    for (const auto& answer : *answers) {
        const auto block = answer ? rpc::presentBlock(answer->result.root())
                                  : Result<Block>(Failure(answer.error()));
        // Replaced meanwhile: then the next block tells of it.
        if (!block || block->parentHash != parent) co_return ok();
        parent = block->hash;
        missed.push_back(*block);
    }
    if (parent != latest.parentHash) co_return ok();
    for (const auto& block : missed) self->add(block);
    co_return ok();
}

}  // namespace kosh::chain
