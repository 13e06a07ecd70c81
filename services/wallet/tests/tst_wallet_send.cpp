// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

Task<> prepareInto(ops::Node& node, std::string reference, std::vector<Transaction>& made,
                   int& ended) {
    auto prepared =
        co_await node.call(WalletWorld::transfer(std::move(reference)), ops::Context::owner());
    if (prepared) made.push_back(*std::move(prepared));
    ++ended;
    co_return ok();
}

/// Prepares under all references at once.
std::vector<Transaction> prepareTogether(WalletWorld& w, std::vector<std::string> references) {
    std::vector<Transaction> made;
    int ended = 0;
    const int count = static_cast<int>(references.size());
    for (auto& reference : references) {
        async::spawn(w.rig.core.executor(),
                     prepareInto(*w.rig.local, std::move(reference), made, ended),
                     [](const Error&) {});
    }
    if (!w.rig.core.waitUntil([&] { return ended == count; })) test::giveUp("prepare did not end");
    return made;
}

}  // namespace

class WalletSendTest : public QObject {
    Q_OBJECT

private slots:
    void prepareSignsWhatWasAsked() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) { chain.pending = 7; });
        auto request = w.transfer("r1");
        request.data = {1, 2, 3};
        const auto made = w.rig.call(request).value();
        QVERIFY(made.status == TransactionStatus::signedOnly);
        QCOMPARE(made.nonce, std::uint64_t{7});
        QCOMPARE(made.gasLimit, std::uint64_t{30'200});
        QVERIFY(made.maxCostWei == U256(1000 + 30'200 * 10));
        QVERIFY(w.on([](FakeChain& chain) { return chain.sent.empty(); }));
        QVERIFY(w.rig.call(BroadcastTransaction{made.transactionId}).has_value());
        const auto raw = w.on([](FakeChain& chain) { return chain.sent.front(); });
        const auto decoded = crypto::SignedTransaction::decode(raw).value();
        QVERIFY(decoded.hash == made.hash);
        QVERIFY(decoded.sender == kOwner);
        const auto& sent = decoded.transaction;
        QVERIFY(sent.to == kStranger && sent.value == U256(1000));
        QVERIFY(sent.data == request.data);
        QCOMPARE(sent.chainId, kChain);
        QCOMPARE(sent.nonce, std::uint64_t{7});
        QVERIFY(sent.maxFeePerGas == U256(10) && sent.maxPriorityFeePerGas == U256(2));
        QVERIFY(sent.gasLimit == U256(30'200));
    }

    void speedAndGasLimitAreTheCallers() {
        WalletWorld w;
        w.import();
        auto request = w.transfer("fast");
        request.speed = chain::Speed::fast;
        request.gasLimit = 90'000;
        QVERIFY(w.rig.call(request).value().maxCostWei == U256(1000 + 90'000 * 11));
        request.reference = "slow";
        request.speed = chain::Speed::slow;
        QVERIFY(w.rig.call(request).value().maxCostWei == U256(1000 + 90'000 * 9));
        QCOMPARE(w.rig.callsOf("chain.estimate_gas"), std::size_t{0});
    }

    void oneTransactionPerReference() {
        WalletWorld w;
        w.import();
        const auto first = w.rig.call(w.transfer("r1")).value();
        const auto again = w.rig.call(w.transfer("r1")).value();
        QVERIFY(again.transactionId == first.transactionId && again.hash == first.hash);
        auto other = w.transfer("r1");
        other.purpose = "approve";
        const auto second = w.rig.call(other).value();
        QVERIFY(second.transactionId != first.transactionId);
        QCOMPARE(second.nonce, first.nonce + 1);
        w.rig.restart();
        QVERIFY(w.rig.call(w.transfer("r1")).value().hash == first.hash);
        QCOMPARE(w.rig.call(ListTransactions{}).value().transactions.size(), std::size_t{2});
    }

    void manyAtOnceNeverShareANonce() {
        WalletWorld w;
        w.import();
        std::vector<std::string> references;
        for (int i = 0; i < 12; ++i) references.push_back(cat("r", i));
        const auto made = prepareTogether(w, references);
        QCOMPARE(made.size(), references.size());
        std::set<std::uint64_t> nonces;
        for (const auto& transaction : made) nonces.insert(transaction.nonce);
        QCOMPARE(nonces.size(), made.size());
        QCOMPARE(*nonces.begin(), std::uint64_t{0});
        QCOMPARE(*nonces.rbegin(), std::uint64_t{11});
    }

    void theSameReferenceAtOnceIsOneTransaction() {
        WalletWorld w;
        w.import();
        const auto made = prepareTogether(w, {"r", "r", "r", "r"});
        QCOMPARE(made.size(), std::size_t{4});
        for (const auto& transaction : made)
            QVERIFY(transaction.transactionId == made.front().transactionId);
        QCOMPARE(w.rig.call(ListTransactions{}).value().transactions.size(), std::size_t{1});
    }

    void insufficientFundsSaysHaveAndNeed() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) { chain.wei = U256(210'999); });
        const auto refused = w.rig.call(w.transfer("r1"));
        QCOMPARE(keyOf(refused), std::string("wallet.insufficient_funds"));
        QVERIFY(refused.error().kind == ErrorKind::precondition);
        QCOMPARE(refused.error().details.at("have"), std::string("210999"));
        QCOMPARE(refused.error().details.at("need"), std::string("211000"));
        QVERIFY(refused.error().message.find("0.000000000000210999") != std::string::npos);
        QVERIFY(refused.error().message.find("0.000000000000211") != std::string::npos);
        w.on([](FakeChain& chain) { chain.wei = U256(211'000); });
        QCOMPARE(w.rig.call(w.transfer("r1")).value().nonce, std::uint64_t{0});
    }

    void refusalsLeaveNothingBehind() {
        WalletWorld w;
        w.import();
        auto foreign = w.transfer("r1");
        foreign.from = kStranger;
        QCOMPARE(keyOf(w.rig.call(foreign)), std::string("wallet.unknown_address"));
        w.on([](FakeChain& chain) { chain.revertReason = "not today"; });
        const auto reverted = w.rig.call(w.transfer("r1"));
        QCOMPARE(keyOf(reverted), std::string("chain.reverted"));
        QCOMPARE(reverted.error().message, std::string("not today"));
        w.on([&](FakeChain& chain) {
            chain.revertReason.clear();
            w.keyring.isLocked = true;
        });
        QCOMPARE(keyOf(w.rig.call(w.transfer("r1"))), std::string("vault.signing_locked"));
        QCOMPARE(keyOf(w.rig.call(w.transfer(""))), std::string("wallet.reference"));
        QCOMPARE(keyOf(w.rig.call(w.transfer(std::string(129, 'r')))),
                 std::string("wallet.reference"));
        auto unnamed = w.transfer("r1");
        unnamed.purpose.clear();
        QCOMPARE(keyOf(w.rig.call(unnamed)), std::string("wallet.purpose"));
        QVERIFY(w.rig.call(ListTransactions{}).value().transactions.empty());
        w.on([&](FakeChain&) { w.keyring.isLocked = false; });
        QCOMPARE(w.rig.call(w.transfer("r1")).value().nonce, std::uint64_t{0});
        QCOMPARE(keyOf(w.rig.call(BroadcastTransaction{Id{}})),
                 std::string("wallet.unknown_transaction"));
    }

    void sendsTheNativeCoin() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("ETH", "0.25")).value();
        QVERIFY(sent.status == TransactionStatus::pending);
        QVERIFY(sent.to == kStranger && sent.value == U256(250'000'000'000'000'000));
        QCOMPARE(sent.gasLimit, std::uint64_t{21'000});
        QCOMPARE(sent.asset.value().symbol, std::string("ETH"));
        QVERIFY(sent.amount == sent.value && sent.recipient == kStranger);
        QVERIFY(!sent.isOwnRecipient);
        QVERIFY(w.on([](FakeChain& chain) { return chain.sent.size() == 1; }));
    }

    void sendsATokenToOneself() {
        WalletWorld w;
        const auto wallet = w.import();
        auto request = w.send("USDC", "1.5");
        request.to = w.rig.call(AddAddress{wallet.walletId, ""}).value().address;
        const auto sent = w.rig.call(request).value();
        QVERIFY(sent.to == kUsdc && sent.value.isZero());
        QVERIFY(sent.amount == U256(1'500'000) && sent.recipient == request.to);
        QVERIFY(sent.isOwnRecipient);
        const auto raw = w.on([](FakeChain& chain) { return chain.sent.front(); });
        const auto data = crypto::SignedTransaction::decode(raw).value().transaction.data;
        QCOMPARE(toHex(ByteView(data).first(4)), std::string("a9059cbb"));
        QCOMPARE(toHex(ByteView(data).subspan(16, 20)), toHex(request.to.bytes));
        QVERIFY(U256::fromBigEndian(ByteView(data).subspan(36)) == sent.amount);
    }

    void refusesBadAmounts() {
        WalletWorld w;
        w.import();
        const auto tooMuch = w.rig.call(w.send("USDC", "5.000001"));
        QCOMPARE(keyOf(tooMuch), std::string("wallet.insufficient_funds"));
        QVERIFY(tooMuch.error().message.find("have 5 USDC, need 5.000001") != std::string::npos);
        const auto tooFine = w.rig.call(w.send("USDC", "0.0000001"));
        QCOMPARE(keyOf(tooFine), std::string("money.too_many_decimals"));
        QCOMPARE(tooFine.error().details.at("field"), std::string("amount"));
        QCOMPARE(keyOf(w.rig.call(w.send("USDC", "1e3"))), std::string("money.exponent"));
        QCOMPARE(keyOf(w.rig.call(w.send("ETH", "0"))), std::string("wallet.amount_zero"));
        QCOMPARE(keyOf(w.rig.call(w.send("DOGE", "1"))), std::string("token.unknown"));
        QVERIFY(w.on([](FakeChain& chain) { return chain.sent.empty(); }));
    }

    void aRepeatedSendIsTheSameTransaction() {
        WalletWorld w;
        w.import();
        const auto context = ops::Context::owner().withKey("k1");
        const auto first = w.rig.call(w.send("ETH", "1"), context).value();
        const auto again = w.rig.call(w.send("ETH", "1"), context).value();
        QVERIFY(again.transactionId == first.transactionId);
        const auto other = w.rig.call(w.send("ETH", "1")).value();
        QVERIFY(other.transactionId != first.transactionId);
    }

    void anEndpointThatRefusesKeepsTheTransaction() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.sendError = Error{ErrorKind::unavailable, "chain.unavailable", "cable out"};
        });
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        QVERIFY(sent.status == TransactionStatus::signedOnly);
        w.on([](FakeChain& chain) { chain.sendError.reset(); });
        const auto later = w.await(sent.transactionId, TransactionStatus::pending);
        QVERIFY(later.hash == sent.hash);
    }

    void lists() {
        WalletWorld w;
        w.import();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(w.rig.call(w.transfer(cat("r", i))).has_value());
            w.rig.clock.advance(std::chrono::seconds(1));
        }
        ListTransactions filter;
        filter.limit = 2;
        auto page = w.rig.call(filter).value().transactions;
        QCOMPARE(page.size(), std::size_t{2});
        QCOMPARE(page.front().reference, std::string("r2"));
        filter.before = page.back().createdAt;
        page = w.rig.call(filter).value().transactions;
        QCOMPARE(page.size(), std::size_t{1});
        QCOMPARE(page.front().reference, std::string("r0"));
        filter = {};
        filter.address = kStranger;
        QVERIFY(w.rig.call(filter).value().transactions.empty());
        filter.address = kOwner;
        filter.chainId = 1;
        QVERIFY(w.rig.call(filter).value().transactions.empty());
    }
};

QTEST_GUILESS_MAIN(WalletSendTest)
#include "tst_wallet_send.moc"
