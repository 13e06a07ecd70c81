// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/swap.h>
#include <kosh/amm/tick_math.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::amm;

namespace {

constexpr PoolSettings kSettings{3000, 60};
constexpr std::int64_t k1e15 = 1'000'000'000'000'000;

U256 liquidity(std::uint64_t units) {
    return U256(units) * U256(std::uint64_t(k1e15));
}

/// Full range and two overlapping narrow positions around price 1.
PoolState threePositions() {
    return PoolState::createEmpty(kSettings, U256::powerOfTwo(96))
        .value()
        .applyMint(-887220, 887220, liquidity(1000))
        .value()
        .applyMint(-600, 600, liquidity(2000))
        .value()
        .applyMint(-120, 1200, liquidity(500))
        .value();
}

std::string keyOf(const Result<PoolState>& result) {
    return result ? "" : result.error().key;
}

}  // namespace

class TestAmmPoolState : public QObject {
    Q_OBJECT
private slots:
    void mintsChangeTicksAndLiquidity();
    void burnUndoesMint();
    void refusesImpossibleChanges();
    void refusesInconsistentStates();
    void swapLogsMatchLocalSwaps();
    void acceptsAPriceOnACrossedTick();
    void refusesImpossibleSwaps();
    void wholeSwapsOrNothing();
    void stopsAtTheLimit();
    void updatesAreTheirChangesInTurn();
    void anUpdateMustFitAtItsEnd();
};

void TestAmmPoolState::mintsChangeTicksAndLiquidity() {
    const PoolState pool = threePositions();
    QCOMPARE(pool.price().liquidity, liquidity(3500));
    QCOMPARE(pool.ticks().size(), std::size_t(6));
    QCOMPARE(pool.ticks()[1].index, -600);
    QCOMPARE(pool.ticks()[4].index, 1200);
    QCOMPARE(pool.ticks()[4].liquidityNet.toString(), "-" + liquidity(500).toString());
    const PoolState above = pool.applyMint(60, 120, liquidity(9)).value();
    QCOMPARE(above.price().liquidity, liquidity(3500));
    QCOMPARE(pool.ticks().size(), std::size_t(6));
}

void TestAmmPoolState::burnUndoesMint() {
    const PoolState pool = threePositions();
    const PoolState more = pool.applyMint(-600, 60, liquidity(7)).value();
    QVERIFY(!(more == pool));
    QVERIFY(more.applyBurn(-600, 60, liquidity(7)).value() == pool);
    QVERIFY(pool.applyBurn(-600, 600, U256(0)).value() == pool);
}

void TestAmmPoolState::refusesImpossibleChanges() {
    const PoolState pool = threePositions();
    QCOMPARE(keyOf(pool.applyMint(60, 60, U256(1))), std::string("amm.range"));
    QCOMPARE(keyOf(pool.applyMint(-61, 60, U256(1))), std::string("amm.range"));
    QCOMPARE(keyOf(pool.applyMint(-887280, 60, U256(1))), std::string("amm.range"));
    QCOMPARE(keyOf(pool.applyMint(-60, 60, U256(0))), std::string("amm.range"));
    QCOMPARE(keyOf(pool.applyMint(-60, 60, U256::powerOfTwo(127))), std::string("amm.range"));
    QCOMPARE(keyOf(pool.applyBurn(-600, 600, liquidity(2001))),
             std::string("amm.insufficient_liquidity"));
    QCOMPARE(keyOf(pool.applyBurn(-60, 60, U256(1))), std::string("amm.insufficient_liquidity"));
}

void TestAmmPoolState::refusesInconsistentStates() {
    const PoolState pool = threePositions();
    const auto with = [&pool](auto change) {
        PoolSettings settings = pool.settings();
        PoolPrice price = pool.price();
        std::vector<Tick> ticks = pool.ticks();
        change(settings, price, ticks);
        return keyOf(PoolState::create(settings, price, std::move(ticks)));
    };
    QCOMPARE(with([](auto&, auto&, auto&) {}), std::string());
    QCOMPARE(with([](auto& s, auto&, auto&) { s.feePips = 1'000'000; }), std::string("amm.range"));
    QCOMPARE(with([](auto& s, auto&, auto&) { s.tickSpacing = 0; }), std::string("amm.range"));
    QCOMPARE(with([](auto& s, auto&, auto&) { s.tickSpacing = 50; }), std::string("amm.ticks"));
    QCOMPARE(with([](auto&, auto& p, auto&) { p.sqrtPriceX96 = U256(1); }),
             std::string("amm.range"));
    QCOMPARE(with([](auto&, auto& p, auto&) { p.tick = 1; }), std::string("amm.inconsistent"));
    QCOMPARE(with([](auto&, auto& p, auto&) { p.liquidity += U256(1); }),
             std::string("amm.inconsistent"));
    QCOMPARE(with([](auto&, auto&, auto& t) { std::swap(t[0], t[1]); }), std::string("amm.ticks"));
    QCOMPARE(with([](auto&, auto&, auto& t) { t.pop_back(); }), std::string("amm.inconsistent"));
    QCOMPARE(with([](auto&, auto&, auto& t) { t[2].liquidityGross = U256(); }),
             std::string("amm.ticks"));
}

