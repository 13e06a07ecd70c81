// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "arguments.h"

#include <kosh/ops/node.h>
#include <kosh/wallet/drafts.h>

/// Sending with a key of this device through a node that is elsewhere.
namespace kosh::cli {

/// The node drafts and sends; the key is in this device's own vault, behind its koshd, which looks
/// the token up itself and signs only what was meant. At a terminal it is shown and asked for
/// first. Errors: `cli.node_needed`, `cli.amount`, `cli.max_fee`, `cli.not_confirmed`, those of
/// wallet.draft_send, wallet.sign_draft and wallet.submit_signed.
struct SendCommand {
    static constexpr ops::Info kInfo{"device.send",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "",
                                     "Send through a paired node what a key of this device signs"};
    using Response = wallet::Transaction;
    chain::ChainId chainId = 0;
    Address from, to;
    std::string token, amount;
    chain::Speed speed = chain::Speed::normal;
    std::string maxFee = "0.01";
    std::vector<std::string> acceptedRules;
    static constexpr auto fields() {
        using S = SendCommand;
        return std::tuple{
            json::required("chainId", &S::chainId, "EIP-155 chain id", 1),
            json::required("from", &S::from, "whose key is on this device"),
            json::required("to", &S::to, "recipient"),
            json::required("token", &S::token, "symbol or address; native symbol for the coin"),
            json::required("amount", &S::amount, "decimal, in the token's units"),
            json::optional("speed", &S::speed, "slow, normal or fast"),
            json::optional("maxFee", &S::maxFee, "of the native coin, at most; 0.01"),
            simulation::acceptedField<S>()};
    }
};

/// What is to be signed: its meaning is of this device, the rest of it the node's.
struct Signing {
    Id draftId;
    wallet::SignDraft request;
    token::Token token;
};

/// The draft of the node beside what was meant. `device` is this device's own node.
Task<Signing> draftOf(ops::Node& node, ops::Node& device, SendCommand request,
                      ops::Context context);
/// For people, before they agree.
std::string describe(const Signing& signing);
/// An error after the signature tells how to try again without paying twice: `context` has a key.
Task<wallet::Transaction> signAndSubmit(ops::Node& node, ops::Node& device, Signing signing,
                                        ops::Context context);

/// All of it, for `kosh-cli send`.
Result<wallet::Transaction> sendThrough(const Options& options, const SendCommand& request);

}  // namespace kosh::cli
