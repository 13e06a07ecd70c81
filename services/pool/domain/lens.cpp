// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "lens.h"

#include <kosh/crypto/abi_codec.h>

#include <initializer_list>

namespace kosh::pool {

namespace abi = crypto::abi;

namespace {

/// Opcodes (Ethereum yellow paper, appendix H).
enum Op : std::uint8_t {
    add = 0x01,
    sub = 0x03,
    eq = 0x14,
    isZero = 0x15,
    bitOr = 0x17,
    shl = 0x1b,
    shr = 0x1c,
    codeSize = 0x38,
    codeCopy = 0x39,
    pop = 0x50,
    mload = 0x51,
    mstore = 0x52,
    jumpIf = 0x57,
    gas = 0x5a,
    jumpTarget = 0x5b,
    push1 = 0x60,
    push2 = 0x61,
    push4 = 0x63,
    push20 = 0x73,
    push32 = 0x7f,
    dup1 = 0x80,
    dup2 = 0x81,
    dup3 = 0x82,
    dup5 = 0x84,
    swap1 = 0x90,
    swap3 = 0x92,
    returnData = 0xf3,
    staticCall = 0xfa,
    revert = 0xfd,
};

/// In memory: the call at 0, its answer at 0x40, what is returned from 0x80 on.
constexpr std::uint8_t kArgument = 0x04, kAnswer = 0x40, kSecond = 0x60, kOutput = 0x80;
constexpr std::uint8_t kCallSize = 0x24, kWordSize = 0x20;
constexpr std::uint8_t kHalfBits = 128;

class Assembler {
public:
    Assembler& ops(std::initializer_list<std::uint8_t> bytes) {
        m_code.insert(m_code.end(), bytes.begin(), bytes.end());
        return *this;
    }
    Assembler& push(std::uint8_t value) { return ops({push1, value}); }
    Assembler& push(Op op, ByteView bytes) {
        m_code.push_back(op);
        m_code.insert(m_code.end(), bytes.begin(), bytes.end());
        return *this;
    }
    Assembler& pushWord(const U256& value) { return push(push32, value.toBigEndian()); }
    /// A place to jump to, filled in by `land`.
    std::size_t pushPlace() {
        ops({push2, 0, 0});
        return m_code.size() - 2;
    }
    std::size_t here() const { return m_code.size(); }
    void fill(std::size_t place, std::size_t target) {
        m_code[place] = static_cast<std::uint8_t>(target >> 8);
        m_code[place + 1] = static_cast<std::uint8_t>(target);
    }
    void land(std::size_t place) {
        fill(place, here());
        ops({jumpTarget});
    }
    /// Calls the pool with what is in memory; `answerSize` bytes come to kAnswer. Jumps to the
    /// returned place if it fails.
    std::size_t call(const Address& pool, std::uint8_t answerSize) {
        push(answerSize).push(kAnswer).push(kCallSize).push(0);
        push(push20, pool.view()).ops({gas, staticCall, isZero});
        const std::size_t failed = pushPlace();
        ops({jumpIf});
        return failed;
    }
    void selector(std::string_view signature) {
        constexpr std::uint8_t kShift = 0xe0;
        push(push4, abi::selector(signature)).push(kShift).ops({shl}).push(0).ops({mstore});
    }
    /// Returns what lies between kOutput and the place on top of the stack; where calls fail.
    Bytes finish(std::size_t failed) {
        push(kOutput).ops({swap1, sub}).push(kOutput).ops({returnData});
        land(failed);
        push(0).push(0).ops({revert});
        return std::move(m_code);
    }

private:
    Bytes m_code;
};

U256 wordOf(std::int32_t value) {
    return I256(value).raw;
}

Failure badLens(std::string_view why) {
    return fail(ErrorKind::unavailable, "pool.answer", cat("a lens gave nonsense: ", why));
}

Result<ByteView> dataOf(const chain::CallResult& answer) {
    if (!answer.isSuccess) return badLens(answer.reason);
    return ByteView(answer.data);
}

}  // namespace

Bytes bitmapLens(const Address& pool, const WordRange& words) {
    Assembler code;
    code.selector("tickBitmap(int16)");
    code.push(kOutput).pushWord(wordOf(words.last + 1)).pushWord(wordOf(words.first));
    const std::size_t loop = code.here();  // stack: out, end, word
    code.ops({jumpTarget, dup1}).push(kArgument).ops({mstore});
    const std::size_t failed = code.call(pool, kWordSize);
    code.push(kAnswer).ops({mload, dup1, isZero});  // out, end, word, bits
    const std::size_t empty = code.pushPlace();
    code.ops({jumpIf, dup2, dup5, mstore, dup1, dup5}).push(kWordSize).ops({add, mstore});
    code.ops({swap3}).push(2 * kWordSize).ops({add, swap3});
    code.land(empty);
    code.ops({pop}).push(1).ops({add, dup2, dup2, eq, isZero});
    code.fill(code.pushPlace(), loop);
    code.ops({jumpIf, pop, pop});
    return code.finish(failed);
}

Result<> ticksFromBitmapLens(const chain::CallResult& answer, const WordRange& words,
                             std::int32_t tickSpacing, std::vector<std::int32_t>& ticks) {
    KOSH_TRY(const auto data, dataOf(answer));
    abi::Decoder decoder(data);
    std::int32_t before = words.first - 1;
    for (std::size_t i = 0; i < data.size() / (2 * kWordSize); ++i) {
        KOSH_TRY(const auto index, decoder.integer(16));
        KOSH_TRY(const auto bits, decoder.uint());
        const auto word = static_cast<std::int32_t>(static_cast<std::int64_t>(index.raw.low64()));
        if (word <= before || word > words.last) return badLens("a word that was not asked for");
        before = word;
        const chain::CallResult one{true, abi::Encoder().uint(bits).take(), {}};
        KOSH_CHECK(ticksFromBitmap(one, word, tickSpacing, ticks));
    }
    return {};
}

Bytes tickLens(const Address& pool, std::span<const std::int32_t> ticks) {
    Assembler code;
    code.selector("ticks(int24)");
    code.push(kOutput);
    const std::size_t list = code.pushPlace();
    const std::size_t loop = code.here();  // stack: out, place in the list
    code.ops({jumpTarget}).push(kWordSize).ops({dup2}).push(kArgument).ops({codeCopy});
    const std::size_t failed = code.call(pool, 2 * kWordSize);
    // liquidityGross in the upper half, liquidityNet in the lower
    code.push(kSecond).ops({mload}).push(kHalfBits).ops({shl}).push(kHalfBits).ops({shr});
    code.push(kAnswer).ops({mload}).push(kHalfBits).ops({shl, bitOr});  // out, place, both
    code.ops({dup3, mstore});
    code.push(kWordSize).ops({add, swap1}).push(kWordSize).ops({add, swap1});
    code.ops({codeSize, dup2, eq, isZero});
    code.fill(code.pushPlace(), loop);
    code.ops({jumpIf, pop});
    Bytes bytes = code.finish(failed);
    bytes[list] = static_cast<std::uint8_t>(bytes.size() >> 8);
    bytes[list + 1] = static_cast<std::uint8_t>(bytes.size());
    for (const auto tick : ticks) {
        const auto word = wordOf(tick).toBigEndian();
        bytes.insert(bytes.end(), word.begin(), word.end());
    }
    return bytes;
}

Result<> ticksFromLens(const chain::CallResult& answer, std::span<const std::int32_t> indices,
                       std::vector<amm::Tick>& ticks) {
    KOSH_TRY(const auto data, dataOf(answer));
    if (data.size() != indices.size() * kWordSize) return badLens("another number of ticks");
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const auto word = data.subspan(i * kWordSize, kWordSize);
        const U256 gross = U256::fromBigEndian(word.first(kWordSize / 2));
        U256 net = U256::fromBigEndian(word.last(kWordSize / 2));
        if (net.bit(kHalfBits - 1)) net -= U256::powerOfTwo(kHalfBits);
        ticks.push_back({indices[i], gross, I256::fromRaw(net)});
    }
    return {};
}

}  // namespace kosh::pool
