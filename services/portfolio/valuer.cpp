// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "valuer.h"

#include "domain/valuation.h"

#include <kosh/crypto/abi.h>

#include <algorithm>

namespace kosh::portfolio {

namespace {

/// How far the time of a price may be from that of the movement when its own block is not readable.
constexpr auto kFresh = std::chrono::minutes(15);

bool mayPass(ErrorKind kind) {
    return kind == ErrorKind::unavailable || kind == ErrorKind::deadline ||
           kind == ErrorKind::rate_limited;
}

Valued unpriced(std::string reason) {
    Valued valued;
    valued.reason = std::move(reason);
    return valued;
}

Bytes slot0Call() {
    const auto selector = crypto::abi::selector("slot0()");
    return {selector.begin(), selector.end()};
}

}  // namespace

Task<Valued> Valuer::value(repository::Pending pending, ops::Context context) const {
    const auto id = pending.valuationId;
    const auto chainId = pending.legs.front().token.chainId;
    auto numeraire = co_await m_holdings.numeraire(chainId, context);
    Result<Valued> valued = unpriced("this network has no token that values are shown in");
    if (!numeraire) {
        valued = Failure(numeraire.error());
    } else if (*numeraire) {
        valued = co_await valueByPools(std::move(pending), **numeraire, context);
    }
    if (!valued) {
        if (mayPass(valued.error().kind)) co_return valued;
        valued = unpriced(valued.error().message);
    }
    valued->valuationId = id;
    if (valued->at.micros == 0) valued->at = m_env.clock.now();
    co_return valued;
}

Task<Valued> Valuer::valueByPools(repository::Pending pending, token::Token numeraire,
                                  ops::Context context) const {
    Valued valued;
    valued.valuedIn = numeraire;
    for (const auto& leg : pending.legs) {
        if (leg.token.address != numeraire.address) continue;
        valued.value = leg.quantity;
        valued.source = ValueSource::numeraire;
        valued.blockNumber = pending.blockNumber;
        valued.at = pending.at;
        co_return valued;
    }
    valued.reason = "no pool connects it with the numeraire";
    for (const auto& leg : pending.legs) {
        KOSH_CO_TRY(
            const auto price,
            co_await m_env.node.call(
                quote::GetPrice{numeraire.chainId, leg.token.address, numeraire.address}, context));
        if (!price.priceX64) continue;
        // Without a route it is the numeraire wrapped, at any block.
        const bool isOfBlock = price.route.empty() || price.blockNumber == pending.blockNumber;
        auto priceX64 = price.priceX64;
        valued.source = ValueSource::block;
        valued.blockNumber = pending.blockNumber;
        valued.at = pending.at;
        if (!isOfBlock) {
            auto then = co_await priceAt(price.route, leg.token, pending.blockNumber, context);
            const auto distance = price.at - pending.at;
            if (then && *then) {
                priceX64 = *then;
            } else if (std::chrono::abs(distance) <= kFresh) {
                valued.source = ValueSource::recent;
                valued.blockNumber = price.blockNumber;
                valued.at = price.at;
            } else if (!then && mayPass(then.error().kind)) {
                co_return Failure(then.error());
            } else {
                priceX64.reset();
            }
        }
        if (priceX64) valued.value = valueOf(leg.quantity, *priceX64, leg.token.decimals);
        if (valued.value) {
            valued.priceX64 = priceX64;
            valued.route = price.route;
            valued.reason.clear();
            co_return valued;
        }
        valued.reason = "its price at that block cannot be read";
    }
    valued.source = ValueSource::none;
    valued.valuedIn.reset();
    co_return valued;
}

Task<std::optional<U256>> Valuer::priceAt(std::vector<quote::Hop> route, token::Token token,
                                          std::uint64_t blockNumber, ops::Context context) const {
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{token.chainId}, context));
    const auto traded = [&](const token::Token& side) {
        return side.isNative() ? chain.contracts.wrappedNative : side.address;
    };
    chain::CallContracts calls;
    calls.chainId = token.chainId;
    calls.blockNumber = blockNumber;
    for (const auto& hop : route) calls.calls.push_back({hop.pool, slot0Call(), {}, {}});
    KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(calls), context));
    std::vector<PoolPrice> prices;
    for (std::size_t i = 0; i < route.size(); ++i) {
        const auto& result = answer.results.at(i);
        if (!result.isSuccess || result.data.size() < 32) co_return std::nullopt;
        const auto root = U256::fromBigEndian(ByteView(result.data).first(32));
        if (root.isZero() || root.bitLength() > 160) co_return std::nullopt;
        prices.push_back({root, traded(route[i].tokenIn) < traded(route[i].tokenOut)});
    }
    co_return priceX64Of(prices, token.decimals);
}

}  // namespace kosh::portfolio
