// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "transfers.h"

#include <kosh/wallet/drafts.h>

namespace kosh::wallet {

/// Transfers whose key is on another device.
class Drafts {
public:
    /// `follow` is called with the chain of what was submitted.
    Drafts(Shared& shared, Sender& sender, Transfers& transfers,
           std::function<void(ChainId)> follow);
    void addHandlers(ops::Handlers& handlers);

private:
    Task<DraftSend::Response> draft(DraftSend request, ops::Context context);
    Task<SignDraft::Response> sign(SignDraft request, ops::Context context);
    Task<Transaction> submit(SubmitSigned request, ops::Context context);
    /// Reviews and stores what was signed.
    Task<repository::StoredTransaction> keep(repository::StoredDraft draft,
                                             crypto::SignedTransaction made, std::string reference,
                                             observe::Trace trace);

    Shared& m_shared;
    Sender& m_sender;
    Transfers& m_transfers;
    std::function<void(ChainId)> m_follow;
};

}  // namespace kosh::wallet
