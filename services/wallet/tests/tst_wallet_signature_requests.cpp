// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <kosh/wallet/signature_requests.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;
using Status = TransactionStatus;

namespace {

constexpr auto kCoins = "0.000000000000001";

/// A node that knows the key to be on the device, and the device that has it.
struct Pair {
    WalletWorld node, device;
    Id walletId;
    Pair() {
        walletId = node.rig.call(WatchAddress{kOwner, "On the phone", true}).value().walletId;
        device.import();
    }
    Transaction send(std::string token, std::string amount) {
        pass(std::chrono::seconds(1));
        return node.rig.call(WalletWorld::send(std::move(token), std::move(amount))).value();
    }
    std::vector<SignatureRequest> waiting() {
        return node.rig.call(ListSignatureRequests{}).value().requests;
    }
    SignatureRequest only() {
        auto requests = waiting();
        if (requests.size() != 1) test::giveUp("not just one request");
        return std::move(requests.front());
    }
    Bytes sign(const SignatureRequest& request) {
        return device.rig.call(SignUnsigned{request.unsignedTransaction, {}}).value().raw;
    }
    Transaction submit(const SignatureRequest& request) {
        return node.rig.call(SubmitSigned{request.requestId, sign(request)}).value();
    }
    std::size_t sentCount() {
        return node.on([](FakeChain& chain) { return chain.sent.size(); });
    }
    void pass(Duration time) {
        node.rig.core.call([&] { node.rig.clock.advance(time); });
    }
};

SignUnsigned meaning(const SignatureRequest& request, const Transaction& transaction) {
    TransferMeant meant{*transaction.recipient, transaction.amount, U256(21'000 * 10), {}};
    if (!transaction.asset->isNative()) meant.token = transaction.asset->address;
    return {request.unsignedTransaction, meant};
}

using Change = std::function<void(SignUnsigned&)>;
struct Lie {
    std::string field, token;
    Change change;
};

/// One for everything a node could put in instead of what was meant.
std::vector<Lie> lies() {
    const auto of = [](auto change) {
        return [change](SignUnsigned& request) { change(request.unsignedTransaction); };
    };
    return {
        {"to", "ETH", of([](auto& u) { u.to = kUsdc; })},
        {"value", "ETH", of([](auto& u) { u.value = u.value + U256(1); })},
        {"data", "ETH", of([](auto& u) { u.data = {1}; })},
        {"maxFeePerGas", "ETH", of([](auto& u) { u.gasLimit *= 2; })},
        {"maxFeePerGas", "ETH", of([](auto& u) { u.maxFeePerGas = U256::max(); })},
        {"accessList", "ETH", of([](auto& u) { u.accessList = {{kUsdc, {}}}; })},
        {"to", "ETH", [](auto& r) { r.meant->token = kUsdc; }},
        {"maxFeePerGas", "ETH", [](auto& r) { r.meant->maxFeeWei = U256(21'000 * 10 - 1); }},
        {"to", "USDC", of([](auto& u) { u.to = kStranger; })},
        {"value", "USDC", of([](auto& u) { u.value = U256(1); })},
        {"data", "USDC", of([](auto& u) { u.data.push_back(0); })},
        {"data", "USDC", of([](auto& u) { u.data[0] ^= 1; })},
        {"data", "USDC", of([](auto& u) { u.data[20] ^= 1; })},
        {"data", "USDC", of([](auto& u) { u.data.back() ^= 1; })},
        {"to", "USDC", [](auto& r) { r.meant->token.reset(); }},
    };
}

}  // namespace

class WalletSignatureRequestsTest : public QObject {
    Q_OBJECT

private slots:
    void theDeviceSignsAndTheNodeSendsAndFollows() {
        Pair p;
        const auto asked = p.send("ETH", kCoins);
        QVERIFY(asked.status == Status::awaitingSignature);
        QVERIFY(asked.hash.isZero() && asked.attempts.empty() && !asked.note.empty());
        QVERIFY(asked.recipient == kStranger && asked.amount == U256(1000));
        const auto again = p.node.rig.call(BroadcastTransaction{asked.transactionId}).value();
        QVERIFY(again.status == Status::awaitingSignature);
        const auto request = p.only();
        QVERIFY(request.transactionId == asked.transactionId);
        QVERIFY(request.kind == AttemptKind::original && request.purpose == "send");
        QVERIFY(request.maxCostWei == U256(1000 + 21'000 * 10));
        QVERIFY(request.expiresAt == request.createdAt + std::chrono::minutes(10));
        const auto raw = p.sign(request);
        QVERIFY2(p.device.on([](FakeChain& chain) { return chain.sent.empty(); }),
                 "signing sends nothing");
        QVERIFY(p.device.rig.call(ListTransactions{}).value().transactions.empty());
        QCOMPARE(p.sentCount(), std::size_t{0});
        const auto sent = p.node.rig.call(SubmitSigned{request.requestId, raw}).value();
        QVERIFY(sent.transactionId == asked.transactionId && sent.status == Status::pending);
        QVERIFY(sent.attempts.size() == 1 && sent.hash == sent.attempts.front().hash);
        QVERIFY(sent.note.empty() && p.waiting().empty());
        QVERIFY(p.node.on([](FakeChain& chain) { return chain.sent.back(); }) == raw);
        p.node.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            chain.head += 2;
        });
        QVERIFY(p.node.await(sent.transactionId, Status::final).feeWei > U256{});
        QCOMPARE(p.node.rig.eventsOf("wallet.transaction_settled").size(), std::size_t{1});
    }

    void aRequestOutlivesARestartAndASubmissionCountsOnce() {
        Pair p;
        const auto asked = p.send("USDC", "1.5");
        p.node.rig.restart();
        const auto request = p.only();
        const auto raw = p.sign(request);
        QVERIFY(request.unsignedTransaction.to == kUsdc);
        const auto first = p.node.rig.call(SubmitSigned{request.requestId, raw}).value();
        QVERIFY(first.asset->address == kUsdc && first.amount == U256(1'500'000));
        p.node.rig.restart();
        p.pass(std::chrono::minutes(11));
        const auto again = p.node.rig.call(SubmitSigned{request.requestId, raw}).value();
        QVERIFY(again.transactionId == asked.transactionId && again.attempts.size() == 1);
        QCOMPARE(keyOf(p.node.rig.call(DeclineSignature{request.requestId})),
                 std::string("wallet.request_signed"));
        QCOMPARE(p.node.rig.call(ListTransactions{}).value().transactions.size(), std::size_t{1});
    }

    void anEndpointThatRefusesEndsNothing() {
        Pair p;
        p.send("ETH", kCoins);
        p.node.on([](FakeChain& chain) {
            chain.sendError = Error{ErrorKind::unavailable, "chain.unavailable", "cable out", {}};
        });
        const auto kept = p.submit(p.only());
        QVERIFY(kept.status == Status::signedOnly);
        p.node.on([](FakeChain& chain) { chain.sendError.reset(); });
        QVERIFY(p.node.await(kept.transactionId, Status::pending).hash == kept.hash);
    }

    void whatIsPreparedTwiceIsAskedForOnce() {
        Pair p;
        const auto request = WalletWorld::transfer("saga:1");
        const auto one = p.node.rig.call(request).value();
        const auto other = p.node.rig.call(request).value();
        QVERIFY(one.transactionId == other.transactionId);
        QCOMPARE(p.only().reference, std::string("saga:1"));
        const auto waited = p.node.rig.call(WaitForTransaction{one.transactionId, 0}).value();
        QVERIFY(waited.status == Status::awaitingSignature);
    }

    void everyKindOfTransactionIsAskedForToTheLetter() {
        Pair p;
        auto request = WalletWorld::transfer("listed");
        request.accessList = {{kUsdc, {Hash256{}}}};
        request.type = TransactionType::accessList;
        p.node.rig.call(request).value();
        QVERIFY(p.submit(p.only()).type == TransactionType::accessList);
        p.node.on([](FakeChain& chain) {
            chain.fees.baseFeePerGas = U256{};
            chain.fees.normal = {U256(10), U256(10)};
        });
        p.send("ETH", kCoins);
        const auto legacy = p.only();
        QVERIFY(legacy.unsignedTransaction.type == TransactionType::legacy);
        const auto raw = p.sign(legacy);
        QCOMPARE(crypto::SignedTransaction::decode(raw).value().transaction.chainId, kChain);
        QVERIFY(p.node.rig.call(SubmitSigned{legacy.requestId, raw}).has_value());
    }

    void whatIsDeclinedFreesItsNonce() {
        Pair p;
        const auto one = p.send("ETH", kCoins);
        const auto other = p.send("USDC", "1.5");
        QCOMPARE(other.nonce, one.nonce + 1);
        const auto requests = p.waiting();
        QVERIFY(requests.size() == 2 && requests.front().transactionId == one.transactionId);
        const auto& first = requests.front();
        const auto raw = p.sign(first);
        const auto declined = p.node.rig.call(DeclineSignature{first.requestId}).value();
        QVERIFY(declined.status == Status::declined);
        QVERIFY(p.node.rig.call(DeclineSignature{first.requestId}).value().status ==
                Status::declined);
        QCOMPARE(keyOf(p.node.rig.call(SubmitSigned{first.requestId, raw})),
                 std::string("wallet.request_declined"));
        QVERIFY(p.node.rig.call(WaitForTransaction{one.transactionId, 60'000}).has_value());
        // The hole is filled first, or what comes after it would wait for ever.
        QCOMPARE(p.send("ETH", kCoins).nonce, one.nonce);
        QCOMPARE(p.send("ETH", kCoins).nonce, other.nonce + 1);
        QCOMPARE(p.sentCount(), std::size_t{0});
    }

    void whatNobodySignsInTimeIsDeclined() {
        Pair p;
        const auto asked = p.send("ETH", kCoins);
        const auto request = p.only();
        const auto raw = p.sign(request);
        p.pass(std::chrono::minutes(10) - std::chrono::seconds(1));
        QVERIFY(p.node.get(asked.transactionId).status == Status::awaitingSignature);
        p.pass(std::chrono::seconds(1));
        QVERIFY2(p.node.get(asked.transactionId).status == Status::declined,
                 "whoever follows the transaction sees it, without anybody asking for requests");
        QVERIFY(p.waiting().empty());
        QCOMPARE(keyOf(p.node.rig.call(SubmitSigned{request.requestId, raw})),
                 std::string("wallet.request_declined"));
        const auto late = p.send("ETH", kCoins);
        QCOMPARE(late.nonce, asked.nonce);
    }

    void speedingUpAndCancellingAreAskedForToo() {
        Pair p;
        p.send("ETH", kCoins);
        const auto sent = p.submit(p.only());
        const auto faster = p.node.rig.call(SpeedUp{sent.transactionId}).value();
        QVERIFY(faster.status == Status::pending && faster.hash == sent.hash);
        QVERIFY(faster.attempts.size() == 1 && !faster.note.empty());
        const auto older = p.only();
        QVERIFY(older.kind == AttemptKind::speedUp);
        QVERIFY(older.unsignedTransaction.nonce == sent.nonce);
        QVERIFY(older.unsignedTransaction.maxFeePerGas > sent.attempts.front().maxFeePerGas);
        // A newer wish stands for the older one.
        p.node.rig.call(Cancel{sent.transactionId}).value();
        const auto request = p.only();
        QVERIFY(request.kind == AttemptKind::cancel && request.requestId != older.requestId);
        QCOMPARE(keyOf(p.node.rig.call(SubmitSigned{older.requestId, p.sign(older)})),
                 std::string("wallet.request_declined"));
        const auto cancelled = p.submit(request);
        QVERIFY(cancelled.attempts.size() == 2 && cancelled.hash != sent.hash);
        QVERIFY(cancelled.attempts.back().kind == AttemptKind::cancel);
        QCOMPARE(p.sentCount(), std::size_t{2});
        p.node.on([&](FakeChain& chain) {
            chain.mine(cancelled.hash);
            chain.head += 2;
        });
        p.node.await(sent.transactionId, Status::cancelled);
    }

    void aReplacementThatIsNotSignedLeavesItAsItWas() {
        Pair p;
        p.send("ETH", kCoins);
        const auto sent = p.submit(p.only());
        p.node.rig.call(SpeedUp{sent.transactionId}).value();
        const auto kept = p.node.rig.call(DeclineSignature{p.only().requestId}).value();
        QVERIFY(kept.status == Status::pending && kept.hash == sent.hash);
        p.node.rig.call(SpeedUp{sent.transactionId}).value();
        const auto late = p.only();
        const auto raw = p.sign(late);
        p.node.on([&](FakeChain& chain) { chain.mine(sent.hash); });
        p.node.await(sent.transactionId, Status::included);
        QVERIFY2(p.waiting().empty(), "it is in a block: there is nothing to replace");
        QCOMPARE(keyOf(p.node.rig.call(SubmitSigned{late.requestId, raw})),
                 std::string("wallet.request_declined"));
        QVERIFY(p.node.get(sent.transactionId).status == Status::included);
        QCOMPARE(p.sentCount(), std::size_t{1});
    }

    void whatWaitsIsNoGapAndCannotBeReplaced() {
        Pair p;
        const auto asked = p.send("ETH", kCoins);
        const auto nonces = p.node.rig.call(GetNonces{kChain, kOwner}).value();
        QVERIFY(nonces.gaps.empty() && nonces.underWay.size() == 1);
        QCOMPARE(nonces.next, asked.nonce + 1);
        const auto refused = p.node.rig.call(Cancel{asked.transactionId});
        QCOMPARE(keyOf(refused), std::string("wallet.not_pending"));
        QCOMPARE(refused.error().details.at("status"), std::string("awaiting_signature"));
        auto same = WalletWorld::transfer("same nonce");
        same.nonce = asked.nonce;
        QCOMPARE(keyOf(p.node.rig.call(same)), std::string("wallet.nonce_taken"));
    }

    void aLyingNodeGetsNoSignature() {
        Pair p;
        const auto coins = p.send("ETH", kCoins);
        const auto tokens = p.send("USDC", "1.5");
        const auto requests = p.waiting();
        auto ofCoins = meaning(requests.at(0), coins);
        auto ofTokens = meaning(requests.at(1), tokens);
        ofTokens.meant->maxFeeWei = U256(1'000'000);
        for (const auto& lie : lies()) {
            auto request = lie.token == "ETH" ? ofCoins : ofTokens;
            lie.change(request);
            const auto refused = p.device.rig.call(request);
            QCOMPARE(keyOf(refused), std::string("wallet.differs_from_meant"));
            QCOMPARE(refused.error().details.at("field"), cat("unsignedTransaction.", lie.field));
            QVERIFY(refused.error().kind == ErrorKind::conflict);
        }
        QVERIFY(p.device.rig.call(ofCoins) && p.device.rig.call(ofTokens));
        for (const auto type : {TransactionType::blob, TransactionType::setCode}) {
            auto other = ofCoins;
            other.unsignedTransaction.type = type;
            QCOMPARE(keyOf(p.device.rig.call(other)), std::string("wallet.type"));
        }
        auto listed = ofCoins;
        listed.unsignedTransaction.type = TransactionType::legacy;
        listed.unsignedTransaction.accessList = {{kUsdc, {}}};
        QCOMPARE(keyOf(p.device.rig.call(listed)), std::string("wallet.type"));
    }

    void onlyTheKeysOfThisVaultSign() {
        Pair p;
        p.send("ETH", kCoins);
        SignUnsigned request{p.only().unsignedTransaction, {}};
        const auto here = p.node.rig.call(request);
        QCOMPARE(keyOf(here), std::string("wallet.on_device"));
        QCOMPARE(here.error().details.at("field"), std::string("unsignedTransaction.from"));
        p.device.keyring.isLocked = true;
        QCOMPARE(keyOf(p.device.rig.call(request)), std::string("vault.signing_locked"));
        p.device.keyring.isLocked = false;
        request.unsignedTransaction.from = kStranger;
        QCOMPARE(keyOf(p.device.rig.call(request)), std::string("wallet.unknown_address"));
        p.device.rig.call(WatchAddress{kStranger, "Seen"}).value();
        QCOMPARE(keyOf(p.device.rig.call(request)), std::string("wallet.watch_only"));
    }

    void aDeviceThatSignsSomethingElseIsRefused() {
        Pair p;
        p.send("ETH", kCoins);
        const auto request = p.only();
        const auto raw = p.sign(request);
        const auto good = crypto::SignedTransaction::decode(raw).value().transaction;
        const auto key = crypto::PrivateKey::fromBytes(Bytes(32, 7)).value();
        const std::vector<std::pair<std::string, std::function<void(crypto::Transaction&)>>> all{
            {"type", [](auto& t) { t.type = crypto::TransactionType::accessList; }},
            {"chainId", [](auto& t) { t.chainId = 1; }},
            {"nonce", [](auto& t) { ++t.nonce; }},
            {"to", [](auto& t) { t.to = kUsdc; }},
            {"to", [](auto& t) { t.to.reset(); }},
            {"value", [](auto& t) { t.value = t.value + U256(1); }},
            {"data", [](auto& t) { t.data = {1}; }},
            {"gasLimit", [](auto& t) { t.gasLimit = t.gasLimit + U256(1); }},
            {"maxFeePerGas", [](auto& t) { t.maxFeePerGas = t.maxFeePerGas + U256(1); }},
            {"maxPriorityFeePerGas", [](auto& t) { t.maxPriorityFeePerGas = U256{}; }},
            {"accessList", [](auto& t) { t.accessList = {{kUsdc, {}}}; }},
            {"from", [](auto&) {}},
        };
        for (const auto& [field, change] : all) {
            auto changed = good;
            change(changed);
            const auto other = crypto::signTransaction(changed, key).raw;
            const auto refused = p.node.rig.call(SubmitSigned{request.requestId, other});
            QCOMPARE(keyOf(refused), std::string("wallet.differs_from_request"));
            QCOMPARE(refused.error().details.at("differs"), field);
            QCOMPARE(refused.error().details.at("field"), std::string("raw"));
        }
        auto spoiled = raw;
        spoiled.pop_back();
        const auto unreadable = p.node.rig.call(SubmitSigned{request.requestId, spoiled});
        QVERIFY(!unreadable && unreadable.error().details.at("field") == "raw");
        WalletWorld stranger;
        QCOMPARE(keyOf(stranger.rig.call(SubmitSigned{request.requestId, raw})),
                 std::string("wallet.unknown_request"));
        QCOMPARE(keyOf(stranger.rig.call(DeclineSignature{request.requestId})),
                 std::string("wallet.unknown_request"));
        QCOMPARE(p.sentCount(), std::size_t{0});
        QVERIFY(p.node.rig.call(SubmitSigned{request.requestId, raw}).has_value());
    }

    void whatWasWatchedMayBecomeADevice() {
        WalletWorld w;
        const auto seen = w.rig.call(WatchAddress{kOwner, "Seen"}).value();
        QVERIFY(seen.kind == WalletKind::watchOnly);
        QCOMPARE(keyOf(w.rig.call(w.send("ETH", kCoins))), std::string("wallet.watch_only"));
        const auto device = w.rig.call(WatchAddress{kOwner, "Phone", true}).value();
        QVERIFY(device.walletId == seen.walletId && device.kind == WalletKind::device);
        QCOMPARE(device.label, std::string("Seen"));
        QCOMPARE(w.rig.eventsOf("wallet.changed").size(), std::size_t{1});
        for (const bool isOnDevice : {false, true}) {
            QCOMPARE(keyOf(w.rig.call(WatchAddress{kOwner, "Again", isOnDevice})),
                     std::string("wallet.exists"));
        }
        QVERIFY(w.rig.call(w.send("ETH", kCoins)).has_value());
        SignMessage message;
        message.address = kOwner;
        message.text = "hello";
        QCOMPARE(keyOf(w.rig.call(message)), std::string("wallet.on_device"));
        const auto permit = w.rig.call(CheckPermit{kChain, kUsdc, kOwner}).value();
        QVERIFY2(!permit.isSupported && permit.reason.contains("device"),
                 "approvals of it go by transaction");
    }

    void removingItsWalletDeclinesWhatWaits() {
        Pair p;
        const auto asked = p.send("ETH", kCoins);
        const auto preview = p.node.rig.call(PreviewRemoval{p.walletId}).value();
        QVERIFY(!preview.needsPassphrase && !preview.needsAcceptance);
        QVERIFY(preview.losses.front().contains("declined"));
        RemoveWallet removal;
        removal.walletId = p.walletId;
        QVERIFY(p.node.rig.call(std::move(removal)).has_value());
        QVERIFY(p.node.get(asked.transactionId).status == Status::declined);
        QVERIFY(p.waiting().empty());
    }
};

QTEST_GUILESS_MAIN(WalletSignatureRequestsTest)
#include "tst_wallet_signature_requests.moc"
