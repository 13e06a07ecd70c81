// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/address.h>
#include <kosh/crypto/hash.h>

namespace kosh::crypto {
namespace {

constexpr std::size_t kTextSize = 42;

bool isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isLower(char c) {
    return c >= 'a' && c <= 'f';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'F';
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
    const bool isWellFormed = text.size() == kTextSize && text.starts_with("0x") &&
                              std::ranges::all_of(text.substr(2), isHexDigit);
    if (!isWellFormed) {
        return fail(ErrorKind::invalid, "address.format",
                    "an address is 0x followed by 40 hexadecimal digits");
    }
    Address address;
    KOSH_CHECK(fromHexInto(text, address.bytes));
    const auto digits = text.substr(2);
    if (std::ranges::any_of(digits, isLower) && std::ranges::any_of(digits, isUpper)) {
        auto expected = address.toString();
        if (expected != text) {
            return fail(
                ErrorKind::invalid, "address.checksum",
                "the upper and lower case letters of this address do not match its checksum: "
                "it may be mistyped",
                {{"expected", std::move(expected)}});
        }
    }
    return address;
}

Result<Address> Address::fromBytes(ByteView view) {
    KOSH_TRY(const auto fixed, FixedBytes::fromBytes(view));
    return Address(fixed);
}

std::string Address::toString() const {
    std::string text = toHex0x(bytes);
    const Hash256 hash = keccak256(asBytes(std::string_view(text).substr(2)));
    for (std::size_t i = 0; i < 2 * kSize; ++i) {
        const unsigned nibble = (hash.bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
        char& c = text[i + 2];
        if (nibble >= 8 && isLower(c)) c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace kosh::crypto
