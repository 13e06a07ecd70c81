// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "rate_limiter.h"

#include <algorithm>

namespace kosh::gateway {

RateLimiter::Account& RateLimiter::accountOf(std::string_view caller, Instant now) {
    auto found = m_accounts.find(caller);
    if (found == m_accounts.end()) {
        if (m_accounts.size() >= m_maxCallers) sweep(now);
        const bool isFull = m_accounts.size() >= m_maxCallers;
        found = m_accounts.try_emplace(std::string(isFull ? "*" : caller)).first;
    }
    if (found->second.endsAt <= now) found->second = {now + m_window, 0};
    return found->second;
}

RateLimiter::Verdict RateLimiter::charge(std::string_view caller, std::uint32_t limit,
                                         std::uint32_t cost, Instant now) {
    Account& account = accountOf(caller, now);
    Verdict verdict;
    verdict.limit = limit;
    verdict.isAllowed = account.used <= limit && cost <= limit - account.used;
    if (verdict.isAllowed) account.used += cost;
    verdict.remaining = limit - std::min(limit, account.used);
    const auto left = std::chrono::ceil<std::chrono::seconds>(account.endsAt - now);
    verdict.resetSeconds = static_cast<std::uint32_t>(left.count());
    return verdict;
}

void RateLimiter::sweep(Instant now) {
    std::erase_if(m_accounts, [now](const auto& entry) { return entry.second.endsAt <= now; });
}

}  // namespace kosh::gateway
