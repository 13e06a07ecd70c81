// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/codec.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kosh::json {
namespace {

constexpr std::size_t kExcerptBytes = 40;

/// At most `kExcerptBytes` of what was given, on one line and cut between characters.
std::string excerpt(std::string_view text) {
    std::size_t length = std::min(text.size(), kExcerptBytes);
    if (length < text.size()) {
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0u) == 0x80u) --length;
    }
    std::string out(text.substr(0, length));
    for (char& character : out) {
        if (static_cast<unsigned char>(character) < 0x20) character = '?';
    }
    if (length < text.size()) out += "…";
    return out;
}

std::string describe(Value value) {
    switch (value.type()) {
        case Type::null:
            return "nothing";
        case Type::string:
            return cat('"', excerpt(value.asString()), '"');
        case Type::boolean:
        case Type::integer:
        case Type::number:
            return value.serialize();
        case Type::array:
        case Type::object:
            break;
    }
    return std::string(toString(value.type()));
}

Failure failure(const Path& path, std::string_view key, std::string_view message) {
    std::string field = path.toString();
    if (field.empty()) return fail(ErrorKind::invalid, std::string(key), std::string(message));
    std::string text = cat("field \"", field, "\": ", message);
    return invalidField(std::move(field), std::string(key), std::move(text));
}

std::string quotedList(std::span<const std::string_view> names) {
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += ", ";
        out += cat('"', name, '"');
    }
    return out;
}

/// Levenshtein distance: "did you mean" is for slips of one or two keys.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

Failure unknownField(const Path& path, std::string_view name,
                     std::span<const detail::FieldName> fields) {
    std::vector<std::string_view> names;
    for (const auto& field : fields) names.push_back(field.name);
    std::string message = names.empty()
                              ? std::string("there is no such field; none is accepted")
                              : cat("there is no such field; accepted: ", quotedList(names));
    if (name.size() <= kExcerptBytes && !names.empty()) {
        const auto closest = std::ranges::min_element(
            names, {}, [&](std::string_view candidate) { return editDistance(name, candidate); });
        if (editDistance(name, *closest) <= 2) message += cat("; did you mean \"", *closest, "\"?");
    }
    const std::string shown = name.empty() ? "\"\"" : excerpt(name);
    return failure(Path{&path, shown}, "codec.unknown_field", message);
}

std::string article(std::string_view format) {
    if (format.empty()) return "text";
    return cat("text of format ", format);
}

}  // namespace

std::string Path::toString() const {
    std::string out = parent != nullptr ? parent->toString() : std::string();
    if (index >= 0) return out += cat('[', index, ']');
    if (!out.empty() && !name.empty()) out += '.';
    return out += name;
}

namespace detail {

Failure mismatch(const Path& path, std::string_view key, std::string_view expected, Value got) {
    return failure(path, key, cat("expected ", expected, ", got ", describe(got)));
}

Failure inField(const Path& path, Error error) {
    std::string field = path.toString();
    if (field.empty()) return Failure(std::move(error));
    error.message = cat("field \"", field, "\": ", error.message);
    error.details.insert_or_assign("field", std::move(field));
    return Failure(std::move(error));
}

Result<> checkMembers(Value value, const Path& path, std::span<const FieldName> fields) {
    KOSH_CHECK(checkType(value, path, Type::object));
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string_view name = value.keyAt(i);
        if (std::ranges::find(fields, name, &FieldName::name) == fields.end()) {
            return unknownField(path, name, fields);
        }
    }
    for (const FieldName& field : fields) {
        if (field.isRequired && !value.has(field.name)) {
            return failure(Path{&path, field.name}, "codec.missing_field", "is required");
        }
    }
    return {};
}

Result<> checkType(Value value, const Path& path, Type type) {
    if (value.type() == type) return {};
    // What stands in the place of an object may be a secret in the wrong place: only its type is
    // told.
    return failure(path, "codec.type",
                   cat("expected ", json::toString(type), ", got ", json::toString(value.type())));
}

Result<> decodeBool(Value value, bool& out, const Path& path) {
    if (value.type() != Type::boolean) return mismatch(path, "codec.type", "true or false", value);
    out = value.asBool();
    return {};
}

