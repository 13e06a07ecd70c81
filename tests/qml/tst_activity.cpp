// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

using namespace kosh;

namespace {

wallet::Transaction sent(std::string reference) {
    wallet::Transaction transaction;
    transaction.transactionId.bytes.fill(7);
    transaction.purpose = reference.empty() ? "send" : "approve";
    transaction.reference = std::move(reference);
    transaction.asset = test::usdc();
    transaction.amount = 25'000'000;
    transaction.recipient = test::sampleAddress();
    transaction.status = wallet::TransactionStatus::pending;
    transaction.hash.bytes.fill(0xcd);
    transaction.createdAt = {1'767'225'700'000'000};
    return transaction;
}

}  // namespace

class TestActivity : public QObject {
    Q_OBJECT

private slots:
    void swapsAndPaymentsAreOneListNewestFirst() {
        const auto rows =
            ui::mergeActivity({test::sampleSwap(trading::SwapStatus::settled, "done")},
                              {sent(""), sent("trading.swap:x")}, "ETH");
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].kind, "send");
        QCOMPARE(rows[0].status, "pending");
        QCOMPARE(rows[1].kind, "swap");
        QCOMPARE(rows[1].status, "final");
        QCOMPARE(rows[1].references.size(), 2);
    }
    void detailShowsFiguresAndBooks() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().activity();
        test::Screen screen("activity", "ActivityScreen", {{"model", QVariant::fromValue(model)}},
                            {360, 740});
        QTRY_COMPARE(model->rows()->count(), 1);
        QTRY_VERIFY(screen.find("ETH to USDC, +4,483.2149 USDC, Final"));
        QTest::keyClick(&screen.view(), Qt::Key_Tab);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(!model->detail().key.isEmpty());
        QVERIFY(screen.shows("0.0002 ETH"));
        QVERIFY(screen.shows("1,236"));
        QTRY_COMPARE(model->booked()->count(), 4);
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
        screen.click("All activity");
        QTRY_VERIFY(model->detail().key.isEmpty());
    }
    void eventsRefresh() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().activity();
        QTRY_VERIFY(model->isLoaded());
        harness.answer<wallet::ListTransactions>({{sent("")}});
        harness.publish({1, "wallet.transaction_changed", 1, "", "{}", "", {1}});
        QTRY_COMPARE(model->rows()->count(), 2);
    }
    void emptyAndErrorAreSaid() {
        test::Harness harness;
        harness.answer<trading::ListSwaps>({});
        harness.open();
        auto* model = harness.app().activity();
        test::Screen screen("activity", "ActivityScreen", {{"model", QVariant::fromValue(model)}},
                            {1440, 900});
        QTRY_VERIFY(screen.shows("Nothing yet"));
        harness.refuse<trading::ListSwaps>("vault.locked");
        model->refresh();
        QTRY_COMPARE(model->errorKey(), "vault.locked");
        QVERIFY(!model->isBusy());
        QVERIFY(screen.find("Try again"));
    }
    void theJournalShowsEntriesAndThatTheyBalance() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().journal();
        test::Screen screen("journal", "JournalScreen", {{"model", QVariant::fromValue(model)}},
                            {360, 740});
        QTRY_VERIFY(screen.shows("Balances: yes"));
        QVERIFY(screen.find("Entry 1: Opening balance"));
        QVERIFY(screen.find("ETH: debits 12.5, credits 12.5"));
        QCOMPARE(screen.overflowing().join("; "), "");
        harness.answer<ledger::ListEntries>({{test::sampleEntry(2), test::sampleEntry(1)}});
        harness.answer<ledger::GetTrialBalance>({false, 2, {}});
        harness.publish({1, "ledger.entry_posted", 1, "", "{}", "", {1}});
        QTRY_VERIFY(screen.find("Entry 2: Opening balance"));
        QTRY_VERIFY(screen.shows("Balances: no"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void anEmptyJournalSaysWhatComes() {
        test::Harness harness;
        harness.answer<ledger::ListEntries>({});
        harness.answer<ledger::GetTrialBalance>({true, 0, {}});
        harness.open();
        test::Screen screen("journal", "JournalScreen",
                            {{"model", QVariant::fromValue(harness.app().journal())}}, {360, 740});
        QTRY_VERIFY(screen.shows("The journal is empty"));
    }
};

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
