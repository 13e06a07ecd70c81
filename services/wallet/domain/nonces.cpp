// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/nonces.h"

#include <algorithm>

namespace kosh::wallet {

namespace {
/// A hostile endpoint must not make us fill for ever; nobody has that many under way.
constexpr std::size_t kMaxGaps = 64;
}  // namespace

std::vector<NonceGap> findGaps(std::uint64_t latest, std::uint64_t pending,
                               std::span<const Transaction> underWay) {
    std::vector<NonceGap> gaps;
    if (underWay.empty()) return gaps;
    const auto highest = underWay.back().nonce;
    for (auto nonce = std::max(latest, pending); nonce <= highest && gaps.size() < kMaxGaps;
         ++nonce) {
        const auto it = std::ranges::find(underWay, nonce, &Transaction::nonce);
        if (it == underWay.end()) {
            gaps.push_back({nonce, std::nullopt});
        } else if (it->status == TransactionStatus::dropped) {
            gaps.push_back({nonce, it->transactionId});
        }
    }
    return gaps;
}

}  // namespace kosh::wallet
