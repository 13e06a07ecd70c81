// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

bool hasNotice(const std::vector<Notice>& notices, std::string_view key) {
    return std::ranges::any_of(notices, [&](const auto& one) { return one.key == key; });
}

PreviewSend previewOf(std::string token, std::string amount, const Address& to = kStranger) {
    PreviewSend request;
    request.chainId = kChain;
    request.from = kOwner;
    request.to = to;
    request.token = std::move(token);
    request.amount = std::move(amount);
    return request;
}

crypto::Transaction lastSent(WalletWorld& w) {
    const auto raw = w.on([](FakeChain& chain) { return chain.sent.back(); });
    return crypto::SignedTransaction::decode(raw).value().transaction;
}

}  // namespace

class WalletTransfersTest : public QObject {
    Q_OBJECT

private slots:
    void maxLeavesExactlyTheFee() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) { chain.wei = U256(1'000'000); });
        const auto preview = w.rig.call(previewOf("ETH", "max")).value();
        // 21,000 gas at 10 wei at most.
        QVERIFY(preview.amount == U256(790'000) && preview.maxFeeWei == U256(210'000));
        QVERIFY(preview.totalWei == U256(1'000'000));
        QVERIFY(preview.expectedFeeWei == U256(21'000 * 6));
        const auto sent = w.rig.call(w.send("ETH", "max")).value();
        QVERIFY(sent.value == U256(790'000) && sent.maxCostWei == U256(1'000'000));
        QVERIFY(lastSent(w).value == U256(790'000));
        w.on([](FakeChain& chain) { chain.wei = U256(210'000); });
        QCOMPARE(keyOf(w.rig.call(previewOf("ETH", "max"))), std::string("wallet.amount_zero"));
        w.on([](FakeChain& chain) { chain.wei = U256(209'999); });
        QCOMPARE(keyOf(w.rig.call(previewOf("ETH", "max"))),
                 std::string("wallet.insufficient_funds"));
    }

    void maxOfATokenIsItsBalance() {
        WalletWorld w;
        w.import();
        QVERIFY(w.rig.call(w.send("USDC", "max")).value().amount == U256(5'000'000));
        w.on([](FakeChain& chain) { chain.usdc.reset(); });
        QCOMPARE(keyOf(w.rig.call(w.send("USDC", "max"))), std::string("token.balance_unknown"));
        w.on([](FakeChain& chain) { chain.usdc = U256{}; });
        QCOMPARE(keyOf(w.rig.call(w.send("USDC", "max"))), std::string("wallet.amount_zero"));
    }

    void theL1FeeCountsWhereThereIsOne() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.isCustom = true;
            chain.wei = U256(1'000'000);
            chain.onCall = [](const chain::CallRequest& call) {
                const bool isOracle = toHex(ByteView(call.data).first(4)) == "49948e0e";
                const auto word = U256(4000).toBigEndian();
                return chain::CallResult{isOracle, {word.begin(), word.end()}, ""};
            };
        });
        const auto preview = w.rig.call(previewOf("ETH", "max")).value();
        QVERIFY(preview.l1FeeWei == U256(4000) && preview.maxFeeWei == U256(214'000));
        // A quarter of it is kept back, as it may rise.
        QVERIFY(preview.amount == U256(1'000'000 - 214'000 - 1000));
        QVERIFY(w.rig.call(w.send("ETH", "max")).has_value());
        auto small = previewOf("ETH", "0.000000000000790001");
        QCOMPARE(keyOf(w.rig.call(small)), std::string("wallet.insufficient_funds"));
    }

    void ownFees() {
        WalletWorld w;
        w.import();
        auto request = w.send("ETH", "0.1");
        request.maxFeePerGas = U256(50);
        request.maxPriorityFeePerGas = U256(7);
        QVERIFY(w.rig.call(request).has_value());
        const auto sent = lastSent(w);
        QVERIFY(sent.maxFeePerGas == U256(50) && sent.maxPriorityFeePerGas == U256(7));
        request.maxPriorityFeePerGas = U256(51);
        const auto tip = w.rig.call(request);
        QCOMPARE(keyOf(tip), std::string("wallet.fee"));
        QCOMPARE(tip.error().details.at("field"), std::string("maxPriorityFeePerGas"));
        request.maxPriorityFeePerGas = std::nullopt;
        request.maxFeePerGas = U256(3);
        const auto low = w.rig.call(request);
        QCOMPARE(keyOf(low), std::string("wallet.fee_too_low"));
        QCOMPARE(low.error().details.at("least"), std::string("4"));
    }

    void theTypeFitsTheNetwork() {
        WalletWorld w;
        w.import();
        QVERIFY(w.rig.call(w.send("ETH", "0.1")).value().type == TransactionType::dynamicFee);
        auto request = w.transfer("with a list");
        request.type = TransactionType::accessList;
        request.accessList = {{kUsdc, {Hash256{}}}};
        QVERIFY(w.rig.call(request).value().type == TransactionType::accessList);
        w.on([](FakeChain& chain) {
            chain.fees.baseFeePerGas = U256{};
            chain.fees.normal = {U256(10), U256(10)};
        });
        QVERIFY(w.rig.call(w.send("ETH", "0.1")).value().type == TransactionType::legacy);
        const auto sent = lastSent(w);
        QVERIFY(sent.type == crypto::TransactionType::legacy && sent.gasPrice == U256(10));
        QCOMPARE(sent.chainId, kChain);
        request = w.transfer("listed");
        request.accessList = {{kUsdc, {}}};
        QVERIFY(w.rig.call(request).value().type == TransactionType::accessList);
        request = w.transfer("dynamic");
        request.type = TransactionType::dynamicFee;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.type"));
        request.type = TransactionType::blob;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.type"));
    }

    void badInputIsNamed() {
        WalletWorld w;
        w.import();
        const auto of = [&](std::string amount) {
            const auto refused = w.rig.call(w.send("USDC", std::move(amount)));
            return refused || refused.error().details.at("field") != "amount"
                       ? std::string("no error of amount")
                       : refused.error().key;
        };
        QCOMPARE(of("0.0000001"), std::string("money.too_many_decimals"));
        QCOMPARE(of("-1"), std::string("money.negative"));
        QCOMPARE(of("1e3"), std::string("money.exponent"));
        QCOMPARE(
            of("115792089237316195423570985008687907853269984665640564039457584007913129639936"),
            std::string("money.range"));
        QCOMPARE(of("1,000"), std::string("money.number"));
        QCOMPARE(of("0"), std::string("wallet.amount_zero"));
        auto elsewhere = w.send("ETH", "1");
        elsewhere.chainId = 4242;
        QCOMPARE(keyOf(w.rig.call(elsewhere)), std::string("chain.unknown"));
        auto foreign = w.send("ETH", "1");
        foreign.from = kStranger;
        QCOMPARE(keyOf(w.rig.call(foreign)), std::string("wallet.unknown_address"));
        // The codec refuses what no address is; the right form is among the details.
        const auto wrong = json::decodeText<Send>(
            R"({"chainId":31337,"from":"0x9858EfFD232B4033E47d90003D41EC34EcaEda95",)"
            R"("to":"0x00000000000000000000000000000000000000bb","token":"ETH","amount":"1"})");
        QCOMPARE(wrong.error().key, std::string("address.checksum"));
        QCOMPARE(wrong.error().details.at("field"), std::string("from"));
        QVERIFY(w.on([](FakeChain& chain) { return chain.sent.empty(); }));
    }

    void theAddressBook() {
        WalletWorld w;
        const auto everywhere = w.rig.call(AddContact{"Asha", kStranger, std::nullopt}).value();
        const auto twice = w.rig.call(AddContact{"Again", kStranger, std::nullopt});
        QCOMPARE(keyOf(twice), std::string("wallet.contact_exists"));
        QCOMPARE(twice.error().details.at("label"), std::string("Asha"));
        QVERIFY(w.rig.call(AddContact{"Only here", kStranger, kChain}).has_value());
        QVERIFY(w.rig.call(AddContact{"Elsewhere", kUsdc, 1}).has_value());
        QCOMPARE(w.rig.call(ListContacts{}).value().contacts.size(), std::size_t{3});
        QCOMPARE(w.rig.call(ListContacts{kChain}).value().contacts.size(), std::size_t{2});
        QCOMPARE(w.rig.call(RenameContact{everywhere.contactId, "Ravi"}).value().label,
                 std::string("Ravi"));
        QVERIFY(w.rig.call(RemoveContact{everywhere.contactId}).has_value());
        QCOMPARE(keyOf(w.rig.call(RemoveContact{everywhere.contactId})),
                 std::string("wallet.unknown_contact"));
        QCOMPARE(keyOf(w.rig.call(AddContact{"", kOwner, std::nullopt})),
                 std::string("wallet.label"));
        QCOMPARE(w.rig.call(CheckRecipient{kChain, kStranger}).value().label,
                 std::string("Only here"));
        QVERIFY(!w.rig.call(CheckRecipient{1, kStranger}).value().isContact);
    }

    void recipientsAreRemembered() {
        WalletWorld w;
        w.import();
        const auto first = w.rig.call(previewOf("ETH", "1")).value();
        QVERIFY(first.recipient.isFirstContact);
        QVERIFY(hasNotice(first.notices, "wallet.first_contact"));
        QVERIFY(!hasNotice(first.notices, "wallet.contract_recipient"));
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        // Signed is not sent: only what is in a block makes an acquaintance.
        QVERIFY(w.rig.call(CheckRecipient{kChain, kStranger}).value().isFirstContact);
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            ++chain.head;
        });
        w.await(sent.transactionId, TransactionStatus::final);
        const auto again = w.rig.call(previewOf("ETH", "1")).value();
        QVERIFY(!again.recipient.isFirstContact && again.recipient.sentBefore == 1);
        QVERIFY(again.notices.empty());
        // The same four digits at both ends, and something else between.
        const auto poison = Address::parse("0x00000000000012340000000000000000000000bb").value();
        const auto alike = w.rig.call(CheckRecipient{kChain, poison}).value();
        QVERIFY(hasNotice(alike.notices, "wallet.look_alike"));
        QVERIFY(alike.lookAlikes.front().address == kStranger);
        w.on([&](FakeChain& chain) { chain.contracts = {poison}; });
        const auto contract = w.rig.call(CheckRecipient{kChain, poison}).value();
        QVERIFY(hasNotice(contract.notices, "wallet.contract_recipient"));
        const auto own = w.rig.call(previewOf("ETH", "1", kOwner)).value();
        QVERIFY(own.recipient.isOwn && hasNotice(own.notices, "wallet.to_oneself"));
        const auto self = w.rig.call(previewOf("USDC", "1", kUsdc)).value();
        QVERIFY(hasNotice(self.notices, "wallet.token_contract"));
        w.on([](FakeChain& chain) { chain.isOffline = true; });
        const auto unknown = w.rig.call(CheckRecipient{kChain, kStranger}).value();
        QVERIFY(!unknown.isContract && hasNotice(unknown.notices, "wallet.recipient_unknown"));
    }

    void privateOnesStayPrivate() {
        WalletWorld w;
        w.import();
        auto request = w.send("ETH", "1");
        request.isPrivate = true;
        w.on([](FakeChain& chain) {
            chain.endpoints.emplace_back().role = chain::EndpointRole::broadcast;
        });
        const auto sent = w.rig.call(request).value();
        QVERIFY(sent.isPrivate);
        w.on([](FakeChain& chain) {
            chain.known.clear();
            ++chain.head;
        });
        QVERIFY(w.rig.core.waitUntil([&] { return w.chain.sent.size() >= 2; }));
        w.on([](FakeChain& chain) {
            for (int i = 0; i < 10; ++i) chain.known.clear(), ++chain.head;
        });
        QVERIFY(w.get(sent.transactionId).status == TransactionStatus::pending);
        QVERIFY(w.on([](FakeChain& chain) {
            return std::ranges::all_of(chain.privately, [](bool one) { return one; });
        }));
    }

    void privateNeedsAPrivateEndpoint() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.endpoints = {{}, {}};
            chain.endpoints[1].role = chain::EndpointRole::broadcast;
            chain.endpoints[1].isEnabled = false;
        });
        auto request = w.send("ETH", "1");
        request.isPrivate = true;
        auto prepare = w.transfer("private");
        prepare.isPrivate = true;
        const auto sent = w.rig.call(request);
        const auto prepared = w.rig.call(prepare);
        QCOMPARE(keyOf(sent), std::string("chain.no_private_endpoint"));
        QCOMPARE(keyOf(prepared), std::string("chain.no_private_endpoint"));
        QCOMPARE(sent.error().details.at("field"), std::string("isPrivate"));
        QCOMPARE(prepared.error().details.at("field"), std::string("isPrivate"));
        QVERIFY(w.rig.call(ListTransactions{}).value().transactions.empty());
        w.on([](FakeChain& chain) { chain.endpoints[1].isEnabled = true; });
        QVERIFY(w.rig.call(prepare).has_value() && w.rig.call(request).has_value());
    }

    void sendsAreReviewed() {
        WalletWorld w;
        w.import();
        w.on([](FakeChain& chain) {
            chain.review.findings = {
                {"look_alike_recipient",
                 simulation::Level::danger,
                 "",
                 "",
                 "made to look alike",
                 {}},
                {"first_contact", simulation::Level::info, "", "", "never paid", {}}};
        });
        const auto review = w.rig.call(previewOf("ETH", "1")).value().review.value();
        QCOMPARE(review.calls.size(), std::size_t{1});
        QCOMPARE(review.calls.front().purpose, std::string("send"));
        QCOMPARE(review.rulesToAccept, std::vector<std::string>{"look_alike_recipient"});
        auto request = w.send("ETH", "1");
        const auto refused = w.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("simulation.not_accepted"));
        QCOMPARE(refused.error().details.at("field"), std::string("acceptedRules"));
        QVERIFY(w.rig.call(ListTransactions{}).value().transactions.empty());
        request.acceptedRules = {"look_alike_recipient"};
        QVERIFY(w.rig.call(request).has_value());
        w.on([](FakeChain& chain) { chain.review.canSign = false; });
        request.acceptedRules = {"*"};
        QCOMPARE(keyOf(w.rig.call(request)), std::string("simulation.blocked"));
        QCOMPARE(w.rig.call(ListTransactions{}).value().transactions.size(), std::size_t{1});
    }

    void paymentLinks() {
        WalletWorld w;
        MakePaymentUri native{kChain, kOwner, "", "1.5"};
        const auto uri = w.rig.call(native).value().uri;
        QCOMPARE(uri, cat("ethereum:", kOwner.toString(), "@31337?value=1500000000000000000"));
        const auto read = w.rig.call(ReadPaymentUri{uri}).value();
        QVERIFY(read.recipient == kOwner && read.chainId == kChain && read.token.empty());
        QCOMPARE(read.amount, std::string("1.5"));
        QCOMPARE(read.symbol, std::string("ETH"));
        const auto token = w.rig.call(MakePaymentUri{kChain, kOwner, "USDC", "2"}).value().uri;
        const auto asked = w.rig.call(ReadPaymentUri{token}).value();
        QCOMPARE(asked.token, kUsdc.toString());
        QCOMPARE(asked.symbol, std::string("USDC"));
        QCOMPARE(asked.amount, std::string("2"));
        QCOMPARE(keyOf(w.rig.call(MakePaymentUri{kChain, kOwner, "", "1e2"})),
                 std::string("money.exponent"));
        QCOMPARE(keyOf(w.rig.call(ReadPaymentUri{"bitcoin:1"})), std::string("eip681.scheme"));
    }

    void decodesWhatWasSigned() {
        WalletWorld w;
        w.import();
        const auto sent = w.rig.call(w.send("USDC", "1.5")).value();
        const auto raw = w.on([](FakeChain& chain) { return chain.sent.front(); });
        const auto read = w.rig.call(DecodeTransaction{raw}).value();
        QVERIFY(read.sender == kOwner && read.hash == sent.hash && read.to == kUsdc);
        QVERIFY(read.type == TransactionType::dynamicFee && read.chainId == kChain);
        const auto refused = w.rig.call(DecodeTransaction{Bytes{0x05, 0xc0}});
        QCOMPARE(keyOf(refused), std::string("transaction.type"));
        QCOMPARE(refused.error().details.at("field"), std::string("raw"));
    }
};

QTEST_GUILESS_MAIN(WalletTransfersTest)
#include "tst_wallet_transfers.moc"
