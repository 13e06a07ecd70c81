// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "valuer.h"

namespace kosh::portfolio {

/// The background work: values what settled, and takes snapshots on a schedule and after something
/// settled. Thread: core.
class Keeper {
public:
    explicit Keeper(const runtime::ServiceEnvironment& env);
    void start();
    Task<> stop();
    /// What every address of the vault holds on these networks, stored for the history. A network
    /// that does not answer leaves a gap. Gives the networks that answered.
    Task<std::vector<chain::ChainId>> takeSnapshots(std::vector<chain::ChainId> chains,
                                                    ops::Context context);

private:
    struct Backoff {
        int attempts = 0;
        std::chrono::steady_clock::time_point notBefore;
    };
    Task<> run();
    Task<> valueSettled();
    Task<> takeDueSnapshots();
    void putOff(const std::string& valuationId, const Error& error);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    Valuer m_valuer;
    HoldingsReader m_holdings;
    async::Notifier m_wake, m_ended;
    std::unique_ptr<events::Log::Live> m_live;
    std::map<std::string, Backoff> m_backoffs;
    std::chrono::steady_clock::time_point m_snapshotsNotBefore;
    std::set<chain::ChainId> m_settledOn;  ///< Since their last snapshot.
    bool m_hasNews = true, m_isStopping = false, m_isRunning = false;
};

}  // namespace kosh::portfolio
