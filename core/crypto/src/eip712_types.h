// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>
#include <kosh/json/codec.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::crypto::eip712 {

struct Member {
    std::string name;
    std::string type;
};

struct StructType {
    std::string name;
    std::vector<Member> members;
};

/// The element type of "T[]" or "T[N]" and N, if `type` is an array.
struct ArrayType {
    std::string_view element;
    std::optional<std::size_t> size;
};
std::optional<ArrayType> arrayType(std::string_view type);

/// The struct types of one piece of typed data: every member type is known, no name is used twice.
class Types {
public:
    static Result<Types> read(json::Value types);
    void add(StructType type) { m_types.emplace(type.name, std::move(type)); }
    const StructType* find(std::string_view name) const;

    /// "Mail(Person from,…)Person(…)": the type and, sorted, those it refers to.
    std::string encodedType(std::string_view name) const;
    Hash256 typeHash(const std::string& name);

private:
    void collect(const StructType& type, std::set<std::string_view>& found) const;
    std::map<std::string, StructType, std::less<>> m_types;
    std::map<std::string, Hash256, std::less<>> m_hashes;
};

/// Whether `type` is one of the EIP's own: bool, address, string, bytes, bytes1–32, (u)int8–256.
bool isPlainType(std::string_view type);
/// N of "uintN", "intN" or "bytesN" behind `prefix`; nothing for anything else.
std::optional<unsigned> sizedType(std::string_view type, std::string_view prefix);

}  // namespace kosh::crypto::eip712
