// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;
using Status = TransactionStatus;

class WalletTrackerTest : public QObject {
    Q_OBJECT

private slots:
    void pendingIncludedFinal() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        QVERIFY(sent.status == Status::pending);
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        const auto included = w.await(sent.transactionId,
                                      [](const Transaction& one) { return one.confirmations > 0; });
        QVERIFY(included.status == Status::included);
        QCOMPARE(included.confirmations, std::int64_t{1});
        QCOMPARE(included.blockNumber, std::uint64_t{101});
        QVERIFY(w.rig.eventsOf("wallet.transaction_settled").empty());
        w.on([](FakeChain& chain) { ++chain.head; });
        const auto done = w.await(sent.transactionId, Status::final);
        QCOMPARE(done.confirmations, std::int64_t{2});
        QCOMPARE(done.gasUsed, std::uint64_t{21'000});
        QVERIFY(done.effectiveGasPrice == U256(7));
        // Gas times price plus the data fee.
        QVERIFY(done.feeWei == U256(21'000 * 7 + 3));
        const auto settled = w.rig.eventsOf("wallet.transaction_settled");
        QCOMPARE(settled.size(), std::size_t{1});
        const auto event = events::payloadOf<TransactionSettled>(settled.front()).value();
        QVERIFY(event.transaction.status == Status::final);
        QVERIFY(event.transaction.feeWei == done.feeWei);
        QCOMPARE(event.nativeSymbol, std::string("ETH"));
        QCOMPARE(event.blockAt.micros, std::int64_t{101'000'000});
        QCOMPARE(settled.front().key, kOwner.toString());
    }

    void aReceiptAheadOfTheHeadWaitsForIt() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            chain.head -= 2;
        });
        const auto ahead = w.await(sent.transactionId, Status::included);
        QCOMPARE(ahead.confirmations, std::int64_t{0});
        QCOMPARE(ahead.blockNumber, std::uint64_t{101});
        w.on([](FakeChain& chain) { chain.head += 3; });
        QCOMPARE(w.await(sent.transactionId, Status::final).confirmations, std::int64_t{2});
    }

