// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "pool_logs.h"

#include <kosh/crypto/abi_codec.h>

namespace kosh::pool {

namespace abi = crypto::abi;

namespace {

const Hash256& swapTopic() {
    static const auto kTopic =
        abi::eventTopic("Swap(address,address,int256,int256,uint160,uint128,int24)");
    return kTopic;
}
const Hash256& mintTopic() {
    static const auto kTopic =
        abi::eventTopic("Mint(address,address,int24,int24,uint128,uint256,uint256)");
    return kTopic;
}
const Hash256& burnTopic() {
    static const auto kTopic = abi::eventTopic("Burn(address,int24,int24,uint128,uint256,uint256)");
    return kTopic;
}

Failure badLog(std::string_view why) {
    return fail(ErrorKind::unavailable, "pool.log", cat("a pool's log cannot be: ", why));
}

Result<std::int32_t> tickOf(abi::Decoder decoder) {
    KOSH_TRY(const auto value, decoder.integer(24));
    return static_cast<std::int32_t>(static_cast<std::int64_t>(value.raw.low64()));
}

Result<SwapLog> decodeSwap(const chain::Log& log) {
    abi::Decoder decoder(log.data);
    KOSH_CHECK(decoder.integer());  // amount0
    KOSH_CHECK(decoder.integer());  // amount1
    SwapLog swap;
    KOSH_TRY(swap.after.sqrtPriceX96, decoder.uint(160));
    KOSH_TRY(swap.after.liquidity, decoder.uint(128));
    KOSH_TRY(swap.after.tick, tickOf(decoder));
    return swap;
}

/// Mint and Burn: owner and ticks are topics; Mint's data begins with the sender.
Result<PositionLog> decodePosition(const chain::Log& log, bool hasSender) {
    PositionLog position;
    KOSH_TRY(position.tickLower, tickOf(abi::Decoder(log.topics[2].view())));
    KOSH_TRY(position.tickUpper, tickOf(abi::Decoder(log.topics[3].view())));
    abi::Decoder decoder(log.data);
    if (hasSender) {
        KOSH_CHECK(decoder.address());
    }
    KOSH_TRY(position.liquidity, decoder.uint(128));
    return position;
}

Result<PoolLog> decode(const chain::Log& log) {
    const Hash256& topic = log.topics[0];
    if (topic == swapTopic() && log.topics.size() == 3) {
        KOSH_TRY(const auto swap, decodeSwap(log));
        return swap;
    }
    const bool isMint = topic == mintTopic();
    if ((isMint || topic == burnTopic()) && log.topics.size() == 4) {
        KOSH_TRY(const auto position, decodePosition(log, isMint));
        if (isMint) return MintLog{position};
        return BurnLog{position};
    }
    return badLog("it is no Swap, Mint or Burn");
}

}  // namespace

const std::vector<Hash256>& watchedTopics() {
    static const std::vector<Hash256> kTopics{swapTopic(), mintTopic(), burnTopic()};
    return kTopics;
}

Result<PoolLog> decodeLog(const chain::Log& log) {
    if (log.topics.empty()) return badLog("it has no topic");
    auto decoded = decode(log);
    if (!decoded && decoded.error().key != "pool.log") return badLog(decoded.error().message);
    return decoded;
}

Result<> applyLog(amm::PoolUpdate& update, const PoolLog& log) {
    struct Apply {
        amm::PoolUpdate& update;
        Result<> operator()(const SwapLog& swap) const {
            update.swap(swap.after);
            return {};
        }
        Result<> operator()(const MintLog& mint) const {
            return update.mint(mint.tickLower, mint.tickUpper, mint.liquidity);
        }
        Result<> operator()(const BurnLog& burn) const {
            return update.burn(burn.tickLower, burn.tickUpper, burn.liquidity);
        }
    };
    return std::visit(Apply{update}, log);
}

}  // namespace kosh::pool
