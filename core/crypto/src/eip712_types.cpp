// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "eip712_types.h"

#include <kosh/crypto/eip712.h>
#include <kosh/crypto/hash.h>

#include <charconv>

namespace kosh::crypto::eip712 {
namespace {

constexpr std::size_t kMaxMembers = 256;
/// Every element of an array keeps its type's name: a long one would multiply a small text.
constexpr std::size_t kMaxNameSize = 256;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// An identifier of Solidity: anything else could make two encoded types look alike.
bool isIdentifier(std::string_view text) {
    return !text.empty() && text.size() <= kMaxNameSize && isLetter(text[0]) &&
           std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c); });
}

/// A decimal number without leading zeros that fits.
std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    if (text.empty() || (text[0] == '0' && text.size() > 1)) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view baseType(std::string_view type) {
    while (const auto array = arrayType(type)) type = array->element;
    return type;
}

Failure badType(std::string field, std::string message) {
    return invalidField(std::move(field), "eip712.type", std::move(message));
}

Result<StructType> readStructType(std::string_view name, json::Value members) {
    const std::string field = cat("types.", name);
    if (!isIdentifier(name) || isPlainType(name)) {
        return badType(field, "a type's name is an identifier that is no plain type");
    }
    if (members.type() != json::Type::array || members.size() > kMaxMembers) {
        return badType(field, cat("a type is an array of at most ", kMaxMembers, " members"));
    }
    StructType type{.name = std::string(name), .members = {}};
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto memberName = members.at(i).find("name");
        const auto memberType = members.at(i).find("type");
        if (memberName.type() != json::Type::string || memberType.type() != json::Type::string) {
            return badType(cat(field, "[", i, "]"), "a member needs \"name\" and \"type\"");
        }
        if (!isIdentifier(memberName.asString()) || !names.insert(memberName.asString()).second) {
            return badType(cat(field, "[", i, "].name"),
                           "a member's name is an identifier, and no two are the same");
        }
        type.members.push_back(
            {std::string(memberName.asString()), std::string(memberType.asString())});
    }
    return type;
}

}  // namespace

std::optional<ArrayType> arrayType(std::string_view type) {
    if (!type.ends_with(']')) return std::nullopt;
    const auto open = type.rfind('[');
    if (open == std::string_view::npos || open == 0) return std::nullopt;
    const auto digits = type.substr(open + 1, type.size() - open - 2);
    ArrayType array{.element = type.substr(0, open), .size = {}};
    if (digits.empty()) return array;
    array.size = number(digits);
    if (!array.size || *array.size == 0) return std::nullopt;
    return array;
}

std::optional<unsigned> sizedType(std::string_view type, std::string_view prefix) {
    if (!type.starts_with(prefix)) return std::nullopt;
    const auto size = number(type.substr(prefix.size()));
    const bool isBytes = prefix == "bytes";
    const std::size_t limit = isBytes ? 32 : 256;
    if (!size || *size == 0 || *size > limit || (!isBytes && *size % 8 != 0)) return std::nullopt;
    return static_cast<unsigned>(*size);
}

bool isPlainType(std::string_view type) {
    return type == "bool" || type == "address" || type == "string" || type == "bytes" ||
           sizedType(type, "uint") || sizedType(type, "int") || sizedType(type, "bytes");
}

Result<Types> Types::read(json::Value value) {
    Types types;
    if (value.size() > kMaxTypes) {
        return badType("types", cat("at most ", kMaxTypes, " types are read"));
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        KOSH_TRY(auto type, readStructType(value.keyAt(i), value.valueAt(i)));
        const std::string field = cat("types.", type.name);
        if (!types.m_types.emplace(type.name, std::move(type)).second) {
            return badType(field, "this type is defined twice");
        }
    }
    for (const auto& [name, type] : types.m_types) {
        for (const auto& member : type.members) {
            const auto base = baseType(member.type);
            const bool isKnown = isPlainType(base) || types.find(base) != nullptr;
            if (!isKnown || member.type.size() > kMaxNameSize) {
                return badType(
                    cat("types.", name, ".", member.name),
                    cat("the type \"", member.type.substr(0, kMaxNameSize), "\" is not known"));
            }
        }
    }
    return types;
}

const StructType* Types::find(std::string_view name) const {
    const auto found = m_types.find(name);
    return found != m_types.end() ? &found->second : nullptr;
}

void Types::collect(const StructType& type, std::set<std::string_view>& found) const {
    std::vector<const StructType*> open{&type};
    while (!open.empty()) {
        const StructType* next = open.back();
        open.pop_back();
        if (!found.insert(next->name).second) continue;
        for (const auto& member : next->members) {
            if (const auto* inner = find(baseType(member.type))) open.push_back(inner);
        }
    }
}

std::string Types::encodedType(std::string_view name) const {
    const StructType* type = find(name);
    KOSH_ASSERT(type != nullptr);
    std::set<std::string_view> found;
    collect(*type, found);
    found.erase(type->name);
    std::string text;
    const auto append = [&text](const StructType& written) {
        text += written.name;
        text += '(';
        for (std::size_t i = 0; i < written.members.size(); ++i) {
            if (i > 0) text += ',';
            text += cat(written.members[i].type, " ", written.members[i].name);
        }
        text += ')';
    };
    append(*type);
    for (const auto inner : found) append(*find(inner));
    return text;
}

Hash256 Types::typeHash(const std::string& name) {
    const auto known = m_hashes.find(name);
    if (known != m_hashes.end()) return known->second;
    return m_hashes.emplace(name, keccak256(asBytes(encodedType(name)))).first->second;
}

}  // namespace kosh::crypto::eip712
