// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/block_history.h"

#include <algorithm>

namespace kosh::chain {

BlockHistory::Step BlockHistory::classify(const Block& block) const {
    if (!m_head) return Step::extends;
    if (block.number == m_head->number && block.hash == m_head->hash) return Step::same;
    if (block.number == m_head->number + 1 && block.parentHash == m_head->hash) {
        return Step::extends;
    }
    return Step::unclear;
}

bool BlockHistory::isKnown(const Block& block) const {
    return std::ranges::any_of(m_refs, [&](const Ref& ref) {
        return ref.number == block.number && ref.hash == block.hash;
    });
}

bool BlockHistory::contradicts(const Block& block) const {
    return std::ranges::any_of(m_refs, [&](const Ref& ref) {
        return ref.number == block.number && ref.hash != block.hash;
    });
}

void BlockHistory::push(const Block& block) {
    while (!m_refs.empty() && m_refs.back().number >= block.number) m_refs.pop_back();
    m_refs.push_back({block.number, block.hash, block.parentHash});
    if (m_refs.size() > kCapacity) m_refs.pop_front();
    m_head = block;
}

void BlockHistory::truncateAbove(std::uint64_t number) {
    while (!m_refs.empty() && m_refs.back().number > number) m_refs.pop_back();
}

std::vector<BlockHistory::Ref> BlockHistory::downFrom(std::uint64_t number) const {
    std::vector<Ref> refs;
    for (auto ref = m_refs.rbegin(); ref != m_refs.rend(); ++ref) {
        if (ref->number <= number) refs.push_back(*ref);
    }
    return refs;
}

}  // namespace kosh::chain
