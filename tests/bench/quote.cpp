// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// An exact-input quote on one Uniswap V3 pool of 200 positions around price 1, 400 initialised
// ticks. The peers get the same pool, one in Uniswap's SDK and one as contracts, and have to come
// to the same amount.
#include "bench.h"

#include <kosh/amm/swap.h>
#include <kosh/amm/tick_math.h>
#include <kosh/json/json.h>

namespace kosh::bench {
namespace {

constexpr std::int32_t kSpacing = 60;
constexpr std::int32_t kPositions = 200;
constexpr U256 kPriceOne = U256::powerOfTwo(96);

struct Case {
    std::string_view name;
    std::string_view amountIn;
    std::uint32_t ticksCrossed;
};
constexpr Case kCases[] = {{"quote.ticks_0", "1000000000000000000000000", 0},
                           {"quote.ticks_30", "100000000000000000000000000", 30},
                           {"quote.ticks_197", "275200000000000000000000000", 197}};

constexpr std::string_view kDeposit = "1000000000000000000000000";

/// Position k lies between -60k and 60k and holds 10^24 of each token.
amm::PoolState pool() {
    const U256 deposit = need(U256::parse(kDeposit));
    auto state = need(amm::PoolState::createEmpty({3000, kSpacing}, kPriceOne));
    for (std::int32_t k = 1; k <= kPositions; ++k) {
        const U256 upper = *amm::sqrtRatioAtTick(kSpacing * k);
        const U256 liquidity = *mulDiv(deposit, upper, upper - kPriceOne);
        state = need(state.applyMint(-kSpacing * k, kSpacing * k, liquidity));
    }
    return state;
}

std::string describe(const amm::PoolState& state) {
    std::string text;
    json::Writer writer(text);
    writer.beginObject();
    writer.key("feePips");
    writer.unsignedInteger(state.settings().feePips);
    writer.key("tickSpacing");
    writer.integer(state.settings().tickSpacing);
    writer.key("positions");
    writer.integer(kPositions);
    writer.key("deposit");
    writer.string(kDeposit);
    writer.key("sqrtPriceX96");
    writer.string(state.price().sqrtPriceX96.toString());
    writer.key("liquidity");
    writer.string(state.price().liquidity.toString());
    writer.key("tick");
    writer.integer(state.price().tick);
    writer.key("ticks");
    writer.beginArray();
    for (const auto& tick : state.ticks()) {
        writer.beginObject();
        writer.key("index");
        writer.integer(tick.index);
        writer.key("liquidityGross");
        writer.string(tick.liquidityGross.toString());
        writer.key("liquidityNet");
        writer.string(tick.liquidityNet.toString());
        writer.endObject();
    }
    writer.endArray();
    writer.key("cases");
    writer.beginArray();
    for (const auto& one : kCases) {
        writer.beginObject();
        writer.key("name");
        writer.string(one.name);
        writer.key("amountIn");
        writer.string(one.amountIn);
        writer.endObject();
    }
    writer.endArray();
    writer.endObject();
    return text;
}

void run() {
    const amm::PoolState state = pool();
    auto peers = runPeer("uniswap.mjs", describe(state));
    auto quoter = runPeer("quoter.mjs", describe(state));
    for (const auto& one : kCases) {
        const I256 amount = need(I256::parse(one.amountIn));
        const auto result = need(amm::swapWhole(state, true, amount));
        const PeerFigure& peer = peers[std::string(one.name)];
        requireSame(cat(one.name, ", ticks crossed"),
                    std::to_string(result.initializedTicksCrossed),
                    std::to_string(one.ticksCrossed));
        const PeerFigure& contract = quoter[std::string(one.name)];
        requireSame(one.name, result.amount1.magnitude().toString(), peer.result);
        requireSame(one.name, result.amount1.magnitude().toString(), contract.result);
        const double nanos = nanosOf([&](std::size_t n) {
            for (; n > 0; --n) keep(amm::swapWhole(state, true, amount));
        });
        report(one.name, nanos / 1e3, "us", Peer{"@uniswap/v3-sdk", peer.nanos / 1e3});
        report(cat(one.name, "_contract"), nanos / 1e3, "us",
               Peer{"QuoterV2 by eth_call", contract.nanos / 1e3});
    }
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
