// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/call.h"
#include "domain/deposit.h"
#include "domain/holding.h"
#include "domain/position_reads.h"
#include "domain/range.h"
#include "domain/settlement.h"

#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::liquidity;
namespace abi = crypto::abi;

namespace {

Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const token::Token kUsdc{1, addressOf(0x0a), "USDC", "", 6};
const token::Token kWeth{1, addressOf(0x0b), "WETH", "", 18};
const Address kManager = addressOf(0xf1), kPool = addressOf(0xf2), kOwner = addressOf(0x99);

U256 sqrtAt(std::int32_t tick) {
    return amm::sqrtRatioAtTick(tick).value();
}

Change changeOf(ChangeKind kind) {
    Change change;
    change.kind = kind;
    change.owner = kOwner;
    change.pool = kPool;
    change.tokenId = U256(7);
    change.feePips = 3000;
    change.token0 = kUsdc;
    change.token1 = kWeth;
    change.tickLower = -600;
    change.tickUpper = 600;
    return change;
}

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}
template <typename T>
std::string fieldOf(const Result<T>& result) {
    return result ? std::string() : result.error().details.at("field");
}

chain::Log logOf(const Address& from, std::string_view event, const Bytes& data) {
    chain::Log log;
    log.address = from;
    Hash256 id;
    id.bytes[31] = 7;
    log.topics = {abi::eventTopic(event), id};
    log.data = data;
    return log;
}
Bytes words(std::initializer_list<std::uint64_t> values) {
    abi::Encoder data;
    for (const auto value : values) data.uint(value);
    return data.take();
}
const auto kIncrease = "IncreaseLiquidity(uint256,uint128,uint256,uint256)";
const auto kDecrease = "DecreaseLiquidity(uint256,uint128,uint256,uint256)";
const auto kCollect = "Collect(address,address,int24,int24,uint128,uint128)";

}  // namespace

class LiquidityDomainTest : public QObject {
    Q_OBJECT

private slots:
    void ranges() {
        QVERIFY(checkRange({-600, 600}, 60).has_value());
        const auto off = checkRange({-601, 600}, 60);
        QCOMPARE(keyOf(off), std::string("liquidity.tick_spacing"));
        QCOMPARE(fieldOf(off), std::string("tickLower"));
        QVERIFY(off.error().message.find("-600") != std::string::npos);
        QCOMPARE(fieldOf(checkRange({-600, 59}, 60)), std::string("tickUpper"));
        QCOMPARE(keyOf(checkRange({600, 600}, 60)), std::string("liquidity.tick_range"));
        QCOMPARE(keyOf(checkRange({600, -600}, 60)), std::string("liquidity.tick_range"));
        QCOMPARE(keyOf(checkRange({-887273, 0}, 1)), std::string("liquidity.tick_range"));
        QCOMPARE(fullRange(60).lower, -887220);
        for (const auto& range : suggestRanges(1234, 60, kUsdc, kWeth)) {
            QVERIFY(checkRange({range.tickLower, range.tickUpper}, 60).has_value());
            QVERIFY(range.tickLower <= 1234 && range.tickUpper > 1234);
        }
        QCOMPARE(priceAtTick(0, kUsdc, kUsdc), std::string("1"));
    }

    void bars() {
        const auto tick = [](std::int32_t index, std::int64_t net) {
            return amm::Tick{index, U256(static_cast<std::uint64_t>(std::abs(net))), I256(net)};
        };
        const auto state = amm::PoolState::create(
                               {3000, 60}, {sqrtAt(0), 0, U256(300)},
                               {tick(-600, 100), tick(-60, 200), tick(60, -200), tick(600, -100)})
                               .value();
        const auto all = distributionOf(state, 10);
        QCOMPARE(all.size(), std::size_t{3});
        QVERIFY(all[1].tickLower == -60 && all[1].tickUpper == 60);
        QVERIFY(all[0].liquidity == U256(100) && all[1].liquidity == U256(300));
        QVERIFY(all[2].liquidity == U256(100));
    }

