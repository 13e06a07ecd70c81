// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/crypto/abi.h>
#include <kosh/crypto/eip712.h>
#include <kosh/crypto/hash.h>

using namespace kosh::crypto;

namespace kosh::test {

/// keccak256(encoded) is the struct hash; the digest adds the domain.
Verdict checkTypedData(const Case& c) {
    const boost::json::object typed = {{"types", at(c.value, "types")},
                                       {"primaryType", at(c.value, "primaryType")},
                                       {"domain", at(c.value, "domain")},
                                       {"message", at(c.value, "data")}};
    const auto data = need(eip712::TypedData::parse(boost::json::serialize(typed)));
    return all({expectEqual("struct hash", data.structHash.toString(),
                            keccak256(hex(c.value, "encoded")).toString()),
                expectEqual("digest", data.digest.toString(), text(c.value, "digest"))});
}

/// abi.encodePacked, which is no part of Kosh: plain values in their own size, elements of arrays
/// in words.
Bytes packed(const abi::Type& type, const boost::json::value& value, bool isElement) {
    Bytes out;
    if (type.kind() == abi::Kind::array || type.kind() == abi::Kind::fixedArray) {
        if (!value.is_array()) throw UnfamiliarShape("a list is expected");
        for (const auto& item : value.get_array()) {
            const auto part = packed(type.components()[0], item, true);
            out.insert(out.end(), part.begin(), part.end());
        }
        return out;
    }
    if (type.isDynamic()) {
        if (type.kind() == abi::Kind::bytes) return hexOf(value);
        if (!value.is_string()) throw UnfamiliarShape("text is expected");
        const std::string_view given = value.get_string();
        return {given.begin(), given.end()};
    }
    const auto converted = abiValue(type, value);
    const auto word = need(abi::encode({&type, 1}, {&converted, 1}));
    if (isElement) return word;
    switch (type.kind()) {
        case abi::Kind::fixedBytes:
            return {word.begin(), word.begin() + static_cast<std::ptrdiff_t>(type.size())};
        case abi::Kind::address:
            return {word.end() - 20, word.end()};
        case abi::Kind::boolean:
            return {word.end() - 1, word.end()};
        default:
            return {word.end() - static_cast<std::ptrdiff_t>(type.size() / 8), word.end()};
    }
}

Verdict checkSolidityHash(const Case& c) {
    const auto& types = array(c.value, "types");
    const auto& values = array(c.value, "values");
    if (types.size() != values.size()) throw UnfamiliarShape("as many values as types");
    Bytes data;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto type = need(abi::Type::parse(std::string_view(types[i].as_string())));
        const auto part = packed(type, values[i], false);
        data.insert(data.end(), part.begin(), part.end());
    }
    const auto ripemd = text(c.value, "ripemd160").substr(0, 42);
    return all({expectEqual("keccak256", keccak256(data).toString(), text(c.value, "keccak256")),
                expectEqual("sha256", sha256(data).toString(), text(c.value, "sha256")),
                expectEqual("ripemd160", toHex0x(ripemd160(data)), ripemd)});
}

}  // namespace kosh::test
