// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethereum_tests.h"

#include <kosh/crypto/abi.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/keystore.h>
#include <kosh/crypto/transaction.h>

#include <array>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

/// What a chain decides by its state or rules: bytes of good form may still fail there.
constexpr std::array<std::string_view, 5> kChainRules = {
    "INVALID_CHAINID", "GASLIMIT_OVERFLOW", "GASLIMIT_PRICE_PRODUCT_OVERFLOW",
    "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS_2", "INTRINSIC_GAS_TOO_LOW"};

/// The newest fork's outcome; files of older rules lack it, and the last they have counts.
const boost::json::value& outcomeOf(const Case& c) {
    const auto& forks = object(c.value, "result");
    if (const auto* newest = forks.if_contains("Cancun")) return *newest;
    if (forks.empty()) throw UnfamiliarShape("no fork");
    return (forks.end() - 1)->value();
}

Verdict checkTransaction(const Case& c) {
    const auto& outcome = outcomeOf(c);
    const auto bytes = fromHex(text(c.value, "txbytes"));
    if (!bytes) return leftOut("the bytes are no hexadecimal text");
    const auto read = SignedTransaction::decode(*bytes);
    if (find(outcome, "exception") != nullptr) {
        const auto reason = text(outcome, "exception");
        if (!read) return passed();
        for (const auto rule : kChainRules) {
            if (reason == cat("TransactionException.", rule)) {
                return leftOut(cat("the chain decides: ", reason));
            }
        }
        return failed(cat("was read in spite of ", reason));
    }
    const auto& tx = need(read);
    return all({expectEqual("hash", tx.hash.toString(), text(outcome, "hash")),
                expectEqual("sender", toHex0x(tx.sender.view()), text(outcome, "sender"))});
}

Verdict checkAbi(const Case& c) {
    std::vector<abi::Type> types;
    abi::Values values;
    for (const auto& type : array(c.value, "types")) {
        types.push_back(need(abi::Type::parse(std::string_view(type.as_string()))));
    }
    for (const auto& arg : array(c.value, "args")) {
        if (arg.is_int64()) {
            values.push_back({U256(static_cast<std::uint64_t>(arg.get_int64()))});
        } else {
            values.push_back({need(Address::fromBytes(hexOf(arg)))});
        }
    }
    return expectEqual("encoded", toHex(need(abi::encode(types, values))), text(c.value, "result"));
}

Verdict checkKeyFile(const Case& c) {
    const auto password = SecretBytes::fromText(text(c.value, "password"));
    const auto json = boost::json::serialize(at(c.value, "json"));
    const auto key = need(keystore::open(json, password));
    const auto wrong = keystore::open(json, SecretBytes::fromText("another"));
    return all({expectEqual("key", toHex(key.bytes().view()), text(c.value, "priv")),
                wrong ? failed("opened with another password")
                      : expectEqual("error", wrong.error().key, "keystore.password")});
}

Verdict checkSigning(const Case& c) {
    Transaction tx;
    tx.type = TransactionType::legacy;
    tx.nonce = static_cast<std::uint64_t>(integer(c.value, "nonce"));
    tx.gasPrice = need(U256::parse(numberText(c.value, "gasprice")));
    tx.gasLimit = need(U256::parse(numberText(c.value, "startgas")));
    const auto to = hex(c.value, "to");
    if (!to.empty()) tx.to = need(Address::fromBytes(to));
    tx.value = need(U256::parse(numberText(c.value, "value")));
    tx.data = hex(c.value, "data");
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "key")));
    // Its signature is not that of RFC 6979, so the sender proves it.
    const auto read = need(SignedTransaction::decode(hex(c.value, "signed")));
    return all({read.transaction == tx ? passed() : failed("another transaction"),
                expectEqual("sender", toHex(read.sender.view()),
                            toHex(key.publicKey().address().view()))});
}

/// Its signature fits none of the hashes an empty text is known to have, and is passed over.
Verdict checkKey(const Case& c) {
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "key")));
    const auto seed = text(c.value, "seed");
    return all(
        {expectEqual("key", toHex(keccak256(asBytes(seed)).bytes), text(c.value, "key")),
         expectEqual("address", toHex(key.publicKey().address().view()), text(c.value, "addr"))});
}

Verdict check(const Case& c) {
    const auto is = [&c](std::string_view prefix) { return c.file.starts_with(prefix); };
    if (is("RLPTests/")) return checkRlpTest(c);
    if (is("TransactionTests/")) return checkTransaction(c);
    if (is("ABITests/")) return checkAbi(c);
    if (is("KeyStoreTests/")) return checkKeyFile(c);
    if (is("BasicTests/txtest")) return checkSigning(c);
    if (is("BasicTests/keyaddrtest")) return checkKey(c);
    if (is("TrieTests/")) return checkTrieTest(c);
    if (is("BasicTests/hexencodetest")) return leftOut("Kosh reads tries and writes none");
    return leftOut("nothing is known of this file");
}

}  // namespace

int main() {
    VectorSuite suite("02-ethereum/ethereum_tests");
    suite.eachCase(check);
    return suite.finish();
}
