// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "script.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kosh::crypto {
namespace {

struct Range {
    std::int32_t first;
    std::int32_t last;
    Script script;
};

/// Blocks of lower-case letters, in order. Latin leaves out phonetic letters, which exist to look
/// like others.
constexpr std::array kRanges = {
    Range{0x61, 0x7a, Script::latin},        Range{0xdf, 0xf6, Script::latin},
    Range{0xf8, 0x130, Script::latin},       Range{0x132, 0x17f, Script::latin},
    Range{0x1cd, 0x21b, Script::latin},      Range{0x21e, 0x233, Script::latin},
    Range{0x370, 0x3ff, Script::greek},      Range{0x430, 0x45f, Script::cyrillic},
    Range{0x48a, 0x52f, Script::cyrillic},   Range{0x560, 0x588, Script::armenian},
    Range{0x5d0, 0x5ea, Script::hebrew},     Range{0x620, 0x63f, Script::arabic},
    Range{0x641, 0x64a, Script::arabic},     Range{0x660, 0x669, Script::arabic},
    Range{0x66e, 0x6d3, Script::arabic},     Range{0x6ee, 0x6ff, Script::arabic},
    Range{0x900, 0x97f, Script::devanagari}, Range{0x980, 0x9ff, Script::bengali},
    Range{0xa00, 0xa7f, Script::gurmukhi},   Range{0xa80, 0xaff, Script::gujarati},
    Range{0xb00, 0xb7f, Script::oriya},      Range{0xb80, 0xbff, Script::tamil},
    Range{0xc00, 0xc7f, Script::telugu},     Range{0xc80, 0xcff, Script::kannada},
    Range{0xd00, 0xd7f, Script::malayalam},  Range{0xd80, 0xdff, Script::sinhala},
    Range{0xe01, 0xe59, Script::thai},       Range{0xe80, 0xedf, Script::lao},
    Range{0xf00, 0xfbc, Script::tibetan},    Range{0x1000, 0x109f, Script::myanmar},
    Range{0x10d0, 0x10ff, Script::georgian}, Range{0x1200, 0x135a, Script::ethiopic},
    Range{0x1780, 0x17e9, Script::khmer},    Range{0x1e00, 0x1e99, Script::latin},
    Range{0x1ea0, 0x1eff, Script::latin},    Range{0x1f00, 0x1ffc, Script::greek},
    Range{0x3041, 0x3096, Script::hiragana}, Range{0x30a1, 0x30fa, Script::katakana},
    Range{0x3105, 0x312f, Script::bopomofo}, Range{0x3400, 0x4dbf, Script::han},
    Range{0x4e00, 0x9fff, Script::han},      Range{0xac00, 0xd7a3, Script::hangul},
    Range{0x20000, 0x323af, Script::han},
};

constexpr std::uint32_t bit(Script script) {
    return static_cast<std::uint32_t>(script);
}
constexpr std::uint32_t kJapanese =
    bit(Script::latin) | bit(Script::han) | bit(Script::hiragana) | bit(Script::katakana);
constexpr std::uint32_t kKorean = bit(Script::latin) | bit(Script::han) | bit(Script::hangul);
constexpr std::uint32_t kChinese = bit(Script::latin) | bit(Script::han) | bit(Script::bopomofo);

constexpr std::u32string_view kLatinLookAlikes =
    U"\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043a\u043e\u0440\u051b\u0455\u0443\u0445"
    U"\u051d\u0475\u0433\u043f\u0442\u03b1\u03b2\u03b3\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c3"
    U"\u03c4\u03c5\u03c7\u03c9";

}  // namespace

std::optional<Script> scriptOf(std::int32_t character) {
    const auto* found = std::ranges::upper_bound(kRanges, character, {}, &Range::first);
    if (found == kRanges.begin() || (found - 1)->last < character) return std::nullopt;
    return (found - 1)->script;
}

bool isAllowedMix(std::uint32_t scripts) {
    return (scripts & (scripts - 1)) == 0 || (scripts & ~kJapanese) == 0 ||
           (scripts & ~kKorean) == 0 || (scripts & ~kChinese) == 0;
}

bool looksLatin(std::int32_t character) {
    return kLatinLookAlikes.find(static_cast<char32_t>(character)) != std::u32string_view::npos;
}

}  // namespace kosh::crypto
