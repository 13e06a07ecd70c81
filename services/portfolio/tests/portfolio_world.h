// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "lots_facts.h"

#include <kosh/portfolio/api.h>
#include <kosh/portfolio/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

namespace kosh::portfolio {

/// The portfolio between services whose answers and events the test writes: one network whose
/// numeraire is USDC, Alice's and Bob's addresses in a wallet each.
struct PortfolioWorld {
    test::ServiceRig rig{module()};
    std::vector<token::Token> tokens{kEth, kUsd, kDai, kOdd};
    /// Micro-dollars a whole token; on the block `head`.
    std::map<Address, std::uint64_t> prices{
        {kEth.address, 2'000'000'000}, {kUsd.address, 1'000'000}, {kDai.address, 1'000'000}};
    std::uint64_t head = 0;
    Timestamp headAt = day(0);
    /// Price roots of the pools by block; a block that is not here cannot be read.
    std::map<std::uint64_t, U256> roots;
    bool arePricesKnown = true, areBalancesKnown = true;
    std::map<std::pair<Address, Address>, std::optional<U256>> balances;
    std::vector<wallet::Transaction> transactions;
    std::vector<trading::Swap> swaps;
    Id aliceWallet, bobWallet;

    PortfolioWorld() {
        aliceWallet.bytes[0] = 1;
        bobWallet.bytes[0] = 2;
        answerChain();
        answerPrices();
        answerWallets();
        rig.node.on<token::ResolveToken>([this](const token::ResolveToken& request, const auto&) {
            for (const auto& token : tokens) {
                if (token.address.toString() == request.token) return Result<token::Token>(token);
            }
            return Result<token::Token>(fail(ErrorKind::not_found, "token.unknown", "none"));
        });
        rig.node.on<token::GetBalances>([this](const token::GetBalances& request, const auto&) {
            if (!areBalancesKnown) {
                return Result<token::GetBalances::Response>(
                    fail(ErrorKind::unavailable, "chain.unavailable", "cable out"));
            }
            token::GetBalances::Response response;
            for (const auto& token : tokens) {
                const auto held = balances.find({request.owner, token.address});
                response.balances.push_back(
                    {token, held == balances.end() ? U256() : held->second, "cable out"});
            }
            response.evidence = {"fake", 77, rig.clock.now()};
            return Result<token::GetBalances::Response>(response);
        });
        rig.node.on<trading::ListSwaps>([this](const auto&, const auto&) {
            return Result<trading::ListSwaps::Response>({swaps});
        });
        rig.start();
    }
    ~PortfolioWorld() { rig.stop(); }

    /// Changes what the answers rest on, on the thread that gives them.
    template <typename F>
    void change(F function) {
        rig.core.call(function);
    }
    void hold(Address owner, const token::Token& token, std::optional<U256> amount) {
        change([&] { balances[{owner, token.address}] = amount; });
    }
    /// The service's event of a day whose prices are these.
    template <events::EventType T>
    void publish(const T& event) {
        change([&] {
            headAt = event.blockAt;
            head = static_cast<std::uint64_t>((headAt.micros - day(0).micros) / 86'400'000'000);
        });
        write(event);
        waitUntilValued();
    }
    template <events::EventType T>
    void write(const T& event) {
        const std::string type(T::kInfo.type);
        auto written = rig.core.run(
            rig.vault.store()
                .database(type.substr(0, type.find('.')))
                .write([event](store::Transaction& tx) { return events::append(tx, event); }));
        if (!written) test::giveUp(written.error().message);
    }
    std::int64_t pending() {
        if (!rig.core.run(rig.log->settle())) test::giveUp("the lots did not settle");
        return count(
            "SELECT count(DISTINCT m.valuation_id) FROM portfolio_movement m WHERE m.valuation_id "
            "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM portfolio_valuation v WHERE v.valuation_id "
            "= m.valuation_id)");
    }
    std::int64_t count(std::string sql) {
        return rig.core
            .run(rig.vault.store().database("portfolio").read([sql](store::Reader& reader) {
                return reader.first(sql, {}, [](const store::Row& row) { return row.integer(0); });
            }))
            .value()
            .value();
    }
    void waitUntilValued() {
        if (!QTest::qWaitFor([this] { return pending() == 0; }, 60'000))
            test::giveUp("a movement was not valued");
    }
    std::vector<Lot> lots(ListLots filter = {}) {
        if (!rig.core.run(rig.log->settle())) test::giveUp("the lots did not settle");
        return rig.call(std::move(filter)).value().lots;
    }
    /// "ETH 5 for 10" an open lot.
    std::vector<std::string> lotLines(ListLots filter = {}) {
        std::vector<std::string> lines;
        for (const auto& lot : lots(std::move(filter))) {
            lines.push_back(cat(lot.token.symbol, ' ', lot.quantity.toString(), " for ",
                                lot.cost ? lot.cost->toString() : std::string("?")));
        }
        return lines;
    }

private:
    void answerChain() {
        rig.node.on<chain::GetChain>([](const auto&, const auto&) {
            chain::Chain chain;
            chain.chainId = kChain;
            chain.numeraire = kUsd.address;
            chain.contracts.wrappedNative = addressOf(0xee);
            return Result<chain::Chain>(chain);
        });
        rig.node.on<chain::GetBlock>([this](const chain::GetBlock& request, const auto&) {
            chain::Block block;
            block.number = request.number;
            block.at = rig.clock.now();
            return Result<chain::Block>(block);
        });
        rig.node.on<chain::CallContracts>([this](const chain::CallContracts& request, const auto&) {
            const auto root = roots.find(request.blockNumber.value());
            if (root == roots.end()) {
                return Result<chain::CallContracts::Response>(
                    fail(ErrorKind::unavailable, "chain.no_state", "that state is gone"));
            }
            chain::CallContracts::Response response;
            for (std::size_t i = 0; i < request.calls.size(); ++i) {
                const auto word = root->second.toBigEndian();
                response.results.push_back({true, Bytes(word.begin(), word.end()), {}});
            }
            return Result<chain::CallContracts::Response>(response);
        });
    }
    void answerPrices() {
        rig.node.on<quote::GetPrice>([this](const quote::GetPrice& request, const auto&) {
            if (!arePricesKnown) {
                return Result<quote::GetPrice::Response>(
                    fail(ErrorKind::unavailable, "chain.unavailable", "cable out"));
            }
            quote::GetPrice::Response response;
            response.blockNumber = head;
            response.at = headAt;
            if (const auto price = prices.find(request.token); price != prices.end()) {
                response.priceX64 = U256(price->second) << 64;
                response.route.push_back({addressOf(0xf0), 500, kOdd, kUsd});
            }
            return Result<quote::GetPrice::Response>(response);
        });
    }
    void answerWallets() {
        rig.node.on<wallet::ListWallets>([this](const auto&, const auto&) {
            wallet::Wallet one, two;
            one.walletId = aliceWallet;
            one.label = "Alice";
            one.addresses = {{kAlice, "", ""}};
            two.walletId = bobWallet;
            two.label = "Bob";
            two.addresses = {{kBob, "", ""}};
            return Result<wallet::ListWallets::Response>({{one, two}});
        });
        rig.node.on<wallet::ListTransactions>([this](const auto&, const auto&) {
            return Result<wallet::ListTransactions::Response>({transactions});
        });
    }
};

}  // namespace kosh::portfolio
