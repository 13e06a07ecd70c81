// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/amm/periphery.h>

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::amm {

namespace abi = crypto::abi;

namespace {

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes permitCall(const abi::Selector& selector, const Address& token, const U256& first,
                 const U256& second, const PermitSignature& signature) {
    return abi::Encoder(selector)
        .address(token)
        .uint(first)
        .uint(second)
        .uint(signature.v)
        .bytes32(signature.r)
        .bytes32(signature.s)
        .take();
}

}  // namespace

const Hash256& poolInitCodeHash() {
    static const auto kHash =
        *Hash256::parse("0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54");
    return kHash;
}

Address poolAddress(const Address& factory, const Address& tokenA, const Address& tokenB,
                    std::uint32_t feePips, const Hash256& initCodeHash) {
    const auto& [token0, token1] = std::minmax(tokenA, tokenB);
    const Bytes key = abi::Encoder().address(token0).address(token1).uint(feePips).take();
    Bytes preimage{0xff};
    append(preimage, factory.view());
    append(preimage, crypto::keccak256(key).view());
    append(preimage, initCodeHash.view());
    const Hash256 hash = crypto::keccak256(preimage);
    Address address;
    std::ranges::copy(hash.view().last(address.bytes.size()), address.bytes.begin());
    return address;
}

Bytes encodePath(std::span<const PathHop> hops, bool isReversed) {
    Bytes path;
    for (std::size_t i = 0; i < hops.size(); ++i) {
        const PathHop& hop = isReversed ? hops[hops.size() - 1 - i] : hops[i];
        if (i == 0) append(path, (isReversed ? hop.tokenOut : hop.tokenIn).view());
        for (const unsigned shift : {16u, 8u, 0u}) {
            path.push_back(static_cast<std::uint8_t>(hop.feePips >> shift));
        }
        append(path, (isReversed ? hop.tokenIn : hop.tokenOut).view());
    }
    return path;
}

Bytes multicall(std::vector<Bytes> calls) {
    static const auto kSelector = abi::selector("multicall(bytes[])");
    if (calls.size() == 1) return std::move(calls.front());
    return abi::Encoder(kSelector).bytesArray(calls).take();
}

Bytes refundEthCall() {
    static const auto kSelector = abi::selector("refundETH()");
    return abi::Encoder(kSelector).take();
}

Bytes unwrapNativeCall(const U256& minimum, const Address& recipient) {
    static const auto kSelector = abi::selector("unwrapWETH9(uint256,address)");
    return abi::Encoder(kSelector).uint(minimum).address(recipient).take();
}

Bytes sweepTokenCall(const Address& token, const U256& minimum, const Address& recipient) {
    static const auto kSelector = abi::selector("sweepToken(address,uint256,address)");
    return abi::Encoder(kSelector).address(token).uint(minimum).address(recipient).take();
}

Bytes unwrapNativeWithFeeCall(const U256& minimum, const Address& recipient, const OutputFee& fee) {
    static const auto kSelector =
        abi::selector("unwrapWETH9WithFee(uint256,address,uint256,address)");
    return abi::Encoder(kSelector)
        .uint(minimum)
        .address(recipient)
        .uint(fee.bps)
        .address(fee.recipient)
        .take();
}

Bytes sweepTokenWithFeeCall(const Address& token, const U256& minimum, const Address& recipient,
                            const OutputFee& fee) {
    static const auto kSelector =
        abi::selector("sweepTokenWithFee(address,uint256,address,uint256,address)");
    return abi::Encoder(kSelector)
        .address(token)
        .uint(minimum)
        .address(recipient)
        .uint(fee.bps)
        .address(fee.recipient)
        .take();
}

Bytes selfPermitCall(const Address& token, const U256& amount, const U256& deadline,
                     const PermitSignature& signature) {
    static const auto kSelector =
        abi::selector("selfPermit(address,uint256,uint256,uint8,bytes32,bytes32)");
    return permitCall(kSelector, token, amount, deadline, signature);
}

Bytes selfPermitIfNecessaryCall(const Address& token, const U256& amount, const U256& deadline,
                                const PermitSignature& signature) {
    static const auto kSelector =
        abi::selector("selfPermitIfNecessary(address,uint256,uint256,uint8,bytes32,bytes32)");
    return permitCall(kSelector, token, amount, deadline, signature);
}

Bytes selfPermitAllowedCall(const Address& token, const U256& nonce, const U256& expiry,
                            const PermitSignature& signature) {
    static const auto kSelector =
        abi::selector("selfPermitAllowed(address,uint256,uint256,uint8,bytes32,bytes32)");
    return permitCall(kSelector, token, nonce, expiry, signature);
}

}  // namespace kosh::amm
