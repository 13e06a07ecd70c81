// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/classify.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kosh::chain_rpc {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

template <std::size_t N>
bool containsAny(std::string_view text, const std::array<std::string_view, N>& needles) {
    return std::ranges::any_of(
        needles, [&](std::string_view needle) { return text.find(needle) != text.npos; });
}

constexpr std::array<std::string_view, 5> kLagging{"header not found", "missing trie node",
                                                   "unknown block", "block not found",
                                                   "state not available"};
constexpr std::array<std::string_view, 8> kThrottled{
    "rate limit",          "too many requests",       "request limit", "compute units",
    "requests per second", "exceeded its throughput", "request rate",  "request count"};

}  // namespace

bool isMethodMissing(const chain::RpcError& error) {
    return error.code == -32601 || error.code == -32004;
}

Verdict verdictOf(const chain::RpcError& error, std::string_view method) {
    const auto message = lower(error.message);
    // -39001: an unknown tag such as "finalized", whose message would pass for a lagging node.
    if (error.code == 3 || error.code == -39001) return Verdict::answer;
    if (containsAny(message, kLagging)) return Verdict::elsewhere;
    if (error.code == 429 || containsAny(message, kThrottled)) return Verdict::rateLimited;
    // Of a log range it means that the range is too large, of anything else that enough was asked.
    if (error.code == -32005 && !method.empty() && method != "eth_getLogs") {
        return Verdict::rateLimited;
    }
    switch (error.code) {
        case -32603:
        case -32005:
        case -32601:
        case -32004:
        case -32001:
        case -32002:
            return Verdict::elsewhereOnce;
        default:
            return Verdict::answer;
    }
}

Verdict verdictOf(const Reply& reply, const Call& call) {
    return reply ? Verdict::answer : verdictOf(reply.error(), call.method);
}

Verdict verdictOf(const std::vector<Reply>& replies, std::span<const Call> calls) {
    auto worst = Verdict::answer;
    for (std::size_t i = 0; i < replies.size(); ++i) {
        worst = std::max(worst, verdictOf(replies[i], calls[i]));
    }
    return worst;
}

Duration retryAfter(const net::HttpResponse& response, Duration fallback) {
    for (const auto& [name, value] : response.headers) {
        if (lower(name) != "retry-after") continue;
        std::int64_t seconds = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error != std::errc{} || end != value.data() + value.size()) return fallback;
        return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 1, 120));
    }
    return fallback;
}

std::optional<Error> httpFailure(const net::HttpResponse& response) {
    const auto failure = [&](std::string key, std::string message) {
        return Error{ErrorKind::unavailable, std::move(key), std::move(message)};
    };
    if (response.status == 429) {
        return Error{ErrorKind::rate_limited, "rpc.rate_limited", "HTTP 429, too many requests"};
    }
    if (response.status == 413) return failure("rpc.batch_refused", "HTTP 413, request too large");
    if (response.status >= 500 || response.status < 200 ||
        (response.status >= 300 && response.status < 400)) {
        return failure("rpc.http", cat("HTTP ", response.status));
    }
    // Some clients send JSON-RPC errors under 4xx; a body that cannot be one is the status's
    // business.
    if (response.status >= 400 && !response.body.starts_with('{') &&
        !response.body.starts_with('[')) {
        return failure("rpc.http", cat("HTTP ", response.status));
    }
    return std::nullopt;
}

}  // namespace kosh::chain_rpc
