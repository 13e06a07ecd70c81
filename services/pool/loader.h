// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/node.h>
#include <kosh/pool/api.h>

#include <memory>
#include <optional>
#include <vector>

namespace kosh::pool {

using StatePtr = std::shared_ptr<const amm::PoolState>;
using Pair = std::pair<Address, Address>;  ///< Lower token first.

/// What loading one pool gave. Neither state nor problem: there is no such pool, or it has no
/// price yet.
struct Loaded {
    StatePtr state;
    std::optional<Error> problem;
};

/// Reads pools from the chain, everything of one block. Thread: core.
class Loader {
public:
    Loader(ops::Node& node, ChainId chainId) : m_node(node), m_chainId(chainId) {}

    /// Pools of every fee tier between each of `pairs`.
    Task<std::vector<Pool>> discover(Address factory, std::vector<Pair> pairs,
                                     std::uint64_t blockNumber, observe::Trace trace);
    /// One result a pool, in their order: a pool that answers nonsense does not spoil the others.
    Task<std::vector<Loaded>> load(std::vector<Pool> pools, std::uint64_t blockNumber,
                                   observe::Trace trace);

private:
    Task<std::vector<chain::CallResult>> callAll(std::vector<chain::CallRequest> calls,
                                                 std::uint64_t blockNumber, observe::Trace trace);

    ops::Node& m_node;
    ChainId m_chainId;
};

}  // namespace kosh::pool
