// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/eip712.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/message.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

constexpr std::string_view kPermit2Text = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
/// The rig's clock stands in November 2026 or before; this is after it, and not far.
constexpr std::int64_t kDay = 24 * 3600;

bool hasNotice(const std::vector<Notice>& notices, std::string_view key) {
    return std::ranges::any_of(notices, [&](const auto& one) { return one.key == key; });
}

std::string permitJson(std::string_view owner, std::string_view value, std::string_view deadline,
                       std::string_view chainId = "31337") {
    return cat(R"({"types":{"Permit":[{"name":"owner","type":"address"},)",
               R"({"name":"spender","type":"address"},{"name":"value","type":"uint256"},)",
               R"({"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]},)",
               R"("primaryType":"Permit","domain":{"name":"USD","version":"1","chainId":)", chainId,
               R"(,"verifyingContract":")", kUsdc.toString(), R"("},"message":{"owner":")", owner,
               R"(","spender":")", kStranger.toString(), R"(","value":")", value,
               R"(","nonce":"4","deadline":")", deadline, R"("}})");
}

std::string permit2Json(std::string_view contract, std::string_view amount,
                        std::string_view expiration) {
    return cat(R"({"types":{"PermitSingle":[{"name":"details","type":"PermitDetails"},)",
               R"({"name":"spender","type":"address"},{"name":"sigDeadline","type":"uint256"}],)",
               R"("PermitDetails":[{"name":"token","type":"address"},)",
               R"({"name":"amount","type":"uint160"},{"name":"expiration","type":"uint48"},)",
               R"({"name":"nonce","type":"uint48"}]},"primaryType":"PermitSingle",)",
               R"("domain":{"name":"Permit2","chainId":31337,"verifyingContract":")", contract,
               R"("},"message":{"details":{"token":")", kUsdc.toString(), R"(","amount":")", amount,
               R"(","expiration":")", expiration, R"(","nonce":"2"},"spender":")",
               kStranger.toString(), R"(","sigDeadline":")", expiration, R"("}})");
}

chain::CallResult wordResult(const U256& value) {
    const auto word = value.toBigEndian();
    return {true, {word.begin(), word.end()}, ""};
}

/// A token with an ERC-2612 permit of this version, or Permit2.
chain::CallResult answerPermit(const chain::CallRequest& call, const std::string& name,
                               const Hash256& separator) {
    const auto is = [&](std::string_view signature) {
        return std::ranges::equal(ByteView(call.data).first(4),
                                  ByteView(crypto::abi::selector(signature)));
    };
    if (is("DOMAIN_SEPARATOR()")) return wordResult(U256::fromBigEndian(separator.view()));
    if (is("nonces(address)")) return wordResult(U256(4));
    if (is("name()")) return {true, crypto::abi::Encoder().string(name).take(), ""};
    if (is("allowance(address,address,address)")) {
        return {true, crypto::abi::Encoder().uint(U256(1)).uint(U256(2)).uint(U256(2)).take(), ""};
    }
    return {false, {}, ""};
}

}  // namespace

class WalletSigningTest : public QObject {
    Q_OBJECT

private:
    static std::string soon(WalletWorld& w, std::int64_t seconds = kDay) {
        return std::to_string(w.rig.clock.now().micros / 1'000'000 + seconds);
    }

private slots:
    void messages() {
        WalletWorld w;
        w.import();
        const auto made = w.rig.call(SignMessage{kOwner, "hello", std::nullopt}).value();
        // Facts chains §6.
        QCOMPARE(toHex(made.digest.view()),
                 std::string("50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750"));
        QCOMPARE(made.signature.size(), std::size_t{65});
        QVERIFY(made.signature.back() == 27 || made.signature.back() == 28);
        const auto checked =
            w.rig.call(VerifyMessage{"hello", std::nullopt, made.signature}).value();
        QVERIFY(checked.signer == kOwner);
        QVERIFY(w.rig.call(VerifyMessage{"hullo", std::nullopt, made.signature}).value().signer !=
                kOwner);
        QCOMPARE(keyOf(w.rig.call(VerifyMessage{"hello", std::nullopt, Bytes(10)})),
                 std::string("signature.format"));
        const auto event = w.rig.eventsOf("wallet.message_signed");
        QCOMPARE(event.size(), std::size_t{1});
        QVERIFY(event.front().payload.find("hello") == std::string::npos);
        QCOMPARE(keyOf(w.rig.call(SignMessage{kOwner, std::nullopt, std::nullopt})),
                 std::string("wallet.message"));
        QCOMPARE(keyOf(w.rig.call(SignMessage{kOwner, "a", Bytes{1}})),
                 std::string("wallet.message"));
        QCOMPARE(keyOf(w.rig.call(SignMessage{kStranger, "a", std::nullopt})),
                 std::string("wallet.unknown_address"));
        w.on([&](FakeChain&) { w.keyring.isLocked = true; });
        QCOMPARE(keyOf(w.rig.call(SignMessage{kOwner, "a", std::nullopt})),
                 std::string("vault.signing_locked"));
    }

