// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/crypto/bip32.h>
#include <kosh/crypto/bip39.h>
#include <kosh/crypto/hash.h>

using namespace kosh::crypto;

namespace kosh::test {
namespace {

Verdict checkNode(const bip32::ExtendedPrivateKey& master, const boost::json::value& node) {
    const auto path = need(bip32::Path::parse(text(node, "path")));
    const auto key = need(master.derive(path));
    return all({
        expectEqual("key", toHex0x(key.key().bytes().view()), text(node, "privateKey")),
        expectEqual("address", toHex0x(key.publicKey().address().view()), text(node, "address")),
    });
}

}  // namespace

/// ICAP addresses, which nothing uses any more, are not looked at.
Verdict checkAccount(const Case& c) {
    const auto checksummed = text(c.value, "checksumAddress");
    const auto address = need(Address::parse(text(c.value, "address")));
    const auto verdict =
        all({expectEqual("checksum", address.toString(), checksummed),
             expectEqual("read", need(Address::parse(checksummed)).toString(), checksummed)});
    if (find(c.value, "privateKey") == nullptr) return verdict;
    const auto key = need(PrivateKey::fromBytes(hex(c.value, "privateKey")));
    return all({verdict, expectEqual("of key", key.publicKey().address().toString(), checksummed)});
}

Verdict checkHash(const Case& c) {
    const auto data = hex(c.value, "data");
    auto verdict =
        all({expectEqual("keccak256", keccak256(data).toString(), text(c.value, "keccak256")),
             expectEqual("sha256", sha256(data).toString(), text(c.value, "sha256")),
             expectEqual("sha512", toHex0x(sha512(data)), text(c.value, "sha512"))});
    if (find(c.value, "ripemd160") == nullptr) return verdict;
    return all(
        {verdict, expectEqual("ripemd160", toHex0x(ripemd160(data)), text(c.value, "ripemd160"))});
}

/// Word lists other than English are not compiled in: of those cases the seed and the keys are
/// checked, which need no list.
Verdict checkHdNode(const Case& c) {
    const auto entropy = hex(c.value, "entropy");
    const auto phrase = SecretBytes::fromText(text(c.value, "mnemonic"));
    if (text(c.value, "locale") == "en") {
        const auto made = need(bip39::phraseFromEntropy(entropy));
        const auto back = need(bip39::entropyFromPhrase(phrase));
        const auto verdict = all({expectEqual("phrase", made.text(), phrase.text()),
                                  expectEqual("entropy", toHex(back.view()), toHex(entropy))});
        if (verdict.kind != Verdict::Kind::passed) return verdict;
    }
    const auto password = optionalText(c.value, "password", "");
    const auto seed = need(bip39::seedFromPhrase(phrase, asBytes(password)));
    const auto verdict = expectEqual("seed", toHex0x(seed.view()), text(c.value, "seed"));
    if (verdict.kind != Verdict::Kind::passed) return verdict;
    const auto master = need(bip32::ExtendedPrivateKey::fromSeed(seed.view()));
    for (const auto& node : array(c.value, "hdnodes")) {
        auto checked = checkNode(master, node);
        if (checked.kind != Verdict::Kind::passed) return checked;
    }
    return passed();
}

}  // namespace kosh::test
