// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>

#include <cstddef>
#include <vector>

/// Recursive Length Prefix (Ethereum Yellow Paper, appendix B). Thread-safe.
namespace kosh::crypto::rlp {

/// Appends items; lists are opened and closed around their items.
///
///     rlp::Writer writer;
///     writer.beginList().uint(nonce).bytes(data).endList();
///     Bytes encoded = std::move(writer).take();
class Writer {
public:
    Writer& bytes(ByteView value);
    /// Minimal big-endian; 0 is the empty string.
    Writer& uint(const U256& value);
    /// An item that is encoded already.
    Writer& raw(ByteView encoded);
    Writer& beginList();
    Writer& endList();
    /// The encoding; every list must be closed.
    Bytes take() &&;

private:
    Bytes m_out;
    std::vector<std::size_t> m_open;
};

inline constexpr std::size_t kMaxDepth = 64;

class Reader;

/// One item of an encoding, seen in place.
struct Item {
    bool isList = false;
    ByteView payload;  ///< The string, or the concatenated items of the list.

    /// The items of this list; a string is `rlp.expected_list`.
    Result<Reader> items() const;
    /// The string; a list is `rlp.expected_string`.
    Result<ByteView> string() const;
};

/// Reads a sequence of items one after the other. Only canonical encodings are accepted: shortest
/// length form, single bytes below 0x80 as themselves, nothing outside the declared length
/// (`rlp.canonical`, `rlp.truncated`, `rlp.trailing`). The views point into what was given.
class Reader {
public:
    explicit Reader(ByteView sequence) : m_rest(sequence) {}

    bool isAtEnd() const { return m_rest.empty(); }
    Result<Item> next();
    Result<ByteView> string();
    Result<Reader> list();
    /// An integer without leading zeros of at most 32 bytes: `rlp.integer`.
    Result<U256> uint();
    /// The same, at most 2^64-1.
    Result<std::uint64_t> u64();
    /// `rlp.trailing` if an item is left.
    Result<> finish() const;

private:
    ByteView m_rest;
};

/// The single item that `encoded` is, all of it checked down to `kMaxDepth` nested lists
/// (`rlp.depth`); reading its descendants cannot fail on form any more.
Result<Item> decode(ByteView encoded);

}  // namespace kosh::crypto::rlp
