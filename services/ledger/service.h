// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "arrivals.h"

#include <kosh/ledger/api.h>
#include <kosh/runtime/service.h>

namespace kosh::ledger {

/// Books what settles elsewhere, from the event log: an entry and the cursor of its event are one
/// commit.
class LedgerService final : public runtime::Service {
public:
    explicit LedgerService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    std::vector<events::Group> groups() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<ListEntries::Response> listEntries(ListEntries request, ops::Context context);
    Task<GetBalances::Response> getBalances(GetBalances request, ops::Context context);
    Task<GetTrialBalance::Response> getTrialBalance(GetTrialBalance request, ops::Context context);
    Task<Entry> postEntry(PostEntry request, ops::Context context);
    Task<Entry> reverseEntry(ReverseEntry request, ops::Context context);
    Task<Reconcile::Response> reconcile(Reconcile request, ops::Context context);
    Task<ScanArrivals::Response> scanArrivals(ScanArrivals request, ops::Context context);

    Result<> book(store::Transaction& tx, const events::Event& event);
    Result<> postNew(store::Transaction& tx, Entry entry);
    Task<> checkSettled(chain::ChainId chainId, Address address, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    Arrivals m_arrivals;
};

}  // namespace kosh::ledger
