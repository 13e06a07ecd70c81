// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <kosh/wallet/drafts.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

constexpr auto kCoins = "0.000000000000001";

DraftSend draftOf(std::string token, std::string amount) {
    DraftSend request;
    request.chainId = kChain;
    request.from = kOwner;
    request.to = kStranger;
    request.token = std::move(token);
    request.amount = std::move(amount);
    return request;
}

/// What the person at the device means by it.
SignDraft meaning(const DraftSend::Response& drafted) {
    SignDraft request{drafted.draft,     kChain,      kOwner, kStranger, drafted.amount,
                      drafted.maxFeeWei, std::nullopt};
    if (!drafted.asset.isNative()) request.token = drafted.asset.address;
    return request;
}

/// A node that only watches the address, and a device that has its key.
struct Pair {
    WalletWorld node, device;
    Pair() {
        static_cast<void>(node.rig.call(WatchAddress{kOwner, "On the phone"}).value());
        device.import();
    }
    DraftSend::Response draft(std::string token, std::string amount) {
        return node.rig.call(draftOf(std::move(token), std::move(amount))).value();
    }
    Bytes sign(const DraftSend::Response& drafted) {
        return device.rig.call(meaning(drafted)).value().raw;
    }
    std::size_t count() { return node.rig.call(ListTransactions{}).value().transactions.size(); }
};

using Change = std::function<void(SignDraft&)>;
struct Lie {
    std::string field;
    std::string token, amount;
    Change change;
};

/// One for everything a node could put in instead of what was asked.
std::vector<Lie> lies() {
    return {
        {"draft.chainId", "ETH", kCoins, [](auto& r) { r.draft.chainId = 1; }},
        {"draft.from", "ETH", kCoins, [](auto& r) { r.draft.from = kUsdc; }},
        {"draft.to", "ETH", kCoins, [](auto& r) { r.draft.to = kUsdc; }},
        {"draft.value", "ETH", kCoins, [](auto& r) { r.draft.value = r.amount + U256(1); }},
        {"draft.data", "ETH", kCoins, [](auto& r) { r.draft.data = {1}; }},
        {"draft.maxFeePerGas", "ETH", kCoins, [](auto& r) { r.draft.gasLimit *= 2; }},
        {"draft.maxFeePerGas", "ETH", kCoins, [](auto& r) { r.draft.maxFeePerGas = U256::max(); }},
        {"draft.type", "ETH", kCoins, [](auto& r) { r.draft.type = TransactionType::setCode; }},
        {"draft.type", "ETH", kCoins, [](auto& r) { r.draft.type = TransactionType::blob; }},
        {"draft.to", "ETH", kCoins, [](auto& r) { r.token = kUsdc; }},
        {"draft.to", "USDC", "1.5", [](auto& r) { r.draft.to = kStranger; }},
        {"draft.value", "USDC", "1.5", [](auto& r) { r.draft.value = U256(1); }},
        {"draft.data", "USDC", "1.5", [](auto& r) { r.draft.data.push_back(0); }},
        {"draft.data", "USDC", "1.5", [](auto& r) { r.draft.data[0] ^= 1; }},
        {"draft.data", "USDC", "1.5", [](auto& r) { r.draft.data[20] ^= 1; }},
        {"draft.data", "USDC", "1.5", [](auto& r) { r.draft.data.back() ^= 1; }},
        {"draft.to", "USDC", "1.5", [](auto& r) { r.token.reset(); }},
        {"draft.chainId", "USDC", "1.5", [](auto& r) { r.draft.chainId = 1; }},
    };
}

}  // namespace

class WalletDraftsTest : public QObject {
    Q_OBJECT

private slots:
    void theDeviceSignsAndTheNodeSendsAndFollows() {
        Pair p;
        const auto drafted = p.draft("ETH", kCoins);
        const auto raw = p.sign(drafted);
        QVERIFY2(p.device.on([](FakeChain& chain) { return chain.sent.empty(); }),
                 "signing sends nothing");
        QVERIFY(p.device.rig.call(ListTransactions{}).value().transactions.empty());
        QVERIFY2(p.node.on([](FakeChain& chain) { return chain.sent.empty(); }),
                 "drafting sends nothing");
        const auto sent = p.node.rig.call(SubmitSigned{drafted.draftId, raw}).value();
        QVERIFY(sent.status == TransactionStatus::pending);
        QVERIFY(sent.from == kOwner && sent.recipient == kStranger && sent.amount == U256(1000));
        QVERIFY(sent.asset->isNative());
        QCOMPARE(sent.purpose, std::string("send"));
        QVERIFY(sent.maxCostWei == U256(1000 + 21'000 * 10));
        QVERIFY(p.node.on([](FakeChain& chain) { return chain.sent.back(); }) == raw);
        p.node.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            chain.head += 2;
        });
        const auto done = p.node.await(sent.transactionId, TransactionStatus::final);
        QVERIFY(done.feeWei > U256{});
        QCOMPARE(p.node.rig.eventsOf("wallet.transaction_settled").size(), std::size_t{1});
    }

