// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <optional>

namespace kosh::crypto {

/// Scripts a name may be written in (UAX #24; those UAX #31 recommends). Bits, so that the scripts
/// of a label are a set.
enum class Script : std::uint32_t {
    latin = 1u << 0,
    greek = 1u << 1,
    cyrillic = 1u << 2,
    armenian = 1u << 3,
    hebrew = 1u << 4,
    arabic = 1u << 5,
    devanagari = 1u << 6,
    bengali = 1u << 7,
    gurmukhi = 1u << 8,
    gujarati = 1u << 9,
    oriya = 1u << 10,
    tamil = 1u << 11,
    telugu = 1u << 12,
    kannada = 1u << 13,
    malayalam = 1u << 14,
    sinhala = 1u << 15,
    thai = 1u << 16,
    lao = 1u << 17,
    tibetan = 1u << 18,
    myanmar = 1u << 19,
    georgian = 1u << 20,
    hangul = 1u << 21,
    ethiopic = 1u << 22,
    khmer = 1u << 23,
    hiragana = 1u << 24,
    katakana = 1u << 25,
    bopomofo = 1u << 26,
    han = 1u << 27,
};

/// The script of a letter, mark or digit in lower case; nothing for those names do without.
std::optional<Script> scriptOf(std::int32_t character);

/// Whether a label may use these scripts (bits of Script) together: one alone, or Latin with
/// Chinese, Japanese or Korean.
bool isAllowedMix(std::uint32_t scripts);

/// Whether a Cyrillic, Greek or Armenian letter can be taken for a Latin one.
bool looksLatin(std::int32_t character);

}  // namespace kosh::crypto
