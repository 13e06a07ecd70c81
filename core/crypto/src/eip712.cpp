// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/eip712.h>
#include <kosh/crypto/hash.h>

#include "eip712_types.h"
#include "eip712_value.h"

namespace kosh::crypto::eip712 {
namespace {

constexpr std::string_view kDomainType = "EIP712Domain";

/// The members a domain may have, in the order of the EIP.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDomainMembers = {{
    {"name", "string"},
    {"version", "string"},
    {"chainId", "uint256"},
    {"verifyingContract", "address"},
    {"salt", "bytes32"},
}};

/// The given type EIP712Domain must declare members of the EIP, with their types.
Result<> checkDomainType(const StructType& type) {
    for (const auto& member : type.members) {
        const auto known = std::ranges::find(
            kDomainMembers,
            std::pair<std::string_view, std::string_view>(member.name, member.type));
        if (known == kDomainMembers.end()) {
            return invalidField(cat("types.EIP712Domain.", member.name), "eip712.type",
                                cat("the domain cannot have ", member.type, " ", member.name,
                                    ": only string name, string version, uint256 chainId, address "
                                    "verifyingContract and bytes32 salt"));
        }
    }
    return {};
}

/// Without a declaration, the domain is made of what it has.
StructType domainTypeOf(json::Value domain) {
    StructType type{.name = std::string(kDomainType), .members = {}};
    for (const auto& [name, memberType] : kDomainMembers) {
        if (!domain.find(name).isNull()) {
            type.members.push_back({std::string(name), std::string(memberType)});
        }
    }
    return type;
}

template <typename T>
std::optional<T> member(const Node& node, std::string_view name) {
    const Node* found = node.find(name);
    return found != nullptr ? std::optional(std::get<T>(found->value)) : std::nullopt;
}

Result<Domain> readDomain(const Node& node) {
    Domain domain{.name = member<std::string>(node, "name"),
                  .version = member<std::string>(node, "version"),
                  .chainId = member<U256>(node, "chainId"),
                  .verifyingContract = member<Address>(node, "verifyingContract"),
                  .salt = {}};
    if (const auto salt = member<Bytes>(node, "salt")) {
        KOSH_TRY(domain.salt, Hash256::fromBytes(*salt));
    }
    return domain;
}

Result<json::Value> requiredMember(json::Value root, std::string_view name, json::Type type) {
    const auto value = root.find(name);
    if (value.isNull()) {
        return invalidField(std::string(name), "eip712.missing_field",
                            cat("typed data needs \"", name, "\""));
    }
    if (value.type() != type) {
        return invalidField(std::string(name), "eip712.value",
                            cat("\"", name, "\" must be ", json::toString(type)));
    }
    return value;
}

}  // namespace

Result<TypedData> TypedData::parse(std::string_view text) {
    KOSH_TRY(const auto document, json::Document::parse(text, {.maxBytes = kMaxJsonBytes}));
    const auto root = document.root();
    if (root.type() != json::Type::object) {
        return invalidField("", "eip712.value", "typed data is a JSON object");
    }
    KOSH_TRY(const auto typesValue, requiredMember(root, "types", json::Type::object));
    KOSH_TRY(const auto primary, requiredMember(root, "primaryType", json::Type::string));
    KOSH_TRY(const auto domainValue, requiredMember(root, "domain", json::Type::object));
    KOSH_TRY(const auto message, requiredMember(root, "message", json::Type::object));

    KOSH_TRY(auto types, Types::read(typesValue));
    TypedData data;
    data.primaryType = primary.asString();
    if (types.find(data.primaryType) == nullptr || data.primaryType == kDomainType) {
        return invalidField("primaryType", "eip712.type",
                            "primaryType must name one of the types, other than EIP712Domain");
    }
    if (const auto* declared = types.find(kDomainType)) {
        KOSH_CHECK(checkDomainType(*declared));
    } else {
        types.add(domainTypeOf(domainValue));
    }
    ValueReader reader(types);
    KOSH_TRY(const auto domain,
             reader.readStruct(kDomainType, domainValue, json::Path{nullptr, "domain"}));
    data.domainSeparator = domain.hash;
    KOSH_TRY(data.domain, readDomain(domain.node));
    KOSH_TRY(auto body,
             reader.readStruct(data.primaryType, message, json::Path{nullptr, "message"}));
    data.message = std::move(body.node);
    data.structHash = body.hash;
    data.encodedType = types.encodedType(data.primaryType);

    Bytes signedText{0x19, 0x01};
    signedText.insert(signedText.end(), domain.hash.bytes.begin(), domain.hash.bytes.end());
    signedText.insert(signedText.end(), body.hash.bytes.begin(), body.hash.bytes.end());
    data.digest = keccak256(signedText);
    return data;
}

const Node* Node::find(std::string_view member) const {
    const auto& nodes = children();
    const auto found = std::ranges::find(nodes, member, &Node::name);
    // Array elements have no name, and nobody may ask for one.
    return found != nodes.end() && !member.empty() ? &*found : nullptr;
}

const Node::Nodes& Node::children() const {
    static const Nodes none;
    const auto* nodes = std::get_if<Nodes>(&value);
    return nodes != nullptr ? *nodes : none;
}

std::string Node::toString() const {
    return std::visit(
        [](const auto& held) -> std::string {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, Nodes>) {
                return {};
            } else if constexpr (std::is_same_v<T, bool>) {
                return held ? "true" : "false";
            } else if constexpr (std::is_same_v<T, Bytes>) {
                return toHex0x(held);
            } else if constexpr (std::is_same_v<T, std::string>) {
                return held;
            } else {
                return held.toString();
            }
        },
        value);
}

}  // namespace kosh::crypto::eip712
