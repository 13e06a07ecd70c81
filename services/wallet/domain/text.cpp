// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/text.h"

#include <optional>

namespace kosh::wallet {

namespace {

/// The next code point of `rest`, which is shortened; nothing when it is no UTF-8 (RFC 3629).
std::optional<char32_t> nextCodePoint(ByteView& rest) {
    const auto first = rest.front();
    rest = rest.subspan(1);
    if (first < 0x80) return first;
    const std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || rest.size() < more) return std::nullopt;
    auto point = static_cast<char32_t>(first & (0x3f >> more));
    for (std::size_t i = 0; i < more; ++i) {
        if ((rest[i] & 0xc0) != 0x80) return std::nullopt;
        point = (point << 6) | (rest[i] & 0x3f);
    }
    rest = rest.subspan(more);
    constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point < kLeast[more] || point > 0x10ffff || isSurrogate) return std::nullopt;
    return point;
}

bool isControl(char32_t point) {
    if (point == '\n' || point == '\r' || point == '\t') return false;
    return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

bool isHidden(char32_t point) {
    return isControl(point) || point == 0xad || (point >= 0x200b && point <= 0x200f) ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
           point == 0xfeff || (point >= 0xe0000 && point <= 0xe007f);
}

}  // namespace

bool isText(ByteView bytes) {
    while (!bytes.empty()) {
        const auto point = nextCodePoint(bytes);
        if (!point || isControl(*point)) return false;
    }
    return true;
}

bool hasHiddenCharacters(std::string_view text) {
    auto rest = asBytes(text);
    while (!rest.empty()) {
        const auto point = nextCodePoint(rest);
        if (!point || isHidden(*point)) return true;
    }
    return false;
}

}  // namespace kosh::wallet
