// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;
using Status = TransactionStatus;

namespace {

crypto::Transaction sentAt(WalletWorld& w, std::size_t index) {
    const auto raw = w.on([&](FakeChain& chain) { return chain.sent.at(index); });
    return crypto::SignedTransaction::decode(raw).value().transaction;
}

/// Prices that make a rise of an eighth come out uneven.
void setPrices(WalletWorld& w) {
    w.on([](FakeChain& chain) {
        chain.fees = {.baseFeePerGas = U256(400),
                      .slow = {U256(900), U256(10)},
                      .normal = {U256(1001), U256(21)},
                      .fast = {U256(1002), U256(22)},
                      .evidence = {}};
    });
}

/// From now on endpoints keep nothing, and blocks pass until it counts as dropped.
Transaction forget(WalletWorld& w, const Id& id) {
    w.on([](FakeChain& chain) {
        chain.isForgetful = true;
        chain.known.clear();
    });
    return w.await(id, [&w](const Transaction& transaction) {
        if (transaction.status == Status::dropped) return true;
        w.on([](FakeChain& chain) { ++chain.head; });
        return false;
    });
}

}  // namespace

class WalletReplaceTest : public QObject {
    Q_OBJECT

private slots:
    void speedUpRaisesBothFees() {
        WalletWorld w;
        w.import();
        setPrices(w);
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto faster = w.rig.call(SpeedUp{sent.transactionId}).value();
        QVERIFY(faster.transactionId == sent.transactionId && faster.hash != sent.hash);
        QVERIFY(faster.status == Status::pending);
        QCOMPARE(faster.nonce, sent.nonce);
        QCOMPARE(faster.attempts.size(), std::size_t{2});
        QVERIFY(faster.attempts.back().kind == AttemptKind::speedUp);
        const auto first = sentAt(w, 0), second = sentAt(w, 1);
        QVERIFY(second.to == first.to && second.value == first.value &&
                second.nonce == first.nonce);
        // 12.5 % above 1001 and 21, rounded up.
        QVERIFY(second.maxFeePerGas == U256(1127) && second.maxPriorityFeePerGas == U256(24));
        SpeedUp own{sent.transactionId, U256(1239), U256(27)};
        const auto low = w.rig.call(own);
        QCOMPARE(keyOf(low), std::string("wallet.replacement_fee"));
        QCOMPARE(low.error().details.at("least"), std::string("1240"));
        own.maxFeePerGas = U256(1240);
        QVERIFY(w.rig.call(own).has_value());
        // The price of now counts when it is higher.
        w.on([](FakeChain& chain) { chain.fees.fast = {U256(9000), U256(500)}; });
        QVERIFY(w.rig.call(SpeedUp{sent.transactionId}).has_value());
        QVERIFY(sentAt(w, 3).maxFeePerGas == U256(9000));
    }

