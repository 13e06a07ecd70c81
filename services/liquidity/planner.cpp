// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/call.h"
#include "domain/deposit.h"
#include "domain/range.h"
#include "service.h"

#include <kosh/transact/checks.h>

#include <algorithm>

namespace kosh::liquidity {

namespace {

/// Of a call that is only simulated.
constexpr auto kReviewDeadline = std::chrono::minutes(20);

Result<> checkNative(const chain::Chain& chain, bool hasWrapped) {
    if (hasWrapped) return {};
    return invalidField("useNative", "liquidity.not_wrapped",
                        cat("neither side of this pool is wrapped ", chain.nativeSymbol));
}

bool hasWrapped(const chain::Chain& chain, const Position& position) {
    const auto& wrapped = chain.contracts.wrappedNative;
    return position.token0.address == wrapped || position.token1.address == wrapped;
}

}  // namespace

/// A symbol or address → the token that pools have; the coin stands for its wrapped form.
Task<token::Token> LiquidityService::poolToken(chain::Chain chain, std::string text, bool& isNative,
                                               ops::Context context) {
    KOSH_CO_TRY(auto token, co_await m_env.node.call(
                                token::ResolveToken{chain.chainId, std::move(text)}, context));
    if (!token.isNative()) co_return token;
    isNative = true;
    KOSH_CO_TRY(
        const auto described,
        co_await m_env.node.call(
            token::DescribeTokens{chain.chainId, {chain.contracts.wrappedNative}}, context));
    if (described.tokens.empty() || !described.tokens.front().token) {
        co_return fail(ErrorKind::unavailable, "token.unreadable",
                       cat("the wrapped form of ", token.symbol, " cannot be read now"));
    }
    co_return *described.tokens.front().token;
}

Task<LiquidityService::Market> LiquidityService::marketOf(chain::Chain chain, std::string tokenA,
                                                          std::string tokenB, std::int64_t feePips,
                                                          ops::Context context) {
    Market market;
    KOSH_CO_TRY(market.tokenA,
                co_await poolToken(chain, std::move(tokenA), market.isNative, context));
    KOSH_CO_TRY(market.tokenB,
                co_await poolToken(chain, std::move(tokenB), market.isNative, context));
    if (market.tokenA.address == market.tokenB.address) {
        co_return invalidField("tokenB", "liquidity.same_token",
                               "a pool has two different tokens; the coin and its wrapped form "
                               "are one");
    }
    KOSH_CO_TRY(const auto found,
                co_await m_env.node.call(
                    pool::FindPools{chain.chainId, {market.tokenA.address, market.tokenB.address}},
                    context));
    market.isCurrent = found.isCurrent;
    std::string fees;
    for (const auto& snapshot : found.snapshots) {
        if (snapshot.pool.feePips == feePips) {
            market.snapshot = snapshot;
            co_return market;
        }
        fees += cat(fees.empty() ? "" : ", ", snapshot.pool.feePips);
    }
    co_return invalidField(
        "feePips", "liquidity.no_pool",
        cat("there is no pool of ", market.tokenA.symbol, " and ", market.tokenB.symbol,
            " with fee ", feePips, "; there are: ", fees.empty() ? std::string("none") : fees));
}

Task<Change> LiquidityService::planMint(chain::Chain chain, MintFields request,
                                        std::int64_t slippageBps, ops::Context context) {
    KOSH_CO_TRY(const auto market,
                co_await marketOf(chain, request.tokenA, request.tokenB, request.feePips, context));
    const auto& state = *market.snapshot.state;
    const amm::TickRange range{request.tickLower, request.tickUpper};
    KOSH_CO_CHECK(checkRange(range, state.settings().tickSpacing));
    if (!market.isCurrent) {
        co_return fail(ErrorKind::precondition, "liquidity.not_current",
                       "the network cannot be reached; the pool's price is not known now");
    }
    const bool isAFirst = market.tokenA.address < market.tokenB.address;
    KOSH_CO_TRY(const auto amountA, parseAmount("amountA", request.amountA, market.tokenA));
    KOSH_CO_TRY(const auto amountB, parseAmount("amountB", request.amountB, market.tokenB));
    Change change{.kind = ChangeKind::mint,
                  .chainId = chain.chainId,
                  .owner = request.owner,
                  .pool = market.snapshot.pool.address,
                  .feePips = market.snapshot.pool.feePips,
                  .token0 = isAFirst ? market.tokenA : market.tokenB,
                  .token1 = isAFirst ? market.tokenB : market.tokenA,
                  .tickLower = range.lower,
                  .tickUpper = range.upper,
                  .isNative = market.isNative};
    if (request.useNative) {
        const auto& wrapped = chain.contracts.wrappedNative;
        KOSH_CO_CHECK(checkNative(
            chain, change.token0.address == wrapped || change.token1.address == wrapped));
        change.isNative = true;
    }
    const Typed typed{isAFirst ? amountA : amountB, isAFirst ? amountB : amountA};
    KOSH_CO_CHECK(planDeposit(change, typed, state.price().sqrtPriceX96, slippageBps));
    co_return change;
}

Task<> LiquidityService::checkDeposit(chain::Chain chain, Change change, ops::Context context) {
    const token::Token native{chain.chainId, {}, chain.nativeSymbol, chain.nativeSymbol, 18};
    const auto paidIn = [&](const token::Token& token) {
        return change.isNative && token.address == chain.contracts.wrappedNative ? native : token;
    };
    KOSH_CO_CHECK(co_await transact::checkFunds(m_env.node, paidIn(change.token0), change.owner,
                                                change.desired0, context));
    co_return co_await transact::checkFunds(m_env.node, paidIn(change.token1), change.owner,
                                            change.desired1, context);
}

Task<LiquidityService::Plan> LiquidityService::planOf(chain::Chain chain, Change change,
                                                      Choices choices, ops::Context context) {
    const auto& manager = chain.contracts.positionManager;
    const auto& wrapped = chain.contracts.wrappedNative;
    Plan plan;
    for (const bool isFirst : {true, false}) {
        const auto need = allowanceNeeded(change, wrapped, isFirst);
        if (need.isZero()) continue;
        const auto token = (isFirst ? change.token0 : change.token1).address;
        KOSH_CO_TRY(auto approval, co_await transact::planApproval(
                                       m_env.node, chain.chainId, {token, change.owner, manager},
                                       need, choices.usePermit, context));
        if (approval.plan.way != wallet::ApprovalWay::none) {
            plan.calls.push_back(transact::plannedApprovalCall(
                approval.plan, change.owner, manager,
                choices.unlimitedApproval ? U256::max() : need, approvalPurpose(isFirst)));
        }
        plan.approvals.push_back(std::move(approval.plan));
    }
    const auto deadline = m_env.clock.now() + kReviewDeadline;
    auto call =
        managerCall(change, wrapped, static_cast<std::uint64_t>(deadline.micros / 1'000'000));
    plan.calls.push_back(
        {purposeOf(change.kind), {manager, std::move(call.data), change.owner, call.value}});
    co_return plan;
}

Task<Change> LiquidityService::mint(Mint request, ops::Context context) {
    KOSH_CO_TRY(auto before, co_await earlier(context.idempotencyKey));
    if (before) co_return *std::move(before);
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    KOSH_CO_CHECK(co_await transact::checkOwner(m_env.node, request.owner, own));
    KOSH_CO_TRY(auto change,
                co_await planMint(chain, partOf<MintFields>(request), request.slippageBps, own));
    KOSH_CO_CHECK(co_await checkDeposit(chain, change, own));
    co_return co_await begin(chain, std::move(change), partOf<Choices>(request),
                             std::move(context));
}

namespace {

Change changeOf(const Position& position, ChangeKind kind, bool isNative) {
    return {.kind = kind,
            .chainId = position.chainId,
            .owner = position.owner,
            .pool = position.pool,
            .tokenId = position.tokenId,
            .feePips = position.feePips,
            .token0 = position.token0,
            .token1 = position.token1,
            .tickLower = position.tickLower,
            .tickUpper = position.tickUpper,
            .isNative = isNative};
}

}  // namespace

Task<Change> LiquidityService::planIncrease(chain::Chain chain, Position position,
                                            IncreaseFields request, std::int64_t slippageBps) {
    KOSH_CO_CHECK(checkNative(chain, !request.useNative || hasWrapped(chain, position)));
    auto change = changeOf(position, ChangeKind::increase, request.useNative);
    Typed typed;
    KOSH_CO_TRY(typed.amount0, parseAmount("amount0", request.amount0, position.token0));
    KOSH_CO_TRY(typed.amount1, parseAmount("amount1", request.amount1, position.token1));
    KOSH_CO_CHECK(planDeposit(change, typed, position.sqrtPriceX96, slippageBps));
    co_return change;
}

Task<Change> LiquidityService::increase(Increase request, ops::Context context) {
    KOSH_CO_TRY(auto before, co_await earlier(context.idempotencyKey));
    if (before) co_return *std::move(before);
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    KOSH_CO_TRY(auto position, co_await ownPosition(chain, request.tokenId, request.owner, own));
    KOSH_CO_TRY(auto change,
                co_await planIncrease(chain, std::move(position), partOf<IncreaseFields>(request),
                                      request.slippageBps));
    KOSH_CO_CHECK(co_await checkDeposit(chain, change, own));
    co_return co_await begin(chain, std::move(change), partOf<Choices>(request),
                             std::move(context));
}

Task<Change> LiquidityService::planTaking(chain::Chain chain, Position position, ChangeKind kind,
                                          bool useNative, std::int64_t shareBps,
                                          std::int64_t slippageBps) {
    KOSH_CO_CHECK(checkNative(chain, !useNative || hasWrapped(chain, position)));
    auto change = changeOf(position, kind, useNative);
    change.liquidity =
        mulDiv(position.liquidity, U256(static_cast<std::uint64_t>(shareBps)), U256(10'000))
            .value_or(U256{});
    if (kind == ChangeKind::decrease && change.liquidity.isZero()) {
        co_return fail(ErrorKind::precondition, "liquidity.nothing_to_take",
                       "the position has no liquidity of this share");
    }
    if (kind == ChangeKind::collect && position.fees0.isZero() && position.fees1.isZero()) {
        co_return fail(ErrorKind::precondition, "liquidity.nothing_to_collect",
                       "the position has no fees to collect");
    }
    const auto minimum =
        amm::burnMinimums(position.sqrtPriceX96, {position.tickLower, position.tickUpper},
                          change.liquidity, slippageBps);
    if (!minimum) {
        co_return fail(ErrorKind::internal, "liquidity.amount_range",
                       "the position's amounts leave their range");
    }
    change.minimum0 = minimum->amount0;
    change.minimum1 = minimum->amount1;
    co_return change;
}

Task<Change> LiquidityService::take(PositionFields of, Choices choices, ChangeKind kind,
                                    std::int64_t shareBps, ops::Context context) {
    KOSH_CO_TRY(auto before, co_await earlier(context.idempotencyKey));
    if (before) co_return *std::move(before);
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(of.chainId, own));
    KOSH_CO_TRY(auto position, co_await ownPosition(chain, of.tokenId, of.owner, own));
    KOSH_CO_TRY(auto change, co_await planTaking(chain, std::move(position), kind, of.useNative,
                                                 shareBps, choices.slippageBps));
    co_return co_await begin(chain, std::move(change), std::move(choices), std::move(context));
}

Task<Change> LiquidityService::decrease(Decrease request, ops::Context context) {
    co_return co_await take(partOf<PositionFields>(request), partOf<Choices>(request),
                            ChangeKind::decrease, request.shareBps, std::move(context));
}

Task<Change> LiquidityService::collect(Collect request, ops::Context context) {
    co_return co_await take(partOf<PositionFields>(request), partOf<Choices>(request),
                            ChangeKind::collect, 0, std::move(context));
}

Task<Change> LiquidityService::close(Close request, ops::Context context) {
    co_return co_await take(partOf<PositionFields>(request), partOf<Choices>(request),
                            ChangeKind::close, 10'000, std::move(context));
}

}  // namespace kosh::liquidity
