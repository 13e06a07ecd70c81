// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/liquidity_math.h>
#include <kosh/amm/sqrt_price_math.h>
#include <kosh/amm/swap_math.h>
#include <kosh/amm/tick_math.h>

#include <QtTest>
#include <random>

using namespace kosh;
using namespace kosh::amm;

namespace {

U256 number(const char* text) {
    return *U256::parse(text);
}

constexpr std::uint64_t k1e18 = 1'000'000'000'000'000'000ull;

}  // namespace

class TestAmmMath : public QObject {
    Q_OBJECT
private slots:
    void knownTicks_data();
    void knownTicks();
    void ticksOutsideTheBounds();
    void ratiosRise();
    void tickOfARatioIsTheGreatestBelow();
    void knownSteps();
    void liquidityStaysWithin128Bits();
    void positionAmounts();
};

void TestAmmMath::knownTicks_data() {
    QTest::addColumn<int>("tick");
    QTest::addColumn<QString>("ratio");
    const auto add = [](int tick, const char* ratio) {
        QTest::addRow("%d", tick) << tick << QString(ratio);
    };
    add(0, "79228162514264337593543950336");
    add(1, "79232123823359799118286999568");
    add(-1, "79224201403219477170569942574");
    add(60, "79466191966197645195421774833");
    add(50000, "965075977353221155028623082916");
    add(-200000, "3598751819609688046946419");
    add(195000, "1358435673239453248152483143175383");
}

void TestAmmMath::knownTicks() {
    QFETCH(int, tick);
    QFETCH(QString, ratio);
    QCOMPARE(sqrtRatioAtTick(tick)->toString(), ratio.toStdString());
    QCOMPARE(*tickAtSqrtRatio(*sqrtRatioAtTick(tick)), tick);
    QCOMPARE(*tickAtSqrtRatio(*sqrtRatioAtTick(tick) - U256(1)), tick - 1);
}

void TestAmmMath::ticksOutsideTheBounds() {
    QCOMPARE(*sqrtRatioAtTick(kMinTick), kMinSqrtRatio);
    QCOMPARE(*sqrtRatioAtTick(kMaxTick), kMaxSqrtRatio);
    QVERIFY(!sqrtRatioAtTick(kMinTick - 1));
    QVERIFY(!sqrtRatioAtTick(kMaxTick + 1));
    QVERIFY(!tickAtSqrtRatio(kMinSqrtRatio - U256(1)));
    QVERIFY(!tickAtSqrtRatio(kMaxSqrtRatio));
    QCOMPARE(*tickAtSqrtRatio(kMinSqrtRatio), kMinTick);
    QCOMPARE(*tickAtSqrtRatio(kMaxSqrtRatio - U256(1)), kMaxTick - 1);
}

void TestAmmMath::ratiosRise() {
    U256 before = *sqrtRatioAtTick(kMinTick);
    for (std::int32_t tick = kMinTick + 1; tick <= kMaxTick; tick += 1) {
        const U256 ratio = *sqrtRatioAtTick(tick);
        QVERIFY(before < ratio);
        before = ratio;
    }
}

void TestAmmMath::tickOfARatioIsTheGreatestBelow() {
    std::mt19937_64 engine(20210505);
    for (int i = 0; i < 50'000; ++i) {
        const auto bits = static_cast<unsigned>(33 + engine() % 127);
        const U256 random(0, engine(), engine(), engine());
        const U256 ratio = kMinSqrtRatio + (random >> (192 - bits));
        if (ratio >= kMaxSqrtRatio) continue;
        const std::int32_t tick = *tickAtSqrtRatio(ratio);
        QVERIFY(*sqrtRatioAtTick(tick) <= ratio);
        QVERIFY(*sqrtRatioAtTick(tick + 1) > ratio);
    }
}

void TestAmmMath::knownSteps() {
    const U256 one = U256::powerOfTwo(96);
    const U256 liquidity = number("1000000000000000000000");
    const auto up = computeSwapStep(one, *sqrtRatioAtTick(1000), U256(2 * k1e18), I256(k1e18), 600);
    QCOMPARE(up->sqrtPriceNextX96, number("83290069058676223003182343270"));
    QCOMPARE(up->amountIn, U256(102536936753533182));
    QCOMPARE(up->amountOut, U256(97536395162557777));
    QCOMPARE(up->feeAmount, U256(61559097510627));
    const auto down = computeSwapStep(one, *sqrtRatioAtTick(-1000), liquidity, I256(k1e18), 3000);
    QCOMPARE(down->sqrtPriceNextX96, number("79149250711305166342700278159"));
    QCOMPARE(down->amountIn, U256(997000000000000000));
    QCOMPARE(down->amountOut, U256(996006981039903216));
    QCOMPARE(down->feeAmount, U256(3000000000000000));
    const auto out =
        computeSwapStep(one, *sqrtRatioAtTick(1000), liquidity, I256(-std::int64_t(k1e18)), 3000);
    QCOMPARE(out->sqrtPriceNextX96, number("79307469984248586179723674011"));
    QCOMPARE(out->amountIn, U256(1001001001001001002));
    QCOMPARE(out->amountOut, U256(k1e18));
    QCOMPARE(out->feeAmount, U256(3012039120364096));
}

void TestAmmMath::liquidityStaysWithin128Bits() {
    const U256 most = U256::powerOfTwo(128) - U256(1);
    QCOMPARE(*addLiquidity(U256(5), I256(-5)), U256(0));
    QVERIFY(!addLiquidity(U256(5), I256(-6)));
    QVERIFY(!addLiquidity(most, I256(1)));
    QCOMPARE(*addLiquidity(most - U256(1), I256(1)), most);
    QCOMPARE(maxLiquidityPerTick(60), number("11505743598341114571880798222544994"));
}

void TestAmmMath::positionAmounts() {
    const U256 one = U256::powerOfTwo(96);
    const U256 low = *sqrtRatioAtTick(-60);
    const U256 high = *sqrtRatioAtTick(60);
    const U256 liquidity = number("333850249709699449134");
    const auto back = amountsForLiquidity(one, low, high, liquidity, Rounding::down);
    QCOMPARE(back->amount0, U256(999999999999999999));
    QCOMPARE(back->amount1, U256(999999999999999999));
    const auto above = amountsForLiquidity(high + one, low, high, liquidity, Rounding::up);
    QVERIFY(above->amount0.isZero());
    QCOMPARE(above->amount1, *amount1Delta(low, high, liquidity, Rounding::up));
    const auto below = amountsForLiquidity(low, low, high, liquidity, Rounding::up);
    QVERIFY(below->amount1.isZero());
}

QTEST_APPLESS_MAIN(TestAmmMath)
#include "tst_amm_math.moc"
