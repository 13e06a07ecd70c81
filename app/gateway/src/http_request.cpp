// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "http_request.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace kosh::gateway {
namespace {

constexpr std::size_t kMaxChunkLine = 256;
constexpr std::size_t kMaxTrailer = 4 * 1024;

constexpr auto kTokenCharacters = [] {
    std::array<bool, 256> is{};
    for (int c = '0'; c <= '9'; ++c) is[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) is[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) is[static_cast<std::size_t>(c)] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) is[static_cast<std::size_t>(c)] = true;
    return is;
}();

bool isToken(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return kTokenCharacters[static_cast<unsigned char>(c)];
    });
}

/// Visible characters, blanks, tabs and bytes beyond ASCII: what a header's value may hold. Looked
/// at to the end: so many bytes are compared at once, and a token has hundreds.
bool isFieldValue(std::string_view text) {
    bool hasOthers = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        hasOthers |= (byte < 0x20 && byte != '\t') || byte == 0x7f;
    }
    return !hasOthers;
}

bool isTarget(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7f && byte != '#' && byte != '\\' && byte != '"' &&
               byte != '<' && byte != '>';
    });
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// One that may come once only, and one of which the first counts.
enum class Repeat : std::uint8_t { refused, first };
struct Known {
    std::string_view name;
    std::string_view Request::* member;
    Repeat repeat = Repeat::refused;
};
constexpr std::array kKnown{
    Known{"host", &Request::host},
    Known{"connection", &Request::connection},
    Known{"content-type", &Request::contentType},
    Known{"content-length", &Request::contentLengthText},
    Known{"transfer-encoding", &Request::transferEncoding},
    Known{"authorization", &Request::authorization},
    Known{"accept", &Request::accept, Repeat::first},
    Known{"accept-encoding", &Request::acceptEncoding, Repeat::first},
    Known{"if-none-match", &Request::ifNoneMatch},
    Known{"origin", &Request::origin},
    Known{"x-request-id", &Request::requestId},
    Known{"traceparent", &Request::traceparent},
    Known{"idempotency-key", &Request::idempotencyKey},
    Known{"expect", &Request::expect},
    Known{"upgrade", &Request::upgrade},
    Known{"sec-websocket-key", &Request::webSocketKey},
    Known{"sec-websocket-version", &Request::webSocketVersion},
    Known{"sec-websocket-protocol", &Request::webSocketProtocol},
    Known{"last-event-id", &Request::lastEventId},
    Known{"x-forwarded-for", &Request::forwardedFor},
    Known{"access-control-request-method", &Request::corsMethod},
};

const Known* findKnown(std::string_view name) {
    for (const Known& known : kKnown) {
        if (known.name.size() == name.size() && lower(name.front()) == known.name.front() &&
            equalsIgnoreCase(name, known.name)) {
            return &known;
        }
    }
    return nullptr;
}

Method methodOf(std::string_view text) {
    if (text == "GET") return Method::get;
    if (text == "POST") return Method::post;
    if (text == "HEAD") return Method::head;
    if (text == "PUT") return Method::put;
    if (text == "DELETE") return Method::del;
    if (text == "OPTIONS") return Method::options;
    return Method::other;
}

Refusal malformed(std::string_view reason) {
    return {400, "gateway.malformed", reason};
}

std::optional<Refusal> parseRequestLine(std::string_view line, Request& request) {
    const auto first = line.find(' ');
    const auto second = first == line.npos ? line.npos : line.find(' ', first + 1);
    if (second == line.npos || second == first + 1)
        return malformed("a request line is METHOD TARGET HTTP/1.1");
    const auto method = line.substr(0, first);
    const auto version = line.substr(second + 1);
    request.target = line.substr(first + 1, second - first - 1);
    if (!isToken(method)) return malformed("the method is no token");
    request.method = methodOf(method);
    if (version == "HTTP/1.0") {
        request.isHttp10 = true;
    } else if (version != "HTTP/1.1") {
        return Refusal{505, "gateway.version", "HTTP/1.1 is spoken here"};
    }
    if (request.target.size() > kMaxTarget) {
        return Refusal{414, "gateway.target_too_long", "a target has at most 8 KiB"};
    }
    const bool isStar = request.target == "*" && request.method == Method::options;
    if (!isStar && (request.target.empty() || request.target.front() != '/')) {
        return malformed("a target begins with a slash");
    }
    if (!isTarget(request.target)) return malformed("the target has forbidden characters");
    const auto mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    request.query =
        mark == request.target.npos ? std::string_view() : request.target.substr(mark + 1);
    return std::nullopt;
}

std::optional<Refusal> parseHeaderLine(std::string_view line, Request& request) {
    const auto colon = line.find(':');
    if (colon == line.npos || !isToken(line.substr(0, colon))) {
        return malformed("a header is Name: value, without blanks before the colon");
    }
    const auto value = trimmed(line.substr(colon + 1));
    if (!isFieldValue(value)) return malformed("a header's value has forbidden characters");
    const Known* const known = findKnown(line.substr(0, colon));
    if (known == nullptr) return std::nullopt;
    auto& member = request.*known->member;
    if (member.data() == nullptr) {
        member = value.data() == nullptr ? std::string_view("") : value;
    } else if (known->repeat == Repeat::refused) {
        return malformed("a header that may come once came twice");
    }
    return std::nullopt;
}