    void messagesAreExplained() {
        WalletWorld w;
        const auto explain = [&](std::optional<std::string> text, std::optional<Bytes> data) {
            return w.rig.call(DecodeMessage{std::move(text), std::move(data)}).value();
        };
        QVERIFY(explain("Good morning, नमस्ते", std::nullopt).notices.empty());
        const auto hash = explain(std::nullopt, Bytes(32, 0xff));
        QVERIFY(hash.text.empty() && hasNotice(hash.notices, "wallet.message_no_text"));
        QVERIFY(hasNotice(hash.notices, "wallet.message_is_hash"));
        QVERIFY(hasNotice(explain("0x" + std::string(64, 'a'), std::nullopt).notices,
                          "wallet.message_is_hash"));
        QVERIFY(
            hasNotice(explain("pay\u202eyap", std::nullopt).notices, "wallet.hidden_characters"));
        const auto login = explain(
            "kosh.test wants you to sign in with your Ethereum account:\n0x…", std::nullopt);
        QVERIFY(hasNotice(login.notices, "wallet.sign_in"));
        QVERIFY(login.notices.front().message.find("kosh.test") != std::string::npos);
    }

    void permitsAreExplained() {
        WalletWorld w;
        w.import();
        DecodeTypedData request{permitJson(kOwner.toString(), "2500000", soon(w)), kChain, kOwner};
        const auto plain = w.rig.call(request).value();
        QVERIFY(plain.kind == TypedDataKind::permit);
        QVERIFY(plain.notices.empty());
        const auto& grant = plain.grants.front();
        QVERIFY(grant.token == kUsdc && grant.spender == kStranger && !grant.isUnlimited);
        QCOMPARE(grant.amountText, std::string("2.5"));
        QCOMPARE(grant.symbol, std::string("USDC"));
        QCOMPARE(plain.tree.size(), std::size_t{5});
        QCOMPARE(plain.tree[2].path, std::string("value"));
        QCOMPARE(plain.tree[2].value, std::string("2500000"));
        request.typedData =
            permitJson(kStranger.toString(), U256::max().toString(), soon(w, 400 * kDay), "1");
        const auto bad = w.rig.call(request).value();
        for (const auto* key : {"wallet.unlimited", "wallet.far_deadline", "wallet.chain_mismatch",
                                "wallet.not_the_signer"})
            QVERIFY2(hasNotice(bad.notices, key), key);
        request.typedData = permitJson(kOwner.toString(), "1", "1");
        QVERIFY(hasNotice(w.rig.call(request).value().notices, "wallet.deadline_past"));
        request.typedData = "{}";
        QCOMPARE(keyOf(w.rig.call(request)), std::string("eip712.missing_field"));
    }

    void permit2IsKnownByItsContract() {
        WalletWorld w;
        w.import();
        const auto most = (U256::powerOfTwo(160) - U256(1)).toString();
        DecodeTypedData request{permit2Json(kPermit2Text, most, soon(w)), kChain, kOwner};
        const auto real = w.rig.call(request).value();
        QVERIFY(real.kind == TypedDataKind::permit2Single);
        QVERIFY(real.grants.front().isUnlimited && real.grants.front().token == kUsdc);
        QVERIFY(hasNotice(real.notices, "wallet.unlimited"));
        request.typedData = permit2Json(kStranger.toString(), "5", soon(w));
        const auto fake = w.rig.call(request).value();
        QVERIFY(fake.kind == TypedDataKind::unknown && fake.grants.empty());
        QVERIFY(hasNotice(fake.notices, "wallet.not_permit2"));
        QVERIFY(hasNotice(fake.notices, "wallet.unknown_typed_data"));
    }

