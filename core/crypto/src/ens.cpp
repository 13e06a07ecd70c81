// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/u256.h>
#include <kosh/crypto/ens.h>
#include <kosh/crypto/hash.h>

#include "script.h"

#include <utf8proc.h>

#include <cstdlib>

namespace kosh::crypto::ens {
namespace {

using Character = std::int32_t;
using Characters = std::vector<Character>;

constexpr Character kZeroWidthJoiner = 0x200d;
constexpr Character kEmojiSelector = 0xfe0f;
constexpr Character kKeycap = 0x20e3;
constexpr Character kBlackFlag = 0x1f3f4;
constexpr Character kTagEnd = 0xe007f;
constexpr Character kApostrophe = 0x2019;
constexpr Character kFinalSigma = 0x3c2;
constexpr Character kSigma = 0x3c3;
constexpr Character kDottedCapitalI = 0x130;
constexpr Character kFractionSlash = 0x2044;
constexpr Character kMiddleDot = 0x30fb;
constexpr std::size_t kMaxMarks = 4;

bool isRegional(Character c) {
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}
bool isSkinTone(Character c) {
    return c >= 0x1f3fb && c <= 0x1f3ff;
}
bool isTag(Character c) {
    return c >= 0xe0020 && c <= 0xe007e;
}
bool isKeycapBase(Character c) {
    return (c >= '0' && c <= '9') || c == '#' || c == '*';
}
bool isSameWhenDecomposed(Character c) {
    std::array<Character, 32> mapped{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        c, mapped.data(), static_cast<utf8proc_ssize_t>(mapped.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE),
        &boundary);
    return count == 1 && mapped[0] == c;
}
/// Those with a plain text form, such as the trade mark, are mapped like text.
bool isPictograph(Character c) {
    return utf8proc_get_property(c)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC &&
           isSameWhenDecomposed(c);
}
/// Invisible characters that typing and copying leave behind.
bool isIgnored(Character c) {
    return c == 0xad || c == 0x200b || c == 0x2060 || c == 0x2064 || c == 0xfeff;
}
bool isFenced(Character c) {
    return c == kApostrophe || c == kFractionSlash || c == kMiddleDot;
}
bool isMark(Character c) {
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}
bool isSign(Character c) {
    return c == '-' || c == '_' || c == '$' || (c >= '0' && c <= '9') || c == 0x20ac ||
           c == 0x30fc || isFenced(c);
}

Failure bad(const char* key, std::size_t label, std::string message) {
    return fail(ErrorKind::invalid, key, std::move(message),
                {{"field", "name"}, {"label", std::to_string(label)}});
}

std::string encode(const Characters& characters) {
    std::string text;
    std::array<std::uint8_t, 4> encoded{};
    for (const auto c : characters) {
        const auto size = utf8proc_encode_char(c, encoded.data());
        text += asText(ByteView(encoded).first(static_cast<std::size_t>(size)));
    }
    return text;
}

std::optional<Characters> decode(std::string_view text) {
    Characters characters;
    const auto bytes = asBytes(text);
    for (std::size_t at = 0; at < bytes.size();) {
        Character c = 0;
        const auto size = utf8proc_iterate(bytes.data() + at,
                                           static_cast<utf8proc_ssize_t>(bytes.size() - at), &c);
        if (size <= 0) return std::nullopt;
        characters.push_back(c);
        at += static_cast<std::size_t>(size);
    }
    return characters;
}

/// Length of the emoji sequence at `at`, 0 if there is none.
std::size_t emojiLength(const Characters& text, std::size_t at) {
    const auto is = [&text](std::size_t index, auto test) {
        return index < text.size() && test(text[index]);
    };
    const auto skip = [&is](std::size_t index, Character c) {
        return is(index, [c](Character other) { return other == c; }) ? index + 1 : index;
    };
    if (isKeycapBase(text[at])) {
        const auto end = skip(at + 1, kEmojiSelector);
        return skip(end, kKeycap) > end ? end + 1 - at : 0;
    }
    if (isRegional(text[at])) return is(at + 1, isRegional) ? 2 : 0;
    std::size_t end = at;
    while (is(end, isPictograph)) {
        const bool isFlag = text[end] == kBlackFlag;
        end = skip(end + 1, kEmojiSelector);
        if (is(end, isSkinTone)) ++end;
        if (isFlag && is(end, isTag)) {
            while (is(end, isTag)) ++end;
            return skip(end, kTagEnd) > end ? end + 1 - at : 0;
        }
        if (!is(end, [](Character c) { return c == kZeroWidthJoiner; }) ||
            !is(end + 1, isPictograph)) {
            break;
        }
        ++end;
    }
    return end - at;
}

/// NFKC in lower case of one character, added to `out`.
void appendMapped(Character c, Characters& out) {
    if (c == '\'') c = kApostrophe;
    // Its lower case is two characters, which no script mixes.
    if (c == kDottedCapitalI) return out.push_back(c);
    std::array<Character, 32> mapped{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        c, mapped.data(), static_cast<utf8proc_ssize_t>(mapped.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE),
        &boundary);
    for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, 32); ++i) {
        const auto lower = utf8proc_tolower(mapped[static_cast<std::size_t>(i)]);
        // A final sigma stays one only where it was typed.
        out.push_back(lower == kFinalSigma && c != kFinalSigma ? kSigma : lower);
    }
}

/// A label in the making: runs of text are composed when an emoji or the end closes them.
class LabelReader {
public:
    LabelReader(const Characters& text, std::size_t number) : m_text(text), m_number(number) {}

