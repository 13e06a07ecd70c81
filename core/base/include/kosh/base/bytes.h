// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <algorithm>
#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kosh {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Lower-case hex without prefix.
std::string toHex(ByteView bytes);
/// "0x" + lower-case hex.
std::string toHex0x(ByteView bytes);
/// Accepts an optional "0x"; an odd number of digits or another character is `base.hex`.
Result<Bytes> fromHex(std::string_view text);
/// Fills `out` exactly; another length is `base.hex_length`.
Result<> fromHexInto(std::string_view text, std::span<std::uint8_t> out);

/// Equal without telling by timing where they differ (the lengths are public).
bool equalConstantTime(ByteView a, ByteView b);

inline ByteView asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view asText(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// N bytes with their own type per `Tag`; text form is 0x-hex.
template <std::size_t N, typename Tag>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    static Result<FixedBytes> parse(std::string_view text) {
        FixedBytes value;
        KOSH_CHECK(fromHexInto(text, value.bytes));
        return value;
    }
    static Result<FixedBytes> fromBytes(ByteView view) {
        if (view.size() != N) {
            return fail(
                ErrorKind::invalid, "base.length",
                "expected " + std::to_string(N) + " bytes, got " + std::to_string(view.size()));
        }
        FixedBytes value;
        std::copy(view.begin(), view.end(), value.bytes.begin());
        return value;
    }
    std::string toString() const { return toHex0x(bytes); }
    ByteView view() const { return bytes; }
    bool isZero() const { return *this == FixedBytes{}; }
    friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

/// 32-byte hash of a block, transaction or log topic.
using Hash256 = FixedBytes<32, struct Hash256Tag>;

/// A value with one text form: `parse` accepts exactly what `toString` gives (and documented
/// extras).
template <typename T>
concept TextValue = requires(const T& value, std::string_view text) {
    { T::parse(text) } -> std::same_as<Result<T>>;
    { value.toString() } -> std::same_as<std::string>;
};

/// Joins strings, string views, characters and integers: `cat("block ", 7)`.
template <typename... Parts>
std::string cat(const Parts&... parts) {
    std::string out;
    const auto add = [&out](const auto& part) {
        using P = std::decay_t<decltype(part)>;
        if constexpr (std::is_same_v<P, char>) {
            out += part;
        } else if constexpr (std::is_same_v<P, bool>) {
            out += part ? "true" : "false";
        } else if constexpr (std::is_arithmetic_v<P>) {
            out += std::to_string(part);
        } else {
            out += std::string_view(part);
        }
    };
    (add(parts), ...);
    return out;
}

}  // namespace kosh

template <std::size_t N, typename Tag>
struct std::hash<kosh::FixedBytes<N, Tag>> {
    std::size_t operator()(const kosh::FixedBytes<N, Tag>& value) const noexcept {
        return std::hash<std::string_view>{}(kosh::asText(value.bytes));
    }
};
