// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "contacts.h"
#include "sender.h"

#include <kosh/ops/dispatcher.h>

#include <functional>

namespace kosh::wallet {

/// Coins and tokens to somebody, and requests for them.
class Transfers {
public:
    /// `follow` is called with the chain of what was signed.
    Transfers(Shared& shared, Sender& sender, Contacts& contacts,
              std::function<void(ChainId)> follow);
    void addHandlers(ops::Handlers& handlers);

    /// A transfer ready to be signed, with what it costs.
    struct Plan {
        PrepareTransaction prepare;
        SentAsset sent;
        Costs costs;
        U256 assetBalance;
    };
    Task<Plan> plan(Send request, observe::Trace trace);

private:
    Task<> planNative(std::shared_ptr<Plan> plan, bool isMax, observe::Trace trace);
    Task<> planToken(std::shared_ptr<Plan> plan, bool isMax, observe::Trace trace);

    Task<Transaction> send(Send request, ops::Context context);
    Task<PreviewSend::Response> preview(PreviewSend request, ops::Context context);
    Task<MakePaymentUri::Response> makeUri(MakePaymentUri request, ops::Context context);
    Task<ReadPaymentUri::Response> readUri(ReadPaymentUri request, ops::Context context);
    Task<DecodeTransaction::Response> decode(DecodeTransaction request, ops::Context context);

    /// By symbol or address; empty: the native coin.
    Task<token::Token> knownToken(ChainId chainId, std::string name, observe::Trace trace);

    Shared& m_shared;
    Sender& m_sender;
    Contacts& m_contacts;
    std::function<void(ChainId)> m_follow;
};

}  // namespace kosh::wallet
