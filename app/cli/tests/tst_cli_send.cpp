// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "send_command.h"

#include <kosh/ops/nodes.h>
#include <kosh/test/fakes.h>
#include <kosh/token/api.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::cli;

namespace {

constexpr chain::ChainId kChain = 31337;
const Address kOwner = Address::parse("0x9858EfFD232B4033E47d90003D41EC34EcaEda94").value();
const Address kFriend = Address::parse("0x00000000000000000000000000000000000000bb").value();
const Address kThief = Address::parse("0x00000000000000000000000000000000000000ee").value();
const Address kToken = Address::parse("0x00000000000000000000000000000000000000cc").value();

/// A node that says it drafted something else throughout, and a device that notes what it is asked.
struct World {
    ops::FakeNode node, device;
    test::CoreLoop core;
    std::optional<wallet::DraftSend> asked;
    std::optional<wallet::SignDraft> toSign;
    std::optional<wallet::SubmitSigned> submitted;
    std::vector<std::string> keys;
    std::optional<Error> refusal;
    Id draftId{{1}};

    World() {
        device.on<token::ResolveToken>(
            [](const auto& request, const auto&) -> Result<token::Token> {
                if (request.token == "ETH") return token::Token{kChain, {}, "ETH", "Ether", 18};
                return token::Token{kChain, kToken, "USDC", "USD", 6};
            });
        device.on<wallet::SignDraft>(
            [this](const auto& request,
                   const auto& context) -> Result<wallet::SignDraft::Response> {
                toSign = request;
                keys.push_back(context.idempotencyKey);
                return wallet::SignDraft::Response{{1, 2, 3}, {}};
            });
        node.on<wallet::DraftSend>(
            [this](const auto& request,
                   const auto& context) -> Result<wallet::DraftSend::Response> {
                asked = request;
                keys.push_back(context.idempotencyKey);
                wallet::DraftSend::Response response;
                response.draftId = draftId;
                response.draft.chainId = 1;
                response.draft.from = response.draft.to = kThief;
                response.draft.gasLimit = 21'000;
                response.draft.nonce = 4;
                response.draft.maxFeePerGas = U256(1'000'000'000);
                response.asset = {kChain, kThief, "EVIL", "Evil", 0};
                response.amount = U256::max();
                response.maxFeeWei = U256::max();
                return response;
            });
        node.on<wallet::SubmitSigned>(
            [this](const auto& request, const auto&) -> Result<wallet::Transaction> {
                submitted = request;
                if (refusal) return Failure(*refusal);
                return wallet::Transaction{};
            });
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
    Result<Signing> draft(SendCommand request) {
        return core.run(
            draftOf(node, device, std::move(request), ops::Context::owner().withKey("mine")));
    }
    Result<wallet::Transaction> submit(Signing signing) {
        return core.run(
            signAndSubmit(node, device, std::move(signing), ops::Context::owner().withKey("mine")));
    }
};

}  // namespace

class CliSendTest : public QObject {
    Q_OBJECT

private slots:
    void theMeaningIsThatOfTheCommandWhateverTheNodeDrafted() {
        World w;
        auto signing = w.draft(w.send("USDC", "1.5")).value();
        QVERIFY(w.asked->to == kFriend && w.asked->token == kToken.toString());
        QCOMPARE(w.asked->amount, std::string("1.5"));
        QVERIFY(w.submit(std::move(signing)).has_value());
        QCOMPARE(w.toSign->chainId, kChain);
        QVERIFY(w.toSign->from == kOwner && w.toSign->to == kFriend);
        QVERIFY(w.toSign->token == kToken && w.toSign->amount == U256(1'500'000));
        QVERIFY(w.toSign->maxFeeWei == U256(10'000'000'000'000'000));
        QVERIFY2(w.toSign->draft.to == kThief, "the draft is the node's, for the device to judge");
        QVERIFY(w.submitted->draftId == w.draftId);
        QVERIFY((w.submitted->raw == Bytes{1, 2, 3}));
        QCOMPARE(w.keys, (std::vector<std::string>{"mine", "mine"}));
    }

    void theCoinIsNoToken() {
        World w;
        const auto signing = w.draft(w.send("ETH", "0.25")).value();
        QVERIFY(!signing.request.token);
        QVERIFY(signing.request.amount == U256(250'000'000'000'000'000));
    }

    void itIsShownBeforeItIsSigned() {
        World w;
        const auto text = describe(w.draft(w.send("USDC", "1.5")).value());
        for (const auto& part :
             {std::string("1.5 USDC"), kToken.toString(), kFriend.toString(), kOwner.toString(),
              std::string("31337"), std::string("nonce     4"), std::string("0.000021")}) {
            QVERIFY2(text.contains(part), part.c_str());
        }
        QVERIFY(!w.toSign);
    }

    void whatIsNoAmountIsRefusedBeforeAnythingIsDrafted() {
        World w;
        QCOMPARE(w.draft(w.send("ETH", "max")).error().key, std::string("cli.amount"));
        QCOMPARE(w.draft(w.send("USDC", "0.0000001")).error().key, std::string("cli.amount"));
        auto dear = w.send("ETH", "1");
        dear.maxFee = "a lot";
        const auto refused = w.draft(dear);
        QCOMPARE(refused.error().key, std::string("cli.max_fee"));
        QCOMPARE(refused.error().details.at("field"), std::string("maxFee"));
        QVERIFY(!w.asked);
    }

    void afterASignatureAnErrorTellsHowToTryAgain() {
        World w;
        w.refusal = Error{ErrorKind::unavailable, "remote.offline", "the node is away", {}};
        const auto lost = w.submit(w.draft(w.send("ETH", "1")).value());
        QCOMPARE(lost.error().key, std::string("remote.offline"));
        QVERIFY(lost.error().message.contains("--idempotency-key mine"));
    }
};

QTEST_GUILESS_MAIN(CliSendTest)
#include "tst_cli_send.moc"
