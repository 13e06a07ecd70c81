// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/text.h"

#include <cstdint>

namespace kosh::token {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t length = 0;  ///< 0: not UTF-8 here.
};

Character characterAt(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (length == 0 || first > 0xf4 || text.size() < length) return {};
    std::uint32_t code = first & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        code = (code << 6) | (byte(i) & 0x3fu);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < kLeast[length] || code > 0x10ffff || isSurrogate) return {};
    return {code, length};
}

bool isInvisible(std::uint32_t code) {
    const auto in = [code](std::uint32_t low, std::uint32_t high) {
        return code >= low && code <= high;
    };
    return code < 0x20 || in(0x7f, 0x9f) || code == 0xad || code == 0x34f || code == 0x61c ||
           in(0x115f, 0x1160) || in(0x17b4, 0x17b5) || in(0x180b, 0x180f) || in(0x200b, 0x200f) ||
           in(0x2028, 0x202e) || in(0x2060, 0x206f) || code == 0x2800 || code == 0x3164 ||
           in(0xfe00, 0xfe0f) || code == 0xfeff || code == 0xffa0 || in(0xfff0, 0xfffb) ||
           in(0xe000, 0xf8ff) || in(0xe0000, 0x10ffff);
}

bool isSpace(std::uint32_t code) {
    return code == 0x20 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
           code == 0x202f || code == 0x205f || code == 0x3000;
}

}  // namespace

std::string cleaned(std::string_view text, std::size_t maxCharacters) {
    std::string out;
    std::size_t count = 0;
    bool isSpacePending = false;
    while (!text.empty() && count < maxCharacters) {
        const auto character = characterAt(text);
        const auto bytes = text.substr(0, std::max<std::size_t>(1, character.length));
        text.remove_prefix(bytes.size());
        if (character.length == 0 || isInvisible(character.code)) continue;
        if (isSpace(character.code)) {
            isSpacePending = !out.empty();
            continue;
        }
        if (isSpacePending) {
            if (count + 2 > maxCharacters) break;
            out += ' ';
            ++count;
            isSpacePending = false;
        }
        out += bytes;
        ++count;
    }
    return out;
}

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

}  // namespace kosh::token
