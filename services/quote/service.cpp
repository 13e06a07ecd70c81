// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/depth.h"

#include <kosh/base/money.h>

#include <algorithm>
#include <ranges>

namespace kosh::quote {

namespace {

constexpr std::size_t kMaxTokens = 16;
constexpr std::size_t kPriceHops = 3;
constexpr std::int64_t kBps = 10'000;
constexpr Duration kValidFor = std::chrono::seconds(60);
// About a block of the slowest chain: fees move with blocks, and asking costs two round trips.
constexpr Duration kFeeAge = std::chrono::seconds(12);

std::int64_t ageMs(Timestamp blockAt, Timestamp now) {
    constexpr std::int64_t kMicrosPerMs = 1000;
    return std::max<std::int64_t>(0, (now.micros - blockAt.micros) / kMicrosPerMs);
}

ops::Context callContext(const ops::Context& context) {
    auto own = runtime::serviceContext("quote", context.trace);
    own.deadline = context.deadline;
    return own;
}

Failure sameToken() {
    return invalidField("tokenOut", "quote.same_token",
                        "both sides are the same token; the native coin trades as its wrapped one");
}

Result<U256> amountOf(const GetQuote& request, const token::Token& token) {
    auto amount = parseUnits(request.amount, static_cast<unsigned>(token.decimals));
    if (!amount) {
        auto error = amount.error();
        error.details["field"] = "amount";
        return Failure(std::move(error));
    }
    if (amount->isZero()) {
        return invalidField("amount", "quote.amount_zero", "the amount must be above 0");
    }
    return amount;
}

/// What is paid for gas in the token that the pools settle, at this fee.
std::optional<Ratio> gasPriceIn(const PoolGraph& graph, const Address& wrapped,
                                const Address& token, const U256& weiPerGas) {
    if (weiPerGas.isZero() || wrapped.isZero()) return std::nullopt;
    if (wrapped == token) return Ratio(weiPerGas);
    const auto route = deepestRoute(graph, wrapped, token, kPriceHops);
    if (!route) return std::nullopt;
    return Ratio(weiPerGas) * route->price;
}

/// Runs on a compute thread: a large graph takes milliseconds.
Result<Split> searchRoutes(std::span<const pool::Snapshot> pools, const Address& wrapped,
                           const U256& weiPerGas, RouteRequest request) {
    const PoolGraph graph(pools);
    const auto& settled = request.isExactOutput ? request.tokenIn : request.tokenOut;
    request.gasPrice = gasPriceIn(graph, wrapped, settled, weiPerGas);
    return bestSplit(graph, request);
}

/// In units of people: both sides' decimals taken off.
std::string priceText(const Ratio& price, const Quote& quote) {
    const auto places = quote.tokenIn.decimals - quote.tokenOut.decimals;
    return (price * Ratio::powerOfTen(static_cast<int>(places))).toDecimal();
}

std::vector<PricedRoute::Leg> legsOf(const Route& route) {
    std::vector<PricedRoute::Leg> legs;
    for (const auto& step : route.steps) legs.push_back({step.pool, step.isFromToken0});
    return legs;
}

/// Shares of the fixed amount; the first, largest part takes what rounding leaves.
void setShares(std::vector<RoutePart>& parts, bool isExactOutput, const U256& total) {
    std::int64_t left = kBps;
    for (auto& part : std::views::drop(parts, 1)) {
        const auto& fixed = isExactOutput ? part.amountOut : part.amountIn;
        part.shareBps = static_cast<std::int64_t>(mulDiv(fixed, U256(kBps), total)->low64());
        left -= part.shareBps;
    }
    parts.front().shareBps = left;
}

void describe(Quote& quote, const Split& split) {
    quote.amountIn = split.amountIn;
    quote.amountOut = split.amountOut;
    for (const auto& part : quote.parts) {
        quote.minimumReceived += part.minimumReceived;
        quote.maximumSpent += part.maximumSpent;
    }
    setShares(quote.parts, quote.isExactOutput,
              quote.isExactOutput ? quote.amountOut : quote.amountIn);
    quote.route = quote.parts.front().hops;
    quote.midPrice = priceText(midPrice(split), quote);
    quote.executionPrice = priceText(Ratio(quote.amountOut) / Ratio(quote.amountIn), quote);
    quote.priceImpactPips = priceImpactPips(split);
    quote.poolFeePips = poolFeePips(split);
    quote.ticksCrossed = static_cast<std::int64_t>(split.ticksCrossed);
    quote.gasEstimate = split.gas;
}

}  // namespace

QuoteService::QuoteService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_transferFees(m_env) {}

ops::Handlers QuoteService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetQuote>(*this, &QuoteService::getQuote);
    handlers.add<FindQuote>(*this, &QuoteService::findQuote);
    handlers.add<GetPrice>(*this, &QuoteService::getPrice);
    handlers.add<GetDepth>(*this, &QuoteService::getDepth);
    return handlers;
}

