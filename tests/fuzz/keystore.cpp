// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/crypto/keystore.h>
#include <kosh/json/json.h>

using namespace kosh;
using namespace kosh::crypto;

namespace {

constexpr std::uint64_t kMostWork = 4096;

/// Files within the limits may still take seconds each: those are passed over here.
bool isQuick(json::Value parameters) {
    std::uint64_t work = 1;
    for (const std::string_view name : {"n", "r", "p", "c"}) {
        std::uint64_t value = 0;
        if (!parameters.find(name).toUint64(value)) continue;
        if (value > kMostWork) return false;
        work *= std::max<std::uint64_t>(value, 1);
    }
    return work <= kMostWork;
}

}  // namespace

/// A file opens or says why not. One that opens under "p" holds a key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    const auto document = json::Document::parse(text);
    if (document) {
        const auto root = document->root();
        const auto crypto = root.has("crypto") ? root.find("crypto") : root.find("Crypto");
        if (!isQuick(crypto.find("kdfparams"))) return 0;
    }
    const auto key = keystore::open(text, SecretBytes::fromText("p"));
    KOSH_ASSERT(key ? key->bytes().size() == 32 : !key.error().key.empty());
    return 0;
}
