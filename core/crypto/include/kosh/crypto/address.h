// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

namespace kosh::crypto {

/// 20-byte EVM address. Text form is EIP-55 mixed case; `parse` needs "0x" and 40 hex digits,
/// accepts all-lower and all-upper case, and refuses mixed case with a wrong checksum
/// (`address.checksum`, with the right form among the details). Other errors: `address.format`.
struct Address : FixedBytes<20, struct AddressTag> {
    static constexpr std::string_view kFormat = "address";  ///< In schemas.

    Address() = default;
    explicit Address(const FixedBytes& fixed) : FixedBytes(fixed) {}
    static Result<Address> parse(std::string_view text);
    static Result<Address> fromBytes(ByteView view);
    std::string toString() const;
};

}  // namespace kosh::crypto

namespace kosh {
using crypto::Address;
}

template <>
struct std::hash<kosh::crypto::Address> {
    std::size_t operator()(const kosh::crypto::Address& a) const noexcept {
        return std::hash<std::string_view>{}(kosh::asText(a.bytes));
    }
};
