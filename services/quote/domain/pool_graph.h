// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/pool/api.h>

#include <optional>
#include <span>
#include <vector>

namespace kosh::quote {

/// Tokens as small numbers, pools as edges between them. The snapshots must outlive it.
class PoolGraph {
public:
    struct Edge {
        const pool::Snapshot* pool;
        std::size_t to;
        bool isFromToken0;
        std::size_t index;  ///< Of the pool.
    };
    explicit PoolGraph(std::span<const pool::Snapshot> snapshots);

    std::optional<std::size_t> find(const Address& token) const;
    std::size_t size() const { return m_tokens.size(); }
    std::size_t poolCount() const { return m_poolCount; }
    const std::vector<Edge>& edges(std::size_t token) const { return m_edges[token]; }
    /// Fewest pools from each token to `end`, whatever they hold; poolCount() + 1 without a way.
    std::vector<std::size_t> distancesTo(std::size_t end) const;

private:
    std::size_t indexOf(const Address& token);
    std::vector<Address> m_tokens;
    std::vector<std::vector<Edge>> m_edges;
    std::size_t m_poolCount;
};

}  // namespace kosh::quote
