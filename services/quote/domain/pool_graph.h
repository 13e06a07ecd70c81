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
    };
    explicit PoolGraph(std::span<const pool::Snapshot> snapshots);

    std::optional<std::size_t> find(const Address& token) const;
    std::size_t size() const { return m_tokens.size(); }
    const std::vector<Edge>& edges(std::size_t token) const { return m_edges[token]; }
    bool isAdjacent(std::size_t a, std::size_t b) const;
    /// A way of at most `maxHops` pools, whatever they hold.
    bool isConnected(std::size_t from, std::size_t to, std::size_t maxHops) const;

private:
    std::size_t indexOf(const Address& token);
    std::vector<Address> m_tokens;
    std::vector<std::vector<Edge>> m_edges;
};

}  // namespace kosh::quote
