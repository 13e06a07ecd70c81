// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/crypto/rlp.h>

#include <map>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace kosh::test {
namespace {

void write(rlp::Writer& writer, const boost::json::value& value) {
    if (!value.is_array()) {
        writer.bytes(hexOf(value));
        return;
    }
    writer.beginList();
    for (const auto& item : value.get_array()) write(writer, item);
    writer.endList();
}

/// Compares a decoded item with what the case says it is.
Verdict compare(const rlp::Item& item, const boost::json::value& value) {
    if (!value.is_array()) {
        return expectEqual("string", toHex(need(item.string())), toHex(hexOf(value)));
    }
    auto items = need(item.items());
    for (const auto& expected : value.get_array()) {
        auto verdict = compare(need(items.next()), expected);
        if (verdict.kind != Verdict::Kind::passed) return verdict;
    }
    return items.finish() ? passed() : failed("more items than expected");
}

}  // namespace

Verdict checkRlp(const Case& c) {
    const auto& decoded = at(c.value, "decoded");
    const auto encoded = hex(c.value, "encoded");
    rlp::Writer writer;
    write(writer, decoded);
    return all({expectEqual("encoded", toHex(std::move(writer).take()), toHex(encoded)),
                compare(need(rlp::decode(encoded)), decoded)});
}

}  // namespace kosh::test

int main() {
    const std::map<std::string, Verdict (*)(const Case&)> checks = {
        {"accounts.json", checkAccount},
        {"hashes.json", checkHash},
        {"hdnode.json", checkHdNode},
        {"abi_v1.json", checkAbi},
        {"abi_v2.json", checkAbi},
        {"contract-signatures.json", checkSignature},
        {"contract-events.json", checkEvent},
        {"rlp-coder.json", checkRlp},
        {"transactions.json", checkTransaction},
        {"typed-transactions.json", checkTypedTransaction},
        {"eip712.json", checkTypedData},
        {"solidity-hashes.json", checkSolidityHash},
        {"namehash.json", checkNamehash},
        {"nameprep.json", checkNameprep},
        {"wallets.json", checkWallet},
        {"bignumber.json", checkBigNumber},
        {"units.json", checkUnits},
    };
    VectorSuite suite("02-ethereum/ethers");
    suite.eachCase([&checks](const Case& c) -> Verdict {
        const auto check = checks.find(c.file);
        if (check == checks.end()) return leftOut(cat("core/crypto has nothing for ", c.file));
        return check->second(c);
    });
    return suite.finish();
}
