// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <string_view>
#include <vector>

namespace kosh::crypto {

/// A CBOR item (RFC 8949) as authenticators write it: integers, byte and text strings, arrays,
/// maps, false, true and null, all of definite length. Views point into what was parsed.
struct Cbor {
    enum class Kind : std::uint8_t { integer, bytes, text, array, map, boolean, null };
    Kind kind = Kind::null;
    std::int64_t number = 0;  ///< Of an integer; 0 or 1 of a boolean.
    ByteView bytes;
    std::string_view text;    ///< Not checked to be UTF-8.
    std::vector<Cbor> items;  ///< Of an array; of a map its values, in the order of `keys`.
    std::vector<Cbor> keys;   ///< Integers and texts.

    /// The member of a map under this key, or null.
    const Cbor* find(std::int64_t key) const;
    const Cbor* find(std::string_view key) const;
};

/// The first item of `data`; what is behind it stays in `data`. At most 8 levels, no key twice, no
/// tags, floats or indefinite lengths; anything else is `cbor.format` (invalid).
Result<Cbor> takeCbor(ByteView& data);

}  // namespace kosh::crypto
