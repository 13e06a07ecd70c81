// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/keystore.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

int main() {
    VectorSuite suite("06-auth-tokens/scrypt");
    suite.eachCase([](const Case& c) -> Verdict {
        const auto number = [&c](const char* key) {
            return static_cast<std::uint32_t>(integer(c.value, key));
        };
        const keystore::ScryptCost cost{.n = number("N"), .r = number("r"), .p = number("p")};
        const auto key =
            need(keystore::scrypt(asBytes(text(c.value, "password")),
                                  asBytes(text(c.value, "salt")), cost, number("dkLen")));
        return expectEqual("key", toHex(key.view()), text(c.value, "key"));
    });
    return suite.finish();
}
