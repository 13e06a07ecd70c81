// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "arguments.h"

#include <kosh/async/async.h>
#include <kosh/ops/node.h>
#include <kosh/simulation/run.h>
#include <kosh/wallet/signature_requests.h>

#include <memory>

/// Signing on this device what a paired node asks for.
namespace kosh::cli {

/// Shows each request that a key of this device can sign, in this device's own words, and asks for
/// each. Scripts name one: `--request ID --yes`. Errors: `cli.node_needed`, `cli.not_asked`,
/// `cli.unknown_request`, those of wallet.sign_unsigned and wallet.submit_signed.
struct SignCommand {
    static constexpr ops::Info kInfo{"device.sign",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "",
                                     "Sign what a paired node asks this device for"};
    struct Response {
        std::vector<wallet::Transaction> transactions;
        static constexpr auto fields() {
            return std::tuple{json::required("transactions", &Response::transactions,
                                             "signed or declined, oldest first")};
        }
    };
    std::optional<Id> request;
    bool yes = false;
    static constexpr auto fields() {
        using S = SignCommand;
        return std::tuple{
            json::optional("request", &S::request, "only this; absent: all that wait"),
            json::optional("yes", &S::yes, "sign it without asking; names the request")};
    }
};

struct NodePair {
    std::unique_ptr<ops::Node> node, device;
};
/// The node of --node and this device's own. Error: `cli.node_needed`.
Result<NodePair> openBoth(const Options& options, async::CoreThread& core);

/// Somebody sits at a terminal.
bool canAsk(const Options& options);
/// The first letter of the answer, as a small letter; 0 when there is none.
char ask(const char* question);

/// Sender, network, nonce and fee, a line each.
std::string termsOf(const wallet::UnsignedTransaction& asked);
/// For people, before they agree: nothing of it is the node's words.
std::string describe(const wallet::SignatureRequest& request,
                     const Result<simulation::DecodeCall::Response>& decoded);

/// What waits for a key of this device. `only`: `cli.unknown_request` unless it does.
Task<std::vector<wallet::SignatureRequest>> requestsFor(ops::Node& node, ops::Node& device,
                                                        std::optional<Id> only,
                                                        ops::Context context);
/// Signs as it is asked for; under one request one transaction is signed.
Task<wallet::Transaction> signRequest(ops::Node& node, ops::Node& device,
                                      wallet::SignatureRequest request, ops::Context context);

/// All of it, for `kosh-cli sign`.
Result<SignCommand::Response> signFor(const Options& options, const SignCommand& command);

}  // namespace kosh::cli
