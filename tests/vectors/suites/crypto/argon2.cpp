// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/argon2.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

/// An input given as text under `key` or as hex under `key`_hex.
Bytes input(const boost::json::value& value, const std::string& key) {
    if (find(value, key + "_hex") != nullptr) return hex(value, key + "_hex");
    const auto plain = optionalText(value, key, "");
    return {plain.begin(), plain.end()};
}

std::uint32_t number(const boost::json::value& value, std::string_view key) {
    return static_cast<std::uint32_t>(integer(value, key));
}

}  // namespace

int main() {
    VectorSuite suite("06-auth-tokens/argon2");
    suite.eachCase([](const Case& c) -> Verdict {
        const auto type = text(c.value, "type");
        if (type != "argon2id" && type != "argon2i" && type != "argon2d") {
            return leftOut(cat("unknown type ", type));
        }
        const Argon2Parameters parameters{.type = type == "argon2id"  ? Argon2Type::id
                                                  : type == "argon2i" ? Argon2Type::i
                                                                      : Argon2Type::d,
                                          .version = number(c.value, "version"),
                                          .iterations = number(c.value, "t"),
                                          .memoryKib = number(c.value, "m_kib"),
                                          .lanes = number(c.value, "p")};
        const auto tag = need(argon2(input(c.value, "password"), input(c.value, "salt"), parameters,
                                     number(c.value, "tagLength"), input(c.value, "secret"),
                                     input(c.value, "associated_data")));
        return expectEqual("tag", toHex(tag.view()), text(c.value, "tag"));
    });
    return suite.finish();
}
