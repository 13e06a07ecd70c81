// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Payment links of EIP-681: "ethereum:0x…@1?value=1500000000000000000". Thread-safe.
namespace kosh::crypto::eip681 {

inline constexpr std::size_t kMaxUriBytes = 1024;

/// A request for the native currency, or for an ERC-20 token when `token` is set.
struct PaymentRequest {
    Address recipient;
    std::optional<Address> token;
    std::optional<std::uint64_t> chainId;  ///< Nothing: the payer's current chain.
    std::optional<U256> amount;            ///< In the smallest unit; nothing: the payer says it.
    friend bool operator==(const PaymentRequest&, const PaymentRequest&) = default;
};

/// Reads "ethereum:[pay-]ADDRESS[@CHAIN][?value=…]" and
/// "ethereum:TOKEN[@CHAIN]/transfer?address=…[&uint256=…]"; numbers may be whole or have an
/// exponent ("2.014e18"). Gas parameters are hints and passed over. Errors, each with
/// `details["field"]` = "uri": `eip681.scheme`, `eip681.address` (also for names: only addresses
/// are taken), `eip681.chain_id`, `eip681.function` (anything but a plain payment or transfer),
/// `eip681.parameter` (unknown, twice or missing), `eip681.amount`.
Result<PaymentRequest> parse(std::string_view uri);

/// The link for a request, with a chain id if it has one; EIP-55 addresses, whole numbers.
std::string format(const PaymentRequest& request);

}  // namespace kosh::crypto::eip681
