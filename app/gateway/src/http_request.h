// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kosh::gateway {

enum class Method : std::uint8_t { get, head, post, put, del, options, other };
std::string_view toString(Method method);

/// The head of a request; views into the text it was parsed from. Headers nobody asks for are
/// checked and left out.
struct Request {
    Method method = Method::other;
    std::string_view target, path, query;
    bool isHttp10 = false;
    bool isKeepAlive = true;
    bool isChunked = false;
    std::optional<std::uint64_t> contentLength;

    std::string_view host, connection, contentType, transferEncoding, authorization, accept,
        acceptEncoding, ifNoneMatch, origin, requestId, traceparent, idempotencyKey, expect,
        upgrade, webSocketKey, webSocketVersion, webSocketProtocol, lastEventId, forwardedFor,
        corsMethod, contentLengthText;
};

/// Why a head is refused, as an HTTP status with a reason for people.
struct Refusal {
    int status = 0;
    std::string_view key;
    std::string_view reason;
};

/// Bounds of a head, in bytes and lines.
inline constexpr std::size_t kMaxHead = 16 * 1024;
inline constexpr std::size_t kMaxTarget = 8 * 1024;
inline constexpr std::size_t kMaxHeaderLines = 64;

/// Size of the head at the beginning of `text` with its empty line; 0 when its end is not there.
std::size_t headSize(std::string_view text, std::size_t searchedBefore);

/// Reads a whole head (RFC 9112), strictly: whatever two servers could read in two ways is refused
/// (bare LF, folded lines, blanks before a colon, Content-Length twice or beside
/// Transfer-Encoding, …).
std::optional<Refusal> parseHead(std::string_view head, Request& request);

/// Decodes a chunked body piece by piece. Trailers are read and dropped.
class ChunkedBody {
public:
    enum class Progress : std::uint8_t { more, done, malformed, tooLarge };
    explicit ChunkedBody(std::size_t maxBytes) : m_maxBytes(maxBytes) {}
    /// Takes what it can from `text`; `taken` says how much that was.
    Progress take(std::string_view text, std::size_t& taken, std::string& body);

private:
    enum class Part : std::uint8_t { size, data, dataEnd, trailer };
    Progress takeLine(std::string_view line, const std::string& body);
    std::size_t m_maxBytes;
    std::size_t m_left = 0;
    std::size_t m_trailerBytes = 0;
    Part m_part = Part::size;
};

/// Text without blanks and tabs around it.
std::string_view trimmed(std::string_view text);
/// ASCII letters in either case are the same.
bool equalsIgnoreCase(std::string_view a, std::string_view b);
/// Whether a comma-separated header names this token.
bool hasToken(std::string_view list, std::string_view token);
/// %XX undone ('+' too in a query); nothing when it is malformed or hides a NUL.
std::optional<std::string> percentDecoded(std::string_view text, bool isQuery);

}  // namespace kosh::gateway
