// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "base58.h"

#include <kosh/crypto/hash.h>

namespace kosh::crypto {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kMaxText = 128;
constexpr std::size_t kChecksumSize = 4;

/// number = number * factor + digit, for a big-endian number in base `base`.
void multiplyAdd(std::span<std::uint8_t> number, unsigned base, unsigned factor, unsigned digit) {
    unsigned carry = digit;
    for (auto it = number.rbegin(); it != number.rend(); ++it) {
        carry += *it * factor;
        *it = static_cast<std::uint8_t>(carry % base);
        carry /= base;
    }
    KOSH_ASSERT(carry == 0);
}

std::size_t countLeading(ByteView bytes, std::uint8_t value) {
    const auto end = std::ranges::find_if(bytes, [value](std::uint8_t b) { return b != value; });
    return static_cast<std::size_t>(end - bytes.begin());
}

/// Leading zeros are written one for one; the rest is the number without leading zeros.
SecretBytes withLeading(std::size_t count, std::uint8_t leading, ByteView number) {
    const auto digits = number.subspan(countLeading(number, 0));
    SecretBytes out(count + digits.size());
    std::fill_n(out.data(), count, leading);
    std::ranges::copy(digits, out.data() + count);
    return out;
}

}  // namespace

SecretBytes base58CheckEncode(ByteView payload) {
    SecretBytes data(payload);
    const Hash256 hash = doubleSha256(payload);
    data.append(ByteView(hash.bytes).first(kChecksumSize));
    const std::size_t zeros = countLeading(data.view(), 0);

    SecretBytes digits(data.size() * 138 / 100 + 1);  // log(256) / log(58) < 1.38
    std::ranges::fill(digits.span(), std::uint8_t{0});
    for (const std::uint8_t byte : data.view()) multiplyAdd(digits.span(), 58, 256, byte);
    SecretBytes text = withLeading(zeros, 0, digits.view());
    for (std::uint8_t& digit : text.span()) digit = static_cast<std::uint8_t>(kAlphabet[digit]);
    return text;
}

Result<SecretBytes> base58CheckDecode(std::string_view text) {
    const auto refuse = [](const char* key, const char* message) {
        return fail(ErrorKind::invalid, key, message);
    };
    if (text.empty() || text.size() > kMaxText) {
        return refuse("bip32.base58", "an extended key is Base58 text of about 111 characters");
    }
    SecretBytes number(text.size());
    std::ranges::fill(number.span(), std::uint8_t{0});
    for (const char c : text) {
        const auto digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) {
            return refuse("bip32.base58", "a character that Base58 does not have");
        }
        multiplyAdd(number.span(), 256, 58, static_cast<unsigned>(digit));
    }
    const SecretBytes data = withLeading(countLeading(asBytes(text), '1'), 0, number.view());
    if (data.size() <= kChecksumSize) return refuse("bip32.base58", "the text is too short");
    const auto payload = data.view().first(data.size() - kChecksumSize);
    const Hash256 hash = doubleSha256(payload);
    if (!equalConstantTime(ByteView(hash.bytes).first(kChecksumSize),
                           data.view().last(kChecksumSize))) {
        return refuse("bip32.checksum", "the checksum does not match: the key is mistyped");
    }
    return SecretBytes(payload);
}

}  // namespace kosh::crypto
