// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A Quote, as it goes over a socket: JSON out of the struct and back into it.
#include "bench.h"

#include <kosh/quote/api.h>

namespace kosh::bench {
namespace {

token::Token tokenOf(std::uint8_t seed, std::string symbol, std::uint32_t decimals) {
    token::Token token;
    token.chainId = 1;
    token.address.bytes.fill(seed);
    token.symbol = symbol;
    token.name = cat(symbol, " of the benchmark");
    token.decimals = static_cast<decltype(token.decimals)>(decimals);
    return token;
}

quote::Quote sampleQuote() {
    quote::Quote quote;
    quote.chainId = 1;
    quote.tokenIn = tokenOf(0x11, "WETH", 18);
    quote.tokenOut = tokenOf(0x22, "USDC", 6);
    quote.quoteId.bytes.fill(0x42);
    quote.amountIn = U256(1'500'000'000'000'000'000u);
    quote.amountOut = U256(4'680'165'000u);
    quote.slippageBps = 50;
    quote.minimumReceived = U256(4'656'764'175u);
    quote.maximumSpent = quote.amountIn;
    quote.midPrice = "3120.110000";
    quote.executionPrice = "3120.100231";
    quote.priceImpactPips = 12;
    quote.poolFeePips = 3500;
    for (const std::uint8_t seed : {std::uint8_t{0x33}, std::uint8_t{0x44}}) {
        quote::Hop hop;
        hop.pool.bytes.fill(seed);
        hop.feePips = 3000;
        hop.tokenIn = quote.tokenIn;
        hop.tokenOut = quote.tokenOut;
        quote.route.push_back(hop);
    }
    quote.gasEstimate = 184'000;
    quote.blockNumber = 23'456'789;
    quote.at = quote.blockAt = Timestamp{1'767'225'600'000'000};
    quote.expiresAt = Timestamp{1'767'225'630'000'000};
    return quote;
}

void run() {
    const quote::Quote quote = sampleQuote();
    const std::string text = json::encodeText(quote);
    requireSame("codec", json::encodeText(need(json::decodeText<quote::Quote>(text))), text);
    report("codec.encode", nanosOf([&](std::size_t n) {
               for (; n > 0; --n) keep(json::encodeText(quote));
           }),
           "ns");
    report("codec.decode", nanosOf([&](std::size_t n) {
               for (; n > 0; --n) keep(need(json::decodeText<quote::Quote>(text)));
           }),
           "ns");
    report("codec.size", static_cast<double>(text.size()), "B");
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
