// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>

namespace kosh {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

void appendHex(std::string& out, ByteView bytes) {
    for (const std::uint8_t byte : bytes) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
}

/// Without branches or tables: the text may be a secret, and the compiler takes many at once.
constexpr bool isDigit(std::uint8_t c) {
    // Not ||: a branch for each digit costs more than the second comparison.
    return (int{std::uint8_t(c - '0') < 10} | int{std::uint8_t((c | 0x20) - 'a') < 6}) != 0;
}
constexpr std::uint8_t digitValue(std::uint8_t c) {
    return std::uint8_t((c & 15) + (c >> 6) * 9);
}

std::string_view withoutPrefix(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    return text;
}

/// `out` has room for every pair of digits.
Result<> decode(std::string_view digits, std::span<std::uint8_t> out) {
    bool isHex = true;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto high = static_cast<std::uint8_t>(digits[2 * i]);
        const auto low = static_cast<std::uint8_t>(digits[2 * i + 1]);
        isHex &= isDigit(high);
        isHex &= isDigit(low);
        out[i] = static_cast<std::uint8_t>(digitValue(high) << 4 | digitValue(low));
    }
    if (isHex) return {};
    std::size_t at = 0;
    while (isDigit(static_cast<std::uint8_t>(digits[at]))) ++at;
    return fail(ErrorKind::invalid, "base.hex",
                cat("not a hexadecimal digit near position ", at / 2 * 2));
}

}  // namespace

std::string toHex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    appendHex(out, bytes);
    return out;
}

std::string toHex0x(ByteView bytes) {
    std::string out = "0x";
    out.reserve(2 + bytes.size() * 2);
    appendHex(out, bytes);
    return out;
}

Result<Bytes> fromHex(std::string_view text) {
    const std::string_view digits = withoutPrefix(text);
    if (digits.size() % 2 != 0) {
        return fail(ErrorKind::invalid, "base.hex",
                    cat("hexadecimal text needs an even number of digits, got ", digits.size()));
    }
    Bytes out(digits.size() / 2);
    KOSH_CHECK(decode(digits, out));
    return out;
}

Result<> fromHexInto(std::string_view text, std::span<std::uint8_t> out) {
    const std::string_view digits = withoutPrefix(text);
    if (digits.size() != out.size() * 2) {
        return fail(ErrorKind::invalid, "base.hex_length",
                    cat("expected ", out.size() * 2, " hexadecimal digits, got ", digits.size()));
    }
    return decode(digits, out);
}

bool equalConstantTime(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

}  // namespace kosh
