// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "reply.h"

#include <kosh/json/json.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace kosh::gateway {
namespace {

void appendTwoDigits(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

/// When to ask again: as the error says it, else soon for what passes by itself; 0: not told.
std::int64_t retryAfterSeconds(int status, const Error& error) {
    const auto told = error.details.find("retryAfterMs");
    if (told == error.details.end()) return status == 503 ? 5 : 0;
    std::int64_t ms = 0;
    const std::string& text = told->second;
    std::from_chars(text.data(), text.data() + text.size(), ms);
    return std::max<std::int64_t>((ms + 999) / 1000, 1);
}

}  // namespace

void appendNumber(std::string& out, std::size_t number) {
    std::array<char, 20> digits;
    std::size_t at = digits.size();
    do {
        digits[--at] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number > 0);
    out.append(digits.data() + at, digits.size() - at);
}

std::string_view reasonOf(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

int statusOf(const Error& error) {
    return error.key == "vault.locked" ? 503 : httpStatus(error.kind);
}

std::string problemJson(int status, const Error& error, std::string_view traceId) {
    std::string text;
    json::Writer writer(text);
    writer.beginObject();
    const auto member = [&writer](std::string_view name, std::string_view value) {
        writer.key(name);
        writer.string(value);
    };
    member("type", cat("urn:kosh:problem:", error.key));
    member("title", reasonOf(status));
    writer.key("status");
    writer.integer(status);
    member("detail", error.message);
    member("key", error.key);
    member("kind", toString(error.kind));
    if (const auto field = error.details.find("field"); field != error.details.end()) {
        member("field", field->second);
    }
    if (!error.details.empty()) {
        writer.key("details");
        writer.beginObject();
        for (const auto& [name, value] : error.details) member(name, value);
        writer.endObject();
    }
    member("traceId", traceId);
    writer.endObject();
    return text;
}

Reply problem(const Error& error, const observe::Trace& trace) {
    Reply reply;
    reply.status = statusOf(error);
    reply.contentType = "application/problem+json";
    if (reply.status == 401) reply.headers = "WWW-Authenticate: Bearer realm=\"kosh\"\r\n";
    const auto wait = retryAfterSeconds(reply.status, error);
    if (wait > 0) reply.headers = cat("Retry-After: ", wait, "\r\n");
    reply.body = problemJson(reply.status, error, trace.traceIdHex());
    return reply;
}

Reply problem(int status, std::string_view key, std::string message, const observe::Trace& trace) {
    const auto kind = status == 404   ? ErrorKind::not_found
                      : status == 403 ? ErrorKind::forbidden
                      : status == 429 ? ErrorKind::rate_limited
                      : status == 503 ? ErrorKind::unavailable
                      : status == 408 ? ErrorKind::deadline
                                      : ErrorKind::invalid;
    Error error{kind, std::string(key), std::move(message)};
    if (status == 413) error.details.emplace("field", "body");
    if (status == 415) error.details.emplace("field", "Content-Type");
    Reply reply = problem(error, trace);
    reply.status = status;
    reply.body = problemJson(status, error, trace.traceIdHex());
    return reply;
}

std::string_view securityHeaders(bool isSecure, bool isPage) {
    static constexpr std::string_view kPage =
        "Strict-Transport-Security: max-age=31536000\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
        "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'\r\n";
    static constexpr std::string_view kData =
        "Strict-Transport-Security: max-age=31536000\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    const auto headers = isPage ? kPage : kData;
    return isSecure ? headers : headers.substr(headers.find("\r\n") + 2);
}

std::string entityTag(std::string_view body) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::uint64_t hash = std::hash<std::string_view>{}(body);
    std::string tag = "W/\"";
    for (int i = 0; i < 16; ++i) {
        tag += kDigits[hash & 15];
        hash >>= 4;
    }
    return tag + '"';
}

bool matchesTag(std::string_view ifNoneMatch, std::string_view tag) {
    if (trimmed(ifNoneMatch) == "*") return true;
    // Weak comparison: the marks do not count.
    const auto opaque = tag.substr(tag.find('"'));
    return ifNoneMatch.find(opaque) != std::string_view::npos;
}

std::string httpDate(Timestamp at) {
    static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_time<Duration> instant{Duration(at.micros)};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
    std::string out(kDays.at(std::chrono::weekday(day).c_encoding()));
    out += ", ";
    appendTwoDigits(out, static_cast<unsigned>(date.day()));
    out += cat(' ', kMonths.at(static_cast<unsigned>(date.month()) - 1), ' ',
               static_cast<int>(date.year()), ' ');
    appendTwoDigits(out, static_cast<unsigned>(time.hours().count()));
    out += ':';
    appendTwoDigits(out, static_cast<unsigned>(time.minutes().count()));
    out += ':';
    appendTwoDigits(out, static_cast<unsigned>(time.seconds().count()));
    return out + " GMT";
}

std::string gzipped(std::string_view body) {
    constexpr int kGzipWindow = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return {};
    }
    std::string out(body.size(), '\0');
    // zlib reads only, whatever its type says.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return done == Z_STREAM_END ? out : std::string();
}

}  // namespace kosh::gateway
