// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "sign_command.h"

#include "node_choice.h"

#include <kosh/async/run.h>
#include <kosh/base/money.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace kosh::cli {
namespace {

std::string_view titleOf(wallet::AttemptKind kind) {
    switch (kind) {
        case wallet::AttemptKind::original:
            break;
        case wallet::AttemptKind::speedUp:
            return "To be signed on this device, with a higher fee in place of an earlier one:\n";
        case wallet::AttemptKind::cancel:
            return "To be signed on this device, to cancel an earlier one:\n";
    }
    return "To be signed on this device:\n";
}

Task<std::set<Address>> ownAddresses(ops::Node& device, ops::Context context) {
    KOSH_CO_TRY(const auto list, co_await device.call(wallet::ListWallets{}, std::move(context)));
    std::set<Address> own;
    for (const auto& wallet : list.wallets) {
        if (wallet.kind != wallet::WalletKind::phrase &&
            wallet.kind != wallet::WalletKind::privateKey)
            continue;
        for (const auto& info : wallet.addresses) own.insert(info.address);
    }
    co_return own;
}

Result<> checkCommand(const Options& options, const SignCommand& command) {
    if (command.yes && !command.request) {
        return fail(ErrorKind::invalid, "cli.not_asked", "--yes signs one: name it with --request",
                    {{"field", "request"}});
    }
    if (command.yes || canAsk(options)) return {};
    return fail(ErrorKind::invalid, "cli.not_asked",
                "nobody can be asked here: --request ID --yes signs one", {{"field", "yes"}});
}

}  // namespace

Result<NodePair> openBoth(const Options& options, async::CoreThread& core) {
    if (options.node.empty()) {
        return fail(ErrorKind::invalid, "cli.node_needed",
                    "name the node that sends it: --node; wallet send is for this device's own",
                    {{"field", "node"}});
    }
    NodePair pair;
    KOSH_TRY(pair.node, openNode(options, core.executor()));
    auto own = options;
    own.node.clear();
    KOSH_TRY(pair.device, openNode(own, core.executor()));
    return pair;
}

bool canAsk(const Options& options) {
    return !options.isJson && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

char ask(const char* question) {
    std::fputs(question, stderr);
    std::array<char, 16> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) return 0;
    const char first = line[0];
    return first >= 'A' && first <= 'Z' ? static_cast<char>(first - 'A' + 'a') : first;
}

std::string termsOf(const wallet::UnsignedTransaction& asked) {
    const auto fee = checkedMul(U256(asked.gasLimit), asked.maxFeePerGas);
    return cat("  from      ", asked.from.toString(), "\n  network   ", asked.chainId,
               "\n  nonce     ", asked.nonce, "\n  fee       ",
               fee ? formatUnits(*fee, 18) : "beyond all bounds", " of the native coin at most\n");
}

std::string describe(const wallet::SignatureRequest& request,
                     const Result<simulation::DecodeCall::Response>& decoded) {
    const auto& asked = request.unsignedTransaction;
    std::string text(titleOf(request.kind));
    if (!decoded) {
        text += cat("  What it does cannot be read here: ", decoded.error().message, '\n');
    } else {
        for (const auto& action : decoded->actions) {
            text += std::string(static_cast<std::size_t>(2 + 2 * action.depth), ' ');
            text += cat(action.words, '\n');
        }
    }
    text += cat("  pays      ", formatUnits(asked.value, 18), " of the native coin\n  to        ",
                asked.to.toString(), '\n', termsOf(asked));
    if (!decoded && !asked.data.empty()) text += cat("  calldata  ", toHex0x(asked.data), '\n');
    return text;
}

Task<std::vector<wallet::SignatureRequest>> requestsFor(ops::Node& node, ops::Node& device,
                                                        std::optional<Id> only,
                                                        ops::Context context) {
    KOSH_CO_TRY(const auto own, co_await ownAddresses(device, context));
    KOSH_CO_TRY(auto waiting,
                co_await node.call(wallet::ListSignatureRequests{}, std::move(context)));
    std::vector<wallet::SignatureRequest> requests;
    for (auto& request : waiting.requests) {
        if (!own.contains(request.unsignedTransaction.from)) continue;
        if (!only || request.requestId == *only) requests.push_back(std::move(request));
    }
    if (only && requests.empty()) {
        co_return fail(ErrorKind::not_found, "cli.unknown_request",
                       "the node asks for no such signature of a key of this device",
                       {{"field", "request"}});
    }
    co_return requests;
}

Task<wallet::Transaction> signRequest(ops::Node& node, ops::Node& device,
                                      wallet::SignatureRequest request, ops::Context context) {
    KOSH_CO_TRY(auto made,
                co_await device.call(
                    wallet::SignUnsigned{std::move(request.unsignedTransaction), std::nullopt},
                    context.withKey(request.requestId.toString())));
    co_return co_await node.call(wallet::SubmitSigned{request.requestId, std::move(made.raw)},
                                 std::move(context));
}

Result<SignCommand::Response> signFor(const Options& options, const SignCommand& command) {
    KOSH_CHECK(checkCommand(options, command));
    async::CoreThread core;
    core.start();
    KOSH_TRY(const auto nodes, openBoth(options, core));
    // Anew for each call: a person takes time in between.
    const auto context = [&] { return ops::Context::owner().withTimeout(options.timeout); };
    KOSH_TRY(const auto requests,
             async::runBlocking(
                 core, requestsFor(*nodes.node, *nodes.device, command.request, context())));
    SignCommand::Response response;
    for (const auto& request : requests) {
        const auto& asked = request.unsignedTransaction;
        const auto decoded = async::runBlocking(
            core, nodes.device->call(
                      simulation::DecodeCall{asked.chainId, asked.to, asked.value, asked.data},
                      context()));
        const auto text = describe(request, decoded);
        std::fwrite(text.data(), 1, text.size(), stderr);
        const auto answer = command.yes ? 's' : ask("Sign, decline or skip? [s/d/K] ");
        if (answer == 's') {
            KOSH_TRY(auto sent, async::runBlocking(core, signRequest(*nodes.node, *nodes.device,
                                                                     request, context())));
            response.transactions.push_back(std::move(sent));
        } else if (answer == 'd') {
            KOSH_TRY(auto declined,
                     async::runBlocking(
                         core,
                         nodes.node->call(wallet::DeclineSignature{request.requestId}, context())));
            response.transactions.push_back(std::move(declined));
        }
    }
    return response;
}

}  // namespace kosh::cli
