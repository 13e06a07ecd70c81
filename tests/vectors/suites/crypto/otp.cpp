// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/otp.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

HashFunction hashOf(const boost::json::value& value) {
    const auto name = text(value, "hash");
    if (name == "SHA1") return HashFunction::sha1;
    if (name == "SHA256") return HashFunction::sha256;
    if (name == "SHA512") return HashFunction::sha512;
    throw UnfamiliarShape(cat("no one-time passwords with ", name));
}

std::string withoutPadding(std::string text) {
    std::erase(text, '=');
    return text;
}

}  // namespace

int main() {
    VectorSuite suite("06-auth-tokens/otp");
    suite.eachCase([](const Case& c) -> Verdict {
        const auto secret = hex(c.value, "secret_hex");
        OtpParameters parameters{hashOf(c.value), static_cast<unsigned>(integer(c.value, "digits")),
                                 30};
        if (find(c.value, "hotp") != nullptr) {
            const auto counter = static_cast<std::uint64_t>(integer(c.value, "counter"));
            return expectEqual("hotp", hotp(secret, counter, parameters), text(c.value, "hotp"));
        }
        parameters.stepSeconds = integer(c.value, "step");
        const auto counter =
            totpCounter({integer(c.value, "time") * 1'000'000 + 999'999}, parameters);
        return all({expectEqual("totp", hotp(secret, counter, parameters), text(c.value, "totp")),
                    expectEqual("base32", toBase32(secret),
                                withoutPadding(text(c.value, "secret_base32")))});
    });
    return suite.finish();
}
