// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

#include <deque>

namespace kosh::chain {

/// The newest blocks seen, ascending, without gaps being filled: enough to tell growth from
/// reorganisation.
class BlockHistory {
public:
    static constexpr std::size_t kCapacity = 256;

    struct Ref {
        std::uint64_t number = 0;
        Hash256 hash, parentHash;
    };
    enum class Step : std::uint8_t {
        same,     ///< The head itself.
        extends,  ///< Follows the head by number and parent hash, or is the first.
        unclear,  ///< Above, beside or below: the hashes at known numbers decide.
    };

    Step classify(const Block& block) const;
    /// It is one of the newest blocks seen.
    bool isKnown(const Block& block) const;
    /// Another block was seen at its height.
    bool contradicts(const Block& block) const;
    /// Makes `block` the head; blocks at or above its number are forgotten.
    void push(const Block& block);
    void truncateAbove(std::uint64_t number);

    const std::optional<Block>& head() const { return m_head; }
    /// Known blocks at or below `number`, newest first.
    std::vector<Ref> downFrom(std::uint64_t number) const;
    std::uint64_t lowest() const { return m_refs.empty() ? 0 : m_refs.front().number; }

private:
    std::deque<Ref> m_refs;
    std::optional<Block> m_head;
};

}  // namespace kosh::chain
