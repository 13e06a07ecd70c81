// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>

namespace kosh::ledger {

/// What PostEntry promises to refuse, but for the sums. `now`: nothing is booked ahead of it.
Result<> checkByHand(const PostEntry& request, Timestamp now);

/// The sums of postings with their assets resolved: `ledger.unbalanced` (invalid).
Result<> checkSums(const std::vector<Posting>& postings);

}  // namespace kosh::ledger
