// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Solidity contract ABI (docs.soliditylang.org, "Contract ABI Specification"), with types known
/// only at run time. Hand-written calls use the lighter <kosh/crypto/abi_codec.h>. Thread-safe.
namespace kosh::crypto::abi {

using Selector = std::array<std::uint8_t, 4>;

/// First four bytes of Keccak-256 of a canonical signature: selector("transfer(address,uint256)").
Selector selector(std::string_view signature);
/// Topic 0 of an event: eventTopic("Transfer(address,address,uint256)").
Hash256 eventTopic(std::string_view signature);

enum class Kind : std::uint8_t {
    uint,
    integer,
    address,
    boolean,
    fixedBytes,  ///< bytes1..bytes32, and function as bytes24.
    bytes,
    string,
    array,       ///< T[]
    fixedArray,  ///< T[N]
    tuple,
};

/// A Solidity type. Built by `parse` only, so that its sizes are always consistent and bounded.
class Type {
public:
    /// "uint256", "bytes4[2][]", "tuple(address,uint24)[]" or "(address,uint24)[]". "uint", "int"
    /// and "function" are accepted and become uint256, int256 and bytes24. Unknown names,
    /// fixed-point types (which Solidity cannot assign either), empty arrays, more than 16 levels
    /// or a static size over 16 MiB are `abi.type`.
    static Result<Type> parse(std::string_view text);
    /// "a,b(c,d)[]" with or without surrounding parentheses: the parameters of a function.
    static Result<std::vector<Type>> parseList(std::string_view text);

    /// Canonical form, as it goes into a selector: tuples without the word.
    std::string toString() const;
    Kind kind() const { return m_kind; }
    /// Bits of an integer, bytes of fixedBytes, elements of a fixedArray; else 0.
    std::size_t size() const { return m_size; }
    /// The element type of an array, the components of a tuple.
    const std::vector<Type>& components() const { return m_components; }
    bool isDynamic() const { return m_isDynamic; }
    /// Bytes this type takes in the head of its enclosing tuple.
    std::size_t headSize() const { return m_isDynamic ? 32 : m_staticSize; }

private:
    friend class TypeParser;
    Type() = default;
    Kind m_kind = Kind::uint;
    bool m_isDynamic = false;
    std::size_t m_size = 0;
    std::size_t m_staticSize = 32;
    std::vector<Type> m_components;
};

struct Value;
using Values = std::vector<Value>;

/// uint → U256, integer → I256, fixedBytes and bytes → Bytes, arrays and tuples → Values. A decoded
/// string is the raw text of the contract: not necessarily UTF-8, never to be trusted.
struct Value {
    std::variant<U256, I256, Address, bool, Bytes, std::string, Values> data;
    friend bool operator==(const Value&, const Value&) = default;
};

/// Encodes `values` as the parameters `types`. A value of the wrong alternative, length or range is
/// `abi.value`; `details["field"]` is its place, such as "[2].[0]".
Result<Bytes> encode(std::span<const Type> types, std::span<const Value> values);

/// Decodes parameters, trusting nothing: offsets and lengths stay inside `data`, every byte is read
/// at most once (so the work is linear in `data`, whatever it says), numbers are in the range of
/// their type. `abi.truncated`, `abi.overlap`, `abi.range`. Padding after bytes and trailing data
/// are ignored, as the EVM does.
Result<Values> decode(std::span<const Type> types, ByteView data);

/// What a reverted call says, fit to be shown: the text of Error(string) with control characters
/// and broken UTF-8 replaced and cut at 512 bytes, or the meaning of Panic(uint256). Nothing for
/// empty data and for custom errors.
std::optional<std::string> revertReason(ByteView data);

}  // namespace kosh::crypto::abi
