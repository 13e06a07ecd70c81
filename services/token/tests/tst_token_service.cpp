// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service_world.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/token/added.h>
#include <kosh/token/api.h>
#include <kosh/token/module.h>
#include <kosh/wallet/api.h>

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

    void anAddedTokenIsToldOnce() {
        TokenWorld w;
        QVERIFY(w.world.call(AddToken{kChain, kToken}).has_value());
        QVERIFY(w.world.call(AddToken{kChain, kToken}).has_value());
        const auto told = w.world.eventsOf("token.added");
        QCOMPARE(told.size(), std::size_t{1});
        const auto added = events::payloadOf<TokenAdded>(told.front());
        QVERIFY(added && added->chainId == kChain && added->address == kToken);
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

    void spamIsHiddenAndComesBack() {
        TokenWorld w;
        QVERIFY(w.world.call(AddToken{kChain, kToken}).has_value());
        QVERIFY(w.world.call(MarkToken{kChain, kToken, Mark::spam}).value().mark == Mark::spam);
        w.world.restart();
        QCOMPARE(w.world.call(ListTokens{kChain}).value().tokens.size(), std::size_t{1});
        QCOMPARE(w.world.call(ListTokens{kChain, true}).value().tokens.size(), std::size_t{2});
        QCOMPARE(w.world.call(GetBalances{kChain, kOwner, {}}).value().balances.size(),
                 std::size_t{1});
        QVERIFY(w.world.call(MarkToken{kChain, kToken, Mark::none}).has_value());
        QCOMPARE(w.world.call(ListTokens{kChain}).value().tokens.size(), std::size_t{2});
        QCOMPARE(w.world.call(MarkToken{kChain, {}, Mark::spam}).error().key,
                 std::string("token.native"));
    }

    void anythingCanBeDescribedWithoutAddingIt() {
        TokenWorld w;
        w.symbol = "Visit evil.com";
        const auto one = w.world.call(DescribeTokens{kChain, {{}, kToken}}).value().tokens;
        QCOMPARE(one.at(0).source, std::string("native"));
        QCOMPARE(one.at(1).source, std::string("contract"));
        QVERIFY(!one.at(1).suspicions.empty());
        QCOMPARE(w.world.call(ListTokens{kChain}).value().tokens.size(), std::size_t{1});
        w.isOffline = true;
        const auto unknown = w.world.call(DescribeTokens{kChain, {kToken}}).value().tokens.at(0);
        QVERIFY(!unknown.token);
        QCOMPARE(unknown.reason, std::string("cable out"));
    }

    void traitsAreLearnedAndKept() {
        TokenWorld w;
        bool isOffered = true;
        w.world.node.on<chain::SimulateCalls>(
            [&](const chain::SimulateCalls& request,
                const ops::Context&) -> Result<chain::SimulateCalls::Response> {
                if (!isOffered)
                    return fail(ErrorKind::precondition, "chain.method_unsupported", "no");
                chain::SimulateCalls::Response response;
                const bool isPretended = !request.overrides.empty();
                const std::uint64_t words[] = {isPretended ? 1'000'000u : 0u, 1, 0, 990'000};
                for (const auto word : words)
                    response.results.push_back(
                        {true, crypto::abi::Encoder().uint(word).take(), {}, 0, {}});
                return response;
            });
        InspectToken inspect;
        inspect.chainId = kChain;
        inspect.address = kToken;
        QCOMPARE(w.world.call(inspect).value().traits.value().feeBps.value(), std::int64_t{100});
        w.world.restart();
        QVERIFY(w.world.call(DescribeTokens{kChain, {kToken}}).value().tokens.at(0).traits);
        inspect.holder = kOwner;
        QCOMPARE(w.world.call(inspect).error().key, std::string("token.holder_empty"));
        isOffered = false;
        inspect.holder.reset();
        const auto unknown = w.world.call(inspect).value().traits.value();
        QVERIFY(!unknown.feeBps && !unknown.reason.empty());
    }

    void arrivalsAreDiscovered() {
        TokenWorld w;
        w.world.node.on<chain::GetLogs>([](const chain::GetLogs& request, const ops::Context&) {
            chain::GetLogs::Response response;
            chain::Log log;
            log.address = kToken;
            log.topics = {request.topics.at(0), Hash256{}, request.topics2.at(0)};
            log.data.resize(32);
            log.blockNumber = 9;
            response.logs = {log, log};
            return response;
        });
        w.world.node.on<wallet::ListTransactions>(
            [](const auto&, const auto&) { return wallet::ListTransactions::Response{}; });
        DiscoverTokens discover;
        discover.chainId = kChain;
        discover.owner = kOwner;
        discover.toBlock = 10;
        const auto found = w.world.call(discover).value().tokens;
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.at(0).transfers, std::int64_t{2});
        QCOMPARE(found.at(0).firstBlock, std::uint64_t{9});
        QCOMPARE(found.at(0).balance.value().toString(), std::string("1000"));
        QVERIFY(!found.at(0).details.suspicions.empty());
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
