// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/transact/review.h>
#include <kosh/transact/steps.h>
#include <kosh/wallet/signing.h>

/// Approvals as sagas plan them: a permit (EIP-2612) that goes along in the same transaction where
/// the token takes one, else an approval before it. Permit2 is no way here: SwapRouter02 and the
/// position manager take tokens by the token's own allowance only.
namespace kosh::transact {

/// Gas of an ERC-20 approval and of a permit along with another call, before an estimate is made.
inline constexpr std::uint64_t kApprovalGas = 60'000;
inline constexpr std::uint64_t kPermitGas = 85'000;

struct PlannedApproval {
    wallet::ApprovalPlan plan;
    U256 allowance;  ///< Now.
};
/// How `of.spender` gets to take `need`: not at all when it may already; by permit when `mayPermit`
/// and `wallet.check_permit` says so; else by a transaction.
Task<PlannedApproval> planApproval(ops::Node& node, ChainId chainId, Allowance of, U256 need,
                                   bool mayPermit, ops::Context context);

/// A review studies a permit as the approval that it stands for: the purpose tells them apart.
PlannedCall plannedApprovalCall(const wallet::ApprovalPlan& plan, const Address& owner,
                                const Address& spender, const U256& amount,
                                std::string_view approvalPurpose);

/// A permit as the saga keeps it until its transaction is signed.
struct SignedPermit {
    Address token;
    U256 amount;
    std::uint64_t deadline = 0;
    std::uint64_t v = 0;
    Hash256 r, s;
    static constexpr auto fields() {
        using S = SignedPermit;
        return std::tuple{json::required("token", &S::token, "token contract"),
                          json::required("amount", &S::amount, "smallest units"),
                          json::required("deadline", &S::deadline, "Unix seconds"),
                          json::required("v", &S::v, "of the signature"),
                          json::required("r", &S::r, "of the signature"),
                          json::required("s", &S::s, "of the signature")};
    }
};
struct PermitTerms {
    Allowance of;
    U256 amount;
    std::uint64_t deadline = 0;  ///< Unix seconds.
};

/// What sagas do with permits. Signing is deterministic: until its nonce is used a permit signed
/// again is the same one.
class Permits {
public:
    Permits(ops::Node& node, std::string service)
        : m_node(node), m_service(service), m_steps(node, std::move(service)) {}

    /// Nothing while signing is locked. `wallet.permit_unsupported` when the token does not take
    /// one after all.
    Task<std::optional<SignedPermit>> sign(ChainId chainId, PermitTerms terms,
                                           observe::Trace trace);
    /// Why the permit is to blame for `failure` of the call that it came along with, or nothing.
    /// `permitAlone` hands it in and does no more. The amount is what the call needs.
    Task<std::optional<std::string>> blame(ChainId chainId, PermitTerms terms,
                                           chain::CallRequest permitAlone, Error failure,
                                           observe::Trace trace);

private:
    ops::Node& m_node;
    std::string m_service;
    Steps m_steps;
};

}  // namespace kosh::transact