Result<Address> QuoteService::Market::traded(const Address& token) const {
    if (!token.isZero()) return token;
    if (chain.contracts.wrappedNative.isZero()) {
        return fail(ErrorKind::not_found, "quote.no_route",
                    cat(chain.name, " has no wrapped ", chain.nativeSymbol, " to trade with"));
    }
    return chain.contracts.wrappedNative;
}

token::Token QuoteService::Market::tokenAt(const Address& address) const {
    const auto found = std::ranges::find(known, address, &token::Token::address);
    if (found != known.end()) return *found;
    if (address == chain.contracts.wrappedNative) {
        return {chain.chainId, address, cat("W", chain.nativeSymbol),
                cat("Wrapped ", chain.nativeSymbol), 18};
    }
    return {chain.chainId, address, address.toString(), {}, 18};
}

std::vector<Address> QuoteService::Market::candidates(const Address& in, const Address& out) const {
    std::vector<Address> tokens{in, out};
    const auto add = [&tokens](const Address& address) {
        const bool isNew = std::ranges::find(tokens, address) == tokens.end();
        if (!address.isZero() && isNew && tokens.size() < kMaxTokens) tokens.push_back(address);
    };
    add(chain.contracts.wrappedNative);
    for (const auto& token : known) add(token.address);
    return tokens;
}

Task<QuoteService::Market> QuoteService::marketOf(ChainId chainId, ops::Context context) {
    Market market;
    KOSH_CO_TRY(market.chain, co_await m_env.node.call(chain::GetChain{chainId}, context));
    KOSH_CO_TRY(auto list, co_await m_env.node.call(token::ListTokens{chainId}, context));
    market.known = std::move(list.tokens);
    co_return market;
}

/// What a unit of gas is expected to cost: the next block's base fee and the usual tip.
Task<U256> QuoteService::feePerGas(ChainId chainId, ops::Context context) {
    const auto now = m_env.clock.steady();
    const auto known = m_fees.find(chainId);
    if (known != m_fees.end() && now - known->second.askedAt < kFeeAge) {
        co_return known->second.weiPerGas;
    }
    const auto fees = co_await m_env.node.call(chain::GetFees{chainId}, context);
    U256 weiPerGas;
    if (fees) {
        const auto expected = checkedAdd(fees->baseFeePerGas, fees->normal.maxPriorityFeePerGas);
        weiPerGas = std::min(expected.value_or(U256::max()), fees->normal.maxFeePerGas);
    }
    m_fees[chainId] = {weiPerGas, m_env.clock.steady()};
    co_return weiPerGas;
}

std::vector<Hop> QuoteService::hopsOf(const Market& market,
                                      const std::vector<PricedRoute::Leg>& legs) const {
    std::vector<Hop> hops;
    for (const auto& leg : legs) {
        const auto& pool = leg.pool->pool;
        hops.push_back({pool.address, pool.feePips,
                        market.tokenAt(leg.isFromToken0 ? pool.token0 : pool.token1),
                        market.tokenAt(leg.isFromToken0 ? pool.token1 : pool.token0)});
    }
    return hops;
}

