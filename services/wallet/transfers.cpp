// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "transfers.h"

#include "domain/rules.h"

#include <kosh/base/money.h>
#include <kosh/transact/review.h>

namespace kosh::wallet {

namespace {

Failure notEnough(const token::Token& token, const U256& have, const U256& need) {
    const auto decimals = static_cast<unsigned>(token.decimals);
    return fail(ErrorKind::precondition, "wallet.insufficient_funds",
                cat("have ", formatUnits(have, decimals), ' ', token.symbol, ", need ",
                    formatUnits(need, decimals)),
                {{"field", "amount"}, {"have", have.toString()}, {"need", need.toString()}});
}

Failure nothingToSend() {
    return invalidField("amount", "wallet.amount_zero", "the amount must be above zero");
}

/// Nothing for "max".
Result<std::optional<U256>> parseAmount(const std::string& text, const token::Token& token) {
    if (text == "max") return std::nullopt;
    auto amount = parseUnits(text, static_cast<unsigned>(token.decimals));
    if (!amount) {
        auto error = amount.error();
        error.details["field"] = "amount";
        return Failure(std::move(error));
    }
    if (amount->isZero()) return nothingToSend();
    return *amount;
}

std::vector<transact::PlannedCall> callsOf(const PrepareTransaction& prepare) {
    return {{"send", {prepare.to, prepare.data, prepare.from, prepare.value}}};
}

}  // namespace

Transfers::Transfers(Shared& shared, Sender& sender, Contacts& contacts,
                     std::function<void(ChainId)> follow)
    : m_shared(shared), m_sender(sender), m_contacts(contacts), m_follow(std::move(follow)) {}

void Transfers::addHandlers(ops::Handlers& handlers) {
    handlers.add<Send>(*this, &Transfers::send);
    handlers.add<PreviewSend>(*this, &Transfers::preview);
    handlers.add<MakePaymentUri>(*this, &Transfers::makeUri);
    handlers.add<ReadPaymentUri>(*this, &Transfers::readUri);
    handlers.add<DecodeTransaction>(*this, &Transfers::decode);
}

Task<Transfers::Plan> Transfers::plan(Send request, observe::Trace trace) {
    KOSH_CO_CHECK(co_await originOf(m_shared, request.from, "from"));
    KOSH_CO_CHECK(co_await m_sender.checkBroadcast(request.chainId, request.isPrivate, trace));
    KOSH_CO_TRY(auto token,
                co_await m_shared.env.node.call(token::ResolveToken{request.chainId, request.token},
                                                m_shared.context(trace)));
    KOSH_CO_TRY(const auto amount, parseAmount(request.amount, token));
    auto plan = std::make_shared<Plan>();
    plan->prepare = {.chainId = request.chainId,
                     .from = request.from,
                     .to = request.to,
                     .speed = request.speed,
                     .purpose = "send",
                     .maxFeePerGas = request.maxFeePerGas,
                     .maxPriorityFeePerGas = request.maxPriorityFeePerGas,
                     .isPrivate = request.isPrivate};
    plan->sent = {std::move(token), amount.value_or(U256{}), request.to};
    KOSH_CO_CHECK(plan->sent.asset.isNative() ? co_await planNative(plan, !amount, trace)
                                              : co_await planToken(plan, !amount, trace));
    KOSH_CO_CHECK(Sender::checkFunds(plan->costs));
    co_return std::move(*plan);
}

Task<> Transfers::planNative(std::shared_ptr<Plan> plan, bool isMax, observe::Trace trace) {
    auto& prepare = plan->prepare;
    if (!isMax) {
        prepare.value = plan->sent.amount;
        KOSH_CO_TRY(plan->costs, co_await m_sender.estimate(prepare, trace));
        plan->assetBalance = plan->costs.balance;
        co_return ok();
    }
    // The gas is what sending a single wei takes; the rest of the balance goes along with it.
    prepare.value = U256(1);
    KOSH_CO_TRY(plan->costs, co_await m_sender.estimate(prepare, trace));
    auto& costs = plan->costs;
    plan->assetBalance = costs.balance;
    // The L1 part may rise by a quarter before it is in a block; the rest is bounded by the limit.
    const auto reserve = checkedAdd(costs.maxFee, costs.l1Fee / U256(4));
    if (!reserve || *reserve >= costs.balance) {
        costs.total = reserve.value_or(U256::max());
        KOSH_CO_CHECK(Sender::checkFunds(costs));
        co_return nothingToSend();
    }
    plan->sent.amount = prepare.value = costs.balance - *reserve;
    costs.total = prepare.value + costs.maxFee;
    // Signed with these figures, or the amount would no longer fit.
    prepare.gasLimit = costs.gasLimit;
    prepare.maxFeePerGas = costs.choice.fee.maxFeePerGas;
    if (costs.choice.type == TransactionType::dynamicFee) {
        prepare.maxPriorityFeePerGas = costs.choice.fee.maxPriorityFeePerGas;
    }
    co_return ok();
}

Task<> Transfers::planToken(std::shared_ptr<Plan> plan, bool isMax, observe::Trace trace) {
    auto& sent = plan->sent;
    auto& prepare = plan->prepare;
    KOSH_CO_TRY(const auto held,
                co_await m_shared.env.node.call(
                    token::GetBalances{prepare.chainId, prepare.from, {sent.asset.address}},
                    m_shared.context(trace)));
    for (const auto& balance : held.balances) {
        if (balance.token.address != sent.asset.address) continue;
        if (!balance.amount) {
            co_return fail(
                ErrorKind::unavailable, "token.balance_unknown",
                cat("the balance of ", sent.asset.symbol, " cannot be read now: ", balance.reason));
        }
        plan->assetBalance = *balance.amount;
    }
    if (isMax) sent.amount = plan->assetBalance;
    if (sent.amount.isZero()) co_return nothingToSend();
    if (plan->assetBalance < sent.amount) {
        co_return notEnough(sent.asset, plan->assetBalance, sent.amount);
    }
    prepare.to = sent.asset.address;
    prepare.data = transferCall(sent.recipient, sent.amount);
    KOSH_CO_TRY(plan->costs, co_await m_sender.estimate(prepare, trace));
    co_return ok();
}

Task<Transaction> Transfers::send(Send request, ops::Context context) {
    const auto chainId = request.chainId;
    const auto unique = context.idempotencyKey.empty()
                            ? makeId(m_shared.env.clock, m_shared.env.random).toString()
                            : context.idempotencyKey;
    const auto reference = cat("wallet.send:", unique);
    // Asked for again after a crash: what it would need now no longer matters.
    KOSH_CO_TRY(const auto earlier, co_await m_shared.db.read([reference](store::Reader& reader) {
        return repository::findByReference(reader, reference, "send");
    }));
    Transaction transaction;
    if (earlier) {
        transaction = earlier->transaction;
    } else {
        auto accepted = std::move(request.acceptedRules);
        KOSH_CO_TRY(auto plan, co_await this->plan(std::move(request), context.trace));
        KOSH_CO_CHECK(co_await transact::checkPlan(m_shared.env.node, chainId,
                                                   callsOf(plan.prepare), std::move(accepted),
                                                   m_shared.context(context.trace)));
        plan.prepare.reference = reference;
        KOSH_CO_TRY(transaction, co_await m_sender.prepare(std::move(plan.prepare),
                                                           std::move(plan.sent), context.trace));
    }
    KOSH_CO_TRY(auto stored, co_await findStored(m_shared, transaction.transactionId));
    // It is signed and stored: from here on the tracker sees to it, whatever the endpoints say now.
    auto sent = co_await m_sender.broadcast(std::move(stored), context.trace);
    m_follow(chainId);
    co_return sent ? *std::move(sent) : std::move(transaction);
}

Task<PreviewSend::Response> Transfers::preview(PreviewSend request, ops::Context context) {
    Send wanted{request.chainId, request.from,  request.to,           request.token,
                request.amount,  request.speed, request.maxFeePerGas, request.maxPriorityFeePerGas};
    KOSH_CO_TRY(const auto plan, co_await this->plan(std::move(wanted), context.trace));
    const auto& costs = plan.costs;
    PreviewSend::Response response;
    KOSH_CO_TRY(response.nonce, co_await m_sender.chooseNonce(request.chainId, request.from,
                                                              std::nullopt, context.trace));
    KOSH_CO_TRY(response.recipient,
                co_await m_contacts.check(CheckRecipient{request.chainId, request.to}, context));
    response.asset = plan.sent.asset;
    response.amount = plan.sent.amount;
    response.type = costs.choice.type;
    response.gasLimit = costs.gasLimit;
    response.maxFeePerGas = costs.choice.fee.maxFeePerGas;
    response.maxPriorityFeePerGas = costs.choice.fee.maxPriorityFeePerGas;
    response.l1FeeWei = costs.l1Fee;
    response.maxFeeWei = costs.maxFee;
    response.totalWei = costs.total;
    response.assetBalance = plan.assetBalance;
    response.nativeBalance = costs.balance;
    const auto price =
        std::min(response.maxFeePerGas, costs.baseFeePerGas + response.maxPriorityFeePerGas);
    response.expectedFeeWei = std::min(costs.maxFee, U256(costs.gasEstimate) * price + costs.l1Fee);
    response.notices = response.recipient.notices;
    if (request.to == plan.sent.asset.address && !plan.sent.asset.isNative()) {
        response.notices.push_back({"wallet.token_contract", NoticeLevel::danger,
                                    "The recipient is the token's own contract: what is sent there "
                                    "is lost."});
    }
    if (request.to == request.from) {
        response.notices.push_back(
            {"wallet.to_oneself", NoticeLevel::info, "Sender and recipient are the same."});
    }
    KOSH_CO_TRY(response.review, co_await transact::reviewOf(m_shared.env.node, request.chainId,
                                                             callsOf(plan.prepare),
                                                             m_shared.context(context.trace)));
    co_return response;
}

}  // namespace kosh::wallet
