// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/telemetry/otlp.h"

#include <kosh/json/json.h>

#include <array>
#include <charconv>

namespace kosh::telemetry {
namespace {

using observe::Span;

/// SpanKind and StatusCode of opentelemetry/proto/trace/v1/trace.proto.
enum Kind : std::uint8_t { internal = 1, server = 2, client = 3 };
constexpr int kStatusError = 2;

void attribute(json::Writer& out, std::string_view key, std::string_view value) {
    out.beginObject();
    out.key("key");
    out.string(key);
    out.key("value");
    out.beginObject();
    out.key("stringValue");
    out.string(value);
    out.endObject();
    out.endObject();
}

/// `digits` as the mapping writes a 64-bit number.
void number(json::Writer& out, std::string_view key, std::string_view digits) {
    out.beginObject();
    out.key("key");
    out.string(key);
    out.key("value");
    out.beginObject();
    out.key("intValue");
    out.string(digits);
    out.endObject();
    out.endObject();
}

/// The words of a span's name; those it does not have are empty.
std::array<std::string_view, 4> wordsOf(std::string_view name) {
    std::array<std::string_view, 4> words;
    for (auto& word : words) {
        const auto end = std::min(name.find(' '), name.size());
        word = name.substr(0, end);
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return words;
}

/// Name, kind and attributes of a span and whether it failed.
struct Told {
    std::string name;
    Kind kind = internal;
    bool hasFailed = false;
};

Told tellOf(const Span& span) {
    const auto [what, first, second, third] = wordsOf(span.name);
    const bool hasFailed = !span.errorKey.empty();
    // What the caller did wrong is no failure of a server (semantic conventions for HTTP).
    if (what == "http") {
        return {second == "-" ? std::string(first) : cat(first, ' ', second), server,
                third.starts_with('5')};
    }
    if (what == "rpc") return {std::string(first), client, hasFailed};
    if (what == "store") return {cat(first, ' ', second), client, hasFailed};
    return {span.name, internal, hasFailed};
}

void writeAttributes(json::Writer& out, const Span& span, const Told& told) {
    const auto [what, first, second, third] = wordsOf(span.name);
    out.beginArray();
    if (what == "http") {
        attribute(out, "http.request.method", first == "other" ? "_OTHER" : first);
        if (second != "-") attribute(out, "http.route", second);
        number(out, "http.response.status_code", third);
    } else if (what == "rpc") {
        attribute(out, "rpc.system", "jsonrpc");
        attribute(out, "rpc.method", first);
        attribute(out, "server.address", second);
        number(out, "kosh.chain_id", third);
    } else if (what == "store") {
        attribute(out, "db.system.name", "sqlite");
        attribute(out, "db.operation.name", first);
        attribute(out, "db.namespace", second);
    } else {
        attribute(out, "kosh.operation", span.name);
    }
    if (what == "http" && told.hasFailed) attribute(out, "error.type", third);
    if (what != "http" && told.hasFailed) attribute(out, "error.type", span.errorKey);
    out.endArray();
}

void writeSpan(json::Writer& out, const Span& span) {
    const auto told = tellOf(span);
    const auto nanos = [](std::int64_t micros) { return cat(micros, "000"); };
    out.beginObject();
    out.key("traceId");
    out.string(span.trace.traceIdHex());
    out.key("spanId");
    out.string(span.trace.spanIdHex());
    if (span.parentSpanId != decltype(span.parentSpanId){}) {
        out.key("parentSpanId");
        out.string(toHex(span.parentSpanId));
    }
    out.key("name");
    out.string(told.name);
    out.key("kind");
    out.integer(told.kind);
    out.key("startTimeUnixNano");
    out.string(nanos(span.startedAt.micros));
    out.key("endTimeUnixNano");
    out.string(nanos((span.startedAt + span.duration).micros));
    out.key("attributes");
    writeAttributes(out, span, told);
    if (told.hasFailed) {
        out.key("status");
        out.beginObject();
        out.key("code");
        out.integer(kStatusError);
        out.key("message");
        out.string(span.errorKey);
        out.endObject();
    }
    out.endObject();
}

}  // namespace

std::string encodeSpans(std::span<const Span> spans, std::string_view version) {
    std::string text;
    json::Writer out(text);
    out.beginObject();
    out.key("resourceSpans");
    out.beginArray();
    out.beginObject();
    out.key("resource");
    out.beginObject();
    out.key("attributes");
    out.beginArray();
    attribute(out, "service.name", "kosh");
    attribute(out, "service.version", version);
    out.endArray();
    out.endObject();
    out.key("scopeSpans");
    out.beginArray();
    out.beginObject();
    out.key("scope");
    out.beginObject();
    out.key("name");
    out.string("kosh");
    out.key("version");
    out.string(version);
    out.endObject();
    out.key("spans");
    out.beginArray();
    for (const auto& span : spans) writeSpan(out, span);
    out.endArray();
    out.endObject();
    out.endArray();
    out.endObject();
    out.endArray();
    out.endObject();
    return text;
}

}  // namespace kosh::telemetry
