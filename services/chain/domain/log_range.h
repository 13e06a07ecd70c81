// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace kosh::chain {

/// Cuts a block range into what an endpoint will answer: starts at 2,000 blocks, halves (or takes
/// the range the endpoint suggests) when refused, grows by half when it went well.
class LogRange {
public:
    LogRange(std::uint64_t from, std::uint64_t to) : m_from(from), m_to(to) {}

    /// The next piece, inclusive; nothing when all is done.
    std::optional<std::pair<std::uint64_t, std::uint64_t>> next() const;
    void succeeded();
    /// `message` may hold a suggestion such as "[0x10, 0x1f]". False when one block is already too
    /// much.
    bool refused(std::string_view message);

private:
    std::uint64_t m_from, m_to;
    std::uint64_t m_size = 2000;
    bool m_isDone = false;
};

}  // namespace kosh::chain
