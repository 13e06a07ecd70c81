// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/liquidity/api.h>
#include <kosh/pool/api.h>
#include <kosh/test/service_rig.h>
#include <kosh/trading/api.h>
#include <kosh/trading/module.h>
#include <kosh/vault/api.h>

#include <map>

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

namespace {

constexpr ChainId kChain = 31337;
Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const token::Token kUsdc{kChain, addressOf(0x0a), "USDC", "", 6};
const token::Token kWeth{kChain, addressOf(0x0b), "WETH", "", 18};
const Address kOwner = addressOf(0x99), kPool = addressOf(0xf2);

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

/// A pool at `tick` and a liquidity service whose changes settle when asked for again.
struct OrderWorld {
    test::ServiceRig rig{module()};
    std::int32_t tick = 0;
    std::map<std::string, liquidity::Change> changes;  ///< By idempotency key.
    std::vector<std::int64_t> slippages;
    simulation::Review review;
    std::vector<std::string> mintAccepts, closeAccepts;
    int failures = 0;  ///< So many closings fail.

    OrderWorld() {
        auto& node = rig.node;
        node.on<wallet::ListWallets>([](const auto&, const auto&) {
            wallet::ListWallets::Response response;
            response.wallets.emplace_back().addresses = {{kOwner, "m/44'/60'/0'/0/0", ""}};
            return Result<wallet::ListWallets::Response>(response);
        });
        node.on<vault::GetStatus>([](const auto&, const auto&) {
            vault::GetStatus::Response response;
            response.isSigningUnlocked = true;
            return Result<vault::GetStatus::Response>(response);
        });
        node.on<token::ResolveToken>([](const auto& request, const auto&) {
            return Result<token::Token>(request.token == "USDC" ? kUsdc : kWeth);
        });
        node.on<token::GetBalances>([](const auto&, const auto&) {
            token::GetBalances::Response response;
            response.balances = {{kUsdc, U256(5'000'000), ""}};
            return Result<token::GetBalances::Response>(response);
        });
        node.on<liquidity::GetRange>([this](const auto&, const auto&) {
            liquidity::GetRange::Response response;
            response.pool = kPool;
            response.token0 = kUsdc;
            response.token1 = kWeth;
            response.feePips = 3000;
            response.tickSpacing = 60;
            response.tick = tick;
            return Result<liquidity::GetRange::Response>(response);
        });
        node.on<pool::FindPools>([this](const auto&, const auto&) {
            pool::FindPools::Response response;
            auto& summary = response.pools.emplace_back();
            summary.pool.address = kPool;
            summary.tick = tick;
            response.isCurrent = true;
            return Result<pool::FindPools::Response>(response);
        });
        answerLiquidity(node);
        rig.start();
    }
    ~OrderWorld() { rig.stop(); }

    void answerLiquidity(ops::FakeNode& node) {
        node.on<liquidity::Mint>([this](const auto& request, const ops::Context& context) {
            liquidity::Change change;
            change.kind = liquidity::ChangeKind::mint;
            change.tickLower = request.tickLower;
            change.tokenId = U256(7);
            slippages.push_back(request.slippageBps);
            mintAccepts = request.acceptedRules;
            return begin(context, change);
        });
        node.on<liquidity::PreviewMint>([this](const auto&, const auto&) {
            liquidity::PreviewMint::Response response;
            response.review = review;
            return Result<liquidity::PreviewMint::Response>(response);
        });
        node.on<liquidity::Close>([this](const auto& request, const ops::Context& context) {
            liquidity::Change change;
            change.kind = liquidity::ChangeKind::close;
            change.tokenId = request.tokenId;
            change.amount1 = U256(900);
            change.fees1 = U256(5);
            slippages.push_back(request.slippageBps);
            closeAccepts = request.acceptedRules;
            return begin(context, change);
        });
        node.on<liquidity::GetChange>(
            [this](const auto& request, const auto&) -> Result<liquidity::Change> {
                for (auto& [key, change] : changes) {
                    if (change.changeId != request.changeId) continue;
                    const auto seen = change;
                    settle(change);
                    return seen;
                }
                return fail(ErrorKind::not_found, "liquidity.unknown_change", "none");
            });
    }
    Result<liquidity::Change> begin(const ops::Context& context, liquidity::Change change) {
        change.changeId.bytes[15] = static_cast<std::uint8_t>(changes.size() + 1);
        return changes.try_emplace(context.idempotencyKey, change).first->second;
    }
    void settle(liquidity::Change& change) {
        using S = liquidity::ChangeStatus;
        if (change.status != S::pending) return;
        const bool isFailing = change.kind == liquidity::ChangeKind::close && failures > 0;
        if (isFailing) {
            --failures;
            tick = 0;
            change.errorKey = "liquidity.slippage";
        }
        change.status = isFailing ? S::failed : S::settled;
    }

