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

/// What ENSIP-15 allows of these scripts, in order and in lower case. Between two entries may lie
/// what normal text cannot hold: capitals, signs, compatibility forms.
constexpr std::array kRanges = {
    Range{0x61, 0xef, Script::latin},        Range{0xf1, 0xfd, Script::latin},
    Range{0x101, 0x109, Script::latin},      Range{0x10d, 0x10d, Script::latin},
    Range{0x113, 0x113, Script::latin},      Range{0x119, 0x11b, Script::latin},
    Range{0x11f, 0x11f, Script::latin},      Range{0x142, 0x144, Script::latin},
    Range{0x14d, 0x14d, Script::latin},      Range{0x15b, 0x15b, Script::latin},
    Range{0x15f, 0x161, Script::latin},      Range{0x16b, 0x16b, Script::latin},
    Range{0x17a, 0x17e, Script::latin},      Range{0x1d0, 0x1d4, Script::latin},
    Range{0x1f9, 0x1f9, Script::latin},      Range{0x390, 0x3ce, Script::greek},
    Range{0x430, 0x44f, Script::cyrillic},   Range{0x451, 0x45c, Script::cyrillic},
    Range{0x45e, 0x45f, Script::cyrillic},   Range{0x48b, 0x4bf, Script::cyrillic},
    Range{0x4c4, 0x4cf, Script::cyrillic},   Range{0x4d5, 0x4d5, Script::cyrillic},
    Range{0x4d9, 0x4d9, Script::cyrillic},   Range{0x4e1, 0x4e3, Script::cyrillic},
    Range{0x4e9, 0x4e9, Script::cyrillic},   Range{0x4ef, 0x4ef, Script::cyrillic},
    Range{0x4f7, 0x4f7, Script::cyrillic},   Range{0x4fb, 0x4ff, Script::cyrillic},
    Range{0x513, 0x529, Script::cyrillic},   Range{0x52f, 0x52f, Script::cyrillic},
    Range{0x560, 0x588, Script::armenian},   Range{0x5d0, 0x5ea, Script::hebrew},
    Range{0x620, 0x63e, Script::arabic},     Range{0x641, 0x655, Script::arabic},
    Range{0x660, 0x669, Script::arabic},     Range{0x679, 0x68d, Script::arabic},
    Range{0x68f, 0x6a0, Script::arabic},     Range{0x6a2, 0x6a6, Script::arabic},
    Range{0x6a8, 0x6a9, Script::arabic},     Range{0x6ab, 0x6bc, Script::arabic},
    Range{0x6bf, 0x6c0, Script::arabic},     Range{0x6c2, 0x6c2, Script::arabic},
    Range{0x6c4, 0x6d0, Script::arabic},     Range{0x6d2, 0x6d3, Script::arabic},
    Range{0x6de, 0x6de, Script::arabic},     Range{0x6e3, 0x6e3, Script::arabic},
    Range{0x6e5, 0x6e6, Script::arabic},     Range{0x6e9, 0x6ef, Script::arabic},
    Range{0x6f4, 0x6f6, Script::arabic},     Range{0x6fa, 0x6ff, Script::arabic},
    Range{0x900, 0x94d, Script::devanagari}, Range{0x94f, 0x950, Script::devanagari},
    Range{0x955, 0x970, Script::devanagari}, Range{0x972, 0x977, Script::devanagari},
    Range{0x979, 0x97c, Script::devanagari}, Range{0x97e, 0x97f, Script::devanagari},
    Range{0x981, 0x9fb, Script::bengali},    Range{0x9fd, 0x9fe, Script::bengali},
    Range{0xa01, 0xa76, Script::gurmukhi},   Range{0xa81, 0xaff, Script::gujarati},
    Range{0xb01, 0xb77, Script::oriya},      Range{0xb83, 0xbfa, Script::tamil},
    Range{0xc01, 0xc33, Script::telugu},     Range{0xc35, 0xc56, Script::telugu},
    Range{0xc5a, 0xc7f, Script::telugu},     Range{0xc80, 0xc80, Script::kannada},
    Range{0xc82, 0xcdd, Script::kannada},    Range{0xce0, 0xcf3, Script::kannada},
    Range{0xd00, 0xd00, Script::malayalam},  Range{0xd02, 0xd03, Script::malayalam},
    Range{0xd05, 0xd3a, Script::malayalam},  Range{0xd3d, 0xd5e, Script::malayalam},
    Range{0xd60, 0xd7f, Script::malayalam},  Range{0xd81, 0xdf4, Script::sinhala},
    Range{0xe01, 0xe59, Script::thai},       Range{0xe81, 0xedf, Script::lao},
    Range{0xf00, 0xfbc, Script::tibetan},    Range{0x1000, 0x1064, Script::myanmar},
    Range{0x1066, 0x109f, Script::myanmar},  Range{0x10d0, 0x10f0, Script::georgian},
    Range{0x10f7, 0x10ff, Script::georgian}, Range{0x1200, 0x135a, Script::ethiopic},
    Range{0x1780, 0x17a2, Script::khmer},    Range{0x17a5, 0x17a7, Script::khmer},
    Range{0x17a9, 0x17b3, Script::khmer},    Range{0x17b6, 0x17d0, Script::khmer},
    Range{0x17d2, 0x17d2, Script::khmer},    Range{0x17d4, 0x17dc, Script::khmer},
    Range{0x17e0, 0x17e9, Script::khmer},    Range{0x1ebd, 0x1ebd, Script::latin},
    Range{0x1ef3, 0x1ef3, Script::latin},    Range{0x3041, 0x3096, Script::hiragana},
    Range{0x30a1, 0x30fa, Script::katakana}, Range{0x3105, 0x312d, Script::bopomofo},
    Range{0x312f, 0x312f, Script::bopomofo}, Range{0x3400, 0x9fff, Script::han},
    Range{0xac00, 0xd7a3, Script::hangul},   Range{0x20000, 0x323af, Script::han},
};

constexpr std::uint32_t bit(Script script) {
    return static_cast<std::uint32_t>(script);
}
constexpr std::uint32_t kJapanese =
    bit(Script::latin) | bit(Script::han) | bit(Script::hiragana) | bit(Script::katakana);
constexpr std::uint32_t kKorean = bit(Script::latin) | bit(Script::han) | bit(Script::hangul);
constexpr std::uint32_t kChinese = bit(Script::han) | bit(Script::bopomofo);

constexpr std::u32string_view kLatinLookAlikes =
    U"\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043a\u043e\u0440\u051b\u0455\u0443\u0445"
    U"\u051d\u0475\u0433\u043f\u0442\u03b1\u03b2\u03b3\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c3"
    U"\u03c4\u03c5\u03c7\u03c9\u03f2\u04ab\u04af\u04b3\u04bd\u04d5\u0561\u0563\u0566\u0570\u0578"
    U"\u057c\u057d\u0581\u0584\u0585";

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
