// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/resilience/saga.h>
#include <kosh/runtime/service.h>
#include <kosh/wallet/transactions.h>

/// The steps that sagas share which have the wallet sign and send transactions.
namespace kosh::transact {

using chain::ChainId;

inline constexpr auto kPoll = std::chrono::milliseconds(100);
inline constexpr auto kSigningPoll = std::chrono::seconds(1);

/// Calldata of ERC-20 approve(spender, amount).
Bytes approveCall(const Address& spender, const U256& amount);

/// On whose behalf.
struct Job {
    std::string reference;  ///< The wallet signs each purpose once under it.
    ChainId chainId = 0;
    Address from;
    chain::Speed speed = chain::Speed::normal;
};

struct Allowance {
    Address token, owner, spender;
};

/// The calls of one service's sagas. Safe to repeat: a purpose is signed once under a reference.
class Steps {
public:
    Steps(ops::Node& node, std::string service) : m_node(node), m_service(std::move(service)) {}

    Task<U256> allowanceOf(ChainId chainId, Allowance of, observe::Trace trace);
    Task<U256> balanceOf(ChainId chainId, Address token, Address owner, observe::Trace trace);
    /// Fails with what `call` would revert with: `<service>.simulation_failed` or a key of
    /// explainRevert.
    Task<> simulate(ChainId chainId, chain::CallRequest call, observe::Trace trace);
    /// Signs `request` for `job`; nothing while signing is locked. A revert is told as by
    /// simulate.
    Task<std::optional<wallet::Transaction>> prepare(Job job, wallet::PrepareTransaction request,
                                                     observe::Trace trace);
    /// Whether a run before a crash signed this already: then it may be on its way.
    Task<bool> isSigned(std::string reference, std::string purpose, observe::Trace trace);
    /// Refused now is not failed: it is signed, and the wallet sends it again until the chain says
    /// what became of it.
    Task<> send(Id transactionId, observe::Trace trace);
    Task<wallet::Transaction> read(Id transactionId, observe::Trace trace);
    /// The error of a transaction that ended badly (`.reverted` or a key of explainRevert,
    /// `.replaced`, `.cancelled`); nothing while it is under way or when it went well.
    std::optional<Error> failureOf(const wallet::Transaction& transaction,
                                   std::string_view what) const;

private:
    ops::Context context(const observe::Trace& trace) const {
        return runtime::serviceContext(m_service, trace);
    }
    ops::Node& m_node;
    std::string m_service;
};

}  // namespace kosh::transact
