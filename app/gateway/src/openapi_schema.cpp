// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "openapi_schema.h"

#include <algorithm>

namespace kosh::gateway {
namespace {

using Kind = json::Schema::Kind;

struct Format {
    std::string_view name, pattern, example;
};
constexpr std::array kFormats{
    Format{"address", "^0x[0-9a-fA-F]{40}$", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"},
    Format{"uint256", "^[0-9]+$|^0x[0-9a-fA-F]+$", "1000000000000000000"},
    Format{"int256", "^-?[0-9]+$|^-?0x[0-9a-fA-F]+$", "-250000"},
    Format{"uuid", "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
           "01935b3e-7c00-7a3f-8a4e-6f1d2c3b4a59"},
    Format{"bytes", "^0x([0-9a-fA-F]{2})*$", "0x"},
    Format{"timestamp", R"(^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$)",
           "2026-11-21T08:00:00.000000Z"},
};

const Format* formatOf(std::string_view name) {
    const auto found = std::ranges::find(kFormats, name, &Format::name);
    return found == kFormats.end() ? nullptr : &*found;
}

/// Bytes of a fixed length: "bytes32".
std::size_t fixedBytes(std::string_view format) {
    std::size_t size = 0;
    if (!format.starts_with("bytes")) return 0;
    for (const char digit : format.substr(5)) {
        if (digit < '0' || digit > '9') return 0;
        size = size * 10 + static_cast<std::size_t>(digit - '0');
    }
    return size;
}

void member(json::Writer& writer, std::string_view name, std::string_view value) {
    writer.key(name);
    writer.string(value);
}

void writeText(json::Writer& writer, std::string_view format) {
    member(writer, "type", "string");
    if (const auto size = fixedBytes(format); size > 0) {
        member(writer, "pattern", cat("^0x[0-9a-fA-F]{", 2 * size, "}$"));
    } else if (const Format* known = formatOf(format)) {
        member(writer, "pattern", known->pattern);
    }
    if (format == "timestamp") {
        member(writer, "format", "date-time");
    } else if (!format.empty()) {
        member(writer, "format", format);
    }
}

void writeMembers(json::Writer& writer, const json::Schema& schema) {
    member(writer, "type", "object");
    writer.key("additionalProperties");
    writer.boolean(false);
    if (std::ranges::any_of(schema.members, &json::Schema::Member::isRequired)) {
        writer.key("required");
        writer.beginArray();
        for (const auto& one : schema.members) {
            if (one.isRequired) writer.string(one.name);
        }
        writer.endArray();
    }
    writer.key("properties");
    writer.beginObject();
    for (const auto& one : schema.members) {
        writer.key(one.name);
        std::string text;
        json::Writer inner(text);
        writeSchema(inner, one.schema);
        // The documentation belongs to the member, the rest to its type.
        text.insert(text.size() - 1, text.size() > 2 ? "," : "");
        std::string doc;
        json::Writer(doc).string(one.doc);
        text.insert(text.size() - 1, cat("\"description\":", doc));
        writer.raw(text);
    }
    writer.endObject();
}

}  // namespace

void writeSchema(json::Writer& writer, const json::Schema& schema) {
    writer.beginObject();
    switch (schema.kind) {
        case Kind::boolean:
            member(writer, "type", "boolean");
            break;
        case Kind::number:
            member(writer, "type", "number");
            break;
        case Kind::integer:
            member(writer, "type", "integer");
            if (schema.min != std::numeric_limits<std::int64_t>::min()) {
                writer.key("minimum");
                writer.integer(schema.min);
            }
            if (schema.max != std::numeric_limits<std::int64_t>::max()) {
                writer.key("maximum");
                writer.integer(schema.max);
            }
            break;
        case Kind::text:
            writeText(writer, schema.format);
            break;
        case Kind::secret:
            member(writer, "type", "string");
            member(writer, "format", "password");
            break;
        case Kind::choice:
            member(writer, "type", "string");
            writer.key("enum");
            writer.beginArray();
            for (const auto& choice : schema.choices) writer.string(choice);
            writer.endArray();
            break;
        case Kind::array:
            member(writer, "type", "array");
            writer.key("items");
            writeSchema(writer, schema.element.front());
            break;
        case Kind::map:
            member(writer, "type", "object");
            writer.key("additionalProperties");
            writeSchema(writer, schema.element.front());
            break;
        case Kind::object:
            writeMembers(writer, schema);
            break;
    }
    writer.endObject();
}

void writeExample(json::Writer& writer, const json::Schema& schema) {
    switch (schema.kind) {
        case Kind::boolean:
            return writer.boolean(true);
        case Kind::number:
            return writer.number(0.5);
        case Kind::integer:
            return writer.integer(std::clamp<std::int64_t>(1, schema.min, schema.max));
        case Kind::secret:
            return writer.string("correct horse battery staple");
        case Kind::choice:
            return writer.string(schema.choices.front());
        case Kind::text:
            if (const auto size = fixedBytes(schema.format); size > 0) {
                return writer.string(cat("0x", std::string(2 * size, 'a')));
            }
            if (const Format* known = formatOf(schema.format)) return writer.string(known->example);
            return writer.string("text");
        case Kind::array:
            writer.beginArray();
            writeExample(writer, schema.element.front());
            return writer.endArray();
        case Kind::map:
            writer.beginObject();
            writer.key("name");
            writeExample(writer, schema.element.front());
            return writer.endObject();
        case Kind::object:
            writer.beginObject();
            for (const auto& one : schema.members) {
                writer.key(one.name);
                writeExample(writer, one.schema);
            }
            return writer.endObject();
    }
}

}  // namespace kosh::gateway
