// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/json.h>

#include <array>
#include <charconv>
#include <cmath>

namespace kosh::json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// Bytes of the well-formed UTF-8 sequence at the start of `text` (Unicode table 3-7), 0 if none.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto isTail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return isTail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : 0xBF;
        return byte(1) >= low && byte(1) <= high && isTail(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= low && byte(1) <= high && isTail(2) && isTail(3) ? 4 : 0;
    }
    return 0;
}

void appendEscape(std::string& out, unsigned char character) {
    switch (character) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\u00";
    out += kDigits[character >> 4];
    out += kDigits[character & 15u];
}

/// ASCII that stands for itself: nearly all there is, so it is told first.
bool isPlain(unsigned char character) {
    return character >= 0x20 && character < 0x80 && character != '"' && character != '\\';
}

/// Text that is not UTF-8 would make the whole document unreadable: such bytes become U+FFFD.
void appendQuoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plainFrom = 0;
    std::size_t i = 0;
    const auto flush = [&] { out += text.substr(plainFrom, i - plainFrom); };
    while (i < text.size()) {
        const auto character = static_cast<unsigned char>(text[i]);
        if (isPlain(character)) {
            ++i;
        } else if (character < 0x80) {
            flush();
            appendEscape(out, character);
            plainFrom = ++i;
        } else if (const std::size_t length = sequenceLength(text.substr(i)); length > 0) {
            i += length;
        } else {
            flush();
            out += kReplacement;
            plainFrom = ++i;
        }
    }
    flush();
    out += '"';
}

template <typename Number>
void appendNumber(std::string& out, Number value) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

}  // namespace

void Writer::separate() {
    if (m_needsComma) m_out += ',';
    m_needsComma = true;
}

void Writer::beginObject() {
    separate();
    m_out += '{';
    m_needsComma = false;
}

void Writer::endObject() {
    m_out += '}';
    m_needsComma = true;
}

void Writer::beginArray() {
    separate();
    m_out += '[';
    m_needsComma = false;
}

void Writer::endArray() {
    m_out += ']';
    m_needsComma = true;
}

void Writer::key(std::string_view name) {
    separate();
    appendQuoted(m_out, name);
    m_out += ':';
    m_needsComma = false;
}

void Writer::string(std::string_view text) {
    separate();
    appendQuoted(m_out, text);
}

void Writer::integer(std::int64_t value) {
    separate();
    appendNumber(m_out, value);
}

void Writer::unsignedInteger(std::uint64_t value) {
    separate();
    appendNumber(m_out, value);
}

void Writer::number(double value) {
    if (!std::isfinite(value)) return null();
    separate();
    // Without a fraction it would be read as the integer 0.
    if (value == 0 && std::signbit(value)) {
        m_out += "-0.0";
    } else {
        appendNumber(m_out, value);
    }
}

void Writer::boolean(bool value) {
    raw(value ? "true" : "false");
}

void Writer::null() {
    raw("null");
}

void Writer::raw(std::string_view json) {
    separate();
    m_out += json;
}

}  // namespace kosh::json
