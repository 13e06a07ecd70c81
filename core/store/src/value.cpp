// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/store/value.h>

namespace kosh::store {

namespace {
constexpr std::uint8_t kSignBit = 0x80;
}

Word toWord(const U256& value) {
    return value.toBigEndian();
}

Word toWord(const I256& value) {
    Word word = value.raw.toBigEndian();
    word[0] ^= kSignBit;
    return word;
}

U256 u256FromWord(ByteView word) {
    KOSH_ASSERT(word.size() == sizeof(Word));
    return U256::fromBigEndian(word);
}

I256 i256FromWord(ByteView word) {
    KOSH_ASSERT(word.size() == sizeof(Word));
    Word bytes;
    std::copy(word.begin(), word.end(), bytes.begin());
    bytes[0] ^= kSignBit;
    return I256::fromRaw(U256::fromBigEndian(bytes));
}

}  // namespace kosh::store