    void submittingAgainIsTheSameTransaction() {
        Pair p;
        const auto drafted = p.draft("ETH", kCoins);
        const auto raw = p.sign(drafted);
        const auto first = p.node.rig.call(SubmitSigned{drafted.draftId, raw}).value();
        p.node.rig.restart();
        p.node.on([](FakeChain& chain) {
            chain.wei = U256{};
            chain.review.canSign = false;
        });
        const auto again = p.node.rig.call(SubmitSigned{drafted.draftId, raw}).value();
        QVERIFY(again.transactionId == first.transactionId);
        QCOMPARE(p.count(), std::size_t{1});
        QVERIFY2(p.sign(drafted) == raw, "the device gives the same signature again");
    }

    void anEndpointThatRefusesEndsNothing() {
        Pair p;
        const auto drafted = p.draft("ETH", kCoins);
        const auto raw = p.sign(drafted);
        p.node.on([](FakeChain& chain) {
            chain.sendError = Error{ErrorKind::unavailable, "chain.unavailable", "cable out", {}};
        });
        const auto kept = p.node.rig.call(SubmitSigned{drafted.draftId, raw}).value();
        QVERIFY(kept.status == TransactionStatus::signedOnly);
        p.node.on([](FakeChain& chain) { chain.sendError.reset(); });
        const auto sent = p.node.await(kept.transactionId, TransactionStatus::pending);
        QVERIFY(sent.hash == kept.hash);
    }

    void ofTwoDraftsWithANonceTheFirstCounts() {
        Pair p;
        const auto one = p.draft("ETH", kCoins);
        const auto other = p.draft("USDC", "1.5");
        QVERIFY(one.draft.nonce == other.draft.nonce);
        QVERIFY(p.node.rig.call(SubmitSigned{one.draftId, p.sign(one)}).has_value());
        QCOMPARE(keyOf(p.node.rig.call(SubmitSigned{other.draftId, p.sign(other)})),
                 std::string("wallet.nonce_taken"));
        QCOMPARE(p.draft("USDC", "1.5").draft.nonce, one.draft.nonce + 1);
        QCOMPARE(p.count(), std::size_t{1});
    }

    void tokensGoAsTheyWereDrafted() {
        Pair p;
        const auto drafted = p.draft("USDC", "1.5");
        QVERIFY(drafted.draft.to == kUsdc && drafted.amount == U256(1'500'000));
        const auto sent = p.node.rig.call(SubmitSigned{drafted.draftId, p.sign(drafted)}).value();
        QVERIFY(sent.asset->address == kUsdc && sent.amount == U256(1'500'000));
        QVERIFY(sent.recipient == kStranger && sent.value.isZero());
    }

    void networksWithoutABaseFee() {
        Pair p;
        p.node.on([](FakeChain& chain) {
            chain.fees.baseFeePerGas = U256{};
            chain.fees.normal = {U256(10), U256(10)};
        });
        const auto drafted = p.draft("ETH", kCoins);
        QVERIFY(drafted.draft.type == TransactionType::legacy);
        const auto raw = p.sign(drafted);
        QCOMPARE(crypto::SignedTransaction::decode(raw).value().transaction.chainId, kChain);
        QVERIFY(p.node.rig.call(SubmitSigned{drafted.draftId, raw}).has_value());
    }

    void aLyingNodeGetsNoSignature() {
        Pair p;
        const auto coins = meaning(p.draft("ETH", kCoins));
        const auto tokens = meaning(p.draft("USDC", "1.5"));
        for (const auto& lie : lies()) {
            auto request = lie.token == "ETH" ? coins : tokens;
            lie.change(request);
            const auto refused = p.device.rig.call(request);
            QCOMPARE(keyOf(refused), std::string("wallet.draft_differs"));
            QCOMPARE(refused.error().details.at("field"), lie.field);
            QVERIFY(refused.error().kind == ErrorKind::conflict);
        }
        auto dear = coins;
        dear.maxFeeWei = dear.maxFeeWei - U256(1);
        QCOMPARE(keyOf(p.device.rig.call(dear)), std::string("wallet.draft_differs"));
        QVERIFY(p.device.rig.call(coins) && p.device.rig.call(tokens));
    }

