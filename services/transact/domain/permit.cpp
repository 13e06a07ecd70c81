// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transact/permit.h>

#include <algorithm>

namespace kosh::transact {

using wallet::ApprovalPlan;
using wallet::ApprovalWay;

namespace {

constexpr std::size_t kSignatureSize = 65;

}  // namespace

Task<PlannedApproval> planApproval(ops::Node& node, ChainId chainId, Allowance of, U256 need,
                                   bool mayPermit, ops::Context context) {
    KOSH_CO_TRY(
        const auto allowance,
        co_await node.call(token::GetAllowance{chainId, of.token, of.owner, of.spender}, context));
    const auto planned = [&](ApprovalWay way, std::string reason) {
        return PlannedApproval{{of.token, way, std::move(reason)}, allowance.amount};
    };
    if (allowance.amount >= need)
        co_return planned(ApprovalWay::none, "it may take enough already");
    if (!mayPermit) co_return planned(ApprovalWay::transaction, "no permit was wanted");
    KOSH_CO_TRY(auto check, co_await node.call(wallet::CheckPermit{chainId, of.token, of.owner},
                                               std::move(context)));
    co_return planned(check.isSupported ? ApprovalWay::permit : ApprovalWay::transaction,
                      std::move(check.reason));
}

PlannedCall plannedApprovalCall(const ApprovalPlan& plan, const Address& owner,
                                const Address& spender, const U256& amount,
                                std::string_view approvalPurpose) {
    const bool isPermit = plan.way == ApprovalWay::permit;
    return {std::string(isPermit ? "permit" : approvalPurpose),
            {plan.token, approveCall(spender, amount), owner, {}}};
}

Task<std::optional<SignedPermit>> Permits::sign(ChainId chainId, PermitTerms terms,
                                                observe::Trace trace) {
    const auto& [token, owner, spender] = terms.of;
    auto made = co_await m_node.call(
        wallet::SignPermit{chainId, owner, token, spender, terms.amount, terms.deadline},
        runtime::serviceContext(m_service, trace));
    if (!made && made.error().key == "vault.signing_locked") co_return std::nullopt;
    if (!made) co_return Failure(made.error());
    const ByteView bytes(made->signature);
    if (bytes.size() != kSignatureSize) {
        co_return fail(ErrorKind::internal, "wallet.permit_signature", "a signature has 65 bytes");
    }
    SignedPermit signedPermit{token, terms.amount, terms.deadline, bytes.back(), {}, {}};
    std::ranges::copy(bytes.first(32), signedPermit.r.bytes.begin());
    std::ranges::copy(bytes.subspan(32, 32), signedPermit.s.bytes.begin());
    co_return signedPermit;
}

Task<std::optional<std::string>> Permits::blame(ChainId chainId, PermitTerms terms,
                                                chain::CallRequest permitAlone, Error failure,
                                                observe::Trace trace) {
    const auto isKey = [&](std::string_view key) {
        return failure.key == cat(m_service, '.', key);
    };
    if (!isKey("transfer_failed") && !isKey("allowance") && !isKey("simulation_failed")) {
        co_return std::nullopt;
    }
    const auto alone = co_await m_steps.simulate(chainId, std::move(permitAlone), trace);
    if (!alone && resilience::isTransient(alone.error())) co_return Failure(alone.error());
    if (!alone) {
        co_return cat("the token refused the permit that was signed: ", alone.error().message);
    }
    if (isKey("simulation_failed")) co_return std::nullopt;
    KOSH_CO_TRY(const auto held,
                co_await m_steps.balanceOf(chainId, terms.of.token, terms.of.owner, trace));
    if (held < terms.amount) co_return std::nullopt;
    co_return "the token took the permit that was signed and allows nothing by it";
}

}  // namespace kosh::transact
