// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "domain/log_range.h"
#include "domain/rpc_values.h"

#include <kosh/crypto/abi_codec.h>

using namespace kosh;

/// Logs of a node, the words inside them, and the ranges that a refusal suggests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    chain::LogRange range(0, 100'000);
    for (int i = 0; i < 40 && range.next(); ++i) {
        const auto next = range.next();
        KOSH_ASSERT(next->first <= next->second && next->second <= 100'000);
        if (!range.refused(text)) break;
    }
    const auto document = json::Document::parse(text);
    if (!document) return 0;
    const auto logs = chain::rpc::logs(document->root(), "logs");
    if (!logs) return 0;
    for (const auto& log : *logs) {
        KOSH_ASSERT(log.topics.size() <= 4);
        crypto::abi::Decoder words(log.data);
        while (words.integer(160)) {
        }
    }
    return 0;
}
