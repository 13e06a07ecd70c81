// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/current.h>
#include <unistd.h>

namespace kosh::observe {
namespace {

std::string_view toString(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

/// Letters and digits of a key in lower case: "Private-Key", "private_key" and "privateKey" are
/// one.
std::string folded(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        }
    }
    return out;
}

/// Rather one harmless value hidden than one secret shown. "token" only at the end: tokenAddress is
/// public.
bool namesSecret(std::string_view key) {
    static constexpr std::array<std::string_view, 14> kAnywhere{
        "passphrase", "password",   "passwd", "mnemonic",     "seed",
        "privatekey", "signingkey", "secret", "apikey",       "credential",
        "cookie",     "bearer",     "xprv",   "authorization"};
    static constexpr std::array<std::string_view, 3> kAtTheEnd{"token", "otp", "pin"};
    const std::string name = folded(key);
    return std::ranges::any_of(kAnywhere, [&](auto word) { return name.contains(word); }) ||
           std::ranges::any_of(kAtTheEnd, [&](auto word) { return name.ends_with(word); });
}

/// Length of the UTF-8 sequence at the front (RFC 3629: shortest form, no surrogates); 0 if
/// malformed.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto isTail = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return isTail(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool isShortest = lead != 0xe0 || byte(1) >= 0xa0;
        const bool isSurrogate = lead == 0xed && byte(1) >= 0xa0;
        return isTail(1) && isTail(2) && isShortest && !isSurrogate ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool isInRange = lead == 0xf0   ? byte(1) >= 0x90
                               : lead == 0xf4 ? byte(1) < 0x90
                                              : true;
        return isTail(1) && isTail(2) && isTail(3) && isInRange ? 4 : 0;
    }
    return 0;
}

void appendJsonString(std::string& out, std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const char c = text.front();
        const std::size_t length = sequenceLength(text);
        if (length == 0) {
            out += "\xef\xbf\xbd";
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (length == 1 && (c < 0x20 || c == 0x7f)) {
            out += "\\u00";
            out += kHex[static_cast<std::size_t>(c) >> 4];
            out += kHex[static_cast<std::size_t>(c) & 15];
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
}

void appendMember(std::string& out, std::string_view key, std::string_view value) {
    if (out.back() != '{') out += ',';
    appendJsonString(out, key);
    out += ':';
    appendJsonString(out, value);
}

}  // namespace

Logger::Logger(const Clock& clock, Sink sink, Level level)
    : m_clock(clock), m_sink(std::move(sink)), m_level(level) {}

void Logger::setLevel(Level level) {
    m_level.store(level, std::memory_order_relaxed);
}

bool Logger::isEnabled(Level level) const {
    return level >= m_level.load(std::memory_order_relaxed);
}

void Logger::write(Level level, std::string_view component, std::string_view message,
                   const Trace& trace, std::initializer_list<LogField> fields) {
    if (!isEnabled(level)) return;
    std::string line = "{";
    appendMember(line, "at", m_clock.now().toString());
    appendMember(line, "level", toString(level));
    appendMember(line, "component", component);
    appendMember(line, "message", message);
    if (trace.isSet()) {
        appendMember(line, "traceId", trace.traceIdHex());
        appendMember(line, "spanId", trace.spanIdHex());
    }
    if (fields.size() > 0) {
        line += ",\"fields\":{";
        for (const LogField& field : fields) {
            appendMember(line, field.key, namesSecret(field.key) ? "***" : field.value);
        }
        line += '}';
    }
    line += '}';
    const std::scoped_lock lock(m_mutex);
    m_sink(line);
}

void Logger::info(std::string_view component, std::string_view message,
                  std::initializer_list<LogField> fields) {
    write(Level::info, component, message, current().trace, fields);
}

void Logger::warning(std::string_view component, std::string_view message,
                     std::initializer_list<LogField> fields) {
    write(Level::warning, component, message, current().trace, fields);
}

void Logger::error(std::string_view component, std::string_view message,
                   std::initializer_list<LogField> fields) {
    write(Level::error, component, message, current().trace, fields);
}

Logger::Sink stderrSink() {
    return [](std::string_view line) {
        // One write a line, so that lines of several processes do not mix.
        std::string whole(line);
        whole += '\n';
        std::string_view rest = whole;
        while (!rest.empty()) {
            const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
            if (written <= 0) return;
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    };
}

}  // namespace kosh::observe
