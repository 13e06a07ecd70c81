// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_filter.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxFilter = 1000;

/// What is wanted of each topic, up to the last that matters.
std::vector<const std::vector<Hash256>*> filters(const GetLogs& request) {
    std::vector<const std::vector<Hash256>*> all{&request.topics, &request.topics1,
                                                 &request.topics2};
    while (!all.empty() && all.back()->empty()) all.pop_back();
    return all;
}

template <typename T>
bool isWanted(const std::vector<T>& wanted, const T& value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

}  // namespace

Result<> checkFilter(const GetLogs& request) {
    if (request.fromBlock > request.toBlock) {
        return invalidField("toBlock", "chain.block_range", "toBlock is below fromBlock");
    }
    const bool isTooLong = std::ranges::any_of(
        filters(request), [](const auto* list) { return list->size() > kMaxFilter; });
    if (request.addresses.size() > kMaxFilter || isTooLong) {
        return invalidField("addresses", "chain.filter", "at most 1,000 addresses and topics");
    }
    return {};
}

void writeFilter(json::Writer& writer, const GetLogs& request) {
    if (!request.addresses.empty()) {
        writer.key("address");
        json::encode(request.addresses, writer);
    }
    if (const auto topics = filters(request); !topics.empty()) {
        writer.key("topics");
        writer.beginArray();
        for (const auto* list : topics) {
            if (list->empty()) {
                writer.null();
            } else {
                json::encode(*list, writer);
            }
        }
        writer.endArray();
    }
}

bool isMatching(const GetLogs& request, const Log& log) {
    const auto topics = filters(request);
    for (std::size_t i = 0; i < topics.size(); ++i) {
        if (topics[i]->empty()) continue;
        if (i >= log.topics.size() || !isWanted(*topics[i], log.topics[i])) return false;
    }
    return isWanted(request.addresses, log.address);
}

}  // namespace kosh::chain
