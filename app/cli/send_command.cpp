// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "send_command.h"

#include "node_choice.h"

#include <kosh/async/run.h>
#include <kosh/base/money.h>
#include <kosh/token/api.h>

#include <unistd.h>

#include <array>
#include <cstdio>

namespace kosh::cli {
namespace {

/// True where nobody can be asked: a script has said what it means by its arguments.
bool isAgreedTo(const Signing& signing, const Options& options) {
    const auto text = describe(signing);
    std::fwrite(text.data(), 1, text.size(), stderr);
    if (options.isJson || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) return true;
    std::fputs("Sign and send it? [y/N] ", stderr);
    std::array<char, 16> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) return false;
    return line[0] == 'y' || line[0] == 'Y';
}

Result<U256> amountIn(const std::string& text, unsigned decimals, std::string field,
                      std::string key) {
    auto amount = parseUnits(text, decimals);
    if (amount) return amount;
    return invalidField(std::move(field), std::move(key),
                        cat("an amount is a decimal number: ", amount.error().message));
}

}  // namespace

Task<Signing> draftOf(ops::Node& node, ops::Node& device, SendCommand request,
                      ops::Context context) {
    // Looked up here: the amount must mean on the device what it means to the person at it.
    KOSH_CO_TRY(auto token,
                co_await device.call(token::ResolveToken{request.chainId, request.token}, context));
    Signing signing;
    auto& meant = signing.request;
    KOSH_CO_TRY(meant.amount, amountIn(request.amount, static_cast<unsigned>(token.decimals),
                                       "amount", "cli.amount"));
    KOSH_CO_TRY(meant.maxFeeWei, amountIn(request.maxFee, 18, "maxFee", "cli.max_fee"));
    meant.chainId = request.chainId;
    meant.from = request.from;
    meant.to = request.to;
    if (!token.isNative()) meant.token = token.address;
    KOSH_CO_TRY(
        auto drafted,
        co_await node.call(
            wallet::DraftSend{request.chainId, request.from, request.to,
                              token.isNative() ? request.token : token.address.toString(),
                              request.amount, request.speed, std::move(request.acceptedRules)},
            std::move(context)));
    meant.draft = std::move(drafted.draft);
    signing.draftId = drafted.draftId;
    signing.token = std::move(token);
    co_return signing;
}

std::string describe(const Signing& signing) {
    const auto& [draftId, meant, token] = signing;
    const auto fee = checkedMul(U256(meant.draft.gasLimit), meant.draft.maxFeePerGas);
    return cat("To be signed on this device:\n  pays      ",
               formatUnits(meant.amount, static_cast<unsigned>(token.decimals)), ' ', token.symbol,
               meant.token ? cat(" (", meant.token->toString(), ')') : std::string(),
               "\n  to        ", meant.to.toString(), "\n  from      ", meant.from.toString(),
               "\n  network   ", meant.chainId, "\n  nonce     ", meant.draft.nonce,
               "\n  fee       ", fee ? formatUnits(*fee, 18) : "beyond all bounds",
               " of the native coin at most\n");
}

Task<wallet::Transaction> signAndSubmit(ops::Node& node, ops::Node& device, Signing signing,
                                        ops::Context context) {
    const auto key = context.idempotencyKey;
    KOSH_CO_TRY(auto made, co_await device.call(std::move(signing.request), context));
    auto sent = co_await node.call(wallet::SubmitSigned{signing.draftId, std::move(made.raw)},
                                   std::move(context));
    if (sent) co_return *std::move(sent);
    auto error = sent.error();
    error.message += cat("; it is signed: the same command with --idempotency-key ", key,
                         " sends it at most once");
    co_return Failure(std::move(error));
}

Result<wallet::Transaction> sendThrough(const Options& options, const SendCommand& request) {
    if (options.node.empty()) {
        return fail(ErrorKind::invalid, "cli.node_needed",
                    "name the node that sends it: --node; wallet send is for this device's own",
                    {{"field", "node"}});
    }
    async::CoreThread core;
    core.start();
    KOSH_TRY(const auto node, openNode(options, core.executor()));
    auto own = options;
    own.node.clear();
    KOSH_TRY(const auto device, openNode(own, core.executor()));
    auto key = options.idempotencyKey;
    if (key.empty()) {
        const SystemClock clock;
        SystemRandom random;
        key = makeId(clock, random).toString();
    }
    const auto context = [&] {
        return ops::Context::owner().withTimeout(options.timeout).withKey(key);
    };
    KOSH_TRY(auto signing, async::runBlocking(core, draftOf(*node, *device, request, context())));
    if (!isAgreedTo(signing, options)) {
        return fail(ErrorKind::precondition, "cli.not_confirmed",
                    "not signed, and nothing was sent");
    }
    return async::runBlocking(core, signAndSubmit(*node, *device, std::move(signing), context()));
}

}  // namespace kosh::cli
