// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kosh::gateway {

/// How much each caller may ask for in a window that begins with the caller's first request.
/// Bounded: when too many callers are known, new ones share one allowance.
class RateLimiter {
public:
    using Instant = std::chrono::steady_clock::time_point;
    struct Verdict {
        bool isAllowed = true;
        std::uint32_t limit = 0;
        std::uint32_t remaining = 0;
        std::uint32_t resetSeconds = 0;
    };
    explicit RateLimiter(std::chrono::seconds window, std::size_t maxCallers = 100'000)
        : m_window(window), m_maxCallers(maxCallers) {}

    /// Takes `cost` units from the caller's allowance, or nothing when it has less.
    Verdict charge(std::string_view caller, std::uint32_t limit, std::uint32_t cost, Instant now);
    /// Forgets those whose window is over.
    void sweep(Instant now);
    std::chrono::seconds window() const { return m_window; }

private:
    struct Account {
        Instant endsAt;
        std::uint32_t used = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    Account& accountOf(std::string_view caller, Instant now);
    std::chrono::seconds m_window;
    std::size_t m_maxCallers;
    std::unordered_map<std::string, Account, Hash, std::equal_to<>> m_accounts;
};

}  // namespace kosh::gateway
