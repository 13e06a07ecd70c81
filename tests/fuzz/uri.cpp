// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "src/url.h"

#include <kosh/crypto/eip681.h>
#include <kosh/crypto/ens.h>

using namespace kosh;
using namespace kosh::crypto;

/// Payment links read, write and read the same; a normal name is normal; a shown host is no secret.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    if (const auto request = eip681::parse(text)) {
        const auto again = eip681::parse(eip681::format(*request));
        KOSH_ASSERT(again.has_value() && *again == *request);
    }
    if (const auto name = ens::normalise(text)) {
        const auto again = ens::normalise(*name);
        KOSH_ASSERT(again.has_value() && *again == *name);
        ens::namehash(*name);
    }
    if (const auto host = chain_rpc::hostOf(text)) {
        KOSH_ASSERT(host->find('@') == std::string::npos && host->find('/') == std::string::npos);
        KOSH_ASSERT(chain_rpc::originOf(text).has_value());
    }
    return 0;
}