    void deposits() {
        auto change = changeOf(ChangeKind::mint);
        QVERIFY(planDeposit(change, {U256(1'000'000), std::nullopt}, sqrtAt(0), 50).has_value());
        QVERIFY(change.desired0 == U256(1'000'000));
        // At the middle of the range both sides are alike.
        QVERIFY(change.desired1 == U256(1'000'000));
        QVERIFY(change.minimum0 < change.desired0 && !change.minimum0.isZero());
        const auto cost = depositAt(change, sqrtAt(0));
        QVERIFY(cost.amount0 <= change.desired0 && cost.amount1 <= change.desired1);
        QCOMPARE(keyOf(planDeposit(change, {}, sqrtAt(0), 50)),
                 std::string("liquidity.amount_zero"));
        // Below the range it takes token0 only.
        const auto below = planDeposit(change, {std::nullopt, U256(5)}, sqrtAt(-700), 50);
        QCOMPARE(keyOf(below), std::string("liquidity.amount_zero"));
        QVERIFY(below.error().message.find("USDC") != std::string::npos);
        QVERIFY(planDeposit(change, {U256(500), std::nullopt}, sqrtAt(-700), 0).has_value());
        QVERIFY(change.desired1.isZero() && change.minimum1.isZero());
        QVERIFY(change.minimum0 <= U256(500) && change.minimum0 >= U256(499));
        QCOMPARE(keyOf(planDeposit(change, {U256::max(), U256::max()}, sqrtAt(0), 50)),
                 std::string("liquidity.amount_range"));
    }

    void amountsNameTheirField() {
        QVERIFY(!parseAmount("amountA", "", kUsdc).value());
        QVERIFY(parseAmount("amountA", "1.5", kUsdc).value() == U256(1'500'000));
        for (const auto& [text, key] : std::vector<std::pair<std::string, std::string>>{
                 {"0", "liquidity.amount_zero"},
                 {"-1", "money.negative"},
                 {"1e3", "money.exponent"},
                 {"1.0000001", "money.too_many_decimals"}}) {
            const auto refused = parseAmount("amountA", text, kUsdc);
            QCOMPARE(keyOf(refused), key);
            QCOMPARE(fieldOf(refused), std::string("amountA"));
        }
    }

    void calls() {
        auto mint = changeOf(ChangeKind::mint);
        mint.desired0 = U256(5);
        mint.desired1 = U256(6);
        const auto alone = managerCall(mint, kWeth.address, 99);
        QVERIFY(alone.value.isZero());
        QCOMPARE(alone.data, amm::mintCall({{kUsdc.address, kWeth.address, 3000},
                                            {-600, 600},
                                            {U256(5), U256(6)},
                                            {},
                                            kOwner,
                                            99}));
        mint.isNative = true;
        const auto paid = managerCall(mint, kWeth.address, 99);
        QVERIFY(paid.value == U256(6));
        QCOMPARE(paid.data, amm::multicall({alone.data, amm::refundEthCall()}));
        auto close = changeOf(ChangeKind::close);
        close.liquidity = U256(1000);
        close.minimum0 = U256(1);
        close.minimum1 = U256(2);
        const auto decrease =
            amm::decreaseLiquidityCall({U256(7), U256(1000), {U256(1), U256(2)}, 99});
        QCOMPARE(managerCall(close, kWeth.address, 99).data,
                 amm::multicall({decrease, amm::collectCall(U256(7), kOwner),
                                 amm::burnPositionCall(U256(7))}));
        close.isNative = true;
        QCOMPARE(managerCall(close, kWeth.address, 99).data,
                 amm::multicall({decrease, amm::collectCall(U256(7), {}),
                                 amm::unwrapNativeCall(U256(2), kOwner),
                                 amm::sweepTokenCall(kUsdc.address, U256(1), kOwner),
                                 amm::burnPositionCall(U256(7))}));
        QCOMPARE(managerCall(changeOf(ChangeKind::collect), kWeth.address, 99).data,
                 amm::collectCall(U256(7), kOwner));
    }

