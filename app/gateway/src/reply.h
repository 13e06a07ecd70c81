// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "http_request.h"

#include <kosh/base/ports.h>
#include <kosh/observe/observe.h>

#include <string>
#include <string_view>

namespace kosh::gateway {

/// An answer before it has its form on the wire. `headers` are whole lines with their CRLF.
struct Reply {
    int status = 200;
    std::string_view contentType = "application/json";
    std::string_view cacheControl = "no-store";
    std::string headers;
    std::string body;
};

std::string_view reasonOf(int status);

/// HTTP status of an error: `httpStatus` of its kind, but 503 for `vault.locked`, which time or the
/// owner cures.
int statusOf(const Error& error);

/// RFC 9457: type, title, status, detail, and Kosh's own members key, kind, field, details,
/// traceId.
std::string problemJson(int status, const Error& error, std::string_view traceId);
Reply problem(const Error& error, const observe::Trace& trace);
Reply problem(int status, std::string_view key, std::string message, const observe::Trace& trace);

/// Decimal digits, without a stream or a copy.
void appendNumber(std::string& out, std::size_t number);

/// What every answer carries, for browsers above all. Pages (what a browser shows) carry more.
std::string_view securityHeaders(bool isSecure, bool isPage);

/// An entity tag for this text: weak, as a compressed body has the same one.
std::string entityTag(std::string_view body);
/// Whether an If-None-Match header names the tag.
bool matchesTag(std::string_view ifNoneMatch, std::string_view tag);

/// RFC 9110 date of an instant: "Sat, 21 Nov 2026 08:00:00 GMT".
std::string httpDate(Timestamp at);

/// gzip; empty when it would not be smaller.
std::string gzipped(std::string_view body);

}  // namespace kosh::gateway
