// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "eip712_value.h"

#include <kosh/crypto/hash.h>

namespace kosh::crypto::eip712 {
namespace {

Failure badValue(const json::Path& path, std::string_view type, std::string_view expected) {
    auto field = path.toString();
    auto message = cat("field \"", field, "\" (", type, "): expected ", expected);
    return invalidField(std::move(field), "eip712.value", std::move(message));
}

Encoded word(std::string_view type, decltype(Node::value) value, const Hash256& hash) {
    return {.node = {.name = {}, .type = std::string(type), .value = std::move(value)},
            .hash = hash};
}

Hash256 asWord(const U256& value) {
    return {.bytes = value.toBigEndian()};
}

/// An integer of JSON or text in decimal or 0x-hex, with its sign apart.
struct Number {
    U256 magnitude;
    bool isNegative = false;
};

std::optional<Number> readNumber(json::Value value) {
    if (value.type() == json::Type::integer || value.type() == json::Type::number) {
        std::uint64_t positive = 0;
        if (value.toUint64(positive)) return Number{positive, false};
        std::int64_t negative = 0;
        if (!value.toInt64(negative)) return std::nullopt;
        return Number{U256{} - I256(negative).raw, true};
    }
    if (value.type() != json::Type::string) return std::nullopt;
    auto text = value.asString();
    const bool isNegative = text.starts_with('-');
    if (isNegative) text.remove_prefix(1);
    const auto magnitude = U256::parse(text);
    if (!magnitude) return std::nullopt;
    return Number{*magnitude, isNegative && !magnitude->isZero()};
}

Result<Encoded> readUnsigned(std::string_view type, unsigned bits, json::Value value,
                             const json::Path& path) {
    const auto number = readNumber(value);
    if (!number || number->isNegative || number->magnitude.bitLength() > bits) {
        return badValue(path, type,
                        cat("a whole number from 0 to 2^", bits,
                            "-1, as text (decimal or 0x-hex) beyond 64 bits"));
    }
    return word(type, number->magnitude, asWord(number->magnitude));
}

Result<Encoded> readSigned(std::string_view type, unsigned bits, json::Value value,
                           const json::Path& path) {
    const auto number = readNumber(value);
    const U256 limit = U256::powerOfTwo(bits - 1);
    if (!number || number->magnitude > limit ||
        (number->magnitude == limit && !number->isNegative)) {
        return badValue(path, type,
                        cat("a whole number from -2^", bits - 1, " to 2^", bits - 1,
                            "-1, as text beyond 64 bits"));
    }
    const auto signedValue = I256::fromUnsigned(number->magnitude, number->isNegative);
    KOSH_ASSERT(signedValue.has_value());
    return word(type, *signedValue, asWord(signedValue->raw));
}

Result<Bytes> readHex(std::string_view type, json::Value value, const json::Path& path) {
    if (value.type() == json::Type::string && value.asString().starts_with("0x")) {
        if (auto bytes = fromHex(value.asString())) return bytes;
    }
    return badValue(path, type, "0x and an even number of hexadecimal digits");
}

Result<Encoded> readPlain(std::string_view type, json::Value value, const json::Path& path) {
    if (type == "bool") {
        if (value.type() != json::Type::boolean) return badValue(path, type, "true or false");
        return word(type, value.asBool(), asWord(value.asBool() ? 1 : 0));
    }
    if (type == "string") {
        if (value.type() != json::Type::string) return badValue(path, type, "a text");
        return word(type, std::string(value.asString()), keccak256(asBytes(value.asString())));
    }
    if (type == "address") {
        if (value.type() != json::Type::string) return badValue(path, type, "an address");
        const auto address = Address::parse(value.asString());
        if (!address) return badValue(path, type, address.error().message);
        return word(type, *address, asWord(U256::fromBigEndian(address->bytes)));
    }
    if (const auto bits = sizedType(type, "uint")) return readUnsigned(type, *bits, value, path);
    if (const auto bits = sizedType(type, "int")) return readSigned(type, *bits, value, path);
    KOSH_TRY(auto bytes, readHex(type, value, path));
    Hash256 hash;
    if (const auto size = sizedType(type, "bytes")) {
        if (bytes.size() != *size) return badValue(path, type, cat(*size, " bytes as 0x-hex"));
        std::ranges::copy(bytes, hash.bytes.begin());
    } else {
        hash = keccak256(bytes);
    }
    return word(type, std::move(bytes), hash);
}

Failure tooDeep(const json::Path& path) {
    return invalidField(path.toString(), "eip712.too_deep",
                        cat("structs and arrays nest at most ", kMaxDepth, " deep"));
}

}  // namespace

Result<Encoded> ValueReader::read(std::string_view type, json::Value value,
                                  const json::Path& path) {
    if (value.isNull()) {
        auto field = path.toString();
        auto message = cat("field \"", field, "\" (", type, ") is missing");
        return invalidField(std::move(field), "eip712.missing_field", std::move(message));
    }
    if (const auto array = arrayType(type)) return readArray(type, *array, value, path);
    if (m_types.find(type) != nullptr) return readStruct(type, value, path);
    return readPlain(type, value, path);
}

Result<Encoded> ValueReader::readArray(std::string_view type, const ArrayType& array,
                                       json::Value value, const json::Path& path) {
    if (value.type() != json::Type::array) return badValue(path, type, "an array");
    if (array.size && value.size() != *array.size) {
        return badValue(path, type, cat(*array.size, " elements, not ", value.size()));
    }
    if (m_depth >= kMaxDepth) return tooDeep(path);
    ++m_depth;
    Node::Nodes elements;
    elements.reserve(value.size());
    Bytes words;
    words.reserve(32 * value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        const json::Path place{.parent = &path, .index = static_cast<std::int64_t>(i)};
        KOSH_TRY(auto element, read(array.element, value.at(i), place));
        words.insert(words.end(), element.hash.bytes.begin(), element.hash.bytes.end());
        elements.push_back(std::move(element.node));
    }
    --m_depth;
    return word(type, std::move(elements), keccak256(words));
}

Result<Encoded> ValueReader::readStruct(std::string_view name, json::Value value,
                                        const json::Path& path) {
    if (value.type() != json::Type::object) return badValue(path, name, "an object");
    if (m_depth >= kMaxDepth) return tooDeep(path);
    ++m_depth;
    const StructType* type = m_types.find(name);
    KOSH_ASSERT(type != nullptr);
    const Hash256 typeHash = m_types.typeHash(type->name);
    Bytes words(typeHash.bytes.begin(), typeHash.bytes.end());
    Node::Nodes members;
    members.reserve(type->members.size());
    for (const auto& declared : type->members) {
        const json::Path place{.parent = &path, .name = declared.name};
        KOSH_TRY(auto read, read(declared.type, value.find(declared.name), place));
        words.insert(words.end(), read.hash.bytes.begin(), read.hash.bytes.end());
        read.node.name = declared.name;
        members.push_back(std::move(read.node));
    }
    --m_depth;
    return word(name, std::move(members), keccak256(words));
}

}  // namespace kosh::crypto::eip712