    void dangerIsNotSignedUnasked() {
        WalletWorld w;
        w.import();
        SignTypedData request{kOwner, permitJson(kOwner.toString(), "5", soon(w)), 1};
        const auto refused = w.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("wallet.dangerous"));
        QCOMPARE(refused.error().details.at("notice"), std::string("wallet.chain_mismatch"));
        QVERIFY(w.rig.eventsOf("wallet.message_signed").empty());
        request.acceptDanger = true;
        QVERIFY(w.rig.call(request).has_value());
        request.acceptDanger = false;
        request.chainId = kChain;
        const auto made = w.rig.call(request).value();
        const auto data = crypto::eip712::TypedData::parse(request.typedData).value();
        QVERIFY(made.meaning.digest == data.digest);
        QVERIFY(crypto::recoverSigner(data.digest, made.signature).value() == kOwner);
        request.typedData = R"({"types":{"Vote":[{"name":"yes","type":"bool"}]},)"
                            R"("primaryType":"Vote","domain":{"name":"A"},"message":{"yes":true}})";
        const auto vote = w.rig.call(request).value();
        QVERIFY(vote.meaning.kind == TypedDataKind::unknown);
        QVERIFY(vote.meaning.summary.starts_with("Unknown: Vote"));
        QVERIFY(hasNotice(vote.meaning.notices, "wallet.any_chain"));
    }

    void permitsForTokens() {
        WalletWorld w;
        w.import();
        const auto deadline = soon(w);
        const auto typed =
            crypto::eip712::TypedData::parse(permitJson(kOwner.toString(), "700", deadline))
                .value();
        w.on([&](FakeChain& chain) {
            chain.onCall = [separator = typed.domainSeparator](const auto& call) {
                return answerPermit(call, "USD", separator);
            };
        });
        SignPermit request{kChain, kOwner, kUsdc, kStranger, U256(700), std::stoull(deadline)};
        const auto made = w.rig.call(request).value();
        // Hashed here by hand and there from the typed data.
        QVERIFY(made.digest == typed.digest);
        QVERIFY(made.nonce == U256(4) && made.contract == kUsdc);
        QVERIFY(crypto::recoverSigner(made.digest, made.signature).value() == kOwner);
        QCOMPARE(toHex(ByteView(made.call).first(4)), std::string("d505accf"));
        const auto checked = w.rig.call(CheckPermit{kChain, kUsdc, kOwner}).value();
        QVERIFY(checked.isSupported && checked.nonce == U256(4));
        QCOMPARE(w.rig.eventsOf("wallet.message_signed").size(), std::size_t{1});
        w.on([&](FakeChain& chain) {
            chain.onCall = [separator = typed.domainSeparator](const auto& call) {
                const bool isPermit = toHex(ByteView(call.data).first(4)) == "d505accf";
                return isPermit ? chain::CallResult{true, {}, ""}
                                : answerPermit(call, "USD", separator);
            };
        });
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.permit_unsupported"));
        const auto open = w.rig.call(CheckPermit{kChain, kUsdc, kOwner}).value();
        QVERIFY(!open.isSupported && open.reason.find("of anybody") != std::string::npos);
        w.on([](FakeChain& chain) {
            chain.onCall = [](const auto& call) { return answerPermit(call, "USD", Hash256{}); };
        });
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.permit_unsupported"));
        w.on([](FakeChain& chain) { chain.onCall = nullptr; });
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.permit_unsupported"));
        request.kind = PermitKind::permit2;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.permit2_missing"));
        request.deadline = 1;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.deadline_past"));
        request.deadline = std::stoull(deadline);
        request.amount = U256::max();
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.permit_amount"));
    }

    void permitsForPermit2() {
        WalletWorld w;
        w.import();
        const auto deadline = soon(w);
        const auto typed =
            crypto::eip712::TypedData::parse(permit2Json(kPermit2Text, "700", deadline)).value();
        w.on([&](FakeChain& chain) {
            chain.onCall = [separator = typed.domainSeparator](const auto& call) {
                return answerPermit(call, "Permit2", separator);
            };
        });
        SignPermit request{kChain,
                           kOwner,
                           kUsdc,
                           kStranger,
                           U256(700),
                           std::stoull(deadline),
                           PermitKind::permit2};
        const auto made = w.rig.call(request).value();
        QVERIFY(made.digest == typed.digest);
        QVERIFY(made.nonce == U256(2) && made.contract.toString() == kPermit2Text);
        QCOMPARE(toHex(ByteView(made.call).first(4)), std::string("2b67b570"));
    }
};

QTEST_GUILESS_MAIN(WalletSigningTest)
#include "tst_wallet_signing.moc"
