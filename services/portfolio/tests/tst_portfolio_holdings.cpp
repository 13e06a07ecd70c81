// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/holdings_sum.h"
#include "domain/valuation.h"

#include <kosh/portfolio/module.h>
#include <kosh/test/service_rig.h>
#include <kosh/wallet/api.h>

#include <QtTest>

using namespace kosh;

namespace {

constexpr chain::ChainId kChain = 1;

Address addressOf(std::uint8_t n) {
    Address address;
    address.bytes[19] = n;
    return address;
}

/// Two wallet addresses; a coin and three tokens, of which USDC is the numeraire and ODD has no
/// price.
struct PortfolioWorld {
    PortfolioWorld() : rig(portfolio::module()) {
        tokens = {{kChain, {}, "ETH", "", 18},
                  {kChain, addressOf(1), "USDC", "", 6},
                  {kChain, addressOf(2), "DAI", "", 18},
                  {kChain, addressOf(3), "ODD", "", 0}};
        rig.node.on<chain::GetChain>([this](const auto&, const auto&) {
            chain::Chain chain;
            chain.chainId = kChain;
            if (hasNumeraire) chain.numeraire = addressOf(1);
            return Result<chain::Chain>(chain);
        });
        rig.node.on<wallet::ListWallets>([](const auto&, const auto&) {
            wallet::Wallet one, two;
            one.walletId.bytes[0] = 1;
            one.label = "One";
            two.walletId.bytes[0] = 2;
            one.addresses = {{addressOf(101), "", ""}, {addressOf(102), "", ""}};
            two.addresses = {{addressOf(101), "", ""}};  // the same phrase imported twice
            return Result<wallet::ListWallets::Response>({{one, two}});
        });
        rig.node.on<token::ResolveToken>([this](const token::ResolveToken& request, const auto&) {
            for (const auto& token : tokens) {
                if (token.address.toString() == request.token) return Result<token::Token>(token);
            }
            return Result<token::Token>(fail(ErrorKind::not_found, "token.unknown", "none"));
        });
        rig.node.on<token::GetBalances>([this](const token::GetBalances& request, const auto&) {
            if (request.chainId != kChain) {
                return Result<token::GetBalances::Response>(
                    fail(ErrorKind::unavailable, "chain.unavailable", "cable out"));
            }
            token::GetBalances::Response response;
            for (const auto& token : tokens) {
                token::Balance balance{token, U256(0), {}};
                if (const auto held = balances.find({request.owner, token.address});
                    held != balances.end()) {
                    balance.amount = held->second;
                }
                response.balances.push_back(balance);
            }
            response.evidence.blockNumber = 9;
            return Result<token::GetBalances::Response>(response);
        });
        rig.node.on<quote::GetPrice>([this](const quote::GetPrice& request, const auto&) {
            quote::GetPrice::Response response;
            if (const auto price = prices.find(request.token); price != prices.end()) {
                response.priceX64 = U256(price->second) << 64;
                response.route.resize(1);
            }
            return arePricesKnown ? Result<quote::GetPrice::Response>(response)
                                  : Result<quote::GetPrice::Response>(
                                        fail(ErrorKind::unavailable, "chain.unavailable", "none"));
        });
        rig.node.on<chain::ListChains>([](const auto&, const auto&) {
            std::vector<chain::Chain> chains(3);
            chains[0].chainId = kChain;
            chains[1].chainId = 5;
            chains[1].isTest = true;
            chains[2].chainId = 10;
            return Result<chain::ListChains::Response>({chains});
        });
        // Micro-dollars for a whole token.
        prices = {{{}, 3'000'000'000}, {addressOf(1), 1'000'000}, {addressOf(2), 999'999}};
        rig.start();
    }
    Result<portfolio::GetHoldings::Response> ask(std::vector<Address> owners = {}) {
        return rig.call(portfolio::GetHoldings{kChain, std::move(owners)});
    }

    std::vector<token::Token> tokens;
    std::map<std::pair<Address, Address>, std::optional<U256>> balances;
    std::map<Address, std::uint64_t> prices;
    bool hasNumeraire = true, arePricesKnown = true;
    test::ServiceRig rig;
};

const U256 kEther = U256(1'000'000'000'000'000'000ull);

}  // namespace

