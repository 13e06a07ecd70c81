// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "shared.h"

#include <kosh/crypto/transaction.h>

namespace kosh::wallet {

/// Waits until then; the node's nonce is not kept for longer.
inline constexpr auto kSignatureTime = std::chrono::minutes(10);

/// What a device is asked to sign for `transaction`; `maxCost` is the most that this form costs.
SignatureRequest requestFor(const Shared& shared, const Transaction& transaction, AttemptKind kind,
                            const crypto::Transaction& form, const U256& maxCost);

/// Ends a waiting request in a write job: an original is declined, what was to be replaced stays as
/// it is, with the note. `changed` tells whoever waits after the job.
Result<repository::StoredTransaction> declineIn(store::Transaction& tx,
                                                const SignatureRequest& request, std::string note,
                                                Timestamp at);

/// Declines what nobody signed in time, and requests to replace what is in a block by now.
Task<> declineOverdue(Shared& shared);

}  // namespace kosh::wallet
