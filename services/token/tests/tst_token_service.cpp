// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service_world.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/token/api.h>
#include <kosh/token/module.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::token;

namespace {

const Address kToken = Address::parse("0x00000000000000000000000000000000000000aa").value();
const Address kOwner = Address::parse("0x00000000000000000000000000000000000000bb").value();
constexpr ChainId kChain = 31337;

struct TokenWorld {
    test::ServiceWorld world{module()};
    bool isOffline = false;
    std::string symbol = "TKN";
    std::uint64_t balanceBlock = 0;

    TokenWorld() {
        world.node.on<chain::GetChain>(
            [](const chain::GetChain& request, const ops::Context&) -> Result<chain::Chain> {
                if (request.chainId != kChain)
                    return fail(ErrorKind::not_found, "chain.unknown", "unknown");
                chain::Chain chain;
                chain.chainId = kChain;
                chain.name = "Practice";
                return chain;
            });
        world.node.on<chain::CallContracts>(
            [this](const chain::CallContracts& request, const ops::Context&) {
                return answer(request);
            });
        world.node.on<chain::GetNativeBalance>(
            [this](const chain::GetNativeBalance& request,
                   const ops::Context&) -> Result<chain::GetNativeBalance::Response> {
                if (isOffline)
                    return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
                balanceBlock = request.blockNumber.value_or(0);
                return chain::GetNativeBalance::Response{U256(5), {"fake", balanceBlock, {}}};
            });
    }

    Result<chain::CallContracts::Response> answer(const chain::CallContracts& request) {
        if (isOffline) return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
        chain::CallContracts::Response response;
        response.evidence = {"fake", 77, {}};
        for (const auto& call : request.calls) response.results.push_back(one(call));
        return response;
    }
    chain::CallResult one(const chain::CallRequest& call) const {
        namespace abi = crypto::abi;
        const auto is = [&](std::string_view signature) {
            return std::ranges::equal(abi::selector(signature), ByteView(call.data).first(4));
        };
        if (is("symbol()") || is("name()")) return {true, abi::Encoder().string(symbol).take(), {}};
        if (is("decimals()")) return {true, abi::Encoder().uint(U256(6)).take(), {}};
        if (call.to != kToken) return {false, {}, "paused"};
        return {true, abi::Encoder().uint(U256(1000)).take(), {}};
    }
};

}  // namespace

class TokenServiceTest : public QObject {
    Q_OBJECT

private slots:
    void anAddedTokenSurvivesARestart() {
        TokenWorld w;
        const auto added = w.world.call(AddToken{kChain, kToken});
        QCOMPARE(added.value().symbol, std::string("TKN"));
        QCOMPARE(added->decimals, 6);
        w.world.restart();
        const auto tokens = w.world.call(ListTokens{kChain}).value().tokens;
        QCOMPARE(tokens.size(), std::size_t{2});
        QVERIFY(tokens.at(0).isNative());
        QCOMPARE(w.world.call(ResolveToken{kChain, "tkn"}).value().address.toString(),
                 kToken.toString());
    }

    void whatIsNoTokenIsNotAdded() {
        TokenWorld w;
        w.symbol = "\xe2\x80\x8b";
        QCOMPARE(w.world.call(AddToken{kChain, kToken}).error().key,
                 std::string("token.not_a_token"));
        QCOMPARE(w.world.call(AddToken{kChain, {}}).error().key, std::string("token.not_a_token"));
        QCOMPARE(w.world.call(ListTokens{kChain}).value().tokens.size(), std::size_t{1});
    }

    void balancesAreOfOneBlock() {
        TokenWorld w;
        QVERIFY(w.world.call(AddToken{kChain, kToken}).has_value());
        const auto answer = w.world.call(GetBalances{kChain, kOwner, {}}).value();
        QCOMPARE(answer.balances.at(0).amount.value().toString(), std::string("5"));
        QCOMPARE(answer.balances.at(1).amount.value().toString(), std::string("1000"));
        QCOMPARE(answer.evidence.blockNumber, std::uint64_t{77});
        QCOMPARE(w.balanceBlock, std::uint64_t{77});
    }

    void whatCannotBeReadIsUnknownWithAReason() {
        TokenWorld w;
        const auto other = Address::parse("0x00000000000000000000000000000000000000cc").value();
        QVERIFY(w.world.call(AddToken{kChain, kToken}).has_value());
        QVERIFY(w.world.call(AddToken{kChain, other}).has_value());
        auto answer = w.world.call(GetBalances{kChain, kOwner, {other, {}}}).value();
        QVERIFY(answer.balances.at(0).token.isNative());
        QVERIFY(!answer.balances.at(1).amount);
        QVERIFY(answer.balances.at(1).reason.find("paused") != std::string::npos);
        w.isOffline = true;
        answer = w.world.call(GetBalances{kChain, kOwner, {}}).value();
        for (const auto& balance : answer.balances) {
            QVERIFY(!balance.amount);
            QCOMPARE(balance.reason, std::string("cable out"));
        }
    }

    void anUnknownChainOrTokenIsAnError() {
        TokenWorld w;
        QCOMPARE(w.world.call(GetBalances{5, kOwner, {}}).error().key,
                 std::string("chain.unknown"));
        QCOMPARE(w.world.call(GetBalances{kChain, kOwner, {kToken}}).error().key,
                 std::string("token.unknown"));
    }

    void allowancesAreReadOrAnError() {
        TokenWorld w;
        QCOMPARE(
            w.world.call(GetAllowance{kChain, kToken, kOwner, kOwner}).value().amount.toString(),
            std::string("1000"));
        QCOMPARE(w.world.call(GetAllowance{kChain, kOwner, kOwner, kOwner}).error().key,
                 std::string("token.unreadable"));
        QCOMPARE(w.world.call(GetAllowance{kChain, {}, kOwner, kOwner}).error().key,
                 std::string("token.no_allowance"));
    }
};

QTEST_GUILESS_MAIN(TokenServiceTest)
#include "tst_token_service.moc"
