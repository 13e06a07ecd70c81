// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/suspicion.h"

#include "domain/text.h"

#include <algorithm>
#include <array>

namespace kosh::token {
namespace {

/// Characters that pass for an ASCII letter: Greek, Cyrillic, and digits that stand for letters.
constexpr std::array<std::pair<std::string_view, char>, 62> kLookAlikes{{
    {"\u0391", 'a'}, {"\u0392", 'b'}, {"\u0395", 'e'}, {"\u0396", 'z'}, {"\u0397", 'h'},
    {"\u0399", 'i'}, {"\u039a", 'k'}, {"\u039c", 'm'}, {"\u039d", 'n'}, {"\u039f", 'o'},
    {"\u03a1", 'p'}, {"\u03a4", 't'}, {"\u03a5", 'y'}, {"\u03a7", 'x'}, {"\u03bf", 'o'},
    {"\u03c1", 'p'}, {"\u03bd", 'v'}, {"\u0405", 's'}, {"\u0406", 'i'}, {"\u0408", 'j'},
    {"\u0410", 'a'}, {"\u0412", 'b'}, {"\u0415", 'e'}, {"\u041a", 'k'}, {"\u041c", 'm'},
    {"\u041d", 'h'}, {"\u041e", 'o'}, {"\u0420", 'p'}, {"\u0421", 'c'}, {"\u0422", 't'},
    {"\u0423", 'y'}, {"\u0425", 'x'}, {"\u0430", 'a'}, {"\u0435", 'e'}, {"\u043e", 'o'},
    {"\u0440", 'p'}, {"\u0441", 'c'}, {"\u0443", 'y'}, {"\u0445", 'x'}, {"\u0455", 's'},
    {"\u0456", 'i'}, {"\u0458", 'j'}, {"\u0501", 'd'}, {"\u0570", 'h'}, {"\u0578", 'n'},
    {"\u057d", 'u'}, {"\u0585", 'o'}, {"\u0261", 'g'}, {"\u0131", 'i'}, {"\u1d04", 'c'},
    {"\u1d05", 'd'}, {"\u1d07", 'e'}, {"\u1d0f", 'o'}, {"\u1d1b", 't'}, {"\u1d1c", 'u'},
    {"\ua731", 's'}, {"0", 'o'},      {"1", 'i'},      {"l", 'i'},      {"5", 's'},
    {"\u20ae", 't'}, {"$", 's'},
}};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Full-width forms and mathematical letters fold to ASCII by their place in the code chart.
std::optional<char> foldedBlock(std::string_view character) {
    if (character.size() == 3 && character[0] == '\xef') {
        const auto second = static_cast<unsigned char>(character[1]);
        const auto third = static_cast<unsigned char>(character[2]);
        const unsigned code = 0xf000u | ((second & 0x3fu) << 6) | (third & 0x3fu);
        if (code >= 0xff01 && code <= 0xff5e) return lower(static_cast<char>(code - 0xff01 + 0x21));
    }
    if (character.size() == 4 && character.starts_with("\xf0\x9d")) {
        const auto third = static_cast<unsigned char>(character[2]);
        const auto fourth = static_cast<unsigned char>(character[3]);
        const unsigned code = 0x1d000u | ((third & 0x3fu) << 6) | (fourth & 0x3fu);
        if (code >= 0x1d400 && code <= 0x1d6a3) {
            return static_cast<char>('a' + (code - 0x1d400) % 26);
        }
    }
    return std::nullopt;
}

bool hasLink(std::string_view text) {
    std::string low;
    std::ranges::transform(text, std::back_inserter(low), lower);
    constexpr std::string_view kSigns[] = {
        "http:", "https:", "www.", "://",  ".com", ".org", ".net",  ".xyz",   ".io",   ".app",
        ".fi",   ".gift",  ".vip", ".top", ".me/", "t.me", ".link", ".claim", ".site", ".online"};
    return std::ranges::any_of(kSigns,
                               [&](std::string_view sign) { return low.find(sign) != low.npos; });
}

bool hasBait(std::string_view text) {
    std::string low;
    std::ranges::transform(text, std::back_inserter(low), lower);
    constexpr std::string_view kSigns[] = {"claim",   "airdrop", "visit", "reward",
                                           "voucher", "bonus",   "redeem"};
    return std::ranges::any_of(kSigns,
                               [&](std::string_view sign) { return low.find(sign) != low.npos; });
}

}  // namespace

std::string skeleton(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text[0]);
        const std::size_t length = std::min<std::size_t>(text.size(), first >= 0xf0   ? 4
                                                                      : first >= 0xe0 ? 3
                                                                      : first >= 0xc0 ? 2
                                                                                      : 1);
        const auto character = text.substr(0, length);
        text.remove_prefix(length);
        const auto alike =
            std::ranges::find(kLookAlikes, character, &std::pair<std::string_view, char>::first);
        if (alike != kLookAlikes.end()) {
            out += alike->second;
        } else if (const auto folded = foldedBlock(character)) {
            out += *folded;
        } else if (length == 1) {
            const char c = lower(character[0]);
            // "i", "I" and "l" are one stroke.
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
        } else {
            out += character;
        }
    }
    return out;
}

std::vector<std::string> suspicionsOf(const chain::Chain& chain, const TokenBook& book,
                                      const Token& token, const RawTexts& raw) {
    std::vector<std::string> reasons;
    if (token.isNative() || book.isListed(token.chainId, token.address)) return reasons;
    if (hasLink(raw.symbol) || hasLink(raw.name)) {
        reasons.push_back("its name holds a link: tokens need none");
    } else if (hasBait(raw.name) || hasBait(raw.symbol)) {
        reasons.push_back("its name asks to claim something");
    }
    constexpr std::size_t kAll = 4096;
    if (cleaned(raw.symbol, kAll) != raw.symbol || cleaned(raw.name, kAll) != raw.name) {
        reasons.push_back("its name holds characters that cannot be seen or turn text around");
    }
    if (raw.nameSize > 256 || raw.symbolSize > 64) {
        reasons.push_back("its name is made too long to be read");
    }
    const auto own = skeleton(token.symbol);
    for (const auto& known : book.tokens(chain)) {
        const bool isSame = known.address == token.address;
        const bool isKnown = known.isNative() || book.isListed(chain.chainId, known.address);
        if (isSame || !isKnown || own.empty() || skeleton(known.symbol) != own) continue;
        reasons.push_back(cat("it calls itself ", token.symbol, " and is not ",
                              known.isNative() ? "the native coin" : known.address.toString()));
        break;
    }
    return reasons;
}

}  // namespace kosh::token
