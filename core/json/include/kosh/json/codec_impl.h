// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

// The codecs behind codec.h; included by it. What does not depend on the type is in codec.cpp, so
// that a described struct costs little to compile.

#include <array>
#include <span>

namespace kosh::json {
namespace detail {

struct FieldName {
    std::string_view name;
    bool isRequired;
};

/// `field "legs[2].feePips": expected …, got …`; values of arrays and objects are not echoed.
Failure mismatch(const Path& path, std::string_view key, std::string_view expected, Value got);
/// The value's own error under the field's name.
Failure inField(const Path& path, Error error);
/// An object whose required fields are there and which has no unknown ones.
Result<> checkMembers(Value value, const Path& path, std::span<const FieldName> fields);
Result<> checkType(Value value, const Path& path, Type type);

Result<> decodeBool(Value value, bool& out, const Path& path);
Result<> decodeSigned(Value value, std::int64_t& out, const Path& path, std::int64_t min,
                      std::int64_t max);
Result<> decodeUnsigned(Value value, std::uint64_t& out, const Path& path, std::int64_t min,
                        std::uint64_t max);
Result<> decodeDouble(Value value, double& out, const Path& path);
Result<> decodeString(Value value, std::string& out, const Path& path);
Result<> decodeSecret(Value value, SharedSecret& out, const Path& path);
Result<> decodeBytes(Value value, Bytes& out, const Path& path);
/// The text of a text value; integers up to 64 bits too where `allowInteger`.
Result<std::string> decodeText(Value value, const Path& path, std::string_view format,
                               bool allowInteger);
/// Index of the name in `names`; `codec.choice` lists them.
Result<std::size_t> decodeChoice(Value value, const Path& path,
                                 std::span<const std::string_view> names);

Schema plainSchema(Schema::Kind kind);
Schema textSchema(std::string_view format);
Schema integerSchema(std::int64_t min, std::int64_t max);
Schema choiceSchema(std::span<const std::string_view> names);
Schema nestedSchema(Schema::Kind kind, Schema element);
void addMember(Schema& object, std::string_view name, std::string_view doc, bool isRequired,
               Schema schema, std::int64_t min, std::int64_t max);

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <std::size_t N, typename Tag>
std::string fixedFormat(const FixedBytes<N, Tag>*) {
    return cat("bytes", N);
}

/// A text value may name its format by `static constexpr std::string_view kFormat`.
template <typename T>
std::string formatOf() {
    if constexpr (requires { T::kFormat; }) {
        return std::string(T::kFormat);
    } else if constexpr (std::is_same_v<T, U256>) {
        return "uint256";
    } else if constexpr (std::is_same_v<T, I256>) {
        return "int256";
    } else if constexpr (std::is_same_v<T, Id>) {
        return "uuid";
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return "timestamp";
    } else if constexpr (requires { fixedFormat(static_cast<const T*>(nullptr)); }) {
        return fixedFormat(static_cast<const T*>(nullptr));
    } else {
        return {};
    }
}

template <typename T>
struct EnumTable {
    static constexpr auto kPairs = enumNames(T{});
    static constexpr auto kNames = [] {
        std::array<std::string_view, kPairs.size()> names;
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = kPairs[i].second;
        return names;
    }();
};

template <typename T>
struct FieldTable {
    static constexpr auto kFields = T::fields();
    static constexpr auto kNames = std::apply(
        [](const auto&... field) {
            return std::array<FieldName, sizeof...(field)>{
                FieldName{field.name, field.isRequired}...};
        },
        kFields);
};

}  // namespace detail

template <>
struct Codec<bool> {
    static Result<> decode(Value value, bool& out, const Path& path, std::int64_t, std::int64_t) {
        return detail::decodeBool(value, out, path);
    }
    static void encode(bool value, Writer& writer) { writer.boolean(value); }
    static Schema schema() { return detail::plainSchema(Schema::Kind::boolean); }
};

template <std::signed_integral T>
struct Codec<T> {
    static Result<> decode(Value value, T& out, const Path& path, std::int64_t min,
                           std::int64_t max) {
        std::int64_t wide = 0;
        KOSH_CHECK(detail::decodeSigned(
            value, wide, path, std::max<std::int64_t>(min, std::numeric_limits<T>::min()),
            std::min<std::int64_t>(max, std::numeric_limits<T>::max())));
        out = static_cast<T>(wide);
        return {};
    }
    static void encode(T value, Writer& writer) { writer.integer(value); }
    static Schema schema() {
        return detail::integerSchema(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    }
};

template <std::unsigned_integral T>
struct Codec<T> {
    static Result<> decode(Value value, T& out, const Path& path, std::int64_t min,
                           std::int64_t max) {
        // A field without a maximum says int64's, which is no limit for a 64-bit unsigned.
        const std::uint64_t limit =
            max == std::numeric_limits<std::int64_t>::max()
                ? std::numeric_limits<std::uint64_t>::max()
                : static_cast<std::uint64_t>(std::max<std::int64_t>(max, 0));
        std::uint64_t wide = 0;
        KOSH_CHECK(detail::decodeUnsigned(
            value, wide, path, min, std::min<std::uint64_t>(limit, std::numeric_limits<T>::max())));
        out = static_cast<T>(wide);
        return {};
    }
    static void encode(T value, Writer& writer) { writer.unsignedInteger(value); }
    static Schema schema() {
        return detail::integerSchema(
            0, static_cast<std::int64_t>(std::min<std::uint64_t>(
                   std::numeric_limits<T>::max(), std::numeric_limits<std::int64_t>::max())));
    }
};

template <>
struct Codec<double> {
    static Result<> decode(Value value, double& out, const Path& path, std::int64_t, std::int64_t) {
        return detail::decodeDouble(value, out, path);
    }
    static void encode(double value, Writer& writer) { writer.number(value); }
    static Schema schema() { return detail::plainSchema(Schema::Kind::number); }
};

template <>
struct Codec<std::string> {
    static Result<> decode(Value value, std::string& out, const Path& path, std::int64_t,
                           std::int64_t) {
        return detail::decodeString(value, out, path);
    }
    static void encode(const std::string& value, Writer& writer) { writer.string(value); }
    static Schema schema() { return detail::textSchema({}); }
};

/// Written as "***" unless the writer reveals secrets; never part of an error.
template <>
struct Codec<SharedSecret> {
    static Result<> decode(Value value, SharedSecret& out, const Path& path, std::int64_t,
                           std::int64_t) {
        return detail::decodeSecret(value, out, path);
    }
    static void encode(const SharedSecret& value, Writer& writer) {
        writer.string(writer.secrets() == Secrets::revealed ? value.text() : "***");
    }
    static Schema schema() { return detail::plainSchema(Schema::Kind::secret); }
};

/// 0x-hex.
template <>
struct Codec<Bytes> {
    static Result<> decode(Value value, Bytes& out, const Path& path, std::int64_t, std::int64_t) {
        return detail::decodeBytes(value, out, path);
    }
    static void encode(const Bytes& value, Writer& writer) { writer.string(toHex0x(value)); }
    static Schema schema() { return detail::textSchema("bytes"); }
};

template <DescribedEnum T>
struct Codec<T> {
    using Table = detail::EnumTable<T>;
    static Result<> decode(Value value, T& out, const Path& path, std::int64_t, std::int64_t) {
        KOSH_TRY(const std::size_t index, detail::decodeChoice(value, path, Table::kNames));
        out = Table::kPairs[index].first;
        return {};
    }
    static void encode(T value, Writer& writer) {
        for (const auto& [candidate, name] : Table::kPairs) {
            if (candidate == value) return writer.string(name);
        }
        constexpr bool kEveryValueHasAName = false;
        KOSH_ASSERT(kEveryValueHasAName);
    }
    static Schema schema() { return detail::choiceSchema(Table::kNames); }
};

/// JSON text; U256 and I256 also take a JSON integer of at most 64 bits.
template <TextValue T>
    requires(!Described<T>)
struct Codec<T> {
    static Result<> decode(Value value, T& out, const Path& path, std::int64_t, std::int64_t) {
        constexpr bool kAllowInteger = std::is_same_v<T, U256> || std::is_same_v<T, I256>;
        KOSH_TRY(const std::string text,
                 detail::decodeText(value, path, detail::formatOf<T>(), kAllowInteger));
        auto parsed = T::parse(text);
        if (!parsed) return detail::inField(path, std::move(parsed).error());
        out = *std::move(parsed);
        return {};
    }
    static void encode(const T& value, Writer& writer) { writer.string(value.toString()); }
    static Schema schema() { return detail::textSchema(detail::formatOf<T>()); }
};

template <typename T>
struct Codec<std::optional<T>> {
    static Result<> decode(Value value, std::optional<T>& out, const Path& path, std::int64_t min,
                           std::int64_t max) {
        out.reset();
        if (value.isNull()) return {};
        T element{};
        KOSH_CHECK(Codec<T>::decode(value, element, path, min, max));
        out = std::move(element);
        return {};
    }
    static void encode(const std::optional<T>& value, Writer& writer) {
        if (value) {
            Codec<T>::encode(*value, writer);
        } else {
            writer.null();
        }
    }
    static Schema schema() { return Codec<T>::schema(); }
};

/// A field's range is that of each element.
template <typename T>
struct Codec<std::vector<T>> {
    static Result<> decode(Value value, std::vector<T>& out, const Path& path, std::int64_t min,
                           std::int64_t max) {
        KOSH_CHECK(detail::checkType(value, path, Type::array));
        out.clear();
        out.reserve(value.size());
        for (std::size_t i = 0; i < value.size(); ++i) {
            const Path inner{&path, {}, static_cast<std::int64_t>(i)};
            T element{};
            KOSH_CHECK(Codec<T>::decode(value.at(i), element, inner, min, max));
            out.push_back(std::move(element));
        }
        return {};
    }
    static void encode(const std::vector<T>& value, Writer& writer) {
        writer.beginArray();
        for (const auto& element : value) Codec<T>::encode(element, writer);
        writer.endArray();
    }
    static Schema schema() { return detail::nestedSchema(Schema::Kind::array, Codec<T>::schema()); }
};

template <typename T, typename Compare>
struct Codec<std::map<std::string, T, Compare>> {
    using Map = std::map<std::string, T, Compare>;
    static Result<> decode(Value value, Map& out, const Path& path, std::int64_t min,
                           std::int64_t max) {
        KOSH_CHECK(detail::checkType(value, path, Type::object));
        out.clear();
        for (std::size_t i = 0; i < value.size(); ++i) {
            const Path inner{&path, value.keyAt(i)};
            T element{};
            KOSH_CHECK(Codec<T>::decode(value.valueAt(i), element, inner, min, max));
            out.insert_or_assign(std::string(value.keyAt(i)), std::move(element));
        }
        return {};
    }
    static void encode(const Map& value, Writer& writer) {
        writer.beginObject();
        for (const auto& [key, element] : value) {
            writer.key(key);
            Codec<T>::encode(element, writer);
        }
        writer.endObject();
    }
    static Schema schema() { return detail::nestedSchema(Schema::Kind::map, Codec<T>::schema()); }
};

/// An absent optional field keeps the member's default; an empty std::optional is left out.
template <Described T>
struct Codec<T> {
    using Table = detail::FieldTable<T>;

