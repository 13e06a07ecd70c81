// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/abi.h>

namespace kosh::crypto::abi {

inline constexpr std::size_t kWord = 32;

inline std::size_t paddedSize(std::size_t size) {
    return (size + kWord - 1) / kWord * kWord;
}

inline bool isInRange(const U256& value, std::size_t bits) {
    return value.bitLength() <= bits;
}

/// Whether the two's complement `value` fits `bits` bits: bits above the sign repeat it.
inline bool isInRange(const I256& value, std::size_t bits) {
    if (bits >= 256) return true;
    const auto width = static_cast<unsigned>(bits);
    return (value.raw + U256::powerOfTwo(width - 1)) < U256::powerOfTwo(width);
}

inline bool isZero(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t b) { return b == 0; });
}

inline void appendWord(Bytes& out, const U256& value) {
    const auto word = value.toBigEndian();
    out.insert(out.end(), word.begin(), word.end());
}

inline void patchWord(Bytes& out, std::size_t position, const U256& value) {
    const auto word = value.toBigEndian();
    std::ranges::copy(word, out.begin() + static_cast<std::ptrdiff_t>(position));
}

inline void appendPadded(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
    out.resize(out.size() + paddedSize(bytes.size()) - bytes.size());
}

inline Failure truncated() {
    return fail(ErrorKind::invalid, "abi.truncated",
                "the contract's data ends before what it announces");
}

inline Failure outOfRange(std::string_view type) {
    return fail(ErrorKind::invalid, "abi.range",
                cat("the contract's data holds a value out of the range of ", type));
}

}  // namespace kosh::crypto::abi
