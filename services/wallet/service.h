// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "contacts.h"
#include "keys.h"
#include "replacer.h"
#include "signature_requests.h"
#include "signing.h"
#include "tracker.h"
#include "transfers.h"

namespace kosh::wallet {

/// Puts the parts together, and answers what is asked about transactions.
class WalletService final : public runtime::Service {
public:
    WalletService(const runtime::ServiceEnvironment& env, vault::SigningKeyring& keyring);
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<Transaction> prepareTransaction(PrepareTransaction request, ops::Context context);
    Task<Transaction> broadcastTransaction(BroadcastTransaction request, ops::Context context);
    /// As it is now: what was not signed in time is declined.
    Task<Transaction> readTransaction(Id transactionId);
    Task<Transaction> getTransaction(GetTransaction request, ops::Context context);
    Task<Transaction> waitForTransaction(WaitForTransaction request, ops::Context context);
    Task<ListTransactions::Response> listTransactions(ListTransactions request,
                                                      ops::Context context);

    Shared m_shared;
    Keys m_keys;
    Contacts m_contacts;
    Signing m_signing;
    Sender m_sender;
    Tracker m_tracker;
    Transfers m_transfers;
    Replacer m_replacer;
    SignatureRequests m_requests;
};

}  // namespace kosh::wallet
