// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/eip712.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/message.h>
#include <kosh/crypto/transaction.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

Verdict checkMessage(const Case& c) {
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "privateKey")));
    const auto digest = personalMessageDigest(hex(c.value, "message_hex"));
    const auto signature = encodeSignature(key.sign(digest));
    const auto signer = need(recoverSigner(digest, hex(c.value, "signature")));
    return all({expectEqual("hash", digest.toString(), text(c.value, "hash")),
                expectEqual("signature", toHex0x(signature), text(c.value, "signature")),
                expectEqual("signer", signer.toString(), text(c.value, "address"))});
}

Verdict checkChecksum(const Case& c) {
    const auto address = Address::parse(text(c.value, "address"));
    if (flag(c.value, "valid")) return address ? passed() : failed("was refused");
    if (address) return failed("was taken");
    return all({expectEqual("error", address.error().key, "address.checksum"),
                expectEqual("right form", address.error().details.at("expected"),
                            text(c.value, "correct"))});
}

Verdict checkCreate2(const Case& c) {
    Bytes seed{0xff};
    const auto append = [&seed](ByteView part) {
        seed.insert(seed.end(), part.begin(), part.end());
    };
    append(hex(c.value, "deployer"));
    append(hex(c.value, "salt"));
    append(keccak256(hex(c.value, "init_code")).bytes);
    const auto hash = keccak256(seed);
    const auto address = need(Address::fromBytes(ByteView(hash.bytes).last(20)));
    return expectEqual("address", toHex0x(address.view()), toHex0x(hex(c.value, "address")));
}

Verdict checkReplayProtection(const boost::json::value& given) {
    Transaction tx;
    tx.type = TransactionType::legacy;
    tx.chainId = static_cast<std::uint64_t>(integer(given, "chainId"));
    tx.nonce = static_cast<std::uint64_t>(integer(given, "nonce"));
    tx.gasPrice = need(U256::parse(text(given, "gasPrice")));
    tx.gasLimit = need(U256::parse(numberText(given, "gasLimit")));
    tx.to = need(Address::fromBytes(hex(given, "to")));
    tx.value = need(U256::parse(text(given, "value")));
    tx.data = hex(given, "data");
    const auto made = signTransaction(tx, need(PrivateKey::fromBytes(hex(given, "privateKey"))));
    return all(
        {expectEqual("signing data", toHex0x(tx.unsignedEncoding()), text(given, "signingData")),
         expectEqual("signing hash", tx.signingHash().toString(), text(given, "signingHash")),
         expectEqual("r", made.signature.r().toString(), text(given, "r")),
         expectEqual("s", made.signature.s().toString(), text(given, "s")),
         expectEqual("signed", toHex0x(made.raw), text(given, "signedTx"))});
}

Verdict checkMail(const boost::json::value& given) {
    const auto data = need(eip712::TypedData::parse(boost::json::serialize(given)));
    const auto key = need(PrivateKey::fromBytes(hex(given, "privateKey")));
    const auto signature = key.sign(data.digest);
    return all(
        {expectEqual("type", data.encodedType, text(given, "encodeType")),
         expectEqual("domain", data.domainSeparator.toString(), text(given, "domainSeparator")),
         expectEqual("struct", data.structHash.toString(), text(given, "structHash")),
         expectEqual("digest", data.digest.toString(), text(given, "digest")),
         expectEqual("signature", toHex0x(signature.compact),
                     text(given, "r") + text(given, "s").substr(2)),
         expectEqual("v", std::to_string(27 + signature.recoveryId), numberText(given, "v"))});
}

}  // namespace

int main() {
    VectorSuite suite("02-ethereum/eip_examples");
    suite.eachCase("eip191_personal_sign.json", checkMessage);
    suite.eachCase("eip55_checksum.json", checkChecksum);
    suite.eachCase("eip1014_create2.json", checkCreate2);
    using Check = Verdict (*)(const boost::json::value&);
    for (const auto& [file, check] :
         {std::pair<const char*, Check>{"eip155_example.json", checkReplayProtection},
          {"eip712_mail.json", checkMail}}) {
        const auto given = suite.load(file);
        if (!given.is_null()) suite.run(file, [&] { return check(given); });
    }
    return suite.finish();
}
