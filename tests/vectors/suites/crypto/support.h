// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/test/vectors.h>

namespace kosh::test {

/// The value, or an exception that fails the case with its error.
template <typename T>
T need(Result<T> result) {
    if (!result) throw std::runtime_error(cat(result.error().key, ": ", result.error().message));
    return *std::move(result);
}

inline Bytes hexOf(const boost::json::value& value) {
    if (!value.is_string()) throw UnfamiliarShape("hex text expected");
    auto bytes = fromHex(std::string_view(value.get_string()));
    if (!bytes) throw UnfamiliarShape("hex text expected");
    return *std::move(bytes);
}
inline Bytes hex(const boost::json::value& object, std::string_view key) {
    return hexOf(at(object, key));
}
/// Hex with an odd number of digits allowed, as JSON-RPC quantities have it; absent is empty.
inline std::string optionalText(const boost::json::value& object, std::string_view key,
                                std::string_view otherwise) {
    return find(object, key) == nullptr ? std::string(otherwise) : numberText(object, key);
}

/// Runs verdicts one after the other: the first that fails is the case's.
inline Verdict all(std::initializer_list<Verdict> verdicts) {
    for (const Verdict& verdict : verdicts) {
        if (verdict.kind != Verdict::Kind::passed) return verdict;
    }
    return passed();
}

}  // namespace kosh::test
