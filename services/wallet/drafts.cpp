// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "drafts.h"

#include "domain/drafts.h"

#include <kosh/ops/record_in.h>
#include <kosh/transact/review.h>

namespace kosh::wallet {

namespace {

std::vector<transact::PlannedCall> callOf(const Draft& draft) {
    return {{"send", {draft.to, draft.data, draft.from, draft.value}}};
}

}  // namespace

Drafts::Drafts(Shared& shared, Sender& sender, Transfers& transfers,
               std::function<void(ChainId)> follow)
    : m_shared(shared), m_sender(sender), m_transfers(transfers), m_follow(std::move(follow)) {}

void Drafts::addHandlers(ops::Handlers& handlers) {
    handlers.add<DraftSend>(*this, &Drafts::draft);
    handlers.add<SignDraft>(*this, &Drafts::sign);
    handlers.add<SubmitSigned>(*this, &Drafts::submit);
}

Task<DraftSend::Response> Drafts::draft(DraftSend request, ops::Context context) {
    Send wanted;
    wanted.chainId = request.chainId;
    wanted.from = request.from;
    wanted.to = request.to;
    wanted.token = request.token;
    wanted.amount = request.amount;
    wanted.speed = request.speed;
    KOSH_CO_TRY(const auto plan, co_await m_transfers.plan(std::move(wanted), context.trace));
    KOSH_CO_TRY(const auto nonce, co_await m_sender.chooseNonce(request.chainId, request.from,
                                                                std::nullopt, context.trace));
    const auto& prepare = plan.prepare;
    const auto& choice = plan.costs.choice;
    repository::StoredDraft stored;
    stored.draftId = makeId(m_shared.env.clock, m_shared.env.random);
    stored.draft = {prepare.chainId,
                    prepare.from,
                    prepare.to,
                    prepare.value,
                    prepare.data,
                    nonce,
                    plan.costs.gasLimit,
                    choice.type,
                    choice.fee.maxFeePerGas,
                    choice.fee.maxPriorityFeePerGas};
    stored.asset = plan.sent.asset;
    stored.amount = plan.sent.amount;
    stored.recipient = plan.sent.recipient;
    stored.maxCostWei = plan.costs.total;
    stored.acceptedRules = std::move(request.acceptedRules);
    KOSH_CO_CHECK(co_await transact::checkPlan(m_shared.env.node, request.chainId,
                                               callOf(stored.draft), stored.acceptedRules,
                                               m_shared.context(context.trace)));
    const DraftSend::Response response{stored.draftId, stored.draft, stored.asset, stored.amount,
                                       plan.costs.maxFee};
    KOSH_CO_CHECK(
        co_await m_shared.db.write([stored, response, context, at = m_shared.env.clock.now()](
                                       store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::insertDraft(tx, stored, at));
            return ops::recordIn<DraftSend>(tx, context, response);
        }));
    co_return response;
}

Task<SignDraft::Response> Drafts::sign(SignDraft request, ops::Context context) {
    KOSH_CO_CHECK(checkMeaning(request));
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, request.from, "from"));
    const auto made = crypto::signTransaction(unsignedOf(request.draft), *key);
    const SignDraft::Response response{made.raw, made.hash};
    // Known under its key before it is given away: a second draft under the key finds it.
    KOSH_CO_CHECK(
        co_await m_shared.db.write([response, context](store::Transaction& tx) -> Result<> {
            return ops::recordIn<SignDraft>(tx, context, response);
        }));
    co_return response;
}

Task<repository::StoredTransaction> Drafts::keep(repository::StoredDraft draft,
                                                 crypto::SignedTransaction made,
                                                 std::string reference, observe::Trace trace) {
    KOSH_CO_CHECK(co_await transact::checkPlan(m_shared.env.node, draft.draft.chainId,
                                               callOf(draft.draft), std::move(draft.acceptedRules),
                                               m_shared.context(trace)));
    SentAsset sent{std::move(draft.asset), draft.amount, draft.recipient};
    KOSH_CO_TRY(const auto kept, co_await m_sender.keep(std::move(made), std::move(reference),
                                                        std::move(sent), draft.maxCostWei, trace));
    co_return co_await findStored(m_shared, kept.transactionId);
}

Task<Transaction> Drafts::submit(SubmitSigned request, ops::Context context) {
    KOSH_CO_TRY(auto draft,
                co_await m_shared.db.read([id = request.draftId](store::Reader& reader) {
                    return repository::findDraft(reader, id);
                }));
    if (!draft) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_draft",
                       cat("this node made no draft ", request.draftId.toString()),
                       {{"field", "draftId"}});
    }
    auto made = crypto::SignedTransaction::decode(request.raw);
    if (!made) {
        auto error = made.error();
        error.details["field"] = "raw";
        co_return Failure(std::move(error));
    }
    KOSH_CO_CHECK(checkSigned(draft->draft, *made));
    const auto chainId = draft->draft.chainId;
    const auto reference = cat("wallet.draft:", request.draftId.toString());
    KOSH_CO_TRY(auto stored, co_await m_shared.db.read([reference](store::Reader& reader) {
        return repository::findByReference(reader, reference, "send");
    }));
    // Asked for again: what it would need now no longer matters.
    if (!stored) {
        KOSH_CO_TRY(stored,
                    co_await keep(*std::move(draft), *std::move(made), reference, context.trace));
    }
    const auto known = stored->transaction;
    // Stored: from here on the tracker sees to it, whatever the endpoints say now.
    auto sent = co_await m_sender.broadcast(*std::move(stored), context.trace);
    m_follow(chainId);
    co_return sent ? *std::move(sent) : known;
}

}  // namespace kosh::wallet