    PlaceLimitOrder request(std::string price = "0.000000000001020") const {
        PlaceLimitOrder request;
        request.chainId = kChain;
        request.owner = kOwner;
        request.tokenIn = "USDC";
        request.tokenOut = "WETH";
        request.amount = "1";
        request.price = std::move(price);
        return request;
    }
    void setTick(std::int32_t to) {
        rig.core.call([&] { tick = to; });
    }
    LimitOrder await(const Id& id, OrderStatus status) {
        LimitOrder order;
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        for (;;) {
            order = rig.call(GetLimitOrder{id}).value();
            if (order.status == status) return order;
            if (std::chrono::steady_clock::now() > end) test::giveUp("the order stands still");
            rig.clock.advance(std::chrono::milliseconds(50));
            rig.core.call([this] { rig.sagas->wake(); });
        }
    }
};

}  // namespace

class TradingOrdersTest : public QObject {
    Q_OBJECT

private slots:
    void itIsCollectedWhenThePriceHasCrossed() {
        OrderWorld w;
        const auto placed = w.rig.call(w.request()).value();
        QCOMPARE(placed.tickUpper - placed.tickLower, 60);
        QVERIFY(placed.tickLower > 0 && !placed.expectedOut.isZero());
        const auto open = w.await(placed.orderId, OrderStatus::open);
        QVERIFY(open.tokenId == U256(7));
        w.setTick(placed.tickUpper - 1);
        for (int i = 0; i < 40; ++i) {
            w.rig.clock.advance(std::chrono::milliseconds(100));
            w.rig.core.call([&] { w.rig.sagas->wake(); });
        }
        QVERIFY(w.rig.call(GetLimitOrder{placed.orderId}).value().status == OrderStatus::open);
        w.setTick(placed.tickUpper);
        const auto filled = w.await(placed.orderId, OrderStatus::filled);
        QVERIFY(filled.receivedOut == U256(905) && filled.receivedIn.isZero());
        QCOMPARE(w.slippages, (std::vector<std::int64_t>{0, 0}));
    }

    void itIsReviewedBeforeItIsStored() {
        OrderWorld w;
        simulation::ReviewedCall call{"liquidity_mint", {}};
        call.simulation.findings = {
            {"unknown_contract", simulation::Level::warning, "", "", "on no list", {}}};
        w.rig.core.call([&] { w.review.calls = {call}; });
        QCOMPARE(keyOf(w.rig.call(w.request())), std::string("simulation.not_accepted"));
        QVERIFY(w.rig.call(ListLimitOrders{}).value().orders.empty());
        auto request = w.request();
        request.acceptedRules = {"unknown_contract"};
        const auto placed = w.rig.call(request).value();
        w.await(placed.orderId, OrderStatus::open);
        QCOMPARE(w.mintAccepts, request.acceptedRules);
        w.setTick(placed.tickUpper);
        w.await(placed.orderId, OrderStatus::filled);
        QCOMPARE(w.closeAccepts, std::vector<std::string>{"*"});
    }