// A pool kept by Swap logs must quote like one that went through the swap locally.
void TestAmmPoolState::swapLogsMatchLocalSwaps() {
    PoolState pool = threePositions();
    const std::array<std::pair<bool, std::int64_t>, 5> swaps{{{true, 300 * k1e15},
                                                              {false, 900 * k1e15},
                                                              {true, -50 * k1e15},
                                                              {false, -k1e15},
                                                              {true, 7}}};
    for (const auto& [zeroForOne, amount] : swaps) {
        const SwapResult result = swapWhole(pool, zeroForOne, I256(amount)).value();
        const I256& specified = zeroForOne == (amount > 0) ? result.amount0 : result.amount1;
        QCOMPARE(specified, I256(amount));
        QVERIFY((zeroForOne ? result.amount1 : result.amount0).isNegative());
        pool = pool.applySwap(result.after).value();
    }
    PoolPrice missed = pool.price();
    missed.liquidity = missed.liquidity + U256(1);
    QCOMPARE(keyOf(pool.applySwap(missed)), std::string("amm.inconsistent"));
}

void TestAmmPoolState::acceptsAPriceOnACrossedTick() {
    const PoolState pool = threePositions();
    const U256 limit = *sqrtRatioAtTick(-120);
    const SwapResult result = swap(pool, true, I256(k1e15 * 5000), limit).value();
    QCOMPARE(result.after.sqrtPriceX96, limit);
    QCOMPARE(result.after.tick, -121);
    QCOMPARE(result.after.liquidity, liquidity(3000));
    QCOMPARE(result.initializedTicksCrossed, 1u);
    const PoolState crossed = pool.applySwap(result.after).value();
    const SwapResult back = swapWhole(crossed, false, I256(k1e15)).value();
    QCOMPARE(back.initializedTicksCrossed, 1u);
    QCOMPARE(back.after.liquidity, liquidity(3500));
}

void TestAmmPoolState::refusesImpossibleSwaps() {
    const PoolState pool = threePositions();
    const U256 price = pool.price().sqrtPriceX96;
    const auto key = [&pool](bool zeroForOne, const I256& amount, const U256& limit) {
        return swap(pool, zeroForOne, amount, limit).error().key;
    };
    QCOMPARE(key(true, I256(0), farthestSqrtPrice(true)), std::string("amm.amount"));
    QCOMPARE(key(true, I256(1), price), std::string("amm.price_limit"));
    QCOMPARE(key(false, I256(1), price), std::string("amm.price_limit"));
    QCOMPARE(key(true, I256(1), kMinSqrtRatio), std::string("amm.price_limit"));
    QCOMPARE(key(false, I256(1), kMaxSqrtRatio), std::string("amm.price_limit"));
}

void TestAmmPoolState::wholeSwapsOrNothing() {
    const PoolState pool = threePositions();
    const auto refused = swapWhole(pool, true, I256(-2000 * k1e15));
    QVERIFY(!refused);
    QCOMPARE(refused.error().key, std::string("amm.insufficient_liquidity"));
    const I256 filled = *I256::parse(refused.error().details.at("filled"));
    QVERIFY(filled.isNegative());
    QVERIFY(swapWhole(pool, true, filled));
    QVERIFY(!swapWhole(pool, true, *checkedSub(filled, I256(1))));
    const PoolState empty = PoolState::createEmpty(kSettings, kMinSqrtRatio).value();
    QCOMPARE(swapWhole(empty, true, I256(1)).error().key,
             std::string("amm.insufficient_liquidity"));
}

void TestAmmPoolState::stopsAtTheLimit() {
    const PoolState pool = threePositions();
    const U256 limit = *sqrtRatioAtTick(30);
    const SwapResult result = swap(pool, false, I256(k1e15 * 1000), limit).value();
    QCOMPARE(result.after.sqrtPriceX96, limit);
    QCOMPARE(result.after.tick, 30);
    QCOMPARE(*checkedAdd(result.amount1, result.amountRemaining), I256(k1e15 * 1000));
}

void TestAmmPoolState::updatesAreTheirChangesInTurn() {
    const PoolState pool = threePositions();
    const PoolPrice moved = swapWhole(pool, true, I256(k1e15)).value().after;
    const PoolState inTurn = pool.applyMint(-60, 60, liquidity(7))
                                 .value()
                                 .applyBurn(-120, 1200, liquidity(500))
                                 .value()
                                 .applyMint(120, 180, liquidity(3))
                                 .value();
    PoolUpdate update(pool);
    update.swap(moved);  // superseded by the next one
    update.swap(pool.price());
    QVERIFY(update.mint(-60, 60, liquidity(7)));
    QVERIFY(update.burn(-120, 1200, liquidity(500)));
    QVERIFY(update.mint(120, 180, liquidity(3)));
    const PoolState after = std::move(update).finish().value();
    QCOMPARE(after, inTurn);
    QCOMPARE(after.tickPrices(), inTurn.tickPrices());
    // The base is untouched.
    QCOMPARE(pool, threePositions());
}

void TestAmmPoolState::anUpdateMustFitAtItsEnd() {
    const PoolState pool = threePositions();
    PoolUpdate wrong(pool);
    PoolPrice price = pool.price();
    price.liquidity += U256(1);
    wrong.swap(price);
    QCOMPARE(keyOf(std::move(wrong).finish()), std::string("amm.inconsistent"));
    PoolUpdate tooMuch(pool);
    QCOMPARE(tooMuch.burn(-600, 600, liquidity(2001)).error().key,
             std::string("amm.insufficient_liquidity"));
}

QTEST_APPLESS_MAIN(TestAmmPoolState)
#include "tst_amm_pool_state.moc"
