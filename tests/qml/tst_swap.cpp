// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

using namespace kosh;
using Stage = ui::SwapModel::Stage;

namespace {

struct Trade : test::Harness {
    std::vector<quote::GetQuote> asked;
    std::vector<std::string> keys;
    Trade() {
        answer<quote::GetQuote>(
            [this](const quote::GetQuote& request, const ops::Context&) -> Result<quote::Quote> {
                asked.push_back(request);
                return test::sampleQuote();
            });
        answer<trading::StartSwap>([this](const trading::StartSwap&,
                                          const ops::Context& context) -> Result<trading::Swap> {
            keys.push_back(context.idempotencyKey);
            return test::sampleSwap(trading::SwapStatus::pending, "simulate");
        });
        open();
    }
    ui::SwapModel& model() { return *app().swap(); }
    test::Screen show(QSize size = {360, 740}) {
        return test::Screen("swap", "SwapScreen",
                            {{"model", QVariant::fromValue(app().swap())},
                             {"orders", QVariant::fromValue(app().orders())},
                             {"session", QVariant::fromValue(&session())}},
                            size);
    }
    /// A model whose quote is there.
    void quoted() {
        if (!QTest::qWaitFor([this] { return model().isLoaded(); })) test::giveUp("no tokens");
        model().typeIn("1.5");
        if (!QTest::qWaitFor([this] { return model().quote().isThere; })) test::giveUp("no quote");
    }
    void reviewed() {
        quoted();
        model().review();
        if (!QTest::qWaitFor([this] { return model().preview().isThere; }))
            test::giveUp("no preview");
    }
};

/// A swap of which the simulation tells something at this level.
trading::Preview::Response risky(simulation::Level level) {
    simulation::ReviewedCall call;
    call.purpose = "swap";
    auto& result = call.simulation;
    result.isSuccess = true;
    result.method = simulation::Method::simulated;
    result.actions.emplace_back().words = "Swaps 1.5 ETH for USDC";
    auto& change = result.changes.emplace_back();
    change.symbol = "USDC";
    change.decimals = 6;
    change.amount = *I256::fromUnsigned(4'483'214'907, false);
    auto& allowance = result.approvals.emplace_back();
    allowance.symbol = "USDC";
    allowance.isUnlimited = true;
    auto& exact = result.approvals.emplace_back();
    exact.symbol = "USDC";
    exact.contract = change.contract = test::usdc().address;
    exact.amount = 1'000'500'000;
    auto& unknown = result.approvals.emplace_back();
    unknown.symbol = "SHIB";
    unknown.contract = test::deviceAddress();
    unknown.amount = 77;
    result.findings = {{"price_impact", level, "12%", "5%", "The pool is thin.", std::nullopt}};
    trading::Preview::Response preview;
    preview.isSimulated = true;
    preview.review.emplace().calls = {call};
    preview.review->canSign = level != simulation::Level::block;
    if (preview.review->canSign) preview.review->rulesToAccept = {"price_impact"};
    return preview;
}

}  // namespace

class TestSwap : public QObject {
    Q_OBJECT

private slots:
    void tradesWithTheChosenWallet() {
        Trade trade;
        std::vector<Address> owners, asked;
        trade.answer<token::GetBalances>([&](const token::GetBalances& request,
                                             const auto&) -> Result<token::GetBalances::Response> {
            asked.push_back(request.owner);
            return token::GetBalances::Response{};
        });
        trade.answer<trading::StartSwap>(
            [&](const trading::StartSwap& request, const auto&) -> Result<trading::Swap> {
                owners.push_back(request.owner);
                return test::sampleSwap(trading::SwapStatus::pending, "simulate");
            });
        trade.useNode();
        const auto signers = trade.session().signers();
        QCOMPARE(signers.size(), 2u);
        auto screen = trade.show();
        QTRY_VERIFY(screen.find("Trade with: " + trade.session().signerNames()[0]) != nullptr);
        trade.session().chooseTrader(1);
        QTRY_VERIFY(screen.find("Trade with: " + trade.session().signerNames()[1]) != nullptr);
        QTRY_VERIFY(!asked.empty() && asked.back() == signers[1]);

        trade.reviewed();
        // What was shown was another one's.
        trade.session().chooseTrader(0);
        QCOMPARE(trade.model().stage(), Stage::Edit);
        // Nor is what comes later than the choice.
        trade.quoted();
        trade.model().review();
        trade.session().chooseTrader(1);
        QTRY_VERIFY(!trade.model().isBusy());
        QVERIFY(!trade.model().preview().isThere);
        trade.reviewed();
        trade.model().confirm();
        QTRY_COMPARE(owners, std::vector{signers[1]});
    }
    void typingQuotesOnceAfterAPause() {
        Trade trade;
        auto screen = trade.show();
        QTRY_VERIFY(screen.find("You pay"));
        screen.type("1.5");
        QVERIFY(trade.model().isQuoting());
        QTRY_VERIFY(trade.model().quote().isThere);
        QCOMPARE(trade.asked.size(), 1u);
        QCOMPARE(trade.asked[0].amount, std::string("1.5"));
        QCOMPARE(trade.asked[0].tokenIn, std::string("ETH"));
        QVERIFY(!trade.asked[0].exactOutput);
        QCOMPARE(trade.asked[0].slippageBps, 50);
        QVERIFY(screen.shows("2,988.8 "));
        QVERIFY(screen.shows("0.0512%"));
        QVERIFY(screen.shows("4,460.798832 USDC"));
        QVERIFY(screen.shows("0.00021 ETH"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void theOtherSideIsExactOutput() {
        Trade trade;
        QTRY_VERIFY(trade.model().isLoaded());
        trade.model().typeOut("100");
        QTRY_COMPARE(trade.asked.size(), 1u);
        QVERIFY(trade.asked[0].exactOutput);
        QCOMPARE(trade.asked[0].amount, std::string("100"));
    }
    void aNewBlockQuotesAgain() {
        Trade trade;
        trade.quoted();
        chain::Block next;
        next.number = 1300;
        next.at = {1};
        trade.answer<chain::WaitForBlock>(next);
        QTRY_COMPARE(trade.asked.size(), 2u);
    }
    void theFirstWithAKeyTrades() {
        Trade trade;
        auto watched = test::sampleWallet();
        watched.kind = wallet::WalletKind::watchOnly;
        watched.addresses[0].address.bytes[0] ^= 1;
        trade.answer<wallet::ListWallets>({{watched, test::sampleWallet()}});
        trade.session().reloadWallets();
        Address previewed;
        trade.answer<trading::Preview>([&](const trading::Preview& request, const ops::Context&) {
            previewed = request.owner;
            return Result<trading::Preview::Response>();
        });
        QTRY_COMPARE(trade.session().addresses().size(), std::size_t{2});
        trade.reviewed();
        QCOMPARE(previewed.toString(), test::sampleAddress().toString());
    }
    void aRefusedQuoteIsToldAndReviewIsImpossible() {
        Trade trade;
        trade.refuse<quote::GetQuote>("quote.no_route");
        auto screen = trade.show();
        QTRY_VERIFY(trade.model().isLoaded());
        trade.model().typeIn("1");
        QTRY_VERIFY(screen.shows("No pool connects these two tokens."));
        QVERIFY(!trade.model().isQuoting());
        trade.model().review();
        QCOMPARE(trade.model().stage(), Stage::Edit);
    }
    void moreThanThereIsCannotBeReviewed() {
        Trade trade;
        trade.answer<token::GetBalances>({{{test::ether(), U256(1), ""}}, {"x", 1, {1}}});
        auto screen = trade.show();
        trade.quoted();
        QTRY_VERIFY(screen.shows("You have less ETH than this needs."));
        QVERIFY(!screen.find("Review")->isEnabled());
    }
    void reviewShowsWhatChangesAndConfirmSwaps() {
        Trade trade;
        auto screen = trade.show();
        trade.reviewed();
        QVERIFY(screen.shows("4,483.214907 USDC"));
        QVERIFY(screen.shows("not needed"));
        QCOMPARE(screen.overflowing().join("; "), "");
        screen.click("Confirm the swap");
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        trade.publish({1, "trading.swap_progressed", 1, "", "{}", "", {1}});
        QTRY_VERIFY(trade.model().progress().isSettled);
        QVERIFY(screen.shows("Final"));
        QCOMPARE(trade.keys.size(), 1u);
        QVERIFY(!trade.keys[0].empty());
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void anApprovalSignedAlongIsSaid() {
        Trade trade;
        trading::Preview::Response preview;
        preview.approvalPlan = {{}, wallet::ApprovalWay::permit, "it takes permits"};
        trade.answer<trading::Preview>(preview);
        auto screen = trade.show();
        trade.reviewed();
        QTRY_VERIFY(screen.shows("signed along with it"));
        QVERIFY(!screen.shows("not needed"));
        QCOMPARE(screen.overflowing().join("; "), "");
    }
    void confirmingAgainAfterAnErrorUsesTheSameKey() {
        Trade trade;
        trade.reviewed();
        bool isFirst = true;
        trade.answer<trading::StartSwap>(
            [&](const trading::StartSwap&, const ops::Context& context) -> Result<trading::Swap> {
                trade.keys.push_back(context.idempotencyKey);
                if (std::exchange(isFirst, false))
                    return fail(ErrorKind::deadline, "ops.deadline", "no answer in time");
                return test::sampleSwap(trading::SwapStatus::pending, "check");
            });
        trade.model().confirm();
        QTRY_COMPARE(trade.model().errorKey(), "ops.deadline");
        QVERIFY(!trade.model().isBusy());
        trade.model().confirm();
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        QCOMPARE(trade.keys[0], trade.keys[1]);
    }
    void lockedSigningAsksForThePassphrase() {
        Trade trade;
        trade.refuse<trading::StartSwap>("vault.signing_locked");
        std::string passphrase;
        trade.answer<vault::UnlockSigning>(
            [&](const vault::UnlockSigning& request, const ops::Context&) -> Result<ops::Nothing> {
                passphrase = request.passphrase.text();
                return ops::Nothing{};
            });
        auto screen = trade.show();
        trade.reviewed();
        trade.model().confirm();
        QTRY_VERIFY(trade.model().needsPassphrase());
        QTRY_VERIFY(screen.find("Passphrase, to sign")->hasActiveFocus());
        trade.answer<trading::StartSwap>(test::sampleSwap(trading::SwapStatus::pending, "check"));
        screen.type("correct horse");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        QCOMPARE(passphrase, std::string("correct horse"));
    }
    void problemsForbidConfirming() {
        Trade trade;
        trading::Preview::Response preview;
        preview.problems = {"The wallet has too little ETH."};
        trade.answer<trading::Preview>(preview);
        auto screen = trade.show();
        trade.reviewed();
        QTRY_VERIFY(screen.shows("too little ETH"));
        QVERIFY(!screen.find("Confirm the swap")->isEnabled());
    }
    void findingsAreShownAndAgreedTo_data() {
        QTest::addColumn<QSize>("size");
        QTest::addRow("window") << QSize(1440, 900);
        QTest::addRow("phone") << QSize(360, 740);
    }
    void findingsAreShownAndAgreedTo() {
        QFETCH(QSize, size);
        Trade trade;
        trade.answer<trading::Preview>(risky(simulation::Level::danger));
        trading::StartSwap sent;
        trade.answer<trading::StartSwap>(
            [&](const trading::StartSwap& request, const auto&) -> Result<trading::Swap> {
                sent = request;
                return test::sampleSwap(trading::SwapStatus::pending, "check");
            });
        auto screen = trade.show(size);
        trade.reviewed();
        QTRY_VERIFY(screen.shows("Swaps 1.5 ETH for USDC"));
        QVERIFY(screen.shows("+4,483.214907 USDC"));
        QVERIFY(screen.shows("The pool is thin."));
        QVERIFY(screen.shows("Found: 12% · Limit: 5%"));
        QVERIFY(screen.shows("unlimited: all USDC, now and later"));
        QVERIFY(screen.shows("1,000.5 USDC"));
        QVERIFY(screen.shows("77 of the smallest units of SHIB"));
        QVERIFY(!screen.find("Confirm the swap")->isEnabled());
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        screen.find("I have read the warnings and want it all the same")
            ->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTRY_VERIFY(screen.find("Confirm the swap")->isEnabled());
        trade.model().confirm();
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        QCOMPARE(sent.acceptedRules, std::vector<std::string>{"price_impact"});
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void whatCannotBeIgnoredForbidsConfirming() {
        Trade trade;
        trade.answer<trading::Preview>(risky(simulation::Level::block));
        auto screen = trade.show();
        trade.reviewed();
        QTRY_VERIFY(screen.shows("This cannot be ignored"));
        QVERIFY(!screen.find("Confirm the swap")->isEnabled());
        QVERIFY(!screen.find("I have read the warnings and want it all the same"));
        trade.model().risk()->setAgreed(true);
        QVERIFY(!trade.model().risk()->mayGoOn());
    }
    void findingsThatCameLaterAreAskedAbout() {
        Trade trade;
        std::vector<trading::StartSwap> sent;
        trade.answer<trading::StartSwap>(
            [&](const trading::StartSwap& request, const auto&) -> Result<trading::Swap> {
                sent.push_back(request);
                if (request.acceptedRules.empty()) {
                    return fail(ErrorKind::precondition, "simulation.not_accepted",
                                "first_contact: never paid before",
                                {{"ruleIds", "first_contact, slippage"}});
                }
                return test::sampleSwap(trading::SwapStatus::pending, "check");
            });
        auto screen = trade.show();
        trade.reviewed();
        trade.model().confirm();
        QTRY_VERIFY(screen.shows("never paid before"));
        QVERIFY(!screen.find("Confirm the swap")->isEnabled());
        trade.model().risk()->setAgreed(true);
        trade.model().confirm();
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        QCOMPARE(sent[1].acceptedRules, (std::vector<std::string>{"first_contact", "slippage"}));
    }
    void anExpiredQuoteIsRenewed() {
        Trade trade;
        trade.answer<quote::GetQuote>(
            [&](const quote::GetQuote& request, const ops::Context&) -> Result<quote::Quote> {
                trade.asked.push_back(request);
                auto quote = test::sampleQuote();
                quote.expiresAt = trade.asked.size() == 1 ? Timestamp{1} : quote.expiresAt;
                return quote;
            });
        auto screen = trade.show();
        trade.reviewed();
        QTRY_VERIFY(trade.model().isExpired());
        QVERIFY(!screen.find("Confirm the swap")->isEnabled());
        screen.click("Ask again");
        QTRY_VERIFY(!trade.model().isExpired());
        QTRY_VERIFY(trade.model().preview().isThere);
        QCOMPARE(trade.asked.size(), 2u);
    }
    void aFailedSwapSaysWhy() {
        Trade trade;
        trade.answer<trading::GetSwap>(test::sampleSwap(trading::SwapStatus::failed, "simulate"));
        auto screen = trade.show();
        trade.reviewed();
        trade.model().confirm();
        QTRY_COMPARE(trade.model().stage(), Stage::Progress);
        trade.publish({1, "trading.swap_progressed", 1, "", "{}", "", {1}});
        QTRY_VERIFY(screen.shows("The price moved beyond your slippage limit."));
        QVERIFY(screen.shows("Failed"));
    }
    void whatWasDeclinedIsNotShownAsSent() {
        auto swap = test::sampleSwap(trading::SwapStatus::failed, "track");
        QCOMPARE(ui::ProgressView::of(swap).step, 4);
        wallet::Transaction declined;
        declined.status = wallet::TransactionStatus::declined;
        swap.swap = declined;
        QCOMPARE(ui::ProgressView::of(swap).step, 3);
        swap.swap.reset();
        swap.approval = declined;
        QCOMPARE(ui::ProgressView::of(swap).step, 1);
    }
    void aNetworkWithoutPoolsSaysSo() {
        test::Harness harness;
        auto chain = test::sampleChain();
        chain.contracts = {};
        harness.answer<chain::ListChains>({{chain}});
        harness.open();
        test::Screen screen("swap", "SwapScreen",
                            {{"model", QVariant::fromValue(harness.app().swap())},
                             {"orders", QVariant::fromValue(harness.app().orders())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        QTRY_VERIFY(screen.shows("No swaps on Practice network"));
    }
};

QTEST_MAIN(TestSwap)
#include "tst_swap.moc"
