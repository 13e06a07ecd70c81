// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>

#include <optional>
#include <span>
#include <vector>

/// Calldata that the contracts of Uniswap v3-periphery share, and where pools live. Pure encoding:
/// nothing is checked against a chain.
namespace kosh::amm {

/// keccak256 of the creation code of UniswapV3Pool as deployed on Ethereum; some networks differ.
const Hash256& poolInitCodeHash();
/// Where the factory puts the pool of two different tokens (CREATE2, EIP-1014), in any order.
Address poolAddress(const Address& factory, const Address& tokenA, const Address& tokenB,
                    std::uint32_t feePips, const Hash256& initCodeHash = poolInitCodeHash());

/// One pool of a path, in the direction of the swap.
struct PathHop {
    Address tokenIn;
    Address tokenOut;
    std::uint32_t feePips = 0;
};
/// token, fee (3 bytes), token, … of exactInput and, reversed, of exactOutput.
Bytes encodePath(std::span<const PathHop> hops, bool isReversed);

/// The calls one after the other in one transaction; a single one is left as it is.
Bytes multicall(std::vector<Bytes> calls);
/// Sends what is left of the coin back.
Bytes refundEthCall();
/// Turns all wrapped coin that the contract holds into coin for `recipient`.
Bytes unwrapNativeCall(const U256& minimum, const Address& recipient);
/// Sends all of a token that the contract holds to `recipient`.
Bytes sweepTokenCall(const Address& token, const U256& minimum, const Address& recipient);

/// A fee for the caller's own interface, taken while unwrapping or sweeping.
struct OutputFee {
    std::uint32_t bps = 0;
    Address recipient;
};
Bytes unwrapNativeWithFeeCall(const U256& minimum, const Address& recipient, const OutputFee& fee);
Bytes sweepTokenWithFeeCall(const Address& token, const U256& minimum, const Address& recipient,
                            const OutputFee& fee);

struct PermitSignature {
    std::uint8_t v = 0;
    Hash256 r, s;
};
/// EIP-2612 permit for the contract itself.
Bytes selfPermitCall(const Address& token, const U256& amount, const U256& deadline,
                     const PermitSignature& signature);
/// The same unless the allowance is enough by then: somebody else may have handed the permit in.
Bytes selfPermitIfNecessaryCall(const Address& token, const U256& amount, const U256& deadline,
                                const PermitSignature& signature);
/// The same for tokens whose permit is all or nothing (Dai).
Bytes selfPermitAllowedCall(const Address& token, const U256& nonce, const U256& expiry,
                            const PermitSignature& signature);

}  // namespace kosh::amm
