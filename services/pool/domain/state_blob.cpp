// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "state_blob.h"

namespace kosh::pool {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLiquidityBytes = 16;
constexpr std::size_t kHeaderBytes = 1 + 32 + 4 + kLiquidityBytes;
constexpr std::size_t kTickBytes = 4 + kLiquidityBytes + 32;

void putWord(Bytes& out, const U256& value, std::size_t size) {
    const auto word = value.toBigEndian();
    out.insert(out.end(), word.end() - static_cast<std::ptrdiff_t>(size), word.end());
}

void putTick(Bytes& out, std::int32_t tick) {
    putWord(out, U256(static_cast<std::uint32_t>(tick)), 4);
}

/// Reads from bytes whose length was checked.
class Cursor {
public:
    explicit Cursor(ByteView bytes) : m_bytes(bytes) {}
    U256 word(std::size_t size) {
        const auto value = U256::fromBigEndian(m_bytes.first(size));
        m_bytes = m_bytes.subspan(size);
        return value;
    }
    std::int32_t tick() {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(word(4).low64()));
    }

private:
    ByteView m_bytes;
};

}  // namespace

Bytes encodeState(const amm::PoolState& state) {
    Bytes out;
    out.reserve(kHeaderBytes + state.ticks().size() * kTickBytes);
    out.push_back(kVersion);
    putWord(out, state.price().sqrtPriceX96, 32);
    putTick(out, state.price().tick);
    putWord(out, state.price().liquidity, kLiquidityBytes);
    for (const auto& tick : state.ticks()) {
        putTick(out, tick.index);
        putWord(out, tick.liquidityGross, kLiquidityBytes);
        putWord(out, tick.liquidityNet.raw, 32);
    }
    return out;
}

Result<amm::PoolState> decodeState(const amm::PoolSettings& settings, ByteView bytes) {
    if (bytes.size() < kHeaderBytes || (bytes.size() - kHeaderBytes) % kTickBytes != 0 ||
        bytes[0] != kVersion) {
        return fail(ErrorKind::internal, "pool.stored_state", "a stored pool state cannot be read");
    }
    Cursor cursor(bytes.subspan(1));
    amm::PoolPrice price;
    price.sqrtPriceX96 = cursor.word(32);
    price.tick = cursor.tick();
    price.liquidity = cursor.word(kLiquidityBytes);
    std::vector<amm::Tick> ticks((bytes.size() - kHeaderBytes) / kTickBytes);
    for (auto& tick : ticks) {
        tick.index = cursor.tick();
        tick.liquidityGross = cursor.word(kLiquidityBytes);
        tick.liquidityNet = I256::fromRaw(cursor.word(32));
    }
    return amm::PoolState::create(settings, price, std::move(ticks));
}

}  // namespace kosh::pool