    void aPreviewIsTheOrderAndStoresNothing() {
        OrderWorld w;
        const auto wanted = w.request();
        PreviewLimitOrder ask;
        static_cast<OrderFields&>(ask) = static_cast<const OrderFields&>(wanted);
        const auto preview = w.rig.call(ask).value().order;
        QVERIFY(w.rig.call(ListLimitOrders{}).value().orders.empty());
        const auto placed = w.rig.call(wanted).value();
        QVERIFY(preview.orderId == Id{} && preview.pool == placed.pool);
        QCOMPARE(preview.tickLower, placed.tickLower);
        QCOMPARE(preview.tickUpper, placed.tickUpper);
        QVERIFY(preview.expectedOut == placed.expectedOut && !preview.expectedOut.isZero());
        w.setTick(placed.tickUpper);
        QCOMPARE(keyOf(w.rig.call(ask)), std::string("trading.price_not_beyond"));
    }

    void aPriceThatComesBackIsWaitedForAgain() {
        OrderWorld w;
        w.failures = 1;
        const auto placed = w.rig.call(w.request()).value();
        w.await(placed.orderId, OrderStatus::open);
        w.setTick(placed.tickUpper);
        w.await(placed.orderId, OrderStatus::closing);
        w.await(placed.orderId, OrderStatus::open);
        w.setTick(placed.tickUpper);
        w.await(placed.orderId, OrderStatus::filled);
        QCOMPARE(w.changes.size(), std::size_t{3});
    }

    void itIsTakenBack() {
        OrderWorld w;
        const auto placed = w.rig.call(w.request()).value();
        w.await(placed.orderId, OrderStatus::open);
        QVERIFY(w.rig.call(CancelLimitOrder{placed.orderId}).has_value());
        w.await(placed.orderId, OrderStatus::cancelled);
        QVERIFY(w.slippages.back() > 0);
        QCOMPARE(keyOf(w.rig.call(CancelLimitOrder{placed.orderId})),
                 std::string("trading.order_over"));
        QCOMPARE(keyOf(w.rig.call(CancelLimitOrder{Id{}})), std::string("trading.unknown_order"));
    }

    void oneOrderAcrossRestarts() {
        OrderWorld w;
        const auto context = ops::Context::owner().withKey("k1");
        const auto placed = w.rig.call(w.request(), context).value();
        w.rig.restart();
        QVERIFY(w.rig.call(w.request(), context).value().orderId == placed.orderId);
        w.await(placed.orderId, OrderStatus::open);
        w.rig.restart();
        w.setTick(placed.tickUpper);
        w.await(placed.orderId, OrderStatus::closing);
        w.rig.restart();
        w.await(placed.orderId, OrderStatus::filled);
        QCOMPARE(w.changes.size(), std::size_t{2});
        QCOMPARE(w.rig.call(ListLimitOrders{}).value().orders.size(), std::size_t{1});
    }

    void refusalsStoreNothing() {
        OrderWorld w;
        QCOMPARE(keyOf(w.rig.call(w.request("0.0000000000009"))),
                 std::string("trading.price_not_beyond"));
        auto zero = w.request();
        zero.amount = "0";
        QCOMPARE(keyOf(w.rig.call(zero)), std::string("trading.amount_zero"));
        auto rich = w.request();
        rich.amount = "5.000001";
        QCOMPARE(keyOf(w.rig.call(rich)), std::string("wallet.insufficient_funds"));
        auto other = w.request();
        other.owner = kPool;
        QCOMPARE(keyOf(w.rig.call(other)), std::string("wallet.unknown_address"));
        QVERIFY(w.rig.call(ListLimitOrders{}).value().orders.empty());
    }
};

QTEST_GUILESS_MAIN(TradingOrdersTest)
#include "tst_trading_orders.moc"