RoutePart QuoteService::partOf(const Market& market, const Route& route, const Quote& quote) const {
    const auto& in = route.amountIn();
    const auto& out = route.amountOut();
    return {0,
            in,
            out,
            quote.isExactOutput ? out : lessSlippage(out, quote.slippageBps),
            quote.isExactOutput ? plusSlippage(in, quote.slippageBps) : in,
            hopsOf(market, legsOf(route))};
}

Task<> QuoteService::dropFeeTokens(std::shared_ptr<pool::FindPools::Response> pools,
                                   std::vector<Address> tokens, Quote quote, ops::Context context) {
    // Offline there is nothing to look at, and nothing can be traded.
    if (pools->isCurrent) {
        KOSH_CO_CHECK(
            co_await m_transferFees.learn(quote.chainId, std::move(tokens), std::move(context)));
    }
    for (const auto* token : {&quote.tokenIn, &quote.tokenOut}) {
        const auto fee = m_transferFees.feeOf(quote.chainId, token->address);
        if (!fee) continue;
        co_return fail(ErrorKind::precondition, "quote.fee_on_transfer",
                       cat(token->symbol, " takes ", *fee,
                           " 1e-4 of every transfer: pools of Uniswap V3 cannot be paid with it, "
                           "nor promise how much of it arrives"),
                       {{"field", token == &quote.tokenIn ? "tokenIn" : "tokenOut"},
                        {"feeBps", std::to_string(*fee)}});
    }
    std::erase_if(pools->snapshots, [&](const pool::Snapshot& snapshot) {
        return m_transferFees.feeOf(quote.chainId, snapshot.pool.token0) ||
               m_transferFees.feeOf(quote.chainId, snapshot.pool.token1);
    });
    co_return ok();
}

Task<Quote> QuoteService::getQuote(GetQuote request, ops::Context context) {
    const auto own = callContext(context);
    KOSH_CO_TRY(const auto market, co_await marketOf(request.chainId, own));
    Quote quote;
    quote.chainId = request.chainId;
    quote.isExactOutput = request.exactOutput;
    quote.slippageBps = request.slippageBps;
    KOSH_CO_TRY(quote.tokenIn, co_await m_env.node.call(
                                   token::ResolveToken{request.chainId, request.tokenIn}, own));
    KOSH_CO_TRY(quote.tokenOut, co_await m_env.node.call(
                                    token::ResolveToken{request.chainId, request.tokenOut}, own));
    KOSH_CO_TRY(const auto in, market.traded(quote.tokenIn.address));
    KOSH_CO_TRY(const auto out, market.traded(quote.tokenOut.address));
    if (in == out) co_return sameToken();
    KOSH_CO_TRY(const auto amount,
                amountOf(request, request.exactOutput ? quote.tokenOut : quote.tokenIn));
    const pool::FindPools find{request.chainId, market.candidates(in, out)};
    KOSH_CO_TRY(auto found, co_await m_env.node.call(find, own));
    const auto shared = std::make_shared<pool::FindPools::Response>(std::move(found));
    KOSH_CO_CHECK(co_await dropFeeTokens(shared, find.tokens, quote, own));
    auto& pools = *shared;
    U256 weiPerGas;
    if (pools.isCurrent) {
        KOSH_CO_TRY(weiPerGas, co_await feePerGas(request.chainId, own));
    }
    const RouteRequest wanted{in,
                              out,
                              amount,
                              request.exactOutput,
                              static_cast<std::size_t>(request.maxHops),
                              static_cast<std::size_t>(request.maxParts)};
    const auto snapshots =
        std::make_shared<const std::vector<pool::Snapshot>>(std::move(pools.snapshots));
    const Address wrapped = market.chain.contracts.wrappedNative;
    KOSH_CO_TRY(const auto split,
                co_await m_env.compute.run([snapshots, wrapped, weiPerGas, wanted] {
                    return searchRoutes(*snapshots, wrapped, weiPerGas, wanted);
                }));
    for (const auto& route : split.routes) quote.parts.push_back(partOf(market, route, quote));
    describe(quote, split);
    quote.gasCostWei = checkedMul(weiPerGas, U256(split.gas)).value_or(U256::max());
    quote.quoteId = makeId(m_env.clock, m_env.random);
    quote.blockNumber = pools.blockNumber;
    quote.blockAt = pools.at;
    quote.at = m_env.clock.now();
    quote.ageMs = ageMs(quote.blockAt, quote.at);
    quote.expiresAt = quote.at + kValidFor;
    quote.isCurrent = pools.isCurrent;
    m_book.add(quote);
    co_return quote;
}