    void whicheverAttemptIsMinedCounts() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto faster = w.rig.call(SpeedUp{sent.transactionId}).value();
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        const auto included = w.await(sent.transactionId, Status::included);
        QVERIFY(included.hash == sent.hash && included.hash != faster.hash);
        const auto late = w.rig.call(SpeedUp{sent.transactionId});
        QCOMPARE(keyOf(late), std::string("wallet.not_pending"));
        QCOMPARE(late.error().details.at("status"), std::string("included"));
        w.on([](FakeChain& chain) { ++chain.head; });
        w.await(sent.transactionId, Status::final);
        QCOMPARE(w.rig.eventsOf("wallet.transaction_settled").size(), std::size_t{1});
        QCOMPARE(keyOf(w.rig.call(Cancel{sent.transactionId})), std::string("wallet.not_pending"));
    }

    void cancelSendsNothingToOneself() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("USDC", "1")).value();
        const auto cancelled = w.rig.call(Cancel{sent.transactionId}).value();
        QVERIFY(cancelled.attempts.back().kind == AttemptKind::cancel);
        const auto raw = sentAt(w, 1);
        QVERIFY(raw.to == kOwner && raw.value.isZero() && raw.data.empty());
        QVERIFY(raw.nonce == sent.nonce && raw.gasLimit == U256(21'000));
        w.on([&](FakeChain& chain) {
            chain.mine(cancelled.hash);
            ++chain.head;
        });
        const auto done = w.await(sent.transactionId, Status::cancelled);
        QVERIFY(done.feeWei == U256(21'000 * 7 + 3));
        // The fee is booked, the amount is not: it is not final.
        const auto settled = w.rig.eventsOf("wallet.transaction_settled");
        QCOMPARE(settled.size(), std::size_t{1});
        const auto event = events::payloadOf<TransactionSettled>(settled.front()).value();
        QVERIFY(event.transaction.status == Status::cancelled);
        QVERIFY(w.rig.call(WaitForTransaction{sent.transactionId, 600'000}).has_value());
    }

    void aCancelThatComesTooLateIsNone() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        QVERIFY(w.rig.call(Cancel{sent.transactionId}).has_value());
        // A faster cancellation stays one.
        const auto again = w.rig.call(SpeedUp{sent.transactionId}).value();
        QVERIFY(again.attempts.back().kind == AttemptKind::cancel);
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            ++chain.head;
        });
        QVERIFY(w.await(sent.transactionId, Status::final).hash == sent.hash);
    }

    void attemptsSurviveARestart() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto faster = w.rig.call(SpeedUp{sent.transactionId}).value();
        w.rig.stop();
        w.chain.mine(faster.hash);
        ++w.chain.head;
        w.rig.vault.reopen();
        w.rig.start();
        QVERIFY(w.await(sent.transactionId, Status::final).hash == faster.hash);
    }

    void aReplacementIsPaidFor() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([](FakeChain& chain) { chain.wei = U256(1000); });
        QCOMPARE(keyOf(w.rig.call(SpeedUp{sent.transactionId})),
                 std::string("wallet.insufficient_funds"));
        w.on([&](FakeChain&) { w.keyring.isLocked = true; });
        QCOMPARE(keyOf(w.rig.call(Cancel{Id{}})), std::string("wallet.unknown_transaction"));
        w.on([](FakeChain& chain) { chain.wei = U256::powerOfTwo(70); });
        QCOMPARE(keyOf(w.rig.call(Cancel{sent.transactionId})),
                 std::string("vault.signing_locked"));
        QCOMPARE(w.get(sent.transactionId).attempts.size(), std::size_t{1});
    }

    void whatNobodyKeepsIsDroppedAndMayComeBack() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto dropped = forget(w, sent.transactionId);
        // Nobody gives up at the first block without it.
        QVERIFY(w.chain.sent.size() >= 4);
        QVERIFY(dropped.note.find("Dropped") == 0);
        // Its nonce is not given to anybody else.
        QCOMPARE(w.rig.call(w.transfer("next")).value().nonce, sent.nonce + 1);
        w.on([&](FakeChain& chain) { chain.known.insert(sent.hash); });
        const auto back = w.await(sent.transactionId, Status::pending);
        QVERIFY(!back.note.empty());
    }

    void whatIsRefusedForGoodIsDroppedWithTheReason() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.sendError = Error{ErrorKind::precondition, "chain.underpriced", "pay more"};
        });
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto dropped = w.await(sent.transactionId, Status::dropped);
        QVERIFY(dropped.note.find("pay more") != std::string::npos);
        w.on([](FakeChain& chain) { chain.sendError.reset(); });
        QVERIFY(w.rig.call(SpeedUp{sent.transactionId}).value().status == Status::pending);
    }

    void aReorganisationIsToldApart() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        w.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        w.await(sent.transactionId, Status::included);
        w.on([](FakeChain& chain) {
            chain.receipts.clear();
            chain.latest = 0;
        });
        const auto back = w.await(sent.transactionId, Status::pending);
        QCOMPARE(back.reorganisations, std::int64_t{1});
        QVERIFY(back.note.find("reorganisation") != std::string::npos);
        QVERIFY(back.feeWei.isZero());
    }

    void gapsAreFoundAndFilled() {
        WalletWorld w;
        w.import();
        // An endpoint claimed two transactions that do not exist.
        w.on([](FakeChain& chain) { chain.pending = 2; });
        const auto stuck = w.rig.call(w.send("ETH", "1")).value();
        QCOMPARE(stuck.nonce, std::uint64_t{2});
        w.on([](FakeChain& chain) { chain.pending = 0; });
        const auto nonces = w.rig.call(GetNonces{kChain, kOwner}).value();
        QCOMPARE(nonces.gaps.size(), std::size_t{2});
        QCOMPARE(nonces.gaps[1].nonce, std::uint64_t{1});
        QVERIFY(!nonces.gaps[0].transactionId);
        QCOMPARE(nonces.next, std::uint64_t{3});
        QCOMPARE(nonces.underWay.size(), std::size_t{1});
        const auto repaired = w.rig.call(RepairNonces{kChain, kOwner}).value().sent;
        QCOMPARE(repaired.size(), std::size_t{2});
        QCOMPARE(repaired[0].nonce, std::uint64_t{0});
        QCOMPARE(repaired[1].nonce, std::uint64_t{1});
        QCOMPARE(repaired[0].purpose, std::string("repair"));
        QVERIFY(repaired[0].to == kOwner && repaired[0].value.isZero());
        QVERIFY(w.rig.call(GetNonces{kChain, kOwner}).value().gaps.empty());
        QVERIFY(w.rig.call(RepairNonces{kChain, kOwner}).value().sent.empty());
        QCOMPARE(keyOf(w.rig.call(GetNonces{kChain, kStranger})),
                 std::string("wallet.unknown_address"));
    }

    void aDroppedOneIsAGapToo() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        forget(w, sent.transactionId);
        QVERIFY(w.rig.call(w.transfer("next")).has_value());
        const auto gaps = w.rig.call(GetNonces{kChain, kOwner}).value().gaps;
        QCOMPARE(gaps.size(), std::size_t{1});
        QVERIFY(gaps.front().transactionId == sent.transactionId);
        const auto repaired = w.rig.call(RepairNonces{kChain, kOwner}).value().sent;
        QCOMPARE(repaired.size(), std::size_t{1});
        QVERIFY(repaired.front().transactionId == sent.transactionId);
        QCOMPARE(repaired.front().attempts.size(), std::size_t{2});
    }

    void aChosenNonceMustBeFree() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) { chain.latest = 5; });
        auto request = w.transfer("r1");
        request.nonce = 5;
        const auto made = w.rig.call(request).value();
        QCOMPARE(made.nonce, std::uint64_t{5});
        request.reference = "r2";
        const auto taken = w.rig.call(request);
        QCOMPARE(keyOf(taken), std::string("wallet.nonce_taken"));
        QCOMPARE(taken.error().details.at("transactionId"), made.transactionId.toString());
        request.nonce = 4;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.nonce_used"));
        request.nonce = 9;
        const auto gap = w.rig.call(request);
        QCOMPARE(keyOf(gap), std::string("wallet.nonce_gap"));
        QCOMPARE(gap.error().details.at("next"), std::string("6"));
        request.nonce = ~std::uint64_t{0};
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.nonce_gap"));
    }
};

QTEST_GUILESS_MAIN(WalletReplaceTest)
#include "tst_wallet_replace.moc"
