// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>
#include <kosh/base/ports.h>
#include <kosh/base/u256.h>

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace kosh::store {

/// 32 bytes that sort like the number: U256 big-endian; I256 with the sign bit flipped.
using Word = std::array<std::uint8_t, 32>;
Word toWord(const U256& value);
Word toWord(const I256& value);
U256 u256FromWord(ByteView word);
I256 i256FromWord(ByteView word);

/// A bound parameter. Views must live until the call returns (temporaries in the call do).
struct Param {
    using Value = std::variant<std::monostate, std::int64_t, std::string_view, ByteView, Word>;
    std::string_view name;  ///< With its colon: ":id".
    Value value;

    Param(std::string_view n, std::nullopt_t) : name(n) {}
    Param(std::string_view n, bool v) : name(n), value(std::int64_t{v}) {}
    Param(std::string_view n, std::int64_t v) : name(n), value(v) {}
    Param(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
    /// Precondition: below 2^63.
    Param(std::string_view n, std::uint64_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
    Param(std::string_view n, std::uint32_t v) : name(n), value(std::int64_t{v}) {}
    Param(std::string_view n, std::string_view v) : name(n), value(v) {}
    Param(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
    Param(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
    Param(std::string_view n, ByteView v) : name(n), value(v) {}
    Param(std::string_view n, const Bytes& v) : name(n), value(ByteView(v)) {}
    Param(std::string_view n, Timestamp v) : name(n), value(v.micros) {}
    Param(std::string_view n, const Id& v) : name(n), value(ByteView(v.bytes)) {}
    Param(std::string_view n, const U256& v) : name(n), value(toWord(v)) {}
    Param(std::string_view n, const I256& v) : name(n), value(toWord(v)) {}
    template <std::size_t N, typename Tag>
    Param(std::string_view n, const FixedBytes<N, Tag>& v) : name(n), value(v.view()) {}
    template <typename T>
    Param(std::string_view n, const std::optional<T>& v) : name(n) {
        if (v) value = Param(n, *v).value;
    }
};
using Params = std::initializer_list<Param>;

/// A row during `query`; text and blob views die with the callback's return.
class Row {
public:
    virtual ~Row() = default;
    virtual bool isNull(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual ByteView blob(int column) const = 0;

    /// Column as T: integers, bool, std::string, Bytes, Timestamp, Id, U256, I256, FixedBytes and
    /// derived, std::optional of these (null = nothing). A blob of the wrong length is a broken
    /// invariant.
    template <typename T>
    T get(int column) const;
};

}  // namespace kosh::store

#include <kosh/store/row_impl.h>
