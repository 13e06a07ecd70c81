// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "loader.h"

#include "domain/lens.h"

#include <kosh/runtime/service.h>

#include <algorithm>
#include <iterator>

namespace kosh::pool {

namespace {

constexpr std::size_t kMaxCalls = 2000;

/// A pool on its way: what was read of it so far.
struct Draft {
    const Pool* pool;
    amm::PoolPrice price;
    std::vector<std::int32_t> tickIndices;
    std::vector<amm::Tick> ticks;
    std::optional<Error> problem;
    bool isMissing = false;
    bool isPlain = false;  // its endpoint does not run lenses
    bool isWanted() const { return !problem && !isMissing; }
};

using Results = std::vector<chain::CallResult>;

void takePrice(Draft& draft, const chain::CallResult& slot0, const chain::CallResult& liquidity) {
    const auto read = slot0From(slot0);
    if (!read || read->sqrtPriceX96.isZero()) {
        // No contract answers with empty data, one without a price with zeros.
        draft.isMissing = read.has_value() || slot0.data.empty();
        if (!draft.isMissing) draft.problem = read.error();
        return;
    }
    const auto inRange = liquidityFrom(liquidity);
    if (!inRange) {
        draft.problem = inRange.error();
        return;
    }
    draft.price = {read->sqrtPriceX96, read->tick, *inRange};
}

Loaded finish(Draft draft) {
    if (!draft.isWanted()) return {nullptr, std::move(draft.problem)};
    auto state = amm::PoolState::create({draft.pool->feePips, draft.pool->tickSpacing}, draft.price,
                                        std::move(draft.ticks));
    if (!state) return {nullptr, state.error()};
    return {std::make_shared<const amm::PoolState>(*std::move(state)), std::nullopt};
}

std::vector<chain::CallRequest> priceCalls(const std::vector<Pool>& pools) {
    std::vector<chain::CallRequest> calls;
    calls.reserve(pools.size() * 2);
    for (const auto& pool : pools) {
        calls.push_back({pool.address, slot0Call(), {}, {}});
        calls.push_back({pool.address, liquidityCall(), {}, {}});
    }
    return calls;
}

std::vector<chain::CallRequest> bitmapCalls(const std::vector<Draft>& drafts) {
    std::vector<chain::CallRequest> calls;
    for (const auto& draft : drafts) {
        if (!draft.isWanted() || !draft.isPlain) continue;
        const auto words = bitmapWords(draft.pool->tickSpacing);
        for (auto word = words.first; word <= words.last; ++word) {
            calls.push_back({draft.pool->address, tickBitmapCall(word), {}, {}});
        }
    }
    return calls;
}

void takeBitmaps(std::vector<Draft>& drafts, const Results& results) {
    std::size_t next = 0;
    for (auto& draft : drafts) {
        if (!draft.isWanted() || !draft.isPlain) continue;
        const auto spacing = draft.pool->tickSpacing;
        const auto words = bitmapWords(spacing);
        for (auto word = words.first; word <= words.last; ++word) {
            const auto read = ticksFromBitmap(results[next++], word, spacing, draft.tickIndices);
            if (!read) draft.problem = read.error();
        }
    }
}

std::vector<chain::CallRequest> tickCalls(const std::vector<Draft>& drafts) {
    std::vector<chain::CallRequest> calls;
    for (const auto& draft : drafts) {
        if (!draft.isWanted() || !draft.isPlain) continue;
        for (const auto index : draft.tickIndices) {
            calls.push_back({draft.pool->address, ticksCall(index), {}, {}});
        }
    }
    return calls;
}

void takeTicks(std::vector<Draft>& drafts, const Results& results) {
    std::size_t next = 0;
    for (auto& draft : drafts) {
        if (!draft.isWanted() || !draft.isPlain) continue;
        for (const auto index : draft.tickIndices) {
            auto tick = tickFrom(results[next++], index);
            if (tick) {
                draft.ticks.push_back(*tick);
            } else {
                draft.problem = tick.error();
            }
        }
    }
}

/// What one lens reads of one pool.
struct BitmapPart {
    Draft* draft;
    WordRange words;
};
std::vector<BitmapPart> bitmapParts(std::vector<Draft>& drafts) {
    std::vector<BitmapPart> parts;
    for (auto& draft : drafts) {
        if (!draft.isWanted()) continue;
        const auto words = bitmapWords(draft.pool->tickSpacing);
        for (auto first = words.first; first <= words.last; first += kMaxLensWords) {
            parts.push_back({&draft, {first, std::min(words.last, first + kMaxLensWords - 1)}});
        }
    }
    return parts;
}

void takeBitmapParts(const std::vector<BitmapPart>& parts, const Results& results) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& draft = *parts[i].draft;
        if (draft.isPlain) continue;
        draft.isPlain = !ticksFromBitmapLens(results[i], parts[i].words, draft.pool->tickSpacing,
                                             draft.tickIndices);
        if (draft.isPlain) draft.tickIndices.clear();
    }
}

