// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What a wallet computes: a hash of one word, the seed of a recovery phrase, the next address.
#include "bench.h"

#include <kosh/crypto/bip32.h>
#include <kosh/crypto/bip39.h>
#include <kosh/crypto/hash.h>

namespace kosh::bench {
namespace {

void run() {
    const std::vector<std::uint8_t> word(32, 0x46);
    const auto phrase = need(crypto::bip39::phraseFromEntropy(ByteView(word).first(16)));
    const auto seed = need(crypto::bip39::seedFromPhrase(phrase));
    const auto branch = need(need(crypto::bip32::ExtendedPrivateKey::fromSeed(seed.view()))
                                 .derive(need(crypto::bip32::Path::parse("m/44'/60'/0'/0"))));
    auto peers = runPeer("crypto.mjs", {});
    const auto compare = [&peers](const std::string& name, std::string_view result, double nanos) {
        const PeerFigure& peer = peers[name];
        requireSame(name, result, peer.result);
        report(name, nanos / 1e3, "us", Peer{"ethers", peer.nanos / 1e3});
    };

    compare("crypto.keccak256_32", toHex(crypto::keccak256(word).bytes),
            nanosOf([&](std::size_t n) {
                for (; n > 0; --n) keep(crypto::keccak256(word));
            }));
    compare("crypto.seed", toHex(seed.view()), nanosOf([&](std::size_t n) {
                for (; n > 0; --n) keep(need(crypto::bip39::seedFromPhrase(phrase)));
            }));
    const auto address = [&](std::uint32_t index) {
        return need(branch.child(index)).publicKey().address();
    };
    compare("crypto.child_address", address(0).toString(), nanosOf([&](std::size_t n) {
                for (; n > 0; --n) keep(address(static_cast<std::uint32_t>(n % 1000)));
            }));
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