Result<> decodeSigned(Value value, std::int64_t& out, const Path& path, std::int64_t min,
                      std::int64_t max) {
    if (value.toInt64(out) && out >= min && out <= max) return {};
    const bool isNumber = value.type() == Type::integer || value.type() == Type::number;
    return mismatch(path, isNumber ? "codec.range" : "codec.type",
                    cat("an integer from ", min, " to ", max), value);
}

Result<> decodeUnsigned(Value value, std::uint64_t& out, const Path& path, std::int64_t min,
                        std::uint64_t max) {
    const auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(min, 0));
    if (value.toUint64(out) && out >= least && out <= max) return {};
    const bool isNumber = value.type() == Type::integer || value.type() == Type::number;
    return mismatch(path, isNumber ? "codec.range" : "codec.type",
                    cat("an integer from ", least, " to ", max), value);
}

Result<> decodeDouble(Value value, double& out, const Path& path) {
    if (value.type() != Type::number && value.type() != Type::integer) {
        return mismatch(path, "codec.type", "a number", value);
    }
    out = value.asDouble();
    return {};
}

Result<> decodeString(Value value, std::string& out, const Path& path) {
    if (value.type() != Type::string) return mismatch(path, "codec.type", "text", value);
    out = value.asString();
    return {};
}

Result<> decodeSecret(Value value, SharedSecret& out, const Path& path) {
    KOSH_CHECK(checkType(value, path, Type::string));
    out = SharedSecret::fromText(value.asString());
    return {};
}

Result<> decodeBytes(Value value, Bytes& out, const Path& path) {
    KOSH_TRY(const std::string text, decodeText(value, path, "0x-hex bytes", false));
    if (!text.starts_with("0x")) {
        return mismatch(path, "codec.type", "bytes as hex that starts with 0x", value);
    }
    auto bytes = fromHex(text);
    if (!bytes) return inField(path, std::move(bytes).error());
    out = *std::move(bytes);
    return {};
}

Result<std::string> decodeText(Value value, const Path& path, std::string_view format,
                               bool allowInteger) {
    if (value.type() == Type::string) return std::string(value.asString());
    if (!allowInteger) return mismatch(path, "codec.type", article(format), value);
    if (value.type() == Type::integer) return value.serialize();
    // A larger or fractional JSON number has already lost digits.
    return mismatch(path, "codec.type", cat(article(format), " (or an integer of at most 64 bits)"),
                    value);
}

Result<std::size_t> decodeChoice(Value value, const Path& path,
                                 std::span<const std::string_view> names) {
    if (value.type() == Type::string) {
        const auto found = std::ranges::find(names, value.asString());
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    }
    return mismatch(path, "codec.choice", cat("one of ", quotedList(names)), value);
}

Schema plainSchema(Schema::Kind kind) {
    Schema schema;
    schema.kind = kind;
    return schema;
}

Schema textSchema(std::string_view format) {
    Schema schema = plainSchema(Schema::Kind::text);
    schema.format = format;
    return schema;
}

Schema integerSchema(std::int64_t min, std::int64_t max) {
    Schema schema = plainSchema(Schema::Kind::integer);
    schema.min = min;
    schema.max = max;
    return schema;
}

Schema choiceSchema(std::span<const std::string_view> names) {
    Schema schema = plainSchema(Schema::Kind::choice);
    schema.choices.assign(names.begin(), names.end());
    return schema;
}

Schema nestedSchema(Schema::Kind kind, Schema element) {
    Schema schema = plainSchema(kind);
    schema.element.push_back(std::move(element));
    return schema;
}

void addMember(Schema& object, std::string_view name, std::string_view doc, bool isRequired,
               Schema schema, std::int64_t min, std::int64_t max) {
    Schema* limited = &schema;
    while (!limited->element.empty()) limited = &limited->element.front();
    if (limited->kind == Schema::Kind::integer) {
        limited->min = std::max(limited->min, min);
        limited->max = std::min(limited->max, max);
    }
    object.members.push_back({std::string(name), std::string(doc), isRequired, std::move(schema)});
}

}  // namespace detail
}  // namespace kosh::json
