// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "sender.h"

#include <map>

namespace kosh::wallet {

/// Follows unsettled transactions until they are final, failed, cancelled or replaced; sends again
/// what got lost, and says so when nobody keeps it.
class Tracker {
public:
    Tracker(Shared& shared, Sender& sender);
    /// Resumes what was unsettled.
    Task<> start();
    Task<> stop();
    /// Begins following a chain if nobody does.
    void follow(ChainId chainId);

private:
    /// A chain as one look sees it.
    struct View {
        chain::Chain chain;
        chain::Block head;
    };
    /// How often a transaction was sent again without being kept.
    struct Lost {
        int times = 0;
        std::uint64_t head = 0;
    };
    struct Found {
        std::optional<chain::Receipt> receipt;
        std::optional<Attempt> attempt;  ///< The one the receipt is of.
        bool isKnown = false;
    };
    Task<> followLoop(ChainId chainId);
    /// Checks when there is a new head, or now and then without one. True when nothing is left.
    Task<bool> checkAll(View view);
    Task<> check(repository::StoredTransaction stored, View view);
    Task<Found> look(Transaction transaction);
    Task<> applyReceipt(repository::StoredTransaction stored, Found found, View view);
    Task<> checkLost(repository::StoredTransaction stored, View view);
    Task<> sendAgain(repository::StoredTransaction stored, View view);
    Task<> markDropped(repository::StoredTransaction stored, std::string why);
    Task<std::string> failureReason(Transaction transaction);

    Shared& m_shared;
    Sender& m_sender;
    std::set<ChainId> m_following;
    std::map<Id, Lost> m_lost;
    async::Notifier m_ended;
};

}  // namespace kosh::wallet
