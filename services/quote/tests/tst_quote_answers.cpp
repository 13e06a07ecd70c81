// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "made_pools.h"

#include <kosh/quote/api.h>
#include <kosh/quote/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

using namespace kosh;
using test::madePool;
using test::tokenAt;

namespace {

constexpr chain::ChainId kChain = 1;
const U256 kDeep = U256(1'000'000'000'000'000'000ull) * U256(1'000'000);

/// The quote service over three tokens: 0 is the wrapped coin, 1 has 6 decimals, 2 has 18.
struct QuoteWorld {
    QuoteWorld() : rig(quote::module()) {
        tokens = {{kChain, {}, "ETH", "Ether", 18},
                  {kChain, tokenAt(0), "WETH", "Wrapped Ether", 18},
                  {kChain, tokenAt(1), "USDC", "USD Coin", 6},
                  {kChain, tokenAt(2), "DAI", "Dai", 18},
                  {kChain, tokenAt(3), "LONE", "No pool", 18}};
        // 3000 USDC for a WETH, 1 DAI for a USDC.
        pools = {madePool(0, 1, 500, 10, -196'256, kDeep), madePool(1, 2, 100, 1, 276'324, kDeep)};
        rig.node.on<chain::GetChain>([](const chain::GetChain& request, const auto&) {
            if (request.chainId != kChain) {
                return Result<chain::Chain>(fail(ErrorKind::not_found, "chain.unknown", "none"));
            }
            chain::Chain chain;
            chain.chainId = kChain;
            chain.contracts.wrappedNative = tokenAt(0);
            return Result<chain::Chain>(chain);
        });
        rig.node.on<chain::GetFees>([this](const auto&, const auto&) {
            if (!hasFees) {
                return Result<chain::GetFees::Response>(
                    fail(ErrorKind::unavailable, "chain.unavailable", "none"));
            }
            chain::GetFees::Response fees;
            fees.baseFeePerGas = U256(9'000'000'000ull);
            fees.normal = {U256(19'000'000'000ull), U256(1'000'000'000ull)};
            return Result<chain::GetFees::Response>(fees);
        });
        rig.node.on<token::ListTokens>([this](const auto&, const auto&) {
            return Result<token::ListTokens::Response>({tokens});
        });
        rig.node.on<token::ResolveToken>([this](const token::ResolveToken& request, const auto&) {
            for (const auto& token : tokens) {
                if (token.symbol == request.token || token.address.toString() == request.token) {
                    return Result<token::Token>(token);
                }
            }
            return Result<token::Token>(fail(ErrorKind::not_found, "token.unknown", "none"));
        });
        rig.node.on<pool::FindPools>([this](const pool::FindPools& request, const auto&) {
            asked = request.tokens;
            pool::FindPools::Response response;
            std::ranges::copy_if(
                pools, std::back_inserter(response.snapshots), [&](const auto& one) {
                    return std::ranges::count(request.tokens, one.pool.token0) != 0 &&
                           std::ranges::count(request.tokens, one.pool.token1) != 0;
                });
            response.blockNumber = 7;
            response.at = rig.clock.now() - age;
            response.isCurrent = isCurrent;
            return Result<pool::FindPools::Response>(response);
        });
        answerTraits();
        rig.start();
    }
    void answerTraits() {
        rig.node.on<token::DescribeTokens>([this](const auto& request, const auto&) {
            token::DescribeTokens::Response response;
            for (const auto& address : request.addresses) {
                auto& details = response.tokens.emplace_back();
                details.address = address;
                details.source = added.contains(address) ? "added" : "listed";
            }
            return Result<token::DescribeTokens::Response>(response);
        });
        rig.node.on<token::InspectToken>([this](const auto& request, const auto&) {
            if (!canInspect) {
                return Result<token::TokenDetails>(
                    fail(ErrorKind::unavailable, "chain.unavailable", "none"));
            }
            token::TokenDetails details;
            details.address = request.address;
            details.traits.emplace().feeBps = added.at(request.address);
            return Result<token::TokenDetails>(details);
        });
    }
    Result<quote::Quote> ask(std::string in, std::string out, std::string amount,
                             bool isExactOutput = false) {
        return rig.call(quote::GetQuote{kChain, std::move(in), std::move(out), std::move(amount),
                                        isExactOutput, 50, 3});
    }
    std::string errorOf(std::string in, std::string out, std::string amount) {
        return ask(std::move(in), std::move(out), std::move(amount)).error().key;
    }
    std::optional<U256> price(const Address& token, const Address& in) {
        const auto answer = rig.call(quote::GetPrice{kChain, token, in});
        return answer ? answer->priceX64 : std::nullopt;
    }

    std::vector<token::Token> tokens;
    std::vector<pool::Snapshot> pools;
    std::vector<Address> asked;
    bool isCurrent = true, hasFees = true, canInspect = true;
    std::map<Address, std::int64_t> added;  ///< Not listed, with the fee of their transfers.
    Duration age{};
    test::ServiceRig rig;
};

}  // namespace

class TestQuoteAnswers : public QObject {
    Q_OBJECT

private slots:
    void quotesTheNativeCoinThroughItsToken() {
        QuoteWorld world;
        const auto quote = world.ask("ETH", "DAI", "2");
        QVERIFY(quote.has_value());
        QVERIFY(quote->tokenIn.isNative());
        QCOMPARE(quote->route.size(), std::size_t{2});
        QCOMPARE(quote->route[0].tokenIn.symbol, std::string("WETH"));
        QCOMPARE(quote->route[1].tokenOut.symbol, std::string("DAI"));
        QCOMPARE(QString::fromStdString(quote->midPrice).left(3), QString("300"));
        QVERIFY(quote->amountIn == U256(2'000'000'000'000'000'000ull));
        QCOMPARE(quote->poolFeePips, std::int64_t{600});
        QVERIFY(quote->minimumReceived < quote->amountOut);
        QVERIFY(quote->maximumSpent == quote->amountIn);
        QVERIFY(quote->gasCostWei == U256(10'000'000'000ull) * U256(quote->gasEstimate));
        QCOMPARE(quote->blockNumber, std::uint64_t{7});
        QVERIFY(quote->expiresAt > quote->at && quote->isCurrent);
        QVERIFY(std::ranges::find(world.asked, Address{}) == world.asked.end());
    }

    void quotesExactOutput() {
        QuoteWorld world;
        const auto quote = world.ask("WETH", "USDC", "3000", true);
        QVERIFY(quote.has_value());
        QVERIFY(quote->amountOut == U256(3'000'000'000ull));
        QVERIFY(quote->minimumReceived == quote->amountOut);
        QVERIFY(quote->maximumSpent > quote->amountIn);
        QVERIFY(quote->amountIn > U256(1'000'000'000'000'000'000ull));
    }

    void tokensThatTakeAFeeAreRefusedAndNotPassed() {
        QuoteWorld world;
        world.added = {{tokenAt(1), 100}, {tokenAt(3), 0}};
        const auto sold = world.ask("USDC", "DAI", "1");
        QCOMPARE(sold.error().key, std::string("quote.fee_on_transfer"));
        QCOMPARE(sold.error().details.at("field"), std::string("tokenIn"));
        QCOMPARE(sold.error().details.at("feeBps"), std::string("100"));
        const auto bought = world.ask("ETH", "USDC", "1", true);
        QCOMPARE(bought.error().key, std::string("quote.fee_on_transfer"));
        QCOMPARE(bought.error().details.at("field"), std::string("tokenOut"));
        // The only route would pass it.
        QCOMPARE(world.errorOf("ETH", "DAI", "2"), std::string("quote.no_route"));
        // Each was looked at once.
        QCOMPARE(world.rig.callsOf("token.inspect"), std::size_t{2});
    }

    void aTokenThatCannotBeLookedAtIsAskedAgainLater() {
        QuoteWorld world;
        world.added = {{tokenAt(1), 100}};
        world.canInspect = false;
        QVERIFY(world.ask("ETH", "USDC", "1").has_value());
        QVERIFY(world.ask("ETH", "USDC", "1").has_value());
        QCOMPARE(world.rig.callsOf("token.inspect"), std::size_t{1});
        world.rig.core.call([&] { world.canInspect = true; });
        world.rig.clock.advance(std::chrono::minutes(6));
        QCOMPARE(world.errorOf("ETH", "USDC", "1"), std::string("quote.fee_on_transfer"));
    }

    void refusesWhatCannotBeQuoted() {
        QuoteWorld world;
        QCOMPARE(world.errorOf("ETH", "WETH", "1"), std::string("quote.same_token"));
        QCOMPARE(world.errorOf("DAI", "DAI", "1"), std::string("quote.same_token"));
        QCOMPARE(world.errorOf("ETH", "LONE", "1"), std::string("quote.no_route"));
        QCOMPARE(world.errorOf("ETH", "DAI", "0"), std::string("quote.amount_zero"));
        QCOMPARE(world.errorOf("ETH", "DAI", "x"), std::string("money.number"));
        QCOMPARE(world.errorOf("USDC", "DAI", "1.1234567"), std::string("money.too_many_decimals"));
        QCOMPARE(world.errorOf("NONE", "DAI", "1"), std::string("token.unknown"));
        QCOMPARE(world.rig.call(quote::GetQuote{7, "ETH", "DAI", "1"}).error().key,
                 std::string("chain.unknown"));
    }

    void findsQuotesUntilTheyExpire() {
        QuoteWorld world;
        const auto quote = *world.ask("ETH", "DAI", "1");
        QVERIFY(world.rig.call(quote::FindQuote{quote.quoteId})->amountOut == quote.amountOut);
        world.rig.clock.advance(std::chrono::seconds(61));
        QCOMPARE(world.rig.call(quote::FindQuote{quote.quoteId}).error().key,
                 std::string("quote.expired"));
    }

    void asksForFeesNowAndThen() {
        QuoteWorld world;
        for (int i = 0; i < 3; ++i) QVERIFY(world.ask("ETH", "DAI", "1").has_value());
        QCOMPARE(world.rig.callsOf("chain.fees"), std::size_t{1});
        world.rig.clock.advance(std::chrono::seconds(13));
        world.hasFees = false;
        QVERIFY(world.ask("ETH", "DAI", "1")->gasCostWei.isZero());
        QCOMPARE(world.rig.callsOf("chain.fees"), std::size_t{2});
    }

    void quotesOfflineForReading() {
        QuoteWorld world;
        world.isCurrent = false;
        world.age = std::chrono::minutes(3);
        const auto quote = world.ask("ETH", "DAI", "1");
        QVERIFY(quote.has_value());
        QVERIFY(!quote->isCurrent);
        QCOMPARE(quote->ageMs, std::int64_t{180'000});
        QVERIFY(quote->gasCostWei.isZero());
        QCOMPARE(world.rig.callsOf("chain.fees"), std::size_t{0});
    }

    void splitsUnlessToldOtherwise() {
        QuoteWorld world;
        world.pools.push_back(madePool(0, 1, 3000, 60, -196'256, kDeep));
        quote::GetQuote request{kChain, "WETH", "USDC", "2000000000"};
        request.maxParts = 1;
        const auto single = world.rig.call(request);
        QCOMPARE(single->parts.size(), std::size_t{1});
        QCOMPARE(single->parts[0].shareBps, std::int64_t{10'000});
        const auto split = world.rig.call(quote::GetQuote{kChain, "WETH", "USDC", "2000000000"});
        QVERIFY(split.has_value());
        QCOMPARE(split->parts.size(), std::size_t{2});
        QVERIFY(split->amountOut > single->amountOut);
        QVERIFY(split->priceImpactPips < single->priceImpactPips);
        QCOMPARE(split->parts[0].shareBps + split->parts[1].shareBps, std::int64_t{10'000});
        QVERIFY(split->parts[0].shareBps >= split->parts[1].shareBps);
        U256 in, out, least;
        for (const auto& part : split->parts) {
            in += part.amountIn;
            out += part.amountOut;
            least += part.minimumReceived;
        }
        QVERIFY(in == split->amountIn && out == split->amountOut);
        QVERIFY(least == split->minimumReceived && least < out);
        QVERIFY(split->route[0].pool == split->parts[0].hops[0].pool);
    }

    void showsDepthFromBothSides() {
        QuoteWorld world;
        const auto eth = world.rig.call(quote::GetDepth{kChain, "ETH", "USDC"});
        const auto usdc = world.rig.call(quote::GetDepth{kChain, "USDC", "WETH"});
        QVERIFY(eth && usdc);
        QCOMPARE(eth->pools.size(), std::size_t{1});
        const auto &a = eth->pools[0], &b = usdc->pools[0];
        QCOMPARE(QString::fromStdString(a.price).left(3), QString("300"));
        QCOMPARE(QString::fromStdString(b.price).left(6), QString("0.0003"));
        QCOMPARE(a.ranges.size(), std::size_t{3});
        QVERIFY(a.ranges[1].liquidity == a.liquidity && a.ranges[0].liquidity < a.liquidity);
        QVERIFY(a.ranges[1].priceLower != a.ranges[1].priceUpper);
        QCOMPARE(a.moves.size(), std::size_t{10});
        QCOMPARE(a.moves[0].moveBps, std::int64_t{-50});
        // Selling the one lowers its price, which raises that of the other.
        const auto ratio = [](const U256& x, const U256& y) { return x.toDouble() / y.toDouble(); };
        const double same = ratio(a.moves[0].amountIn, b.moves[1].amountIn);
        QVERIFY2(same > 0.97 && same < 1.03, std::to_string(same).c_str());
        QVERIFY(a.moves[2].amountIn > a.moves[0].amountIn);
        QVERIFY(std::ranges::all_of(a.moves, &quote::DepthMove::isReached));
        QCOMPARE(world.rig.call(quote::GetDepth{kChain, "ETH", "WETH"}).error().key,
                 std::string("quote.same_token"));
    }

    void pricesWholeTokens() {
        QuoteWorld world;
        const auto eth = U256(1'000'000'000'000'000'000ull) << 64;
        QVERIFY(world.price({}, {}) == eth);
        QVERIFY(world.price({}, tokenAt(0)) == eth);
        QVERIFY(world.price(tokenAt(1), tokenAt(1)) == U256(1'000'000) << 64);
        QVERIFY(!world.price(tokenAt(3), tokenAt(1)));
        const auto inUsdc = world.price({}, tokenAt(1));
        QVERIFY(inUsdc.has_value());
        const auto cents = (*inUsdc >> 64).low64() / 10'000;
        QVERIFY2(cents > 299'000 && cents < 301'000, std::to_string(cents).c_str());
        const auto answer = world.rig.call(quote::GetPrice{kChain, tokenAt(2), tokenAt(0)});
        QCOMPARE(answer->route.size(), std::size_t{2});
        QCOMPARE(answer->blockNumber, std::uint64_t{7});
    }
};

QTEST_GUILESS_MAIN(TestQuoteAnswers)
#include "tst_quote_answers.moc"
