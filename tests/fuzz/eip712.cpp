// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/crypto/eip712.h>

using namespace kosh;
using namespace kosh::crypto;

namespace {

std::size_t countOf(const eip712::Node& node) {
    std::size_t count = 1 + node.toString().size();
    for (const auto& child : node.children()) count += countOf(child);
    return count;
}

}  // namespace

/// Reading twice gives the same digest, and all that was read can be shown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    const auto read = eip712::TypedData::parse(text);
    if (!read) {
        KOSH_ASSERT(!read.error().key.empty());
        return 0;
    }
    KOSH_ASSERT(countOf(read->message) > 0);
    KOSH_ASSERT(eip712::TypedData::parse(text)->digest == read->digest);
    return 0;
}