struct TickPart {
    Draft* draft;
    std::size_t begin, count;
    std::span<const std::int32_t> indices() const {
        return std::span(draft->tickIndices).subspan(begin, count);
    }
};
std::vector<TickPart> tickParts(std::vector<Draft>& drafts) {
    std::vector<TickPart> parts;
    for (auto& draft : drafts) {
        if (!draft.isWanted() || draft.isPlain) continue;
        const auto count = draft.tickIndices.size();
        for (std::size_t begin = 0; begin < count; begin += kMaxLensTicks) {
            parts.push_back({&draft, begin, std::min(kMaxLensTicks, count - begin)});
        }
    }
    return parts;
}

void takeTickParts(const std::vector<TickPart>& parts, const Results& results) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& draft = *parts[i].draft;
        if (draft.isPlain) continue;
        draft.isPlain = !ticksFromLens(results[i], parts[i].indices(), draft.ticks);
        if (draft.isPlain) draft.ticks.clear();
    }
}

}  // namespace

Task<Results> Loader::callAll(std::vector<chain::CallRequest> calls, std::uint64_t blockNumber,
                              observe::Trace trace) {
    Results results;
    results.reserve(calls.size());
    for (std::size_t begin = 0; begin < calls.size(); begin += kMaxCalls) {
        const auto end = std::min(begin + kMaxCalls, calls.size());
        chain::CallContracts request{m_chainId, {}, blockNumber};
        request.calls.assign(
            std::make_move_iterator(calls.begin() + static_cast<std::ptrdiff_t>(begin)),
            std::make_move_iterator(calls.begin() + static_cast<std::ptrdiff_t>(end)));
        KOSH_CO_TRY(auto answer, co_await m_node.call(std::move(request),
                                                      runtime::serviceContext("pool", trace)));
        if (answer.results.size() != end - begin) {
            co_return fail(ErrorKind::unavailable, "pool.answer", "some calls were not answered");
        }
        std::ranges::move(answer.results, std::back_inserter(results));
    }
    co_return results;
}

Task<std::vector<Pool>> Loader::discover(Address factory, std::vector<Pair> pairs,
                                         std::uint64_t blockNumber, observe::Trace trace) {
    std::vector<chain::CallRequest> calls;
    for (const auto& [token0, token1] : pairs) {
        for (const auto& tier : kFeeTiers) {
            calls.push_back({factory, getPoolCall(token0, token1, tier.feePips), {}, {}});
        }
    }
    KOSH_CO_TRY(const auto results, co_await callAll(std::move(calls), blockNumber, trace));
    std::vector<Pool> pools;
    std::size_t next = 0;
    for (const auto& [token0, token1] : pairs) {
        for (const auto& tier : kFeeTiers) {
            KOSH_CO_TRY(const auto address, poolFrom(results[next++]));
            if (!address) continue;
            pools.push_back({m_chainId, *address, token0, token1, tier.feePips, tier.tickSpacing});
        }
    }
    co_return pools;
}

Task<std::vector<Loaded>> Loader::load(std::vector<Pool> pools, std::uint64_t blockNumber,
                                       observe::Trace trace) {
    KOSH_CO_TRY(const auto prices, co_await callAll(priceCalls(pools), blockNumber, trace));
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < pools.size(); ++i) {
        drafts.push_back({&pools[i], {}, {}, {}, {}});
        takePrice(drafts.back(), prices[2 * i], prices[2 * i + 1]);
    }
    const auto words = bitmapParts(drafts);
    std::vector<chain::CallRequest> calls;
    for (const auto& part : words) {
        calls.push_back({{}, bitmapLens(part.draft->pool->address, part.words), {}, {}});
    }
    KOSH_CO_TRY(const auto seen, co_await callAll(std::move(calls), blockNumber, trace));
    takeBitmapParts(words, seen);
    KOSH_CO_TRY(const auto bitmaps, co_await callAll(bitmapCalls(drafts), blockNumber, trace));
    takeBitmaps(drafts, bitmaps);
    const auto parts = tickParts(drafts);
    calls.clear();
    for (const auto& part : parts) {
        calls.push_back({{}, tickLens(part.draft->pool->address, part.indices()), {}, {}});
    }
    KOSH_CO_TRY(const auto read, co_await callAll(std::move(calls), blockNumber, trace));
    takeTickParts(parts, read);
    KOSH_CO_TRY(const auto ticks, co_await callAll(tickCalls(drafts), blockNumber, trace));
    takeTicks(drafts, ticks);
    std::vector<Loaded> loaded;
    loaded.reserve(drafts.size());
    for (auto& draft : drafts) loaded.push_back(finish(std::move(draft)));
    co_return loaded;
}

}  // namespace kosh::pool
