// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/crypto/abi_codec.h>

using namespace kosh;
using namespace kosh::crypto;

/// Types, a zero byte, data. What decodes encodes, and decodes to the same values.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::halves({data, size});
    abi::revertReason(input.second);
    abi::Decoder decoder(input.second);
    if (auto array = decoder.array()) {
        for (std::size_t i = 0; i < array->count; ++i) {
            if (!array->elements.bytes()) break;
        }
    }
    const auto types = abi::Type::parseList(input.first);
    if (!types) return 0;
    const auto values = abi::decode(*types, input.second);
    if (!values) return 0;
    const auto encoded = abi::encode(*types, *values);
    KOSH_ASSERT(encoded.has_value());
    const auto again = abi::decode(*types, *encoded);
    KOSH_ASSERT(again.has_value() && *again == *values);
    return 0;
}
