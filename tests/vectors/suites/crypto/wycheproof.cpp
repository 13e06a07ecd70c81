// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wycheproof.h"

#include <map>

using namespace kosh::test;

namespace kosh::test {

Verdict WycheproofCase::expect(bool isAccepted) const {
    const auto result = text(test, "result");
    if (result == "acceptable" || isAccepted == (result == "valid")) return passed();
    return failed(isAccepted ? "accepted" : "refused");
}

}  // namespace kosh::test

namespace {

using Check = Verdict (*)(const WycheproofCase&);

/// By the type of a group, which says what its tests hold.
const std::map<std::string, Check>& checks() {
    static const std::map<std::string, Check> table = {
        {"AeadTest", checkGcm},           {"HkdfTest", checkHkdf},
        {"MacTest", checkHmac},           {"PbkdfTest", checkPbkdf2},
        {"EcdsaVerify", checkEcdsa},      {"EcdsaBitcoinVerify", checkEcdsa},
        {"EcdsaP1363Verify", checkEcdsa}, {"JsonWebSignature", checkJws},
        {"JsonWebKey", checkJws},         {"JsonWebCrypto", checkJws},
        {"JsonWebEncryption", checkJws},  {"EddsaVerify", checkEdDsa},
        {"RsassaPkcs1Verify", checkRsa},
    };
    return table;
}

Verdict runOne(const WycheproofCase& c) {
    const auto type = text(c.group, "type");
    const auto check = checks().find(type);
    if (check == checks().end()) return leftOut(kosh::cat(type, " has no use in core/crypto"));
    return check->second(c);
}

}  // namespace

int main() {
    VectorSuite suite("03-wycheproof");
    for (const auto& file : suite.files()) {
        const auto content = suite.load(file);
        const auto* groups = find(content, "testGroups");
        if (groups == nullptr || !groups->is_array()) {
            suite.run(file, [] { return leftOut("no test groups"); });
            continue;
        }
        for (const auto& group : groups->get_array()) {
            for (const auto& test : array(group, "tests")) {
                const auto name = kosh::cat(file, ' ', numberText(test, "tcId"));
                suite.run(name, [&] { return runOne({content, group, test}); });
            }
        }
    }
    return suite.finish();
}
