// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "pool_graph.h"

#include <algorithm>

namespace kosh::quote {

PoolGraph::PoolGraph(std::span<const pool::Snapshot> snapshots) {
    for (const auto& snapshot : snapshots) {
        const auto token0 = indexOf(snapshot.pool.token0);
        const auto token1 = indexOf(snapshot.pool.token1);
        m_edges[token0].push_back({&snapshot, token1, true});
        m_edges[token1].push_back({&snapshot, token0, false});
    }
}

std::optional<std::size_t> PoolGraph::find(const Address& token) const {
    const auto found = std::ranges::find(m_tokens, token);
    if (found == m_tokens.end()) return std::nullopt;
    return static_cast<std::size_t>(found - m_tokens.begin());
}

std::size_t PoolGraph::indexOf(const Address& token) {
    if (const auto index = find(token)) return *index;
    m_tokens.push_back(token);
    m_edges.emplace_back();
    return m_tokens.size() - 1;
}

bool PoolGraph::isAdjacent(std::size_t a, std::size_t b) const {
    return std::ranges::any_of(m_edges[a], [b](const Edge& edge) { return edge.to == b; });
}

bool PoolGraph::isConnected(std::size_t from, std::size_t to, std::size_t maxHops) const {
    std::vector<bool> isReached(size());
    isReached[from] = true;
    for (std::size_t hop = 0; hop < maxHops; ++hop) {
        auto next = isReached;
        for (std::size_t token = 0; token < size(); ++token) {
            if (!isReached[token]) continue;
            for (const auto& edge : m_edges[token]) next[edge.to] = true;
        }
        isReached = std::move(next);
    }
    return isReached[to];
}

}  // namespace kosh::quote
