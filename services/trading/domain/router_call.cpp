// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/router_call.h"

#include <kosh/amm/periphery.h>
#include <kosh/crypto/abi_codec.h>

namespace kosh::trading {

namespace abi = crypto::abi;

namespace {

/// SwapRouter02 reads this recipient as "keep it in the router" (for unwrapping).
Address routerItself() {
    Address address;
    address.bytes[19] = 2;
    return address;
}

Bytes exactInput(const quote::RoutePart& part, const Address& recipient) {
    static const auto kSingle =
        abi::selector("exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))");
    static const auto kPath = abi::selector("exactInput((bytes,address,uint256,uint256))");
    if (part.hops.size() == 1) {
        const auto& hop = part.hops.front();
        return abi::Encoder(kSingle)
            .address(hop.tokenIn.address)
            .address(hop.tokenOut.address)
            .uint(hop.feePips)
            .address(recipient)
            .uint(part.amountIn)
            .uint(part.minimumReceived)
            .uint(0)
            .take();
    }
    abi::Encoder params;
    params.bytes(encodePath(part.hops, false))
        .address(recipient)
        .uint(part.amountIn)
        .uint(part.minimumReceived);
    return abi::Encoder(kPath).tuple(params).take();
}

Bytes exactOutput(const quote::RoutePart& part, const Address& recipient) {
    static const auto kSingle = abi::selector(
        "exactOutputSingle((address,address,uint24,address,uint256,uint256,uint160))");
    static const auto kPath = abi::selector("exactOutput((bytes,address,uint256,uint256))");
    if (part.hops.size() == 1) {
        const auto& hop = part.hops.front();
        return abi::Encoder(kSingle)
            .address(hop.tokenIn.address)
            .address(hop.tokenOut.address)
            .uint(hop.feePips)
            .address(recipient)
            .uint(part.amountOut)
            .uint(part.maximumSpent)
            .uint(0)
            .take();
    }
    abi::Encoder params;
    params.bytes(encodePath(part.hops, true))
        .address(recipient)
        .uint(part.amountOut)
        .uint(part.maximumSpent);
    return abi::Encoder(kPath).tuple(params).take();
}

/// Whoever sees the permit may hand it in alone; the router then finds the allowance it needs.
Bytes permitPart(const transact::SignedPermit& permit) {
    return amm::selfPermitIfNecessaryCall(
        permit.token, permit.amount, U256(permit.deadline),
        {static_cast<std::uint8_t>(permit.v), permit.r, permit.s});
}

Bytes multicall(std::uint64_t deadlineSeconds, const std::vector<Bytes>& calls) {
    static const auto kMulticall = abi::selector("multicall(uint256,bytes[])");
    return abi::Encoder(kMulticall).uint(deadlineSeconds).bytesArray(calls).take();
}

}  // namespace

Bytes encodePath(const std::vector<quote::Hop>& route, bool isReversed) {
    Bytes path;
    const auto appendToken = [&path](const Address& token) {
        path.insert(path.end(), token.bytes.begin(), token.bytes.end());
    };
    const auto appendFee = [&path](std::uint32_t fee) {
        for (const unsigned shift : {16u, 8u, 0u})
            path.push_back(static_cast<std::uint8_t>(fee >> shift));
    };
    const std::size_t count = route.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& hop = isReversed ? route[count - 1 - i] : route[i];
        if (i == 0) appendToken(isReversed ? hop.tokenOut.address : hop.tokenIn.address);
        appendFee(hop.feePips);
        appendToken(isReversed ? hop.tokenIn.address : hop.tokenOut.address);
    }
    return path;
}

RouterCall buildSwapCall(const quote::Quote& quote, const chain::Contracts& contracts,
                         const Address& owner, std::uint64_t deadlineSeconds,
                         const std::optional<transact::SignedPermit>& permit) {
    static const auto kUnwrap = abi::selector("unwrapWETH9(uint256,address)");
    static const auto kRefund = abi::selector("refundETH()");
    const bool isNativeOut = quote.tokenOut.isNative();
    const auto recipient = isNativeOut ? routerItself() : owner;
    std::vector<Bytes> calls;
    if (permit) calls.push_back(permitPart(*permit));
    for (const auto& part : quote.parts) {
        calls.push_back(quote.isExactOutput ? exactOutput(part, recipient)
                                            : exactInput(part, recipient));
    }
    if (isNativeOut)
        calls.push_back(abi::Encoder(kUnwrap).uint(quote.minimumReceived).address(owner).take());
    if (quote.tokenIn.isNative() && quote.isExactOutput)
        calls.push_back(abi::Encoder(kRefund).take());
    return {contracts.swapRouter02, quote.tokenIn.isNative() ? quote.maximumSpent : U256{},
            multicall(deadlineSeconds, calls)};
}

RouterCall buildPermitCall(const transact::SignedPermit& permit, const Address& router) {
    return {router, {}, multicall(permit.deadline, {permitPart(permit)})};
}

}  // namespace kosh::trading
