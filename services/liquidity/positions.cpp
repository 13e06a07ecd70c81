// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/holding.h"
#include "domain/position_reads.h"
#include "domain/range.h"
#include "service.h"

#include <kosh/transact/checks.h>

#include <algorithm>
#include <map>

namespace kosh::liquidity {

namespace {

std::vector<chain::CallResult> slice(const chain::CallContracts::Response& answer, std::size_t from,
                                     std::size_t count) {
    const auto size = answer.results.size();
    const auto begin = std::min(from, size), end = std::min(from + count, size);
    return {answer.results.begin() + static_cast<std::ptrdiff_t>(begin),
            answer.results.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

Task<std::vector<Position>> LiquidityService::readPositions(chain::Chain chain,
                                                            std::vector<U256> ids,
                                                            std::optional<std::uint64_t> block,
                                                            ops::Context context) {
    const auto& manager = chain.contracts.positionManager;
    auto& node = m_env.node;
    chain::CallContracts request{chain.chainId, {}, block};
    for (const auto& id : ids) {
        for (auto& call : managerCalls(manager, id)) request.calls.push_back(std::move(call));
    }
    if (ids.empty()) co_return std::vector<Position>{};
    KOSH_CO_TRY(auto answer, co_await node.call(request, context));
    // Everything is read at the block of the first answer.
    request.blockNumber = answer.evidence.blockNumber;
    std::vector<ManagerView> views;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        KOSH_CO_TRY(const auto view,
                    managerView(ids[i], slice(answer, i * kManagerCalls, kManagerCalls)));
        if (view) views.push_back(*view);
    }
    if (views.empty()) co_return std::vector<Position>{};
    request.calls.clear();
    for (const auto& view : views)
        request.calls.push_back({chain.contracts.factory, getPoolCall(view), {}, {}});
    KOSH_CO_TRY(answer, co_await node.call(request, context));
    std::vector<Address> pools;
    request.calls.clear();
    for (std::size_t i = 0; i < views.size(); ++i) {
        KOSH_CO_TRY(const auto pool, addressFrom(slice(answer, i, 1).at(0)));
        pools.push_back(pool);
        for (auto& call : poolCalls(pool, manager, views[i].range))
            request.calls.push_back(std::move(call));
    }
    KOSH_CO_TRY(answer, co_await node.call(request, context));
    std::vector<Position> positions;
    std::vector<std::pair<Address, Address>> tokens;
    for (std::size_t i = 0; i < views.size(); ++i) {
        KOSH_CO_TRY(const auto pool, poolView(slice(answer, i * kPoolCalls, kPoolCalls)));
        KOSH_CO_TRY(auto position, positionOf(views[i], pool));
        position.chainId = chain.chainId;
        position.pool = pools[i];
        position.blockNumber = *request.blockNumber;
        positions.push_back(std::move(position));
        tokens.emplace_back(views[i].token0, views[i].token1);
    }
    co_return co_await describe(std::move(chain), std::move(positions), std::move(tokens), context);
}

/// Puts in what people read: tokens, prices, and what holding would have given.
Task<std::vector<Position>> LiquidityService::describe(
    chain::Chain chain, std::vector<Position> positions,
    std::vector<std::pair<Address, Address>> tokens, ops::Context context) {
    std::map<Address, token::Token> known;
    for (const auto& [first, second] : tokens) {
        for (const auto& address : {first, second}) {
            known[address] = {chain.chainId, address, address.toString(), "", 0};
        }
    }
    token::DescribeTokens request{chain.chainId, {}};
    for (const auto& [address, token] : known) request.addresses.push_back(address);
    KOSH_CO_TRY(const auto described, co_await m_env.node.call(std::move(request), context));
    for (const auto& details : described.tokens) {
        if (details.token) known[details.address] = *details.token;
    }
    for (std::size_t i = 0; i < positions.size(); ++i) {
        auto& position = positions[i];
        position.token0 = known.at(tokens[i].first);
        position.token1 = known.at(tokens[i].second);
        position.price = priceOf(position.sqrtPriceX96, position.token0, position.token1);
        position.priceLower = priceAtTick(position.tickLower, position.token0, position.token1);
        position.priceUpper = priceAtTick(position.tickUpper, position.token0, position.token1);
        KOSH_CO_TRY(const auto settled,
                    co_await m_db.read(
                        [id = chain.chainId, token = position.tokenId](store::Reader& reader) {
                            return repository::settledOf(reader, id, token);
                        }));
        position.holding = holdingOf(keptAfter(settled), position);
    }
    co_return std::move(positions);
}

Task<ListPositions::Response> LiquidityService::listPositions(ListPositions request,
                                                              ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    const auto& manager = chain.contracts.positionManager;
    chain::CallContracts call{
        chain.chainId, {{manager, balanceOfCall(request.owner), {}, {}}}, std::nullopt};
    KOSH_CO_TRY(auto answer, co_await m_env.node.call(call, own));
    KOSH_CO_TRY(const auto total, countFrom(slice(answer, 0, 1)));
    ListPositions::Response response;
    response.total = total;
    call.blockNumber = answer.evidence.blockNumber;
    call.calls.clear();
    for (auto i = std::max<std::int64_t>(0, total - request.limit); i < total; ++i) {
        const U256 index(static_cast<std::uint64_t>(i));
        call.calls.push_back({manager, tokenOfOwnerCall(request.owner, index), {}, {}});
    }
    if (call.calls.empty()) co_return response;
    KOSH_CO_TRY(answer, co_await m_env.node.call(call, own));
    std::vector<U256> ids;
    for (const auto& result : answer.results) {
        KOSH_CO_TRY(const auto id, tokenIdFrom(result));
        ids.push_back(id);
    }
    KOSH_CO_TRY(response.positions,
                co_await readPositions(chain, std::move(ids), call.blockNumber, own));
    if (!request.includeEmpty) {
        std::erase_if(response.positions, [](const Position& position) {
            return position.liquidity.isZero() && position.fees0.isZero() &&
                   position.fees1.isZero();
        });
    }
    co_return response;
}

Task<Position> LiquidityService::findPosition(chain::Chain chain, U256 tokenId,
                                              ops::Context context) {
    KOSH_CO_TRY(auto found,
                co_await readPositions(std::move(chain), {tokenId}, std::nullopt, context));
    if (!found.empty()) co_return std::move(found.front());
    co_return fail(ErrorKind::not_found, "liquidity.unknown_position",
                   cat("there is no position ", tokenId.toString()), {{"field", "tokenId"}});
}

Task<Position> LiquidityService::ownPosition(chain::Chain chain, U256 tokenId, Address owner,
                                             ops::Context context) {
    KOSH_CO_CHECK(co_await transact::checkOwner(m_env.node, owner, context));
    KOSH_CO_TRY(auto position, co_await findPosition(std::move(chain), tokenId, context));
    if (position.owner == owner) co_return std::move(position);
    co_return fail(ErrorKind::precondition, "liquidity.not_owner",
                   cat("position ", tokenId.toString(), " belongs to ", position.owner.toString()),
                   {{"field", "tokenId"}});
}

Task<Position> LiquidityService::getPosition(GetPosition request, ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(auto chain, co_await chainOf(request.chainId, own));
    co_return co_await findPosition(std::move(chain), request.tokenId, own);
}

Task<GetRange::Response> LiquidityService::getRange(GetRange request, ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    KOSH_CO_TRY(const auto market,
                co_await marketOf(chain, request.tokenA, request.tokenB, request.feePips, own));
    const auto& state = *market.snapshot.state;
    const bool isAFirst = market.tokenA.address < market.tokenB.address;
    GetRange::Response response;
    response.pool = market.snapshot.pool.address;
    response.token0 = isAFirst ? market.tokenA : market.tokenB;
    response.token1 = isAFirst ? market.tokenB : market.tokenA;
    response.feePips = market.snapshot.pool.feePips;
    response.tickSpacing = state.settings().tickSpacing;
    response.tick = state.price().tick;
    const auto full = fullRange(response.tickSpacing);
    response.minTick = full.lower;
    response.maxTick = full.upper;
    response.sqrtPriceX96 = state.price().sqrtPriceX96;
    response.liquidity = state.price().liquidity;
    response.price = priceOf(response.sqrtPriceX96, response.token0, response.token1);
    response.suggestions =
        suggestRanges(response.tick, response.tickSpacing, response.token0, response.token1);
    response.distribution = distributionOf(state, static_cast<std::size_t>(request.bars));
    response.blockNumber = market.snapshot.blockNumber;
    response.isCurrent = market.isCurrent;
    co_return response;
}

}  // namespace kosh::liquidity
