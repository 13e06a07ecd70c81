// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signing: a digest, and an EIP-1559 transaction from its fields to the bytes that are sent. The
// peer signs the same; signatures are deterministic, so both have to give the same bytes.
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
    auto peers = runPeer("sign.mjs", {});
    const auto peerOf = [&peers](const std::string& name) {
        return Peer{"ethers (@noble/curves)", peers[name].nanos / 1e3};
    };

    requireSame("sign.digest", toHex(key.sign(digest).compact), peers["sign.digest"].result);
    report("sign.digest", nanosOf([&](std::size_t n) {
                              for (; n > 0; --n) keep(key.sign(digest));
                          }) / 1e3,
           "us", peerOf("sign.digest"));

    requireSame("sign.transaction", toHex(crypto::signTransaction(transaction, key).raw),
                peers["sign.transaction"].result);
    report("sign.transaction", nanosOf([&](std::size_t n) {
                                   for (; n > 0; --n)
                                       keep(crypto::signTransaction(transaction, key));
                               }) / 1e3,
           "us", peerOf("sign.transaction"));

    const auto raw = crypto::signTransaction(transaction, key).raw;
    requireSame("sign.recover", need(crypto::SignedTransaction::decode(raw)).sender.toString(),
                peers["sign.recover"].result);
    report("sign.recover", nanosOf([&](std::size_t n) {
                               for (; n > 0; --n)
                                   keep(need(crypto::SignedTransaction::decode(raw)));
                           }) / 1e3,
           "us", peerOf("sign.recover"));
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
