// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/async/async.h>
#include <kosh/runtime/service.h>

#include <functional>
#include <set>

namespace kosh::ledger {

/// Books what others send to the addresses whose books were opened (ledger.reconcile): tokens from
/// their Transfer logs, the coin by what the chain holds above the books. Only blocks with enough
/// confirmations are looked at. Thread: core.
class Arrivals {
public:
    /// `ledger.unsettled` while something of this address is under way.
    using CheckSettled = std::function<Task<>(chain::ChainId, Address, ops::Context)>;
    Arrivals(const runtime::ServiceEnvironment& env, CheckSettled checkSettled);
    void start();
    Task<> stop();
    /// Looks at the network now; gives how many arrivals were booked.
    Task<std::int64_t> scan(chain::ChainId chainId, ops::Context context);

private:
    /// What one look at a network goes by.
    struct Look {
        chain::Chain chain;
        std::uint64_t confirmed = 0;
        std::vector<repository::Watched> watched;
        std::map<Address, token::Token> tokens;
        std::set<Hash256>
            own;  ///< Transactions of this vault: what they bring is booked with them.
    };
    Task<> run();
    Task<Look> look(chain::ChainId chainId, ops::Context context);
    Task<std::vector<TransferReceived>> tokensIn(Look look, ops::Context context);
    Result<std::int64_t> bookTokens(store::Transaction& tx, const Look& look,
                                    const std::vector<TransferReceived>& all);
    Task<bool> bookCoin(Look look, repository::Watched watched, ops::Context context);
    /// The newest block with enough confirmations.
    Task<std::uint64_t> confirmedBlock(chain::Chain chain, ops::Context context);
    Result<> book(store::Transaction& tx, const TransferReceived& received);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    CheckSettled m_checkSettled;
    async::Notifier m_wake, m_ended;
    bool m_isStopping = false, m_isRunning = false;
};

}  // namespace kosh::ledger
