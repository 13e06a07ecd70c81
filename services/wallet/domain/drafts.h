// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/transaction.h>
#include <kosh/wallet/drafts.h>

namespace kosh::wallet {

/// Precondition: a legacy or dynamic-fee one.
crypto::Transaction unsignedOf(const Draft& draft);

/// `wallet.draft_differs` names the first field of the draft that is not what was meant.
Result<> checkMeaning(const SignDraft& request);

/// What was signed is the draft, and its sender signed it: `wallet.draft_differs`.
Result<> checkSigned(const Draft& draft, const crypto::SignedTransaction& made);

}  // namespace kosh::wallet
