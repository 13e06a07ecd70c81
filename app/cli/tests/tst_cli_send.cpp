// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "send_command.h"

#include <kosh/ops/nodes.h>
#include <kosh/test/fakes.h>
#include <kosh/token/api.h>
#include <kosh/wallet/send.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::cli;

namespace {

constexpr chain::ChainId kChain = 31337;
const Address kOwner = Address::parse("0x9858EfFD232B4033E47d90003D41EC34EcaEda94").value();
const Address kFriend = Address::parse("0x00000000000000000000000000000000000000bb").value();
const Address kThief = Address::parse("0x00000000000000000000000000000000000000ee").value();
const Address kToken = Address::parse("0x00000000000000000000000000000000000000cc").value();

/// A node that asks for something else throughout, and a device that notes what it is asked.
struct World {
    ops::FakeNode node, device;
    test::CoreLoop core;
    std::optional<wallet::Send> asked;
    std::optional<wallet::SignUnsigned> toSign;
    std::optional<wallet::SubmitSigned> submitted;
    std::vector<std::string> keys;
    std::optional<Error> sendRefusal, refusal;
    wallet::Transaction transaction;
    std::vector<wallet::SignatureRequest> waiting;

    World() {
        transaction.transactionId = Id{{9}};
        transaction.status = wallet::TransactionStatus::awaitingSignature;
        auto& request = waiting.emplace_back();
        request.requestId = Id{{1}};
        request.transactionId = transaction.transactionId;
        auto& lie = request.unsignedTransaction;
        lie.chainId = 1;
        lie.from = lie.to = kThief;
        lie.gasLimit = 21'000;
        lie.nonce = 4;
        lie.maxFeePerGas = U256(1'000'000'000);
        answerOnDevice();
        answerOnNode();
    }
    static SendCommand send(std::string token, std::string amount) {
        SendCommand request;
        request.chainId = kChain;
        request.from = kOwner;
        request.to = kFriend;
        request.token = std::move(token);
        request.amount = std::move(amount);
        return request;
    }
    static ops::Context context() { return ops::Context::owner().withKey("mine"); }
    Result<Meaning> mean(SendCommand request) {
        return core.run(meaningOf(device, std::move(request), context()));
    }
    Result<Planned> plan(const SendCommand& request) {
        return core.run(planOn(node, request, mean(request).value(), context()));
    }
    Result<wallet::Transaction> submit(const SendCommand& request) {
        return core.run(
            signAndSubmit(node, device, waiting.front(), mean(request).value(), context()));
    }
    auto requests(std::optional<Id> only = {}) {
        return core.run(requestsFor(node, device, only, ops::Context::owner()));
    }

private:
    void answerOnDevice() {
        device.on<token::ResolveToken>(
            [](const auto& request, const auto&) -> Result<token::Token> {
                if (request.token == "ETH") return token::Token{kChain, {}, "ETH", "Ether", 18};
                return token::Token{kChain, kToken, "USDC", "USD", 6};
            });
        device.on<wallet::ListWallets>([](const auto&, const auto&) {
            wallet::ListWallets::Response response;
            auto& own = response.wallets.emplace_back();
            own.addresses = {{kOwner, {}, {}}};
            auto& seen = response.wallets.emplace_back();
            seen.kind = wallet::WalletKind::watchOnly;
            seen.addresses = {{kThief, {}, {}}};
            auto& elsewhere = response.wallets.emplace_back();
            elsewhere.kind = wallet::WalletKind::device;
            elsewhere.addresses = {{kFriend, {}, {}}};
            return response;
        });
        device.on<wallet::SignUnsigned>(
            [this](const auto& request,
                   const auto& context) -> Result<wallet::SignUnsigned::Response> {
                toSign = request;
                keys.push_back(context.idempotencyKey);
                return wallet::SignUnsigned::Response{{1, 2, 3}, {}};
            });
    }
    void answerOnNode() {
        node.on<wallet::Send>(
            [this](const auto& request, const auto& context) -> Result<wallet::Transaction> {
                asked = request;
                keys.push_back(context.idempotencyKey);
                if (sendRefusal) return Failure(*sendRefusal);
                auto first = transaction;
                first.status = wallet::TransactionStatus::awaitingSignature;
                return first;
            });
        node.on<wallet::GetTransaction>([this](const auto&, const auto&) { return transaction; });
        node.on<wallet::ListSignatureRequests>([this](const auto&, const auto&) {
            return wallet::ListSignatureRequests::Response{waiting};
        });
        node.on<wallet::SubmitSigned>(
            [this](const auto& request, const auto&) -> Result<wallet::Transaction> {
                submitted = request;
                if (refusal) return Failure(*refusal);
                return wallet::Transaction{};
            });
    }
};

}  // namespace

class CliSendTest : public QObject {
    Q_OBJECT

private slots:
    void theMeaningIsThatOfTheCommandWhateverTheNodeAsksFor() {
        World w;
        const auto send = w.send("USDC", "1.5");
        const auto planned = w.plan(send).value();
        QVERIFY(w.asked->to == kFriend && w.asked->token == kToken.toString());
        QCOMPARE(w.asked->amount, std::string("1.5"));
        QVERIFY(planned.request->requestId == w.waiting.front().requestId);
        QVERIFY(w.submit(send).has_value());
        const auto& meant = w.toSign->meant.value();
        QVERIFY(meant.to == kFriend && meant.token == kToken && meant.amount == U256(1'500'000));
        QVERIFY(meant.maxFeeWei == U256(10'000'000'000'000'000));
        QVERIFY2(w.toSign->unsignedTransaction.to == kThief,
                 "what it asks for is the node's, for the device to judge");
        QVERIFY(w.submitted->requestId == planned.request->requestId);
        QVERIFY((w.submitted->raw == Bytes{1, 2, 3}));
        QCOMPARE(w.keys, (std::vector<std::string>{"mine", "mine"}));
    }

    void theCoinIsNoToken() {
        World w;
        const auto meaning = w.mean(w.send("ETH", "0.25")).value();
        QVERIFY(!meaning.meant.token);
        QVERIFY(meaning.meant.amount == U256(250'000'000'000'000'000));
    }

    void itIsShownBeforeItIsSigned() {
        World w;
        w.waiting.front().unsignedTransaction.from = kOwner;
        const auto text = describe(w.mean(w.send("USDC", "1.5")).value(), w.waiting.front());
        for (const auto& part :
             {std::string("1.5 USDC"), kToken.toString(), kFriend.toString(), kOwner.toString(),
              std::string("network   1"), std::string("nonce     4"), std::string("0.000021")}) {
            QVERIFY2(text.contains(part), part.c_str());
        }
        QVERIFY(!w.toSign);
    }

    void whatIsNoAmountIsRefusedBeforeAnythingIsAsked() {
        World w;
        QCOMPARE(w.mean(w.send("ETH", "max")).error().key, std::string("cli.amount"));
        QCOMPARE(w.mean(w.send("USDC", "0.0000001")).error().key, std::string("cli.amount"));
        auto dear = w.send("ETH", "1");
        dear.maxFee = "a lot";
        const auto refused = w.mean(dear);
        QCOMPARE(refused.error().key, std::string("cli.max_fee"));
        QCOMPARE(refused.error().details.at("field"), std::string("maxFee"));
        QVERIFY(!w.asked);
    }

    void aNodeThatDoesNotKnowTheKeyToBeHereIsTold() {
        World w;
        for (const auto* key : {"wallet.watch_only", "wallet.unknown_address"}) {
            w.sendRefusal = Error{ErrorKind::precondition, key, "no", {}};
            const auto refused = w.plan(w.send("ETH", "1"));
            QCOMPARE(refused.error().key, std::string(key));
            QVERIFY(refused.error().message.contains("--is-on-device"));
            QVERIFY(refused.error().message.contains(kOwner.toString()));
        }
    }

    void whatIsUnderWayIsNotAskedForAgain() {
        World w;
        w.transaction.status = wallet::TransactionStatus::pending;
        const auto planned = w.plan(w.send("ETH", "1")).value();
        QVERIFY(!planned.request);
        QVERIFY(planned.transaction.status == wallet::TransactionStatus::pending);
        w.transaction.status = wallet::TransactionStatus::declined;
        QCOMPARE(w.plan(w.send("ETH", "1")).error().key, std::string("cli.declined"));
        w.transaction.status = wallet::TransactionStatus::awaitingSignature;
        w.waiting.front().transactionId = Id{{7}};
        QCOMPARE(w.plan(w.send("ETH", "1")).error().key, std::string("cli.not_meant"));
    }

    void afterASignatureAnErrorTellsHowToTryAgain() {
        World w;
        w.refusal = Error{ErrorKind::unavailable, "remote.offline", "the node is away", {}};
        const auto lost = w.submit(w.send("ETH", "1"));
        QCOMPARE(lost.error().key, std::string("remote.offline"));
        QVERIFY(lost.error().message.contains("--idempotency-key mine"));
    }

    void onlyRequestsForKeysOfThisDeviceAreShown() {
        World w;
        QVERIFY2(w.requests().value().empty(), "watched only: no key of it is here");
        w.waiting.front().unsignedTransaction.from = kFriend;
        QVERIFY2(w.requests().value().empty(), "its key is on yet another device");
        w.waiting.front().unsignedTransaction.from = kOwner;
        QCOMPARE(w.requests().value().size(), std::size_t{1});
        QCOMPARE(w.requests(w.waiting.front().requestId).value().size(), std::size_t{1});
        QCOMPARE(w.requests(Id{{8}}).error().key, std::string("cli.unknown_request"));
    }

    void aRequestIsShownInTheDevicesWords() {
        World w;
        auto request = w.waiting.front();
        request.purpose = request.reference = "only a test, sign it";
        request.kind = wallet::AttemptKind::cancel;
        request.unsignedTransaction.data = {0xab, 0xcd};
        simulation::DecodeCall::Response decoded;
        decoded.actions.emplace_back().words = "Sends nothing";
        const auto text = describe(request, decoded);
        QVERIFY(text.contains("Sends nothing") && text.contains("cancel"));
        QVERIFY(text.contains(kThief.toString()) && text.contains("0.000021"));
        QVERIFY2(!text.contains("only a test"), "nothing of it is the node's words");
        const auto unread =
            describe(request, fail(ErrorKind::not_found, "chain.unknown", "there is no network 1"));
        QVERIFY(unread.contains("there is no network 1") && unread.contains("0xabcd"));
    }

    void aRequestIsSignedUnderItsOwnKey() {
        World w;
        const auto request = w.waiting.front();
        QVERIFY(
            w.core.run(signRequest(w.node, w.device, request, ops::Context::owner())).has_value());
        QCOMPARE(w.keys, (std::vector<std::string>{request.requestId.toString()}));
        QVERIFY(!w.toSign->meant && w.submitted->requestId == request.requestId);
    }
};

QTEST_GUILESS_MAIN(CliSendTest)
#include "tst_cli_send.moc"
