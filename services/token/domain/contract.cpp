// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/contract.h"

#include "domain/text.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>

namespace kosh::token {
namespace {

namespace abi = crypto::abi;
constexpr std::size_t kMaxSymbol = 16, kMaxName = 64;
// 10^77 is the last power of ten below 2^256.
constexpr std::uint64_t kMaxDecimals = 77;

std::string_view rawFrom(const chain::CallResult& result) {
    if (!result.isSuccess) return {};
    if (result.data.size() == 32) {
        const auto end = std::ranges::find(result.data, std::uint8_t{0});
        return asText(ByteView(result.data.begin(), end));
    }
    const auto text = abi::Decoder(result.data).string();
    return text ? *text : std::string_view{};
}

std::string textFrom(const chain::CallResult& result, std::size_t maxCharacters) {
    return cleaned(rawFrom(result), maxCharacters);
}

Failure notAToken(const Address& address, std::string_view what) {
    return fail(ErrorKind::invalid, "token.not_a_token",
                cat(address.toString(), " is not a token: it has no ", what),
                {{"field", "address"}});
}

}  // namespace

Bytes balanceOfCall(const Address& owner) {
    return abi::Encoder(abi::selector("balanceOf(address)")).address(owner).take();
}

Bytes allowanceCall(const Address& owner, const Address& spender) {
    return abi::Encoder(abi::selector("allowance(address,address)"))
        .address(owner)
        .address(spender)
        .take();
}

std::vector<Bytes> describeCalls() {
    return {abi::Encoder(abi::selector("symbol()")).take(),
            abi::Encoder(abi::selector("name()")).take(),
            abi::Encoder(abi::selector("decimals()")).take()};
}

Result<U256> amountFrom(const chain::CallResult& result) {
    if (!result.isSuccess) {
        return fail(ErrorKind::unavailable, "token.unreadable",
                    cat("the contract refused: ", cleaned(result.reason, 200)));
    }
    if (result.data.size() != 32) {
        return fail(ErrorKind::unavailable, "token.unreadable",
                    "the contract's answer is not a number");
    }
    return U256::fromBigEndian(result.data);
}

Result<Token> tokenFrom(ChainId chainId, const Address& address,
                        std::span<const chain::CallResult> results) {
    if (results.size() != 3) return notAToken(address, "answer");
    Token token{chainId, address, textFrom(results[0], kMaxSymbol), textFrom(results[1], kMaxName),
                0};
    std::erase(token.symbol, ' ');
    if (token.symbol.empty()) return notAToken(address, "symbol");
    if (token.name.empty()) token.name = token.symbol;
    const auto decimals = amountFrom(results[2]);
    if (!decimals || *decimals > U256(kMaxDecimals)) return notAToken(address, "usable decimals");
    token.decimals = static_cast<std::int64_t>(decimals->low64());
    return token;
}

RawTexts rawTextsFrom(std::span<const chain::CallResult> results) {
    RawTexts texts;
    if (results.size() != 3) return texts;
    constexpr std::size_t kMaxKept = 4096;
    const auto symbol = rawFrom(results[0]), name = rawFrom(results[1]);
    texts.symbol = symbol.substr(0, kMaxKept);
    texts.name = name.substr(0, kMaxKept);
    texts.symbolSize = symbol.size();
    texts.nameSize = name.size();
    return texts;
}

}  // namespace kosh::token
