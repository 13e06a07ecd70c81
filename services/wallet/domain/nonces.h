// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/api.h>

#include <span>

namespace kosh::wallet {

/// What keeps later transactions waiting: nonces from `latest` on, below the highest one under way,
/// that the mempool (all below `pending`) does not have and that are dropped or nobody's.
/// `underWay` is sorted by nonce.
std::vector<NonceGap> findGaps(std::uint64_t latest, std::uint64_t pending,
                               std::span<const Transaction> underWay);

}  // namespace kosh::wallet
