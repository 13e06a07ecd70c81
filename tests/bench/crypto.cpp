// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What a wallet computes and reads: a hash of one word, the seed of a recovery phrase, the next
// address, an event of a pool, lists of bytes.
#include "bench.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/bip32.h>
#include <kosh/crypto/bip39.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>

namespace kosh::bench {
namespace {

/// A Swap event of a Uniswap V3 pool in the hexadecimal text that a node sends, and its seven
/// values.
struct SwapText {
    std::array<std::string, 3> topics;
    std::string data;
};
struct Swap {
    Address sender, recipient;
    I256 amount0, amount1;
    U256 sqrtPriceX96, liquidity;
    I256 tick;
};

SwapText swapText() {
    const std::string account = cat(std::string(24, '0'), std::string(40, '1'));
    const I256 amount0(-123456789), tick(-1953);
    crypto::abi::Encoder words;
    words.integer(amount0).uint(987654321).uint(U256::powerOfTwo(96));
    words.uint(need(U256::parse("100000000000000000000"))).integer(tick);
    return {{crypto::abi::eventTopic("Swap(address,address,int256,int256,uint160,uint128,int24)")
                 .toString(),
             cat("0x", account), cat("0x", account)},
            toHex0x(words.take())};
}

Swap decodeSwap(const SwapText& text, const Hash256& topic) {
    const auto topicAt = [&text](std::size_t i) { return need(Hash256::parse(text.topics[i])); };
    if (topicAt(0) != topic) test::giveUp("another event");
    const auto addressAt = [&topicAt](std::size_t i) {
        const auto word = topicAt(i);
        return need(crypto::abi::Decoder(word.view()).address());
    };
    const Bytes data = need(fromHex(text.data));
    crypto::abi::Decoder words(data);
    Swap swap;
    swap.sender = addressAt(1);
    swap.recipient = addressAt(2);
    swap.amount0 = need(words.integer());
    swap.amount1 = need(words.integer());
    swap.sqrtPriceX96 = need(words.uint(160));
    swap.liquidity = need(words.uint(128));
    swap.tick = need(words.integer(24));
    return swap;
}

Bytes encodeItems(const std::vector<Bytes>& items) {
    crypto::rlp::Writer writer;
    writer.beginList();
    for (const auto& item : items) writer.bytes(item);
    writer.endList();
    return std::move(writer).take();
}

std::vector<ByteView> decodeItems(ByteView encoded) {
    std::vector<ByteView> items;
    auto reader = need(need(crypto::rlp::decode(encoded)).items());
    while (!reader.isAtEnd()) items.push_back(need(reader.string()));
    return items;
}

template <typename Compare>
void runReading(const Compare& compare) {
    const auto text = swapText();
    const Hash256 topic = need(Hash256::parse(text.topics[0]));
    const auto swap = decodeSwap(text, topic);
    const auto shown =
        cat(swap.sender.toString(), " ", swap.recipient.toString(), " ", swap.amount0.toString(),
            " ", swap.amount1.toString(), " ", swap.sqrtPriceX96.toString(), " ",
            swap.liquidity.toString(), " ", swap.tick.toString());
    compare("crypto.swap_log", shown, "viem", [&](std::size_t n) {
        for (; n > 0; --n) keep(decodeSwap(text, topic));
    });

    std::vector<Bytes> items;
    for (std::size_t i = 0; i < 16; ++i) items.emplace_back(32 + i, 0xab);
    const auto encoded = encodeItems(items);
    std::string decoded;
    for (const auto item : decodeItems(encoded)) decoded += toHex0x(item);
    compare("crypto.rlp_encode", toHex0x(encoded), "ethers", [&](std::size_t n) {
        for (; n > 0; --n) keep(encodeItems(items));
    });
    compare("crypto.rlp_decode", decoded, "ethers", [&](std::size_t n) {
        for (; n > 0; --n) keep(decodeItems(encoded));
    });
}

void run() {
    const std::vector<std::uint8_t> word(32, 0x46);
    const auto phrase = need(crypto::bip39::phraseFromEntropy(ByteView(word).first(16)));
    const auto seed = need(crypto::bip39::seedFromPhrase(phrase));
    const auto branch = need(need(crypto::bip32::ExtendedPrivateKey::fromSeed(seed.view()))
                                 .derive(need(crypto::bip32::Path::parse("m/44'/60'/0'/0"))));
    auto peers = runPeer("crypto.mjs", {});
    const auto compare = [&peers](const std::string& name, std::string_view result,
                                  const char* peerName, const auto& batch) {
        const PeerFigure& peer = peers[name];
        requireSame(name, result, peer.result);
        report(name, nanosOf(batch) / 1e3, "us", Peer{peerName, peer.nanos / 1e3});
    };
    compare("crypto.keccak256_32", toHex(crypto::keccak256(word).bytes), "@noble/hashes",
            [&](std::size_t n) {
                for (; n > 0; --n) keep(crypto::keccak256(word));
            });
    compare("crypto.seed", toHex(seed.view()), "@scure/bip39", [&](std::size_t n) {
        for (; n > 0; --n) keep(need(crypto::bip39::seedFromPhrase(phrase)));
    });
    const auto address = [&](std::uint32_t index) {
        return need(branch.child(index)).publicKey().address();
    };
    compare("crypto.child_address", toHex(address(0).view()), "@scure/bip32", [&](std::size_t n) {
        for (; n > 0; --n) keep(address(static_cast<std::uint32_t>(n % 1000)));
    });
    runReading(compare);
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