/// How long the body is, read so that no proxy can have read it otherwise.
std::optional<Refusal> frame(Request& request) {
    const bool hasLength = request.contentLengthText.data() != nullptr;
    if (request.transferEncoding.data() != nullptr) {
        if (hasLength) return malformed("Content-Length beside Transfer-Encoding");
        if (request.isHttp10) return malformed("Transfer-Encoding in HTTP/1.0");
        if (!equalsIgnoreCase(request.transferEncoding, "chunked")) {
            return Refusal{501, "gateway.transfer_encoding", "only chunked is understood"};
        }
        request.isChunked = true;
    }
    if (hasLength) {
        const auto text = request.contentLengthText;
        std::uint64_t length = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
        const bool isDigits =
            std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        if (text.empty() || !isDigits || error != std::errc() || end != text.data() + text.size()) {
            return malformed("Content-Length is no number");
        }
        request.contentLength = length;
    }
    return std::nullopt;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

}  // namespace

std::string_view toString(Method method) {
    static constexpr std::array<std::string_view, 7> kNames{"GET",    "HEAD",    "POST", "PUT",
                                                            "DELETE", "OPTIONS", "other"};
    return kNames.at(static_cast<std::size_t>(method));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool equalsIgnoreCase(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool hasToken(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (equalsIgnoreCase(trimmed(list.substr(0, comma)), token)) return true;
        if (comma == list.npos) break;
        list.remove_prefix(comma + 1);
    }
    return false;
}

std::optional<std::string> percentDecoded(std::string_view text, bool isQuery) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && isQuery) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

std::size_t headSize(std::string_view text, std::size_t searchedBefore) {
    const auto from = searchedBefore > 3 ? searchedBefore - 3 : 0;
    const void* const found = ::memmem(text.data() + from, text.size() - from, "\r\n\r\n", 4);
    if (found == nullptr) return 0;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 4;
}

std::optional<Refusal> parseHead(std::string_view head, Request& request) {
    request = {};
    std::string_view rest = head.substr(0, head.size() - 2);
    std::size_t lines = 0;
    while (!rest.empty()) {
        const auto end = rest.find('\r');
        if (end + 1 >= rest.size() || rest[end + 1] != '\n') {
            return malformed("a carriage return without its line feed");
        }
        const auto line = rest.substr(0, end);
        if (std::memchr(line.data(), '\n', line.size()) != nullptr) {
            return malformed("a line feed without its carriage return");
        }
        rest.remove_prefix(end + 2);
        if (++lines > kMaxHeaderLines) {
            return Refusal{431, "gateway.too_many_headers", "at most 63 headers"};
        }
        auto refusal =
            lines == 1 ? parseRequestLine(line, request) : parseHeaderLine(line, request);
        if (refusal) return refusal;
    }
    if (!request.isHttp10 && request.host.empty()) return malformed("the Host header is missing");
    request.isKeepAlive = !request.isHttp10 && !hasToken(request.connection, "close");
    return frame(request);
}

ChunkedBody::Progress ChunkedBody::takeLine(std::string_view line, const std::string& body) {
    if (m_part == Part::dataEnd) {
        m_part = Part::size;
        return line.empty() ? Progress::more : Progress::malformed;
    }
    if (m_part == Part::trailer) {
        m_trailerBytes += line.size() + 2;
        if (m_trailerBytes > kMaxTrailer) return Progress::malformed;
        return line.empty() ? Progress::done : Progress::more;
    }
    // An extension says nothing to us; what stands before it is the size.
    const auto digits = line.substr(0, line.find(';'));
    std::uint64_t size = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || digits.size() > 8 || error != std::errc() ||
        end != digits.data() + digits.size() || !isFieldValue(line)) {
        return Progress::malformed;
    }
    if (size > m_maxBytes - body.size()) return Progress::tooLarge;
    m_left = size;
    m_part = size == 0 ? Part::trailer : Part::data;
    return Progress::more;
}

ChunkedBody::Progress ChunkedBody::take(std::string_view text, std::size_t& taken,
                                        std::string& body) {
    taken = 0;
    while (taken < text.size()) {
        const auto rest = text.substr(taken);
        if (m_part == Part::data) {
            const auto piece = rest.substr(0, m_left);
            body.append(piece);
            taken += piece.size();
            m_left -= piece.size();
            if (m_left == 0) m_part = Part::dataEnd;
            continue;
        }
        const auto end = rest.find('\n');
        const auto longest = m_part == Part::trailer ? kMaxTrailer : kMaxChunkLine;
        if (std::min(end, rest.size()) > longest) return Progress::malformed;
        if (end == rest.npos) return Progress::more;
        if (end == 0 || rest[end - 1] != '\r' || rest.find('\r') != end - 1) {
            return Progress::malformed;
        }
        taken += end + 1;
        const auto progress = takeLine(rest.substr(0, end - 1), body);
        if (progress != Progress::more) return progress;
    }
    return Progress::more;
}

}  // namespace kosh::gateway