Task<Quote> QuoteService::findQuote(FindQuote request, ops::Context) {
    if (const auto* quote = m_book.find(request.quoteId, m_env.clock.now())) co_return *quote;
    co_return fail(ErrorKind::precondition, "quote.expired",
                   "this quote has expired; ask for a new one");
}

Task<GetPrice::Response> QuoteService::getPrice(GetPrice request, ops::Context context) {
    const auto own = callContext(context);
    KOSH_CO_TRY(const auto market, co_await marketOf(request.chainId, own));
    GetPrice::Response response;
    response.at = m_env.clock.now();
    std::int64_t decimals = 18;
    if (!request.token.isZero()) {
        KOSH_CO_TRY(const auto token,
                    co_await m_env.node.call(
                        token::ResolveToken{request.chainId, request.token.toString()}, own));
        decimals = token.decimals;
    }
    const auto whole = wholeX64(decimals);
    if (request.token == request.inToken) {
        response.priceX64 = whole;
        co_return response;
    }
    const auto from = market.traded(request.token);
    const auto to = market.traded(request.inToken);
    if (!from || !to || !whole) co_return response;
    if (*from == *to) {
        response.priceX64 = whole;
        co_return response;
    }
    const pool::FindPools find{request.chainId, market.candidates(*from, *to)};
    KOSH_CO_TRY(const auto pools, co_await m_env.node.call(find, own));
    response.blockNumber = pools.blockNumber;
    response.at = pools.at;
    const PoolGraph graph(pools.snapshots);
    if (const auto route = deepestRoute(graph, *from, *to, kPriceHops)) {
        response.priceX64 = (Ratio(*whole) * route->price).floor();
        if (response.priceX64) response.route = hopsOf(market, route->legs);
    }
    m_env.observer.metrics
        .gauge("kosh_price_timestamp_seconds", "Time of the block the newest price was read at",
               {{"chain", std::to_string(request.chainId)}})
        .set(response.at.micros / 1'000'000);
    co_return response;
}

Task<GetDepth::Response> QuoteService::getDepth(GetDepth request, ops::Context context) {
    const auto own = callContext(context);
    KOSH_CO_TRY(const auto market, co_await marketOf(request.chainId, own));
    GetDepth::Response response;
    KOSH_CO_TRY(response.tokenIn, co_await m_env.node.call(
                                      token::ResolveToken{request.chainId, request.tokenIn}, own));
    KOSH_CO_TRY(
        response.tokenOut,
        co_await m_env.node.call(token::ResolveToken{request.chainId, request.tokenOut}, own));
    KOSH_CO_TRY(const auto in, market.traded(response.tokenIn.address));
    KOSH_CO_TRY(const auto out, market.traded(response.tokenOut.address));
    if (in == out) co_return sameToken();
    const pool::FindPools find{request.chainId, {in, out}};
    KOSH_CO_TRY(const auto pools, co_await m_env.node.call(find, own));
    if (pools.snapshots.empty()) {
        co_return fail(ErrorKind::not_found, "quote.no_route", "no pool holds these two tokens");
    }
    for (const auto& pool : pools.snapshots) {
        response.pools.push_back(depthOf(pool, pool.pool.token0 == in,
                                         response.tokenIn.decimals - response.tokenOut.decimals,
                                         request.spanBps));
    }
    std::ranges::sort(response.pools, {}, &PoolDepth::feePips);
    response.blockNumber = pools.blockNumber;
    response.blockAt = pools.at;
    response.ageMs = ageMs(pools.at, m_env.clock.now());
    response.isCurrent = pools.isCurrent;
    co_return response;
}

}  // namespace kosh::quote