    Result<Characters> read() {
        for (std::size_t at = 0; at < m_text.size();) {
            const auto length = emojiLength(m_text, at);
            if (length == 0) {
                if (!isIgnored(m_text[at])) appendMapped(m_text[at], m_run);
                ++at;
                continue;
            }
            KOSH_CHECK(closeRun());
            for (const auto end = at + length; at < end; ++at) {
                if (m_text[at] != kEmojiSelector) m_label.push_back(m_text[at]);
            }
        }
        KOSH_CHECK(closeRun());
        KOSH_CHECK(checkWhole());
        return std::move(m_label);
    }

private:
    Failure refuse(const char* key, std::string_view why) const {
        return bad(key, m_number, cat("label ", m_number, " of the name: ", why));
    }

    Result<> closeRun() {
        // Sorts the marks, which decomposing one character at a time cannot, and composes.
        const auto text = encode(m_run);
        utf8proc_uint8_t* composed = nullptr;
        const auto size = utf8proc_map(
            asBytes(text).data(), static_cast<utf8proc_ssize_t>(text.size()), &composed,
            static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
        if (size < 0) return refuse("ens.utf8", "it is not valid text");
        const auto characters = decode(asText({composed, static_cast<std::size_t>(size)}));
        std::free(composed);
        m_run.clear();
        KOSH_ASSERT(characters.has_value());
        return checkRun(*characters);
    }

    Result<> checkRun(const Characters& run) {
        std::size_t marks = 0;
        for (std::size_t i = 0; i < run.size(); ++i) {
            const Character c = run[i];
            if (isSign(c)) {
                marks = 0;
                continue;
            }
            const auto script = scriptOf(c);
            const auto category = utf8proc_category(c);
            const bool isText =
                category <= UTF8PROC_CATEGORY_ND && category != UTF8PROC_CATEGORY_CN;
            if (!script || !isText || category == UTF8PROC_CATEGORY_LU) {
                return refuse("ens.character",
                              cat("U+", U256(static_cast<std::uint64_t>(c)).toHex().substr(2),
                                  " is not allowed in names"));
            }
            marks = isMark(c) ? marks + 1 : 0;
            if (marks > 0 && (i == 0 || marks > kMaxMarks || run[i - 1] == c)) {
                return refuse("ens.placement", "a combining mark has nothing to stand on");
            }
            m_scripts |= static_cast<std::uint32_t>(*script);
            const bool canMislead = *script == Script::cyrillic || *script == Script::greek ||
                                    *script == Script::armenian;
            m_looksLatin = m_looksLatin && canMislead && looksLatin(c);
        }
        m_label.insert(m_label.end(), run.begin(), run.end());
        return {};
    }

    Result<> checkWhole() const {
        if (m_label.empty()) return refuse("ens.empty_label", "it is empty");
        const auto firstOther = std::ranges::find_if(m_label, [](Character c) { return c != '_'; });
        if (std::find(firstOther, m_label.end(), '_') != m_label.end()) {
            return refuse("ens.underscore", "an underscore is allowed at the start only");
        }
        const bool isAscii = std::ranges::all_of(m_label, [](Character c) { return c < 0x80; });
        if (isAscii && m_label.size() >= 4 && m_label[2] == '-' && m_label[3] == '-') {
            return refuse("ens.hyphens", "the third and fourth character are both hyphens");
        }
        for (std::size_t i = 0; i < m_label.size(); ++i) {
            const bool isAtEdge = i == 0 || i + 1 == m_label.size();
            if (isFenced(m_label[i]) && (isAtEdge || isFenced(m_label[i + 1]))) {
                return refuse("ens.placement", "a sign that only joins letters stands alone");
            }
        }
        if (!isAllowedMix(m_scripts)) {
            return refuse("ens.mixed_scripts", "letters of different scripts are mixed");
        }
        if (m_scripts != 0 && m_looksLatin) {
            return refuse("ens.confusable", "all its letters can be taken for Latin ones");
        }
        return {};
    }

    const Characters& m_text;
    std::size_t m_number;
    Characters m_run;
    Characters m_label;
    std::uint32_t m_scripts = 0;
    bool m_looksLatin = true;
};

}  // namespace

Result<std::string> normalise(std::string_view name) {
    const auto tooLong = [](std::size_t label) {
        return bad("ens.too_long", label, cat("a name has at most ", kMaxNameBytes, " bytes"));
    };
    if (name.size() > kMaxNameBytes) return tooLong(1);
    std::string out;
    if (name.empty()) return out;
    std::size_t number = 1;
    for (std::size_t start = 0; start <= name.size(); ++number) {
        const auto end = std::min(name.find('.', start), name.size());
        const auto characters = decode(name.substr(start, end - start));
        if (!characters) return bad("ens.utf8", number, "the name is not valid UTF-8");
        KOSH_TRY(const auto label, LabelReader(*characters, number).read());
        if (number > 1) out += '.';
        out += encode(label);
        // An apostrophe, for one, becomes longer.
        if (out.size() > kMaxNameBytes) return tooLong(number);
        start = end + 1;
    }
    return out;
}

Hash256 namehash(std::string_view normalisedName) {
    Hash256 node;
    auto rest = normalisedName;
    while (!rest.empty()) {
        const auto dot = rest.rfind('.');
        const auto label = dot == std::string_view::npos ? rest : rest.substr(dot + 1);
        std::array<std::uint8_t, 64> pair{};
        std::ranges::copy(node.bytes, pair.begin());
        std::ranges::copy(keccak256(asBytes(label)).bytes, pair.begin() + 32);
        node = keccak256(pair);
        rest = dot == std::string_view::npos ? std::string_view() : rest.substr(0, dot);
    }
    return node;
}

}  // namespace kosh::crypto::ens
