// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/swap.h>
#include <kosh/amm/swap_ladder.h>
#include <kosh/amm/tick_math.h>

#include <QtTest>
#include <random>

using namespace kosh;
using namespace kosh::amm;

namespace {

using Random = std::mt19937_64;

std::int32_t between(Random& random, std::int32_t low, std::int32_t high) {
    return low + static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

U256 numberOfBits(Random& random, unsigned most) {
    const U256 bits(random(), random(), random(), random());
    return (bits >> (255 - static_cast<unsigned>(random() % most))) | U256(1);
}

/// Some positions around a random price, gaps without liquidity among them.
PoolState randomPool(Random& random) {
    const std::pair<std::uint32_t, std::int32_t> tiers[]{
        {0, 1}, {500, 10}, {3000, 60}, {10'000, 200}};
    const auto [fee, spacing] = tiers[random() % 4];
    const std::int32_t middle = between(random, -200'000, 200'000);
    auto pool =
        *PoolState::createEmpty({fee, spacing}, *sqrtRatioAtTick(middle) + U256(random() % 9));
    const auto count = random() % 6;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::int32_t wide = between(random, 1, 400);
        const std::int32_t lower = compressTick(middle, spacing) + between(random, -wide, wide);
        const std::int32_t upper = lower + between(random, 1, wide);
        const auto next =
            pool.applyMint(lower * spacing, upper * spacing, numberOfBits(random, 100));
        if (next) pool = *next;
    }
    return pool;
}

}  // namespace

class TestAmmSwapLadder : public QObject {
    Q_OBJECT
private slots:
    void equalsSwaps();
};

void TestAmmSwapLadder::equalsSwaps() {
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    Random random(seed);
    int filled = 0, crossed = 0;
    for (int round = 0; round < 1500; ++round) {
        const PoolState pool = randomPool(random);
        const bool zeroForOne = random() % 2 != 0;
        SwapLadder ladder(pool, zeroForOne);
        std::vector<U256> amounts;
        for (int i = 0; i < 8; ++i) amounts.push_back(numberOfBits(random, 120));
        // What ends at a stop exactly, and next to it.
        if (const auto to = ladder.exactInput(amounts[0])) amounts.push_back(to->amount + U256(1));
        if (const auto in = ladder.exactOutput(amounts[1])) amounts.push_back(in->amount);
        for (const U256& amount : amounts) {
            for (const bool isExactOutput : {false, true}) {
                if (amount.isZero()) continue;
                const auto swapped =
                    swapWhole(pool, zeroForOne, *I256::fromUnsigned(amount, isExactOutput));
                const auto quoted =
                    isExactOutput ? ladder.exactOutput(amount) : ladder.exactInput(amount);
                QCOMPARE(quoted.has_value(), swapped.has_value());
                if (!quoted) continue;
                ++filled;
                crossed += quoted->ticksCrossed > 0 ? 1 : 0;
                const auto& other =
                    zeroForOne == isExactOutput ? swapped->amount0 : swapped->amount1;
                QCOMPARE(quoted->amount.toString(), other.magnitude().toString());
                QCOMPARE(quoted->ticksCrossed, swapped->initializedTicksCrossed);
            }
        }
    }
    QVERIFY(filled > 1000 && crossed > 100);
}

QTEST_APPLESS_MAIN(TestAmmSwapLadder)
#include "tst_amm_swap_ladder.moc"
