// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "sender.h"

#include <kosh/ops/dispatcher.h>
#include <kosh/wallet/signature_requests.h>

#include <functional>

namespace kosh::wallet {

/// Both ends of keys on devices: what waits for one, what it signs, what comes back.
class SignatureRequests {
public:
    /// `follow` is called with the chain of what was submitted.
    SignatureRequests(Shared& shared, Sender& sender, std::function<void(ChainId)> follow);
    void addHandlers(ops::Handlers& handlers);

private:
    Task<ListSignatureRequests::Response> list(ListSignatureRequests request, ops::Context context);
    Task<SignUnsigned::Response> sign(SignUnsigned request, ops::Context context);
    Task<Transaction> submit(SubmitSigned request, ops::Context context);
    Task<Transaction> decline(DeclineSignature request, ops::Context context);
    Task<repository::StoredRequest> find(Id requestId);

    Shared& m_shared;
    Sender& m_sender;
    std::function<void(ChainId)> m_follow;
};

}  // namespace kosh::wallet
