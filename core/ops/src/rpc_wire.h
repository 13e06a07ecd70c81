// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

#include <algorithm>
#include <array>

/// What both ends of the JSON-RPC protocol agree on.
namespace kosh::ops::rpc {

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;

struct KindCode {
    ErrorKind kind;
    int code;
};
inline constexpr std::array kKindCodes{
    KindCode{ErrorKind::invalid, -32602},         KindCode{ErrorKind::internal, -32603},
    KindCode{ErrorKind::unauthenticated, -32001}, KindCode{ErrorKind::forbidden, -32003},
    KindCode{ErrorKind::not_found, -32004},       KindCode{ErrorKind::conflict, -32009},
    KindCode{ErrorKind::precondition, -32012},    KindCode{ErrorKind::rate_limited, -32029},
    KindCode{ErrorKind::unavailable, -32053},     KindCode{ErrorKind::deadline, -32054},
};

constexpr int codeOf(ErrorKind kind) {
    return std::ranges::find(kKindCodes, kind, &KindCode::kind)->code;
}
constexpr ErrorKind kindOf(std::int64_t code) {
    const auto found = std::ranges::find(kKindCodes, code, &KindCode::code);
    return found == kKindCodes.end() ? ErrorKind::internal : found->kind;
}

/// The "kosh" member of a request.
struct Extras {
    std::string idempotencyKey;
    std::optional<std::int64_t> deadlineMs;
    std::string traceparent;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("idempotencyKey", &Extras::idempotencyKey, "of a command"),
            json::optional("deadlineMs", &Extras::deadlineMs, "milliseconds left", 0, 86'400'000),
            json::optional("traceparent", &Extras::traceparent, "W3C trace context")};
    }
};

/// The "data" member of an error.
struct ErrorData {
    std::string kind;
    std::string key;
    std::map<std::string, std::string> details;
    static constexpr auto fields() {
        return std::tuple{json::required("kind", &ErrorData::kind, "kind of error"),
                          json::required("key", &ErrorData::key, "stable key"),
                          json::optional("details", &ErrorData::details, "safe facts")};
    }
};

}  // namespace kosh::ops::rpc