    void receipts() {
        chain::Receipt receipt;
        auto mint = changeOf(ChangeKind::mint);
        mint.tokenId = {};
        QCOMPARE(keyOf(settle(mint, kManager, receipt)), std::string("liquidity.no_log"));
        receipt.logs = {logOf(kPool, kIncrease, words({1, 1, 1})),
                        logOf(kManager, kIncrease, words({500, 20, 30}))};
        QVERIFY(settle(mint, kManager, receipt).has_value());
        QVERIFY(mint.tokenId == U256(7) && mint.liquidity == U256(500));
        QVERIFY(mint.amount0 == U256(20) && mint.amount1 == U256(30));
        auto close = changeOf(ChangeKind::close);
        close.liquidity = U256(500);
        receipt.logs = {logOf(kManager, kDecrease, words({500, 18, 33})),
                        logOf(kPool, kCollect, words({1, 21, 33}))};
        QVERIFY(settle(close, kManager, receipt).has_value());
        QVERIFY(close.amount0 == U256(18) && close.fees0 == U256(3) && close.fees1.isZero());
        auto other = close;
        other.tokenId = U256(8);
        QCOMPARE(keyOf(settle(other, kManager, receipt)), std::string("liquidity.no_log"));
        auto collect = changeOf(ChangeKind::collect);
        QVERIFY(settle(collect, kManager, receipt).has_value());
        QVERIFY(collect.fees0 == U256(21) && collect.amount0.isZero());
    }

    void whatWasPutInIsKeptByShares() {
        auto mint = changeOf(ChangeKind::mint);
        mint.liquidity = U256(1000);
        mint.amount0 = U256(101);
        mint.amount1 = U256(200);
        auto half = changeOf(ChangeKind::decrease);
        half.liquidity = U256(500);
        half.amount0 = U256(5);
        const std::vector changes{mint, half};
        const auto kept = keptAfter(changes);
        QVERIFY(kept.liquidity == U256(500) && kept.amount0 == U256(51));
        const auto rest = releasedBy(kept, U256(500));
        QVERIFY(rest.amount0 == U256(51) && rest.amount1 == U256(100));
        QVERIFY(releasedBy(kept, {}).amount0.isZero());
        Position position;
        position.liquidity = U256(500);
        position.sqrtPriceX96 = sqrtAt(0);
        position.amount0 = U256(60);
        position.amount1 = U256(80);
        const auto holding = holdingOf(kept, position);
        QVERIFY(holding && holding->valueKept == U256(151) && holding->valueNow == U256(140));
        QCOMPARE(holding->lossPips, std::int64_t{72'847});
        position.liquidity = U256(501);
        QVERIFY(!holdingOf(kept, position));
    }

    void feesAreThoseOfTheContracts() {
        ManagerView view;
        view.range = {-600, 600};
        view.liquidity = U256(1000);
        view.owed = {U256(2), {}};
        PoolView pool;
        pool.sqrtPriceX96 = sqrtAt(0);
        pool.tickSpacing = 60;
        pool.liquidity = U256(3000);
        pool.global = {U256::powerOfTwo(128) * U256(3), U256::powerOfTwo(127)};
        const auto position = positionOf(view, pool).value();
        QVERIFY(position.isInRange);
        QVERIFY(position.fees0 == U256(3002) && position.fees1 == U256(500));
        // The pool owes less than the manager says when it rounded more often.
        pool.liquidity = U256(1000);
        QVERIFY(positionOf(view, pool).value().fees0 == U256(3000));
        pool.tick = 600;
        QVERIFY(!positionOf(view, pool).value().isInRange);
        view.liquidity = {};
        pool.owed = {U256(9), U256(9)};
        QVERIFY(positionOf(view, pool).value().fees0 == U256(2));
    }
};

QTEST_APPLESS_MAIN(LiquidityDomainTest)
#include "tst_liquidity_domain.moc"
