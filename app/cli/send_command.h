// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "sign_command.h"

#include <kosh/simulation/review.h>

/// Sending with a key of this device through a node that is elsewhere.
namespace kosh::cli {

/// The node plans, sends and follows; the key is in this device's own vault, behind its koshd,
/// which looks the token up itself and signs only what was meant. At a terminal it is shown and
/// asked for first. The same command under the same idempotency key sends once, however often it is
/// repeated. Errors: `cli.node_needed`, `cli.amount`, `cli.max_fee`, `cli.not_confirmed`,
/// `cli.not_meant`, `cli.declined`, those of wallet.send, wallet.sign_unsigned and
/// wallet.submit_signed.
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

/// What the person at this device means.
struct Meaning {
    wallet::TransferMeant meant;
    token::Token token;
};
/// The node's transaction, and what it asks for as long as it is not signed.
struct Planned {
    wallet::Transaction transaction;
    std::optional<wallet::SignatureRequest> request;
};

/// `device` is this device's own node: the amount must mean on it what it means to the person.
Task<Meaning> meaningOf(ops::Node& device, SendCommand request, ops::Context context);
/// The transfer under the context's key, as it stands on the node now.
Task<Planned> planOn(ops::Node& node, SendCommand request, Meaning meaning, ops::Context context);
/// For people, before they agree.
std::string describe(const Meaning& meaning, const wallet::SignatureRequest& request);
/// An error after the signature tells how to try again without paying twice: `context` has a key.
Task<wallet::Transaction> signAndSubmit(ops::Node& node, ops::Node& device,
                                        wallet::SignatureRequest request, Meaning meaning,
                                        ops::Context context);

/// All of it, for `kosh-cli send`.
Result<wallet::Transaction> sendThrough(const Options& options, const SendCommand& request);

}  // namespace kosh::cli
