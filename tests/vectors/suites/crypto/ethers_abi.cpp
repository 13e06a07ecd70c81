// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/crypto/abi.h>
#include <kosh/crypto/hash.h>

using namespace kosh::crypto;

namespace kosh::test {
namespace {

using boost::json::value;

/// Values come bare or as {"type": …, "value": …}.
const value& bare(const value& given) {
    const value* inner = find(given, "value");
    return inner != nullptr ? *inner : given;
}

std::string numberOf(const value& given) {
    if (given.is_string()) return std::string(given.get_string());
    if (given.is_int64()) return std::to_string(given.get_int64());
    throw UnfamiliarShape("a number is expected");
}

/// Signed numbers are decimal, or hex when they are positive.
I256 integerOf(const value& given) {
    const auto digits = numberOf(given);
    if (!digits.starts_with("0x")) return need(I256::parse(digits));
    const auto positive = I256::fromUnsigned(need(U256::parse(digits)));
    if (!positive) throw UnfamiliarShape("a number below 2^255 is expected");
    return *positive;
}

std::vector<abi::Type> typesOf(const Case& c) {
    std::vector<abi::Type> types;
    for (const auto& name : array(c.value, "types")) {
        if (!name.is_string()) throw UnfamiliarShape("a type is text");
        types.push_back(need(abi::Type::parse(std::string_view(name.get_string()))));
    }
    return types;
}

abi::Values valuesOf(const Case& c, const std::vector<abi::Type>& types, std::string_view key) {
    const auto& given = array(c.value, key);
    if (given.size() != types.size()) throw UnfamiliarShape("as many values as types are expected");
    abi::Values values;
    for (std::size_t i = 0; i < types.size(); ++i) values.push_back(abiValue(types[i], given[i]));
    return values;
}

/// Encodes, and decodes what is expected back to the values.
Verdict checkBothWays(const std::vector<abi::Type>& types, const abi::Values& values,
                      const Bytes& expected) {
    const auto encoded = need(abi::encode(types, values));
    if (encoded != expected) return expectEqual("encoded", toHex(encoded), toHex(expected));
    return need(abi::decode(types, expected)) == values ? passed()
                                                        : failed("decoded to other values");
}

/// What is hashed for an indexed value that is no word: elements one after the other without
/// lengths and offsets, bytes and strings as they are, but padded inside an array or tuple.
Bytes inPlace(const abi::Type& type, const abi::Value& value, bool isPadded) {
    if (const auto* items = std::get_if<abi::Values>(&value.data)) {
        Bytes out;
        for (std::size_t i = 0; i < items->size(); ++i) {
            const auto index = type.kind() == abi::Kind::tuple ? i : 0;
            const auto part = inPlace(type.components()[index], (*items)[i], true);
            out.insert(out.end(), part.begin(), part.end());
        }
        return out;
    }
    if (!type.isDynamic()) return need(abi::encode({&type, 1}, {&value, 1}));
    const auto view = type.kind() == abi::Kind::string ? asBytes(std::get<std::string>(value.data))
                                                       : ByteView(std::get<Bytes>(value.data));
    Bytes out(view.begin(), view.end());
    if (isPadded) out.resize((out.size() + 31) / 32 * 32);
    return out;
}

/// Whether `flags[index]` is true; the file writes null for false.
bool isSet(const boost::json::array& flags, std::size_t index) {
    return flags.at(index).is_bool() && flags.at(index).get_bool();
}

}  // namespace

abi::Value abiValue(const abi::Type& type, const value& given) {
    const value& v = bare(given);
    switch (type.kind()) {
        case abi::Kind::uint:
            return {need(U256::parse(numberOf(v)))};
        case abi::Kind::integer:
            return {integerOf(v)};
        case abi::Kind::address:
            return {need(Address::fromBytes(hexOf(v)))};
        case abi::Kind::boolean:
            if (!v.is_bool()) throw UnfamiliarShape("true or false is expected");
            return {v.get_bool()};
        case abi::Kind::fixedBytes:
        case abi::Kind::bytes:
            return {hexOf(v)};
        case abi::Kind::string:
            if (!v.is_string()) throw UnfamiliarShape("text is expected");
            return {std::string(v.get_string())};
        default: {
            if (!v.is_array()) throw UnfamiliarShape("a list is expected");
            abi::Values values;
            const auto& components = type.components();
            for (const auto& item : v.get_array()) {
                const auto index = type.kind() == abi::Kind::tuple ? values.size() : 0;
                if (index >= components.size()) throw UnfamiliarShape("too many components");
                values.push_back(abiValue(components[index], item));
            }
            return {std::move(values)};
        }
    }
}

Verdict checkAbi(const Case& c) {
    const auto types = typesOf(c);
    const char* key = find(c.value, "normalizedValues") != nullptr ? "normalizedValues" : "values";
    return checkBothWays(types, valuesOf(c, types, key), hex(c.value, "result"));
}

/// The selector, and the parameter list read and written again.
Verdict checkSignature(const Case& c) {
    const auto signature = text(c.value, "signature");
    const auto open = signature.find('(');
    std::string again = signature.substr(0, open) + '(';
    for (const auto& type : need(abi::Type::parseList(signature.substr(open)))) {
        if (again.back() != '(') again += ',';
        again += type.toString();
    }
    return all(
        {expectEqual("canonical", again + ')', signature),
         expectEqual("selector", toHex0x(abi::selector(signature)), text(c.value, "sigHash"))});
}

/// Data of the fields that are not indexed, and the topics: signature hash, values in place, hashes
/// of dynamic values.
Verdict checkEvent(const Case& c) {
    const auto types = typesOf(c);
    const auto values = valuesOf(c, types, "values");
    const auto& indexed = array(c.value, "indexed");
    const auto& hashed = array(c.value, "hashed");
    std::vector<abi::Type> dataTypes;
    abi::Values dataValues;
    std::vector<std::string> topics;
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (!isSet(indexed, i)) {
            dataTypes.push_back(types[i]);
            dataValues.push_back(values[i]);
        } else if (!isSet(hashed, i)) {
            topics.push_back(toHex0x(need(abi::encode({&types[i], 1}, {&values[i], 1}))));
        } else {
            topics.push_back(keccak256(inPlace(types[i], values[i], false)).toString());
        }
    }
    const auto& expected = array(c.value, "topics");
    const bool isAnonymous = expected.size() == topics.size();
    if (!isAnonymous) {
        std::string signature;
        for (const auto& type : types)
            signature += cat(signature.empty() ? "" : ",", type.toString());
        topics.insert(topics.begin(),
                      abi::eventTopic(cat("testEvent(", signature, ')')).toString());
    }
    if (expected.size() != topics.size()) return failed("another number of topics");
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const auto verdict = expectEqual("topic", topics[i], expected[i].as_string());
        if (verdict.kind != Verdict::Kind::passed) return verdict;
    }
    return checkBothWays(dataTypes, dataValues, hex(c.value, "data"));
}

}  // namespace kosh::test