    void waitingAnswersAtTheEnd() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        QVERIFY(w.rig.call(WaitForTransaction{sent.transactionId, 0}).value().status ==
                Status::pending);
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            ++chain.head;
        });
        QVERIFY(w.rig.call(WaitForTransaction{sent.transactionId}).value().status == Status::final);
        QCOMPARE(keyOf(w.rig.call(WaitForTransaction{Id{}})),
                 std::string("wallet.unknown_transaction"));
    }

    void aRevertIsFailedWithItsReason() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash, false);
            ++chain.head;
            chain.revertReason = "Too little received";
        });
        const auto failed = w.await(sent.transactionId, Status::failed);
        QCOMPARE(failed.failure, std::string("Too little received"));
        QVERIFY(failed.feeWei == U256(21'000 * 7 + 3));
        const auto settled = w.rig.eventsOf("wallet.transaction_settled");
        QCOMPARE(settled.size(), std::size_t{1});
        QVERIFY(events::payloadOf<TransactionSettled>(settled.front()).value().transaction.status ==
                Status::failed);
    }

    void aReorganisationTakesItBackToPending() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        w.await(sent.transactionId, Status::included);
        w.on([&](FakeChain& chain) {
            chain.receipts.clear();
            chain.latest = 0;
        });
        const auto back = w.await(sent.transactionId, Status::pending);
        QCOMPARE(back.blockNumber, std::uint64_t{0});
        QCOMPARE(back.confirmations, std::int64_t{0});
        w.on([&](FakeChain& chain) {
            chain.head += 3;
            chain.mine(sent.hash);
        });
        const auto again = w.await(sent.transactionId, Status::included);
        QCOMPARE(again.blockNumber, std::uint64_t{105});
        w.on([](FakeChain& chain) { ++chain.head; });
        w.await(sent.transactionId, Status::final);
        QCOMPARE(w.rig.eventsOf("wallet.transaction_settled").size(), std::size_t{1});
    }

    void aMoveToAnotherBlockIsNoticed() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        w.await(sent.transactionId, Status::included);
        w.on([&](FakeChain& chain) {
            ++chain.head;
            chain.receipts[sent.hash].blockNumber = chain.head;
        });
        w.await(sent.transactionId,
                [](const Transaction& t) { return t.blockNumber == 102 && t.confirmations == 1; });
        QVERIFY(w.rig.eventsOf("wallet.transaction_settled").empty());
    }

    void whatGotLostIsSentAgain() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([](FakeChain& chain) { chain.known.clear(); });
        QVERIFY(w.rig.core.waitUntil([&] { return w.chain.sent.size() >= 2; }));
        w.on([](FakeChain& chain) {
            if (chain.sent.front() != chain.sent.back()) test::giveUp("signed anew");
        });
        QVERIFY(w.get(sent.transactionId).status == Status::pending);
    }

    void anotherTransactionOfTheSameNonceReplacesIt() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([](FakeChain& chain) {
            chain.known.clear();
            chain.latest = 1;
        });
        const auto replaced = w.await(sent.transactionId, Status::replaced);
        QVERIFY(!replaced.failure.empty());
        QVERIFY(w.rig.eventsOf("wallet.transaction_settled").empty());
        // The nonce after the one that is used up.
        QCOMPARE(w.rig.call(w.transfer("next")).value().nonce, std::uint64_t{1});
    }

    void aNonceTooLowIsLeftToTheTracker() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.sendError = Error{ErrorKind::conflict, "chain.nonce_too_low", "used"};
        });
        const auto prepared = w.rig.call(w.transfer("r1")).value();
        // It went through an endpoint whose answer got lost.
        w.on([&](FakeChain& chain) {
            chain.mine(prepared.hash);
            ++chain.head;
        });
        QVERIFY(w.rig.call(BroadcastTransaction{prepared.transactionId}).has_value());
        w.await(prepared.transactionId, Status::final);
    }

    void aRestartGoesOnFollowing() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto prepared = w.rig.call(w.transfer("r1")).value();
        w.rig.stop();
        w.chain.mine(sent.hash);
        ++w.chain.head;
        w.rig.vault.reopen();
        w.rig.start();
        w.await(sent.transactionId, Status::final);
        // What was signed but never sent goes out too.
        w.await(prepared.transactionId, Status::pending);
        w.rig.restart();
        QCOMPARE(w.rig.eventsOf("wallet.transaction_settled").size(), std::size_t{1});
    }

    void offlineIsNotAnEnd() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([](FakeChain& chain) { chain.isOffline = true; });
        const auto before = w.rig.callsOf("chain.wait_block");
        QVERIFY(w.rig.core.waitUntil([&] {
            return std::ranges::count(w.rig.node.calls(), std::string("chain.wait_block")) >
                   static_cast<std::ptrdiff_t>(before);
        }));
        QVERIFY(w.get(sent.transactionId).status == Status::pending);
        w.on([&](FakeChain& chain) {
            chain.isOffline = false;
            chain.mine(sent.hash);
            ++chain.head;
        });
        w.await(sent.transactionId, Status::final);
    }

    void everyChangeIsAnEvent() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        w.await(sent.transactionId, Status::included);
        w.on([](FakeChain& chain) { ++chain.head; });
        w.await(sent.transactionId, Status::final);
        std::vector<std::string> seen;
        for (const auto& event : w.rig.eventsOf("wallet.transaction_changed")) {
            const auto changed = events::payloadOf<TransactionChanged>(event).value();
            for (const auto& [status, name] : enumNames(Status{})) {
                if (status == changed.transaction.status) seen.emplace_back(name);
            }
        }
        // A confirmation more is a change, too.
        seen.erase(std::ranges::unique(seen).begin(), seen.end());
        QCOMPARE(seen, (std::vector<std::string>{"signed", "pending", "included", "final"}));
    }
};

QTEST_GUILESS_MAIN(WalletTrackerTest)
#include "tst_wallet_tracker.moc"
