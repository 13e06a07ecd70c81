// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/result.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace kosh {
namespace {

struct KindFacts {
    ErrorKind kind;
    std::string_view name;
    int httpStatus;
    int exitCode;
};

constexpr std::array kKinds{
    KindFacts{ErrorKind::invalid, "invalid", 400, 2},
    KindFacts{ErrorKind::unauthenticated, "unauthenticated", 401, 3},
    KindFacts{ErrorKind::forbidden, "forbidden", 403, 3},
    KindFacts{ErrorKind::not_found, "not_found", 404, 4},
    KindFacts{ErrorKind::conflict, "conflict", 409, 5},
    KindFacts{ErrorKind::precondition, "precondition", 412, 6},
    KindFacts{ErrorKind::rate_limited, "rate_limited", 429, 7},
    KindFacts{ErrorKind::unavailable, "unavailable", 503, 8},
    KindFacts{ErrorKind::deadline, "deadline", 504, 9},
    KindFacts{ErrorKind::internal, "internal", 500, 1},
};

constexpr const KindFacts& factsOf(ErrorKind kind) {
    for (const KindFacts& facts : kKinds) {
        if (facts.kind == kind) return facts;
    }
    return kKinds.back();
}

}  // namespace

std::string_view toString(ErrorKind kind) {
    return factsOf(kind).name;
}

ErrorKind errorKindFromString(std::string_view name) {
    for (const KindFacts& facts : kKinds) {
        if (facts.name == name) return facts.kind;
    }
    return ErrorKind::internal;
}

int httpStatus(ErrorKind kind) {
    return factsOf(kind).httpStatus;
}

int exitCode(ErrorKind kind) {
    return factsOf(kind).exitCode;
}

void assertionFailed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "broken invariant: %s (%s:%d)\n", condition, file, line);
    std::fflush(stderr);
    std::abort();
}

}  // namespace kosh
