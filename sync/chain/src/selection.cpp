// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/pool_state.h"

#include <algorithm>
#include <array>
#include <bit>

/// Who is asked, and in which order.
namespace kosh::chain_rpc {
namespace {

bool isFitFor(const Endpoint& endpoint, Use use) {
    using enum chain::EndpointRole;
    if (!endpoint.entry().isEnabled) return false;
    const auto role = endpoint.entry().role;
    switch (use) {
        case Use::read:
            return role != broadcast;
        case Use::broadcast:
            return role == all;
        case Use::privateBroadcast:
            return role == broadcast;
    }
    return false;
}

/// One of `count` places, by chance.
std::uint64_t draw(Random& random, std::uint64_t count) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    return std::bit_cast<std::uint64_t>(bytes) % count;
}

/// Those of the same order in an order of chance, heavier ones more often first.
std::vector<EndpointPtr> drawn(std::vector<EndpointPtr> endpoints, Random& random) {
    const auto orderOf = [](const EndpointPtr& one) { return one->entry().order.value_or(0); };
    for (auto first = endpoints.begin(); first != endpoints.end(); ++first) {
        const auto last = std::find_if(first, endpoints.end(), [&](const auto& one) {
            return orderOf(one) != orderOf(*first);
        });
        if (last - first < 2) continue;
        std::uint64_t total = 0;
        for (auto one = first; one != last; ++one) {
            total += static_cast<std::uint64_t>((*one)->entry().weight);
        }
        auto place = draw(random, total);
        auto chosen = first;
        while (place >= static_cast<std::uint64_t>((*chosen)->entry().weight)) {
            place -= static_cast<std::uint64_t>((*chosen)->entry().weight);
            ++chosen;
        }
        std::rotate(first, chosen, chosen + 1);
    }
    return endpoints;
}

}  // namespace

bool PoolState::isStale(chain::ChainId chainId, const Endpoint& endpoint) const {
    const auto found = chains.find(chainId);
    if (found == chains.end() || endpoint.head() == 0) return false;
    std::vector<std::uint64_t> heads;
    for (const auto& other : found->second) heads.push_back(other->head());
    std::ranges::sort(heads, std::greater{});
    // Of three or more, a single one cannot make the others look late.
    const auto reference = heads.size() >= 3 ? heads[1] : heads[0];
    return endpoint.head() + options.staleBlocks < reference;
}

std::vector<EndpointPtr> PoolState::ordered(chain::ChainId chainId, Use use,
                                            std::span<const Call> calls) const {
    const auto found = chains.find(chainId);
    if (found == chains.end()) return {};
    std::vector<EndpointPtr> fit, sorted;
    std::ranges::copy_if(found->second, std::back_inserter(fit),
                         [use](const auto& one) { return isFitFor(*one, use); });
    fit = drawn(std::move(fit), random);
    const auto rankOf = [&](const Endpoint& one) {
        if (isStale(chainId, one)) return 2;
        return one.isSlow() || one.lacksAnyOf(calls) ? 1 : 0;
    };
    for (int rank = 0; rank <= 2; ++rank) {
        std::ranges::copy_if(fit, std::back_inserter(sorted),
                             [&](const auto& one) { return rankOf(*one) == rank; });
    }
    return sorted;
}

}  // namespace kosh::chain_rpc
