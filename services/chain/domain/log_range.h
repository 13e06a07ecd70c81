// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace kosh::chain {

/// What is known of how many blocks an endpoint answers at once; kept from one request to the next.
struct LogSize {
    std::uint64_t size = 2000;
    std::uint64_t ceiling = 0;  ///< Refused lately; 0 = nothing was.
    int steps = 0;              ///< That went well below the ceiling since.
};

/// Cuts a block range into what an endpoint will answer: starts at 2,000 blocks, halves (or takes
/// the range the endpoint suggests) when refused, grows by half when it went well; a size
/// that was refused is tried again only after a while.
class LogRange {
public:
    LogRange(std::uint64_t from, std::uint64_t to, LogSize known = {})
        : m_from(from), m_to(to), m_known(known) {}

    /// The next piece, inclusive; nothing when all is done.
    std::optional<std::pair<std::uint64_t, std::uint64_t>> next() const;
    void succeeded();
    /// `message` may hold a suggestion such as "[0x10, 0x1f]". False when one block is already too
    /// much.
    bool refused(std::string_view message);
    const LogSize& known() const { return m_known; }

private:
    std::uint64_t m_from, m_to;
    LogSize m_known;
    bool m_isDone = false;
};

}  // namespace kosh::chain
