// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signing, verifying and recovering a digest, and an EIP-1559 transaction from its fields to the
// bytes that are sent and back. Signatures are deterministic, so both have to give the same bytes.
#include "bench.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/transaction.h>

namespace kosh::bench {
namespace {

crypto::Transaction sampleTransaction() {
    crypto::Transaction transaction;
    transaction.chainId = 1;
    transaction.nonce = 7;
    transaction.maxFeePerGas = U256(30'000'000'000u);
    transaction.maxPriorityFeePerGas = U256(1'000'000'000u);
    transaction.gasLimit = U256(200'000);
    transaction.to = Address{};
    transaction.to->bytes.fill(0x11);
    transaction.data = need(fromHex("0x414bf389"));
    transaction.data.resize(260);
    return transaction;
}

void run() {
    const std::vector<std::uint8_t> secret(32, 0x46);
    const auto key = need(crypto::PrivateKey::fromBytes(secret));
    const Hash256 digest = crypto::keccak256(secret);
    const auto transaction = sampleTransaction();
    const auto signature = key.sign(digest);
    const auto& publicKey = key.publicKey();
    const auto raw = crypto::signTransaction(transaction, key).raw;
    auto peers = runPeer("sign.mjs", {});
    const auto compare = [&peers](const std::string& name, std::string_view result,
                                  const char* peerName, const auto& batch) {
        const PeerFigure& peer = peers[name];
        requireSame(name, result, peer.result);
        report(name, nanosOf(batch) / 1e3, "us", Peer{peerName, peer.nanos / 1e3});
    };
    compare("sign.digest", toHex(signature.compact), "@noble/curves", [&](std::size_t n) {
        for (; n > 0; --n) keep(key.sign(digest));
    });
    const bool isValid = publicKey.verify(digest, signature.compact);
    compare("sign.verify", isValid ? "true" : "false", "@noble/curves", [&](std::size_t n) {
        for (; n > 0; --n) keep(publicKey.verify(digest, signature.compact));
    });
    const auto recovered = need(crypto::PublicKey::recover(digest, signature)).compressed();
    compare("sign.recover", toHex(recovered), "@noble/curves", [&](std::size_t n) {
        for (; n > 0; --n) keep(need(crypto::PublicKey::recover(digest, signature)));
    });
    compare("sign.transaction", toHex(raw), "viem", [&](std::size_t n) {
        for (; n > 0; --n) keep(crypto::signTransaction(transaction, key));
    });
    const auto sender = need(crypto::SignedTransaction::decode(raw)).sender.toString();
    compare("sign.read_transaction", sender, "ethers", [&](std::size_t n) {
        for (; n > 0; --n) keep(need(crypto::SignedTransaction::decode(raw)));
    });
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
