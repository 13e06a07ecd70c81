// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "liquidity_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::liquidity;
using wallet::ApprovalWay;

using Names = std::vector<std::string>;

/// Approvals by signature along with a deposit, and what previews of changes tell.
class LiquidityPermitsTest : public QObject {
    Q_OBJECT

    static std::string dataOf(LiquidityWorld& w, std::string_view purpose) {
        return w.on([&](FakeNetwork& n) {
            for (const auto& [key, request] : n.prepared) {
                if (key.second == purpose) return toHex(request.data);
            }
            return std::string();
        });
    }
    static PreviewMint previewOf(const Mint& mint) {
        PreviewMint preview;
        static_cast<MintFields&>(preview) = static_cast<const MintFields&>(mint);
        return preview;
    }
    template <typename Request>
    static Request forPosition() {
        Request request;
        request.chainId = kChain;
        request.owner = kOwner;
        request.tokenId = U256(7);
        return request;
    }

private slots:
    void bothPermitsGoAlong() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) { n.takePermits = {kUsdc.address, kWeth.address}; });
        const auto shown = w.rig.call(previewOf(w.mint())).value();
        QVERIFY(shown.needsApproval.empty());
        QCOMPARE(shown.change.approvalPlans.size(), std::size_t{2});
        QVERIFY(shown.change.approvalPlans[1].way == ApprovalWay::permit);
        QCOMPARE(shown.review->calls[0].purpose, std::string("permit"));
        const auto done = w.run(w.mint());
        QVERIFY2(done.status == ChangeStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), Names{"liquidity_mint"});
        QVERIFY(done.approvals.empty() && done.approvalPlans.size() == 2);
        const auto data = dataOf(w, "liquidity_mint");
        for (const auto& token : {kUsdc, kWeth}) {
            const auto hex = toHex(token.address.view());
            QVERIFY(data.find(hex) != std::string::npos);
        }
        const auto permits = w.on([](FakeNetwork& n) { return n.permits; });
        QCOMPARE(permits.size(), std::size_t{2});
        QVERIFY(permits[0].spender == kManager && permits[0].amount == done.desired0);
        QVERIFY(permits[1].token == kWeth.address && permits[1].amount == done.desired1);
    }

    void oneOfEachKind() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) { n.takePermits = {kWeth.address}; });
        QCOMPARE(w.rig.call(previewOf(w.mint())).value().needsApproval,
                 std::vector<Address>{kUsdc.address});
        const auto done = w.run(w.mint());
        QVERIFY2(done.status == ChangeStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), (Names{"approve", "liquidity_mint"}));
        QVERIFY(done.approvalPlans[0].way == ApprovalWay::transaction);
        QCOMPARE(done.approvalPlans[0].reason, std::string("it has none"));
        QVERIFY(done.approvalPlans[1].way == ApprovalWay::permit);
    }

    void aRefusedPermitIsReplacedByAnApproval() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) {
            n.takePermits = {kUsdc.address, kWeth.address};
            n.refusesPermit = kWeth.address;
        });
        const auto done = w.run(w.mint());
        QVERIFY2(done.status == ChangeStatus::settled, done.errorMessage.c_str());
        QCOMPARE(w.purposes(), (Names{"approve_second", "liquidity_mint"}));
        QVERIFY(done.approvalPlans[0].way == ApprovalWay::permit);
        QVERIFY(done.approvalPlans[1].reason.find("permits are over") != std::string::npos);
        auto unwanted = w.mint();
        unwanted.usePermit = false;
        LiquidityWorld other;
        other.on([](FakeNetwork& n) { n.takePermits = {kUsdc.address, kWeth.address}; });
        QVERIFY(other.run(unwanted).status == ChangeStatus::settled);
        QCOMPARE(other.purposes(), (Names{"approve", "approve_second", "liquidity_mint"}));
    }

    void afterAnyLostAnswer() {
        for (int number = 1;; ++number) {
            LiquidityWorld w;
            w.on([&](FakeNetwork& n) {
                n.loseAnswerOf = number;
                n.takePermits = {kUsdc.address};
                n.refusesPermit = number % 2 == 0 ? kUsdc.address : Address{};
            });
            const auto begun = w.rig.call(w.mint()).value();
            bool isLost = false;
            w.await(begun.changeId, [&](const Change& change) {
                isLost = w.on([](FakeNetwork& n) { return n.isLost; });
                return isLost || change.status != ChangeStatus::pending;
            });
            if (!isLost) {
                QVERIFY(number > 10);
                return;
            }
            w.rig.stop();
            w.network.isLost = false;
            w.rig.vault.reopen();
            w.rig.start();
            const auto done = w.end(begun.changeId);
            const auto when = QString("answer %1 was lost").arg(number);
            QVERIFY2(done.status == ChangeStatus::settled, qPrintable(when));
            QVERIFY2(w.purposes().size() == (number % 2 == 0 ? 3u : 2u), qPrintable(when));
            QVERIFY2(!w.network.isSignedDifferently, qPrintable(when));
        }
    }

    void previewsOfWhatIsTaken() {
        LiquidityWorld w;
        auto decrease = forPosition<PreviewDecrease>();
        decrease.shareBps = 5000;
        const auto half = w.rig.call(decrease).value();
        QVERIFY(half.change.kind == ChangeKind::decrease && half.change.changeId == Id{});
        QVERIFY(half.change.liquidity == U256(500'000'000));
        QVERIFY(!half.amount0.isZero() && half.amount0 >= half.change.minimum0);
        QVERIFY(half.fees0 == U256(30) && half.fees1.isZero());
        QVERIFY(half.problems.empty() && half.change.approvalPlans.empty());
        QCOMPARE(half.review->calls.size(), std::size_t{1});
        QCOMPARE(half.review->calls[0].purpose, std::string("liquidity_decrease"));
        const auto all = w.rig.call(forPosition<PreviewClose>()).value();
        QVERIFY(all.change.liquidity == U256(1'000'000'000) && all.amount0 > half.amount0);
        QCOMPARE(all.review->calls[0].purpose, std::string("liquidity_close"));
        const auto fees = w.rig.call(forPosition<PreviewCollect>()).value();
        QVERIFY(fees.amount0.isZero() && fees.fees0 == U256(30));
        QCOMPARE(fees.review->calls[0].purpose, std::string("liquidity_collect"));
        auto increase = forPosition<PreviewIncrease>();
        increase.amount0 = "1";
        const auto more = w.rig.call(increase).value();
        QVERIFY(more.amount0 == U256(1'000'000) && more.problems.empty());
        QCOMPARE(more.change.approvalPlans.size(), std::size_t{2});
        QCOMPARE(more.review->calls.size(), std::size_t{3});
        increase.amount0 = "5.000001";
        QVERIFY(w.rig.call(increase).value().problems.at(0).find("have 5 USDC") !=
                std::string::npos);
        QVERIFY(w.purposes().empty() && w.rig.eventsOf("*").empty());
    }

    void previewsRefuseAsTheCommands() {
        LiquidityWorld w;
        auto close = forPosition<PreviewClose>();
        close.tokenId = U256(8);
        QCOMPARE(keyOf(w.rig.call(close)), std::string("liquidity.unknown_position"));
        w.on([](FakeNetwork& n) { n.owed0 = {}; });
        QCOMPARE(keyOf(w.rig.call(forPosition<PreviewCollect>())),
                 std::string("liquidity.nothing_to_collect"));
        w.on([](FakeNetwork& n) { n.positionOwner = kPool; });
        QCOMPARE(keyOf(w.rig.call(forPosition<PreviewClose>())),
                 std::string("liquidity.not_owner"));
    }

    void whatAPreviewShowsMustBeAccepted() {
        LiquidityWorld w;
        w.on([](FakeNetwork& n) {
            n.review.findings = {{"would_fail", simulation::Level::danger, "", "", "it fails", {}}};
        });
        const auto shown = w.rig.call(forPosition<PreviewClose>()).value();
        QCOMPARE(shown.review->rulesToAccept, Names{"would_fail"});
        auto close = w.close();
        QCOMPARE(keyOf(w.rig.call(close)), std::string("simulation.not_accepted"));
        close.acceptedRules = shown.review->rulesToAccept;
        QVERIFY(w.run(close).status == ChangeStatus::settled);
    }
};

QTEST_GUILESS_MAIN(LiquidityPermitsTest)
#include "tst_liquidity_permits.moc"
