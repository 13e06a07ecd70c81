// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/abi.h>

/// Hand-written encoding of calls and decoding of results, one word at a time.
namespace kosh::crypto::abi {

/// Appends parameters in order. A static tuple is its fields in line; a dynamic tuple is an
/// Encoder of its own given to `tuple`.
///
///     Bytes call = abi::Encoder(abi::selector("transfer(address,uint256)"))
///                      .address(to).uint(amount).take();
class Encoder {
public:
    /// Parameters without a selector (a tuple, an array element, constructor arguments).
    Encoder() = default;
    explicit Encoder(const Selector& selector) : m_selector(selector) {}

    Encoder& uint(const U256& value);
    Encoder& integer(const I256& value);
    Encoder& address(const Address& value);
    Encoder& boolean(bool value);
    Encoder& bytes32(const Hash256& value);
    /// bytesN: at most 32 bytes, padded on the right.
    Encoder& fixedBytes(ByteView value);
    Encoder& bytes(ByteView value);
    Encoder& string(std::string_view value) { return bytes(asBytes(value)); }
    /// A tuple with at least one dynamic field.
    Encoder& tuple(const Encoder& fields);
    Encoder& addresses(std::span<const Address> values);
    Encoder& uints(std::span<const U256> values);
    Encoder& bytesArray(std::span<const Bytes> values);
    /// T[] where T is a dynamic tuple.
    Encoder& tuples(std::span<const Encoder> values);
    /// T[] where T is static: `words` holds the words of `count` elements.
    Encoder& staticArray(std::size_t count, const Encoder& words);

    /// Selector (if any) and parameters.
    Bytes take() const;

private:
    struct Offset {
        std::size_t headPosition;
        std::size_t tailPosition;
    };
    void word(ByteView rightAligned);
    void beginDynamic();
    void tailWord(const U256& value);
    void appendParameters(Bytes& out) const;

    std::optional<Selector> m_selector;
    Bytes m_head;
    Bytes m_tail;
    std::vector<Offset> m_offsets;
};

struct DecodedArray;

/// Reads parameters in order. Every read is bounds-checked (`abi.truncated`) and range-checked
/// (`abi.range`); the views point into what was given. Offsets are relative to where this tuple
/// begins.
class Decoder {
public:
    explicit Decoder(ByteView data) : m_data(data) {}

    Result<U256> uint(unsigned bits = 256);
    Result<I256> integer(unsigned bits = 256);
    /// An unsigned integer that must fit 64 bits.
    Result<std::uint64_t> u64();
    Result<Address> address();
    Result<bool> boolean();
    Result<Hash256> bytes32();
    Result<ByteView> bytes();
    Result<std::string_view> string();
    /// The fields of a dynamic tuple; a static tuple is read in line.
    Result<Decoder> tuple();
    /// T[]: the count, and a decoder at the first element. `elementSize` is the head size of T: 32
    /// for a word or anything dynamic. The count never exceeds what the data can hold.
    Result<DecodedArray> array(std::size_t elementSize = 32);
    Result<std::vector<Address>> addresses();
    Result<std::vector<U256>> uints();

private:
    Result<ByteView> word();
    Result<ByteView> tail();

    ByteView m_data;
    std::size_t m_position = 0;
};

struct DecodedArray {
    std::size_t count = 0;
    Decoder elements;
};

}  // namespace kosh::crypto::abi
