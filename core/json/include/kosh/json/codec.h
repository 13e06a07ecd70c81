// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>
#include <kosh/base/u256.h>
#include <kosh/json/json.h>

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

/// Described structs: a plain struct says once which fields it has, and codec, CLI, OpenAPI and
/// store follow from that:
///
///     struct Leg {
///         Address token;
///         std::uint32_t feePips = 3000;
///         static constexpr auto fields() {
///             return std::tuple{json::required("token", &Leg::token, "token contract"),
///                               json::optional("feePips", &Leg::feePips, "pool fee, 1e-6", 0,
///                               999'999)};
///         }
///     };
///
/// An enum lists its names: `constexpr auto enumNames(Side) { return
/// std::array{std::pair{Side::buy, "buy"}, …}; }`
namespace kosh::json {

template <typename Owner, typename Member>
struct Field {
    std::string_view name;  ///< camelCase, the same in every edge.
    Member Owner::* member;
    std::string_view doc;  ///< One line for people, with unit and range.
    bool isRequired;
    std::int64_t min = std::numeric_limits<std::int64_t>::min();  ///< Integers only.
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

template <typename Owner, typename Member>
constexpr Field<Owner, Member> required(
    std::string_view name, Member Owner::* member, std::string_view doc,
    std::int64_t min = std::numeric_limits<std::int64_t>::min(),
    std::int64_t max = std::numeric_limits<std::int64_t>::max()) {
    return {name, member, doc, true, min, max};
}
/// Absent or null keeps the member's default.
template <typename Owner, typename Member>
constexpr Field<Owner, Member> optional(
    std::string_view name, Member Owner::* member, std::string_view doc,
    std::int64_t min = std::numeric_limits<std::int64_t>::min(),
    std::int64_t max = std::numeric_limits<std::int64_t>::max()) {
    return {name, member, doc, false, min, max};
}

template <typename T>
concept Described = requires { T::fields(); };
template <typename T>
concept DescribedEnum = std::is_enum_v<T> && requires(T value) { enumNames(value); };

/// The shape of a described type at run time, for the CLI, OpenAPI and RemoteNode checks.
struct Schema {
    enum class Kind : std::uint8_t {
        boolean,
        integer,
        number,
        text,
        secret,
        choice,
        array,
        map,
        object
    };
    struct Member;
    Kind kind = Kind::object;
    std::string format;                ///< For text: "address", "uint256", "timestamp", …
    std::vector<std::string> choices;  ///< For choice.
    std::int64_t min = 0, max = 0;     ///< For integer.
    std::vector<Schema> element;       ///< One entry for array and map.
    std::vector<Member> members;       ///< For object.
};
struct Schema::Member {
    std::string name, doc;
    bool isRequired = false;
    Schema schema;
};

/// Where in a text the decoder is: "legs[2].token". Joined only when an error needs it.
struct Path {
    const Path* parent = nullptr;
    std::string_view name{};
    std::int64_t index = -1;
    std::string toString() const;
};

/// Codec of one type; specialisations below cover every supported type.
template <typename T>
struct Codec;

/// Reads `value` into `out`. Errors name the field path and what would be accepted: `codec.type`,
/// `codec.range`, `codec.missing_field`, `codec.unknown_field`, `codec.choice`, or the value's own
/// key.
template <typename T>
Result<> decode(Value value, T& out, const Path& path = {}) {
    return Codec<T>::decode(value, out, path, std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max());
}
template <typename T>
Result<T> decodeText(std::string_view text, Limits limits = {}) {
    KOSH_TRY(const auto document, Document::parse(text, limits));
    T out{};
    KOSH_CHECK(decode(document.root(), out));
    return out;
}
template <typename T>
void encode(const T& value, Writer& writer) {
    Codec<T>::encode(value, writer);
}
template <typename T>
std::string encodeText(const T& value, Secrets secrets = Secrets::redacted) {
    std::string text;
    Writer writer(text, secrets);
    encode(value, writer);
    return text;
}
template <typename T>
Schema schemaOf() {
    return Codec<T>::schema();
}

}  // namespace kosh::json

#include <kosh/json/codec_impl.h>
