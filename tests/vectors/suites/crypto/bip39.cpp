// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/bip32.h>
#include <kosh/crypto/bip39.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

int main() {
    VectorSuite suite("01-bitcoin/bip39");
    suite.eachCase([](const Case& c) -> Verdict {
        const auto entropy = hex(c.value, "entropy");
        const auto expected = text(c.value, "mnemonic");
        const auto phrase = need(bip39::phraseFromEntropy(entropy));
        const auto back = need(bip39::entropyFromPhrase(SecretBytes::fromText(expected)));
        const auto passphrase = optionalText(c.value, "passphrase", "");
        const auto seed = need(bip39::seedFromPhrase(phrase, asBytes(passphrase)));
        const auto master = need(bip32::ExtendedPrivateKey::fromSeed(seed.view()));
        return all({expectEqual("phrase", phrase.text(), expected),
                    expectEqual("entropy", toHex(back.view()), toHex(entropy)),
                    expectEqual("seed", toHex(seed.view()), text(c.value, "seed")),
                    expectEqual("xprv", master.serialise().text(), text(c.value, "bip32_xprv"))});
    });
    return suite.finish();
}
