// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// EIP-712 typed structured data, as `eth_signTypedData_v4` gives it. Thread-safe.
namespace kosh::crypto::eip712 {

inline constexpr std::size_t kMaxJsonBytes = std::size_t{512} << 10;
inline constexpr std::size_t kMaxDepth = 32;   ///< Structs and arrays inside one another.
inline constexpr std::size_t kMaxTypes = 128;  ///< Struct types.

/// One value that is signed, with its name and type: what there is to show. Nothing else of the
/// JSON goes into the hash, so nothing else may be shown as signed.
struct Node {
    using Nodes = std::vector<Node>;
    std::string name;  ///< Name of the member; empty for array elements and the message itself.
    std::string type;  ///< "uint256", "Person", "bytes32[2][]".
    /// uintN → U256, intN → I256, bytesN and bytes → Bytes, structs and arrays → Nodes.
    std::variant<U256, I256, Address, bool, Bytes, std::string, Nodes> value;

    /// The member of a struct, else nullptr.
    const Node* find(std::string_view member) const;
    /// The value if it is of that kind, else nullptr: `node.as<Address>()`.
    template <typename T>
    const T* as() const {
        return std::get_if<T>(&value);
    }
    /// Members of a struct or elements of an array; nothing for a plain value.
    const Nodes& children() const;
    /// A plain value as text: decimal, EIP-55, 0x-hex, true or false, the string itself (which is
    /// not to be trusted); empty for structs and arrays.
    std::string toString() const;
};

/// Who asks. Only what is hashed is set.
struct Domain {
    std::optional<std::string> name;
    std::optional<std::string> version;
    std::optional<U256> chainId;
    std::optional<Address> verifyingContract;
    std::optional<Hash256> salt;
};

struct TypedData {
    Domain domain;
    std::string primaryType;
    /// "Permit(address owner,…)" with the types it refers to behind it: equal texts mean the same
    /// structure, whatever the JSON calls it.
    std::string encodedType;
    Node message;
    Hash256 domainSeparator;
    Hash256 structHash;  ///< hashStruct(message)
    Hash256 digest;      ///< What is signed: keccak256(0x1901 ‖ domainSeparator ‖ structHash).

    /// Reads {types, primaryType, domain, message} and hashes it. Members that no type declares are
    /// not signed and are not kept. Without a type EIP712Domain, the domain's own members in the
    /// order of the EIP make it.
    ///
    /// Strict where implementations differ: hex needs 0x and the exact length, a mixed-case address
    /// its checksum, numbers beyond 64 bits are text, `uint`, `int` and missing or null members are
    /// refused. Errors have `details["field"]` = the path ("message.order.legs[2].amount"):
    /// `eip712.missing_field`, `eip712.type` (a type's name or definition), `eip712.value` (a value
    /// that does not fit its type), `eip712.too_deep`, and the JSON reader's own.
    static Result<TypedData> parse(std::string_view json);
};

}  // namespace kosh::crypto::eip712
