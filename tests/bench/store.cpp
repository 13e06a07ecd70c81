// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Durable commits of the store: one transfer each (an event, two entries, two balances), from one
// writer and from 32 at a time, and 1,000 rows in one job. The peers are PostgreSQL and the same
// SQL in a bare loop over SQLCipher.
#include "bare_sqlcipher.h"
#include "bench.h"

#include <kosh/store/store.h>

namespace kosh::bench {
namespace {

constexpr store::Migration kMigrations[] = {{1, "0001_init", kTransferTables}};
constexpr int kBatchRows = 1000;

Task<> transfers(store::Store& store, int first, int count) {
    auto database = store.database("bench");
    for (int n = first; n < first + count; ++n) {
        KOSH_CO_CHECK(co_await database.write([n](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto sequence,
                     tx.appendEvent({.type = "bench.transferred",
                                     .key = "transfer",
                                     .payload = std::string(kTransferPayload)}));
            for (const auto& leg : legsOf(n)) {
                KOSH_CHECK(tx.execute(
                    kInsertEntry,
                    {{":sequence", sequence}, {":account", leg.account}, {":amount", leg.amount}}));
                KOSH_CHECK(tx.execute(kUpdateBalance,
                                      {{":account", leg.account}, {":amount", leg.amount}}));
            }
            return {};
        }));
    }
    co_return ok();
}

Task<> rows(store::Store& store, int count) {
    return store.database("bench").write([count](store::Transaction& tx) -> Result<> {
        for (int n = 0; n < count; ++n) {
            KOSH_CHECK(
                tx.execute(kInsertEntry, {{":sequence", n}, {":account", n % 7}, {":amount", n}}));
        }
        return {};
    });
}

class Rig {
public:
    Rig() : m_observer(m_clock), m_vault(m_clock, m_observer, {{"bench", kMigrations}}) {
        need(m_core.run(m_vault.store().database("bench").write(
            [](store::Transaction& tx) { return tx.execute(kInsertAccounts, {}); })));
    }

    /// `each` transfers of every one of `writers`; gives how many that is.
    int transfer(int writers, int each) {
        std::vector<std::future<Result<>>> done;
        for (int writer = 0; writer < writers; ++writer) {
            auto promise = std::make_shared<std::promise<Result<>>>();
            done.push_back(promise->get_future());
            async::spawn(m_core.executor(), keepResult(m_vault.store(), writer, each, promise),
                         [](const Error& error) { test::giveUp(error.message); });
        }
        for (auto& one : done) need(one.get());
        return writers * each;
    }
    int insert(int batches) {
        for (int i = 0; i < batches; ++i) need(m_core.run(rows(m_vault.store(), kBatchRows)));
        return batches * kBatchRows;
    }

private:
    static Task<> keepResult(store::Store& store, int writer, int each,
                             std::shared_ptr<std::promise<Result<>>> promise) {
        promise->set_value(co_await transfers(store, writer * each, each));
        co_return ok();
    }

    SystemClock m_clock;
    test::TestObserver m_observer;
    test::CoreLoop m_core;
    test::TempVault m_vault;
};

void run() {
    test::TempFolder folder;
    BareLoop bare(folder.file("bare.db"));
    const double bareTransfers = rateOf([&] { return bare.transfer(1000, 1); });
    const double bareBatched = rateOf([&] { return bare.transfer(8000, 100); });
    const double bareRows = rateOf([&] { return bare.insert(50, kBatchRows); });
    const double postgres = rateOfPeer(runPeer("postgres.mjs", ""), "store.writers_32");
    Rig rig;
    report("store.writers_1", rateOf([&] { return rig.transfer(1, 1000); }), "commits/s",
           Peer{"SQLCipher, one commit each", bareTransfers});
    report("store.writers_32", rateOf([&] { return rig.transfer(32, 400); }), "commits/s",
           Peer{"PostgreSQL, 32 clients", postgres});
    report("store.writers_256", rateOf([&] { return rig.transfer(256, 60); }), "commits/s",
           Peer{"SQLCipher, commits of 100", bareBatched});
    report("store.rows_1000", rateOf([&] { return rig.insert(50); }), "rows/s",
           Peer{"SQLCipher, commits of 1000", bareRows});
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
