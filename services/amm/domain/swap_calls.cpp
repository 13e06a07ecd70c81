// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/swap_calls.h>

#include <kosh/crypto/abi_codec.h>

namespace kosh::amm {

namespace abi = crypto::abi;

namespace {

Bytes singleCall(const SwapCall& swap) {
    static const auto kIn = abi::selector(
        "exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))");
    static const auto kOut = abi::selector(
        "exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))");
    const PathHop& hop = swap.hops.front();
    return abi::Encoder(swap.isExactOutput ? kOut : kIn)
        .address(hop.tokenIn)
        .address(hop.tokenOut)
        .uint(hop.feePips)
        .address(swap.recipient)
        .uint(swap.deadline)
        .uint(swap.amount)
        .uint(swap.limit)
        .uint(swap.sqrtPriceLimitX96)
        .take();
}

Bytes pathCall(const SwapCall& swap) {
    static const auto kIn = abi::selector("exactInput((bytes,address,uint256,uint256,uint256))");
    static const auto kOut = abi::selector("exactOutput((bytes,address,uint256,uint256,uint256))");
    abi::Encoder params;
    params.bytes(encodePath(swap.hops, swap.isExactOutput))
        .address(swap.recipient)
        .uint(swap.deadline)
        .uint(swap.amount)
        .uint(swap.limit);
    return abi::Encoder(swap.isExactOutput ? kOut : kIn).tuple(params).take();
}

Bytes singleQuoteV1(const PathHop& hop, bool isExactOutput, const U256& amount, const U256& limit) {
    static const auto kIn =
        abi::selector("quoteExactInputSingle(address,address,uint24,uint256,uint160)");
    static const auto kOut =
        abi::selector("quoteExactOutputSingle(address,address,uint24,uint256,uint160)");
    return abi::Encoder(isExactOutput ? kOut : kIn)
        .address(hop.tokenIn)
        .address(hop.tokenOut)
        .uint(hop.feePips)
        .uint(amount)
        .uint(limit)
        .take();
}

Bytes singleQuoteV2(const PathHop& hop, bool isExactOutput, const U256& amount, const U256& limit) {
    static const auto kIn =
        abi::selector("quoteExactInputSingle((address,address,uint256,uint24,uint160))");
    static const auto kOut =
        abi::selector("quoteExactOutputSingle((address,address,uint256,uint24,uint160))");
    return abi::Encoder(isExactOutput ? kOut : kIn)
        .address(hop.tokenIn)
        .address(hop.tokenOut)
        .uint(amount)
        .uint(hop.feePips)
        .uint(limit)
        .take();
}

}  // namespace

Bytes swapRouterCall(const SwapCall& swap) {
    KOSH_ASSERT(!swap.hops.empty());
    return swap.hops.size() == 1 ? singleCall(swap) : pathCall(swap);
}

Bytes quoterCall(Quoter quoter, std::span<const PathHop> hops, bool isExactOutput,
                 const U256& amount, const U256& sqrtPriceLimitX96) {
    static const auto kIn = abi::selector("quoteExactInput(bytes,uint256)");
    static const auto kOut = abi::selector("quoteExactOutput(bytes,uint256)");
    KOSH_ASSERT(!hops.empty());
    if (hops.size() > 1) {
        return abi::Encoder(isExactOutput ? kOut : kIn)
            .bytes(encodePath(hops, isExactOutput))
            .uint(amount)
            .take();
    }
    return quoter == Quoter::v1
               ? singleQuoteV1(hops.front(), isExactOutput, amount, sqrtPriceLimitX96)
               : singleQuoteV2(hops.front(), isExactOutput, amount, sqrtPriceLimitX96);
}

}  // namespace kosh::amm