    static Result<> decode(Value value, T& out, const Path& path, std::int64_t, std::int64_t) {
        KOSH_CHECK(detail::checkMembers(value, path, Table::kNames));
        Result<> result;
        std::apply(
            [&](const auto&... field) {
                static_cast<void>((decodeField(value, out, path, field, result) && ...));
            },
            Table::kFields);
        return result;
    }

    static void encode(const T& value, Writer& writer) {
        writer.beginObject();
        std::apply([&](const auto&... field) { (encodeField(value, field, writer), ...); },
                   Table::kFields);
        writer.endObject();
    }

    static Schema schema() {
        Schema object = detail::plainSchema(Schema::Kind::object);
        std::apply([&](const auto&... field) { (describeField(object, field), ...); },
                   Table::kFields);
        return object;
    }

private:
    template <typename Owner, typename Member>
    static bool decodeField(Value value, T& out, const Path& path,
                            const Field<Owner, Member>& field, Result<>& result) {
        const Value inner = value.find(field.name);
        if (inner.isNull() && !field.isRequired) return true;
        result = Codec<Member>::decode(inner, out.*field.member, Path{&path, field.name}, field.min,
                                       field.max);
        return result.has_value();
    }
    template <typename Owner, typename Member>
    static void encodeField(const T& value, const Field<Owner, Member>& field, Writer& writer) {
        const Member& member = value.*field.member;
        if constexpr (detail::kIsOptional<Member>) {
            if (!member && !field.isRequired) return;
        }
        writer.key(field.name);
        Codec<Member>::encode(member, writer);
    }
    template <typename Owner, typename Member>
    static void describeField(Schema& object, const Field<Owner, Member>& field) {
        detail::addMember(object, field.name, field.doc, field.isRequired, Codec<Member>::schema(),
                          field.min, field.max);
    }
};

}  // namespace kosh::json
