// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "contracts.h"

#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>

namespace kosh::pool {

namespace abi = crypto::abi;

namespace {

constexpr unsigned kPriceBits = 160;
constexpr unsigned kLiquidityBits = 128;
constexpr unsigned kTickBits = 24;
constexpr std::int32_t kTicksPerWord = 256;

Failure badAnswer(std::string_view what, const Error& error) {
    return fail(ErrorKind::unavailable, "pool.answer",
                cat("a pool answered ", what, " with nonsense: ", error.message));
}

Result<ByteView> dataOf(const chain::CallResult& answer, std::string_view what) {
    if (!answer.isSuccess || answer.data.empty()) {
        return fail(
            ErrorKind::unavailable, "pool.answer",
            cat("a pool did not answer ", what, answer.reason.empty() ? "" : ": ", answer.reason));
    }
    return ByteView(answer.data);
}

/// A tick fits 32 bits once it is known to fit 24.
Result<std::int32_t> tickOf(abi::Decoder& decoder) {
    KOSH_TRY(const auto value, decoder.integer(kTickBits));
    return static_cast<std::int32_t>(static_cast<std::int64_t>(value.raw.low64()));
}

Bytes callWith(const abi::Selector& selector, std::int32_t argument) {
    return abi::Encoder(selector).integer(I256(argument)).take();
}

}  // namespace

WordRange bitmapWords(std::int32_t tickSpacing) {
    const auto wordOf = [tickSpacing](std::int32_t tick) {
        return amm::compressTick(amm::compressTick(tick, tickSpacing), kTicksPerWord);
    };
    return {wordOf(amm::kMinTick), wordOf(amm::kMaxTick)};
}

Bytes getPoolCall(const Address& token0, const Address& token1, std::uint32_t feePips) {
    static const auto kSelector = abi::selector("getPool(address,address,uint24)");
    return abi::Encoder(kSelector).address(token0).address(token1).uint(U256(feePips)).take();
}

Bytes slot0Call() {
    static const auto kSelector = abi::selector("slot0()");
    return abi::Encoder(kSelector).take();
}

Bytes liquidityCall() {
    static const auto kSelector = abi::selector("liquidity()");
    return abi::Encoder(kSelector).take();
}

Bytes tickBitmapCall(std::int32_t word) {
    static const auto kSelector = abi::selector("tickBitmap(int16)");
    return callWith(kSelector, word);
}

Bytes ticksCall(std::int32_t tick) {
    static const auto kSelector = abi::selector("ticks(int24)");
    return callWith(kSelector, tick);
}

Result<std::optional<Address>> poolFrom(const chain::CallResult& answer) {
    KOSH_TRY(const auto data, dataOf(answer, "getPool"));
    const auto address = abi::Decoder(data).address();
    if (!address) return badAnswer("getPool", address.error());
    if (address->isZero()) return std::nullopt;
    return *address;
}

Result<Slot0> slot0From(const chain::CallResult& answer) {
    KOSH_TRY(const auto data, dataOf(answer, "slot0"));
    abi::Decoder decoder(data);
    const auto price = decoder.uint(kPriceBits);
    if (!price) return badAnswer("slot0", price.error());
    const auto tick = tickOf(decoder);
    if (!tick) return badAnswer("slot0", tick.error());
    return Slot0{*price, *tick};
}

Result<U256> liquidityFrom(const chain::CallResult& answer) {
    KOSH_TRY(const auto data, dataOf(answer, "liquidity"));
    auto liquidity = abi::Decoder(data).uint(kLiquidityBits);
    if (!liquidity) return badAnswer("liquidity", liquidity.error());
    return liquidity;
}

Result<> ticksFromBitmap(const chain::CallResult& answer, std::int32_t word,
                         std::int32_t tickSpacing, std::vector<std::int32_t>& ticks) {
    KOSH_TRY(const auto data, dataOf(answer, "tickBitmap"));
    const auto bits = abi::Decoder(data).uint();
    if (!bits) return badAnswer("tickBitmap", bits.error());
    if (bits->isZero()) return {};
    for (std::int32_t bit = 0; bit < kTicksPerWord; ++bit) {
        if (!bits->bit(static_cast<unsigned>(bit))) continue;
        ticks.push_back((word * kTicksPerWord + bit) * tickSpacing);
    }
    return {};
}

Result<amm::Tick> tickFrom(const chain::CallResult& answer, std::int32_t index) {
    KOSH_TRY(const auto data, dataOf(answer, "ticks"));
    abi::Decoder decoder(data);
    const auto gross = decoder.uint(kLiquidityBits);
    if (!gross) return badAnswer("ticks", gross.error());
    const auto net = decoder.integer(kLiquidityBits);
    if (!net) return badAnswer("ticks", net.error());
    return amm::Tick{index, *gross, *net};
}

}  // namespace kosh::pool