    void onlyTheKeysOfThisVaultSign() {
        Pair p;
        const auto coins = meaning(p.draft("ETH", kCoins));
        QCOMPARE(keyOf(p.node.rig.call(coins)), std::string("wallet.watch_only"));
        auto foreign = coins;
        foreign.from = foreign.draft.from = kStranger;
        QCOMPARE(keyOf(p.device.rig.call(foreign)), std::string("wallet.unknown_address"));
        p.device.keyring.isLocked = true;
        QCOMPARE(keyOf(p.device.rig.call(coins)), std::string("vault.signing_locked"));
    }

    void aDeviceThatSignsSomethingElseIsRefused() {
        Pair p;
        const auto drafted = p.draft("ETH", kCoins);
        const auto good = crypto::SignedTransaction::decode(p.sign(drafted)).value().transaction;
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
            {"other fields", [](auto& t) { t.accessList = {{kUsdc, {}}}; }},
            {"from", [](auto&) {}},
        };
        for (const auto& [field, change] : all) {
            auto changed = good;
            change(changed);
            const auto raw = crypto::signTransaction(changed, key).raw;
            const auto refused = p.node.rig.call(SubmitSigned{drafted.draftId, raw});
            QCOMPARE(keyOf(refused), std::string("wallet.draft_differs"));
            QCOMPARE(refused.error().details.at("differs"), field);
            QCOMPARE(refused.error().details.at("field"), std::string("raw"));
        }
        QCOMPARE(p.count(), std::size_t{0});
        QVERIFY(p.node.on([](FakeChain& chain) { return chain.sent.empty(); }));
    }

    void whatCannotBeSentIsRefusedBeforeItIsStored() {
        Pair p;
        const auto drafted = p.draft("ETH", kCoins);
        const auto raw = p.sign(drafted);
        auto spoiled = raw;
        spoiled.pop_back();
        const auto unreadable = p.node.rig.call(SubmitSigned{drafted.draftId, spoiled});
        QVERIFY(!unreadable && unreadable.error().details.at("field") == "raw");
        WalletWorld stranger;
        QCOMPARE(keyOf(stranger.rig.call(SubmitSigned{drafted.draftId, raw})),
                 std::string("wallet.unknown_draft"));
        const auto submit = [&](auto change) {
            p.node.on(change);
            return keyOf(p.node.rig.call(SubmitSigned{drafted.draftId, raw}));
        };
        QCOMPARE(submit([](FakeChain& chain) { chain.wei = U256(1000); }),
                 std::string("wallet.insufficient_funds"));
        QCOMPARE(submit([](FakeChain& chain) {
                     chain.wei = U256::powerOfTwo(70);
                     chain.latest = 1;
                 }),
                 std::string("wallet.nonce_used"));
        QCOMPARE(submit([](FakeChain& chain) {
                     chain.latest = 0;
                     chain.review.canSign = false;
                 }),
                 std::string("simulation.blocked"));
        QCOMPARE(keyOf(p.node.rig.call(draftOf("ETH", kCoins))), std::string("simulation.blocked"));
        QCOMPARE(p.count(), std::size_t{0});
    }

    void draftsAreRefusedAsSendsAre() {
        Pair p;
        auto request = draftOf("ETH", kCoins);
        request.from = kStranger;
        const auto foreign = p.node.rig.call(request);
        QCOMPARE(keyOf(foreign), std::string("wallet.unknown_address"));
        QCOMPARE(foreign.error().details.at("field"), std::string("from"));
        QCOMPARE(keyOf(p.node.rig.call(draftOf("ETH", "0"))), std::string("wallet.amount_zero"));
        QCOMPARE(keyOf(p.node.rig.call(draftOf("USDC", "6"))),
                 std::string("wallet.insufficient_funds"));
        QCOMPARE(keyOf(p.node.rig.call(draftOf("USDC", "1.0000001"))),
                 std::string("money.too_many_decimals"));
    }
};

QTEST_GUILESS_MAIN(WalletDraftsTest)
#include "tst_wallet_drafts.moc"
