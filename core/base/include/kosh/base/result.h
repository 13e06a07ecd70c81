// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kosh {

/// What went wrong, for every edge alike: HTTP status, exit code and UI text are derived from it.
enum class ErrorKind : std::uint8_t {
    invalid,          ///< The request itself is wrong; `details["field"]` names where.
    unauthenticated,  ///< Nobody knows who is asking.
    forbidden,        ///< Known, but without the scope.
    not_found,
    conflict,      ///< Collides with what is there (idempotency key reused, nonce taken).
    precondition,  ///< The state does not allow it now (vault locked, balance too low).
    rate_limited,
    unavailable,  ///< A remote or a resource did not answer; a retry may help.
    deadline,     ///< Time ran out; the work may or may not have happened.
    internal,     ///< A defect of Kosh.
};

std::string_view toString(ErrorKind kind);
/// The kind with that name, or `internal`.
ErrorKind errorKindFromString(std::string_view name);
/// HTTP status of RFC 9457 problems: invalid 400, unauthenticated 401, forbidden 403, not_found
/// 404, conflict 409, precondition 412, rate_limited 429, unavailable 503, deadline 504, internal
/// 500.
int httpStatus(ErrorKind kind);
/// Exit code of kosh-cli: 2 invalid, 3 unauthenticated/forbidden, 4 not_found, 5 conflict,
/// 6 precondition, 7 rate_limited, 8 unavailable, 9 deadline, 1 internal.
int exitCode(ErrorKind kind);

/// A failure. Never holds a secret: it is logged, shown and sent.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string key;      ///< Stable and dotted: "wallet.insufficient_funds".
    std::string message;  ///< For people: what happened and what would be accepted.
    std::map<std::string, std::string> details{};  ///< Safe facts: field, limit, actual.

    friend bool operator==(const Error&, const Error&) = default;
};

template <typename T = void>
using Result = std::expected<T, Error>;
using Failure = std::unexpected<Error>;

/// `return fail(ErrorKind::invalid, "quote.amount", "…")`.
inline Failure fail(ErrorKind kind, std::string key, std::string message,
                    std::map<std::string, std::string> details = {}) {
    return Failure(Error{kind, std::move(key), std::move(message), std::move(details)});
}

/// A bad field of a request: kind invalid, `details["field"]` = `field`.
inline Failure invalidField(std::string field, std::string key, std::string message) {
    return Failure(Error{
        ErrorKind::invalid, std::move(key), std::move(message), {{"field", std::move(field)}}});
}

/// Ends the process with the broken condition: for invariants, never for input.
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);

}  // namespace kosh

#define KOSH_CONCAT_(a, b) a##b
#define KOSH_CONCAT(a, b) KOSH_CONCAT_(a, b)

// By value: the expression is nearly always a temporary, and a named result must not be moved from.
#define KOSH_TRY_IMPL_(ret, tmp, decl, ...)                \
    auto tmp = (__VA_ARGS__);                              \
    if (!tmp) ret ::kosh::Failure(std::move(tmp).error()); \
    decl = *std::move(tmp)
// The empty branch keeps an `else` written after the macro with its own `if`.
#define KOSH_CHECK_IMPL_(ret, tmp, ...)  \
    if (auto tmp = (__VA_ARGS__); tmp) { \
    } else /* NOLINT */                  \
        ret ::kosh::Failure(std::move(tmp).error())

/// `KOSH_TRY(auto value, expression);` binds the value or returns the error.
#define KOSH_TRY(decl, ...) \
    KOSH_TRY_IMPL_(return, KOSH_CONCAT(koshResult_, __LINE__), decl, __VA_ARGS__)
/// `KOSH_CHECK(expression);` returns the error, drops the value.
#define KOSH_CHECK(...) KOSH_CHECK_IMPL_(return, KOSH_CONCAT(koshResult_, __LINE__), __VA_ARGS__)
/// The same inside a coroutine; the expression may hold `co_await`.
#define KOSH_CO_TRY(decl, ...) \
    KOSH_TRY_IMPL_(co_return, KOSH_CONCAT(koshResult_, __LINE__), decl, __VA_ARGS__)
#define KOSH_CO_CHECK(...) \
    KOSH_CHECK_IMPL_(co_return, KOSH_CONCAT(koshResult_, __LINE__), __VA_ARGS__)

#define KOSH_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::kosh::assertionFailed(#condition, __FILE__, __LINE__))
