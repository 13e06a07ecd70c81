// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "pool_graph.h"

#include <algorithm>

namespace kosh::quote {

PoolGraph::PoolGraph(std::span<const pool::Snapshot> snapshots) : m_poolCount(snapshots.size()) {
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        const auto& snapshot = snapshots[i];
        const auto token0 = indexOf(snapshot.pool.token0);
        const auto token1 = indexOf(snapshot.pool.token1);
        m_edges[token0].push_back({&snapshot, token1, true, i});
        m_edges[token1].push_back({&snapshot, token0, false, i});
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

std::vector<std::size_t> PoolGraph::distancesTo(std::size_t end) const {
    const std::size_t never = m_poolCount + 1;
    std::vector<std::size_t> distances(size(), never);
    std::vector<std::size_t> reached{end};
    distances[end] = 0;
    for (std::size_t i = 0; i < reached.size(); ++i) {
        for (const auto& edge : m_edges[reached[i]]) {
            if (distances[edge.to] != never) continue;
            distances[edge.to] = distances[reached[i]] + 1;
            reached.push_back(edge.to);
        }
    }
    return distances;
}

}  // namespace kosh::quote
