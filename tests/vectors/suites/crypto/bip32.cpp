// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/bip32.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;
using namespace kosh::crypto::bip32;

namespace {

/// A chain of the tree: the private way, the serialised keys read back, and the public way when the
/// last step is not hardened.
Verdict checkChain(const ExtendedPrivateKey& master, const boost::json::value& chain) {
    const auto path = need(Path::parse(text(chain, "path")));
    const auto xprv = text(chain, "xprv");
    const auto xpub = text(chain, "xpub");
    const auto key = need(master.derive(path));
    const auto parsedPrivate = need(ExtendedPrivateKey::parse(SecretBytes::fromText(xprv)));
    const auto parsedPublic = need(ExtendedPublicKey::parse(xpub));
    const auto verdict = all({
        expectEqual("xprv", key.serialise().text(), xprv),
        expectEqual("xpub", key.extendedPublicKey().toString(), xpub),
        expectEqual("xprv read", parsedPrivate.serialise().text(), xprv),
        expectEqual("xpub read", parsedPublic.toString(), xpub),
        expectEqual("xpub of xprv", parsedPrivate.extendedPublicKey().toString(), xpub),
    });
    if (verdict.kind != Verdict::Kind::passed || path.steps.empty()) return verdict;
    const auto last = path.steps.back();
    if (last >= kHardened) return verdict;
    const Path parentPath{{path.steps.begin(), path.steps.end() - 1}};
    const auto parent = need(master.derive(parentPath)).extendedPublicKey();
    return expectEqual("public derivation", need(parent.child(last)).toString(), xpub);
}

Verdict checkDerivation(const Case& c) {
    const auto master = need(ExtendedPrivateKey::fromSeed(hex(c.value, "seed")));
    for (const auto& chain : array(c.value, "chains")) {
        auto verdict = checkChain(master, chain);
        if (verdict.kind != Verdict::Kind::passed) {
            return failed(cat(text(chain, "path"), ' ', verdict.reason));
        }
    }
    return passed();
}

Verdict checkInvalid(const Case& c) {
    const auto key = text(c.value, "key");
    const auto reason = text(c.value, "reason");
    if (ExtendedPrivateKey::parse(SecretBytes::fromText(key))) {
        return failed(cat("taken as private key: ", reason));
    }
    if (ExtendedPublicKey::parse(key)) return failed(cat("taken as public key: ", reason));
    return passed();
}

}  // namespace

int main() {
    VectorSuite suite("01-bitcoin/bip32");
    suite.eachCase([](const Case& c) {
        return find(c.value, "chains") != nullptr ? checkDerivation(c) : checkInvalid(c);
    });
    return suite.finish();
}
