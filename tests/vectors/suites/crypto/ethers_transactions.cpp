// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/crypto/transaction.h>

using namespace kosh::crypto;

namespace kosh::test {
namespace {

using boost::json::value;

U256 quantity(const value& object, std::string_view key) {
    const auto digits = optionalText(object, key, "0");
    return need(U256::parse(digits == "0x" ? "0" : digits));
}

/// The fields that every type has.
Transaction commonFields(const value& object) {
    Transaction tx;
    tx.nonce = quantity(object, "nonce").low64();
    tx.gasPrice = quantity(object, "gasPrice");
    tx.gasLimit = quantity(object, "gasLimit");
    tx.value = quantity(object, "value");
    const value* to = find(object, "to");
    if (to != nullptr && to->is_string()) tx.to = need(Address::fromBytes(hexOf(*to)));
    if (find(object, "data") != nullptr) tx.data = hex(object, "data");
    return tx;
}

std::vector<AccessListEntry> accessList(const value& object) {
    std::vector<AccessListEntry> list;
    if (find(object, "accessList") == nullptr) return list;
    for (const auto& given : array(object, "accessList")) {
        AccessListEntry entry;
        entry.address = need(Address::fromBytes(hex(given, "address")));
        for (const auto& key : array(given, "storageKeys")) {
            entry.storageKeys.push_back(need(Hash256::fromBytes(hexOf(key))));
        }
        list.push_back(std::move(entry));
    }
    return list;
}

struct Expected {
    std::string unsignedHex;
    std::string signedHex;
    Bytes sender;
};

/// Builds, signs, and reads the expected bytes back to the same transaction and sender.
Verdict check(const Transaction& tx, const PrivateKey& key, const Expected& expected) {
    const auto made = signTransaction(tx, key);
    const auto read = need(SignedTransaction::decode(need(fromHex(expected.signedHex))));
    return all({expectEqual("unsigned", toHex0x(tx.unsignedEncoding()), expected.unsignedHex),
                expectEqual("signed", toHex0x(made.raw), expected.signedHex),
                expectEqual("sender", toHex(read.sender.view()), toHex(expected.sender)),
                expectEqual("hash", read.hash.toString(), made.hash.toString()),
                read.transaction == tx ? passed() : failed("decoded to another transaction")});
}

}  // namespace

Verdict checkTransaction(const Case& c) {
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "privateKey")));
    auto tx = commonFields(c.value);
    tx.type = TransactionType::legacy;
    const auto sender = hex(c.value, "accountAddress");
    const auto verdict =
        check(tx, key,
              {text(c.value, "unsignedTransaction"), text(c.value, "signedTransaction"), sender});
    tx.chainId = 5;
    return all({verdict, check(tx, key,
                               {text(c.value, "unsignedTransactionChainId5"),
                                text(c.value, "signedTransactionChainId5"), sender})});
}

Verdict checkTypedTransaction(const Case& c) {
    const auto& given = at(c.value, "tx");
    const auto type = integer(given, "type");
    if (type != 1 && type != 2) return leftOut(cat("transaction type ", type, " is not supported"));
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "key")));
    auto tx = commonFields(given);
    tx.type = static_cast<TransactionType>(type);
    tx.chainId = quantity(given, "chainId").low64();
    tx.accessList = accessList(given);
    if (tx.type == TransactionType::dynamicFee) {
        tx.gasPrice = 0;
        tx.maxPriorityFeePerGas = quantity(given, "maxPriorityFeePerGas");
        tx.maxFeePerGas = quantity(given, "maxFeePerGas");
    }
    return check(tx, key,
                 {text(c.value, "unsigned"), text(c.value, "signed"), hex(c.value, "address")});
}

}  // namespace kosh::test
