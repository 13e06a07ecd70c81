// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "send_command.h"

#include <kosh/async/run.h>
#include <kosh/base/money.h>
#include <kosh/wallet/send.h>

#include <algorithm>
#include <cstdio>

namespace kosh::cli {
namespace {

Result<U256> amountIn(const std::string& text, unsigned decimals, std::string field,
                      std::string key) {
    auto amount = parseUnits(text, decimals);
    if (amount) return amount;
    return invalidField(std::move(field), std::move(key),
                        cat("an amount is a decimal number: ", amount.error().message));
}

/// How the node comes to ask this device, where it does not yet.
Error withRemedy(Error error, const Address& from) {
    if (error.key == "wallet.watch_only" || error.key == "wallet.unknown_address") {
        error.message +=
            cat("; tell the node that its key is on a device: kosh-cli --node NAME "
                "wallet watch --address ",
                from.toString(), " --is-on-device");
    }
    return error;
}

Result<> checkRequest(const wallet::SignatureRequest& request, const SendCommand& wanted) {
    const auto& asked = request.unsignedTransaction;
    if (asked.chainId == wanted.chainId && asked.from == wanted.from) return {};
    return fail(ErrorKind::conflict, "cli.not_meant",
                cat("the node asks for a signature of ", asked.from.toString(), " on network ",
                    asked.chainId, "; not signed"));
}

struct Sending {
    ops::Node& node;
    ops::Node& device;
    const Options& options;
    std::string key;
    ops::Context context() const {
        return ops::Context::owner().withTimeout(options.timeout).withKey(key);
    }
};

Result<wallet::Transaction> decline(async::CoreThread& core, const Sending& with,
                                    const wallet::SignatureRequest& request) {
    return async::runBlocking(
        core, with.node.call(wallet::DeclineSignature{request.requestId},
                             ops::Context::owner().withTimeout(with.options.timeout)));
}

Result<wallet::Transaction> sendWith(async::CoreThread& core, const Sending& with,
                                     const SendCommand& request) {
    KOSH_TRY(auto meaning,
             async::runBlocking(core, meaningOf(with.device, request, with.context())));
    KOSH_TRY(auto planned,
             async::runBlocking(core, planOn(with.node, request, meaning, with.context())));
    if (!planned.request) return std::move(planned.transaction);
    KOSH_CHECK(checkRequest(*planned.request, request));
    const auto text = describe(meaning, *planned.request);
    std::fwrite(text.data(), 1, text.size(), stderr);
    if (canAsk(with.options) && ask("Sign and send it? [y/N] ") != 'y') {
        KOSH_CHECK(decline(core, with, *planned.request));
        return fail(ErrorKind::precondition, "cli.not_confirmed",
                    "not signed, and nothing was sent");
    }
    auto sent = async::runBlocking(core, signAndSubmit(with.node, with.device, *planned.request,
                                                       std::move(meaning), with.context()));
    // What is not what was meant will never be signed: it keeps no nonce.
    if (!sent && sent.error().key == "wallet.differs_from_meant") {
        KOSH_CHECK(decline(core, with, *planned.request));
    }
    return sent;
}

}  // namespace

Task<Meaning> meaningOf(ops::Node& device, SendCommand request, ops::Context context) {
    Meaning meaning;
    KOSH_CO_TRY(meaning.token,
                co_await device.call(token::ResolveToken{request.chainId, request.token},
                                     std::move(context)));
    auto& meant = meaning.meant;
    meant.to = request.to;
    KOSH_CO_TRY(meant.amount,
                amountIn(request.amount, static_cast<unsigned>(meaning.token.decimals), "amount",
                         "cli.amount"));
    KOSH_CO_TRY(meant.maxFeeWei, amountIn(request.maxFee, 18, "maxFee", "cli.max_fee"));
    if (!meaning.token.isNative()) meant.token = meaning.token.address;
    co_return meaning;
}

Task<Planned> planOn(ops::Node& node, SendCommand request, Meaning meaning, ops::Context context) {
    wallet::Send wanted;
    wanted.chainId = request.chainId;
    wanted.from = request.from;
    wanted.to = request.to;
    wanted.token = meaning.token.isNative() ? request.token : meaning.token.address.toString();
    wanted.amount = request.amount;
    wanted.speed = request.speed;
    wanted.acceptedRules = std::move(request.acceptedRules);
    auto sent = co_await node.call(std::move(wanted), context);
    if (!sent) co_return Failure(withRemedy(sent.error(), request.from));
    const auto id = sent->transactionId;
    // Under a key that was used before that was the answer of then.
    KOSH_CO_TRY(auto requests, co_await node.call(wallet::ListSignatureRequests{}, context));
    Planned planned;
    KOSH_CO_TRY(planned.transaction, co_await node.call(wallet::GetTransaction{id}, context));
    if (planned.transaction.status == wallet::TransactionStatus::declined) {
        co_return fail(ErrorKind::precondition, "cli.declined",
                       "it was declined, or not signed in time; a command with another "
                       "--idempotency-key asks for it anew");
    }
    const auto its =
        std::ranges::find(requests.requests, id, &wallet::SignatureRequest::transactionId);
    if (planned.transaction.status != wallet::TransactionStatus::awaitingSignature)
        co_return planned;
    if (its == requests.requests.end()) {
        co_return fail(ErrorKind::conflict, "cli.not_meant",
                       "the node waits for a signature that it does not ask for");
    }
    planned.request = std::move(*its);
    co_return planned;
}

std::string describe(const Meaning& meaning, const wallet::SignatureRequest& request) {
    const auto& [meant, token] = meaning;
    return cat("To be signed on this device:\n  pays      ",
               formatUnits(meant.amount, static_cast<unsigned>(token.decimals)), ' ', token.symbol,
               meant.token ? cat(" (", meant.token->toString(), ')') : std::string(),
               "\n  to        ", meant.to.toString(), '\n', termsOf(request.unsignedTransaction));
}

Task<wallet::Transaction> signAndSubmit(ops::Node& node, ops::Node& device,
                                        wallet::SignatureRequest request, Meaning meaning,
                                        ops::Context context) {
    const auto key = context.idempotencyKey;
    auto made = co_await device.call(
        wallet::SignUnsigned{std::move(request.unsignedTransaction), std::move(meaning.meant)},
        context);
    if (!made && made.error().key == "wallet.differs_from_meant") co_return Failure(made.error());
    if (!made) {
        auto error = made.error();
        error.message += cat("; for ten minutes the same command with --idempotency-key ", key,
                             " takes it up again");
        co_return Failure(std::move(error));
    }
    auto sent = co_await node.call(wallet::SubmitSigned{request.requestId, std::move(made->raw)},
                                   std::move(context));
    if (sent) co_return *std::move(sent);
    auto error = sent.error();
    error.message += cat("; it is signed: the same command with --idempotency-key ", key,
                         " sends it at most once");
    co_return Failure(std::move(error));
}

Result<wallet::Transaction> sendThrough(const Options& options, const SendCommand& request) {
    async::CoreThread core;
    core.start();
    KOSH_TRY(const auto nodes, openBoth(options, core));
    auto key = options.idempotencyKey;
    if (key.empty()) {
        const SystemClock clock;
        SystemRandom random;
        key = makeId(clock, random).toString();
    }
    return sendWith(core, {*nodes.node, *nodes.device, options, std::move(key)}, request);
}

}  // namespace kosh::cli