class TestPortfolioHoldings : public QObject {
    Q_OBJECT

private slots:
    void sumsWhatEveryAddressHolds() {
        PortfolioWorld world;
        world.balances[{addressOf(101), {}}] = kEther * U256(2);
        world.balances[{addressOf(101), addressOf(1)}] = U256(5'000'000);
        world.balances[{addressOf(102), addressOf(2)}] = kEther + kEther / U256(2);
        const auto answer = world.ask();
        QVERIFY(answer.has_value());
        QCOMPARE(answer->holdings.size(), std::size_t{4});  // and no coin at the second address
        QVERIFY(*answer->holdings[0].value == U256(6'000'000'000));
        QCOMPARE(answer->holdings[0].evidence.blockNumber, std::uint64_t{9});
        QCOMPARE(answer->holdings[0].priceRoute.size(), std::size_t{1});
        QVERIFY(*answer->holdings[3].value == U256(1'499'998));  // 1.4999985 rounded down
        QVERIFY(answer->total == U256(6'000'000'000 + 5'000'000 + 1'499'998));
        QCOMPARE(answer->valuedIn->symbol, std::string("USDC"));
        QVERIFY(answer->isComplete);
        QCOMPARE(world.rig.callsOf("quote.price"), std::size_t{3});  // once a token
    }

    void unknownStaysUnknown() {
        PortfolioWorld world;
        world.balances[{addressOf(101), addressOf(2)}] = std::nullopt;
        const auto answer = world.ask({addressOf(101)});
        QCOMPARE(answer->holdings.size(), std::size_t{2});
        QVERIFY(!answer->holdings[1].amount && !answer->holdings[1].value);
        QVERIFY(!answer->isComplete);
    }

    void unpricedStaysUnpriced() {
        PortfolioWorld world;
        world.balances[{addressOf(101), addressOf(3)}] = U256(7);
        auto answer = world.ask({addressOf(101)});
        QVERIFY(*answer->holdings[1].amount == U256(7));
        QVERIFY(!answer->holdings[1].value && !answer->holdings[1].valuedIn);
        QVERIFY(!answer->isComplete);
        QVERIFY(answer->total.isZero());
        world.arePricesKnown = false;
        answer = world.ask({addressOf(101)});
        QVERIFY(answer.has_value());
        QVERIFY(!answer->holdings[0].value);
        world.hasNumeraire = false;
        answer = world.ask({addressOf(101)});
        QVERIFY(!answer->valuedIn && !answer->isComplete);
    }

    void aNetworkThatDoesNotAnswerIsNamed() {
        PortfolioWorld world;
        world.balances[{addressOf(101), addressOf(1)}] = U256(5'000'000);
        world.balances[{addressOf(102), addressOf(1)}] = U256(2'000'000);
        const auto answer = world.rig.call(portfolio::GetHoldings{});
        QVERIFY(answer.has_value());
        QVERIFY(answer->total == U256(7'000'000));
        QVERIFY(!answer->isComplete);
        QCOMPARE(answer->chains.size(), std::size_t{2});  // none of the test network
        QVERIFY(answer->chains[0].isComplete && answer->chains[0].errorKey.empty());
        QCOMPARE(answer->chains[1].chainId, chain::ChainId{10});
        QCOMPARE(answer->chains[1].errorKey, std::string("chain.unavailable"));
        // The address of two wallets counts once, with the older.
        QCOMPARE(answer->wallets.size(), std::size_t{1});
        QCOMPARE(answer->wallets[0].label, std::string("One"));
        QVERIFY(answer->wallets[0].total == U256(7'000'000));
    }

    void numerairesOfOneNameCountAtPar() {
        portfolio::ChainHoldings one, two, odd;
        const auto totalOf = [](chain::ChainId chainId, U256 total, token::Token unit) {
            portfolio::HoldingsTotal made;
            made.chainId = chainId;
            made.total = total;
            made.isComplete = true;
            made.valuedIn = std::move(unit);
            return made;
        };
        one.total = totalOf(1, U256(5'000'000), {1, addressOf(1), "USDC", "", 6});
        two.total = totalOf(56, kEther * U256(2), {56, addressOf(2), "USDC", "", 18});
        auto whole = portfolio::sumOfChains({one, two}, {});
        QVERIFY(whole.total == U256(7'000'000) && whole.isComplete);
        odd.total = totalOf(7, U256(9), {7, addressOf(3), "EURC", "", 6});
        whole = portfolio::sumOfChains({one, odd}, {});
        QVERIFY(whole.total == U256(5'000'000) && !whole.isComplete);
    }

    void refusesWhatDoesNotFit() {
        PortfolioWorld world;
        std::vector<Address> owners;
        for (std::uint8_t i = 0; i < 65; ++i) owners.push_back(addressOf(i));
        QCOMPARE(world.ask(owners).error().key, std::string("portfolio.too_many_owners"));
    }

    void anAbsurdSupplyDoesNotSpoilTheSum() {
        PortfolioWorld world;
        world.prices[addressOf(3)] = 1;
        world.balances[{addressOf(101), addressOf(1)}] = U256(5'000'000);
        world.balances[{addressOf(101), addressOf(3)}] = U256::max();
        const auto answer = world.ask({addressOf(101)});
        QVERIFY(answer.has_value());
        QVERIFY(answer->total == U256(5'000'000));
        QVERIFY(!answer->holdings[2].value && !answer->isComplete);
    }

    void valuesExactly() {
        using portfolio::valueOf;
        QVERIFY(valueOf(U256(3), U256(5) << 64, 0) == U256(15));
        QVERIFY(valueOf(U256(1), U256(1) << 64, 1) == U256(0));
        QVERIFY(valueOf(U256(19), U256(1) << 64, 1) == U256(1));
        QVERIFY(!valueOf(U256::max(), U256::max(), 0));
        // amount x price / 10^decimals passes 2^256, the value does not.
        QVERIFY(valueOf(U256::max() >> 64, U256(1) << 100, 18).has_value());
        QVERIFY(!valueOf(U256(1), U256(1), 255));
    }
};

QTEST_GUILESS_MAIN(TestPortfolioHoldings)
#include "tst_portfolio_holdings.moc"
