// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/transaction.h>
#include <kosh/wallet/signature_requests.h>

namespace kosh::wallet {

/// A legacy, access-list or dynamic-fee one as it is asked for; and back.
UnsignedTransaction toAsked(const crypto::Transaction& transaction, const Address& from);
crypto::Transaction unsignedOf(const UnsignedTransaction& asked);

/// `wallet.type` for what is not written; with a meaning, `wallet.differs_from_meant` names the
/// first field that is not what was meant.
Result<> checkAsked(const SignUnsigned& request);

/// What was signed is what was asked for, and its sender signed it: `wallet.differs_from_request`.
Result<> checkSigned(const UnsignedTransaction& asked, const crypto::SignedTransaction& made);

}  // namespace kosh::wallet
