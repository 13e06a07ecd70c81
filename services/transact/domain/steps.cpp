// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transact/steps.h>

#include <kosh/crypto/abi_codec.h>
#include <kosh/transact/revert.h>
#include <kosh/wallet/api.h>

#include <algorithm>

namespace kosh::transact {

Bytes approveCall(const Address& spender, const U256& amount) {
    static const auto kApprove = crypto::abi::selector("approve(address,uint256)");
    return crypto::abi::Encoder(kApprove).address(spender).uint(amount).take();
}

Task<U256> Steps::allowanceOf(ChainId chainId, Allowance of, observe::Trace trace) {
    KOSH_CO_TRY(const auto allowance,
                co_await m_node.call(token::GetAllowance{chainId, of.token, of.owner, of.spender},
                                     context(trace)));
    co_return allowance.amount;
}

Task<U256> Steps::balanceOf(ChainId chainId, Address token, Address owner, observe::Trace trace) {
    KOSH_CO_TRY(const auto held,
                co_await m_node.call(token::GetBalances{chainId, owner, {token}}, context(trace)));
    for (const auto& balance : held.balances) {
        if (balance.token.address == token && balance.amount) co_return *balance.amount;
    }
    co_return fail(ErrorKind::unavailable, "token.balance_unknown",
                   cat("the balance of ", token.toString(), " cannot be read now"));
}

Task<> Steps::simulate(ChainId chainId, chain::CallRequest call, observe::Trace trace) {
    chain::CallContracts request{chainId, {std::move(call)}, std::nullopt};
    KOSH_CO_TRY(const auto simulated, co_await m_node.call(std::move(request), context(trace)));
    if (simulated.results.size() != 1) {
        co_return fail(ErrorKind::unavailable, "chain.answer", "the answer is incomplete");
    }
    const auto& result = simulated.results.front();
    if (result.isSuccess) co_return ok();
    co_return Failure(
        explainRevert(result.reason, result.data, "simulation_failed").error(m_service));
}

Task<std::optional<wallet::Transaction>> Steps::prepare(Job job, wallet::PrepareTransaction request,
                                                        observe::Trace trace) {
    request.chainId = job.chainId;
    request.from = job.from;
    request.speed = job.speed;
    request.reference = job.reference;
    auto prepared = co_await m_node.call(std::move(request), context(trace));
    if (prepared) co_return std::optional(*std::move(prepared));
    if (prepared.error().key == "vault.signing_locked") co_return std::nullopt;
    if (prepared.error().key == "chain.reverted") {
        co_return Failure(
            explainRevert(prepared.error().message, {}, "simulation_failed").error(m_service));
    }
    co_return Failure(prepared.error());
}

Task<bool> Steps::isSigned(std::string reference, std::string purpose, observe::Trace trace) {
    wallet::ListTransactions own;
    own.reference = std::move(reference);
    KOSH_CO_TRY(const auto list, co_await m_node.call(std::move(own), context(trace)));
    co_return std::ranges::any_of(list.transactions, [&](const wallet::Transaction& transaction) {
        return transaction.purpose == purpose;
    });
}

Task<> Steps::send(Id transactionId, observe::Trace trace) {
    const auto sent =
        co_await m_node.call(wallet::BroadcastTransaction{transactionId}, context(trace));
    if (!sent && resilience::isTransient(sent.error())) co_return Failure(sent.error());
    co_return ok();
}

Task<wallet::Transaction> Steps::read(Id transactionId, observe::Trace trace) {
    co_return co_await m_node.call(wallet::GetTransaction{transactionId}, context(trace));
}

std::optional<Error> Steps::failureOf(const wallet::Transaction& transaction,
                                      std::string_view what) const {
    using Status = wallet::TransactionStatus;
    switch (transaction.status) {
        case Status::failed: {
            auto error = explainRevert(transaction.failure, {}, "reverted").error(m_service);
            error.message = cat(what, " failed: ", error.message);
            return error;
        }
        case Status::replaced:
            return Error{ErrorKind::conflict, cat(m_service, ".replaced"),
                         cat(what, " was replaced by another transaction")};
        case Status::cancelled:
            return Error{ErrorKind::conflict, cat(m_service, ".cancelled"),
                         cat(what, " was cancelled")};
        case Status::declined:
            return Error{ErrorKind::precondition, cat(m_service, ".declined"),
                         cat(what, " was not signed")};
        default:
            return std::nullopt;
    }
}

}  // namespace kosh::transact
