// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/base64url.h>

namespace kosh::crypto {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAlphabet32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

constexpr auto kValues = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values.at(static_cast<std::uint8_t>(kAlphabet[i])) = static_cast<std::int8_t>(i);
    }
    return values;
}();

/// Cuts `bytes` into groups of `width` bits, the last one filled with zeros.
std::string inGroups(ByteView bytes, unsigned width, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() * 8 + width - 1) / width);
    const std::uint32_t mask = (1u << width) - 1;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8) | byte;
        for (bits += 8; bits >= width; bits -= width) {
            text += alphabet[(pending >> (bits - width)) & mask];
        }
    }
    if (bits > 0) text += alphabet[(pending << (width - bits)) & mask];
    return text;
}

}  // namespace

std::string toBase64Url(ByteView bytes) {
    return inGroups(bytes, 6, kAlphabet);
}

std::string toBase32(ByteView bytes) {
    return inGroups(bytes, 5, kAlphabet32);
}

Result<Bytes> fromBase64Url(std::string_view text) {
    const auto bad = [] {
        return fail(ErrorKind::invalid, "crypto.base64", "that is not base64url without padding");
    };
    if (text.size() % 4 == 1) return bad();
    Bytes bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char character : text) {
        const auto value = kValues.at(static_cast<std::uint8_t>(character));
        if (value < 0) return bad();
        pending = (pending << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(pending >> bits));
    }
    if ((pending & ((1u << bits) - 1)) != 0) return bad();
    return bytes;
}

}  // namespace kosh::crypto
