// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The durable log end to end: append → consumer group → cursor moved, both commits durable.
#include "bench.h"

#include <kosh/events/log.h>

#include <atomic>
#include <thread>

namespace kosh::bench {
namespace {

struct PriceUpdated {
    std::int64_t atNanos = 0;
    std::string symbol = "ETH/USDC";
    std::string price = "3120.11";
    std::string note = std::string(100, 'a');

    static constexpr events::Info kInfo{"bench.price_updated", 1};
    std::string eventKey() const { return symbol; }
    static constexpr auto fields() {
        using P = PriceUpdated;
        return std::tuple{json::required("atNanos", &P::atNanos, "steady time of the append"),
                          json::required("symbol", &P::symbol, "pair"),
                          json::required("price", &P::price, "decimal"),
                          json::required("note", &P::note, "as much as a real event says")};
    }
};

constexpr store::Migration kMigrations[] = {
    {1, "0001_init",
     "CREATE TABLE bench_price (sequence INTEGER PRIMARY KEY, price TEXT NOT NULL) STRICT;"}};
constexpr int kBatch = 1000;

std::int64_t nowNanos() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               SteadyClock::now().time_since_epoch())
        .count();
}

Task<> append(store::Store& store, int count) {
    co_return co_await store.database("bench").write([count](store::Transaction& tx) -> Result<> {
        PriceUpdated event;
        event.atNanos = nowNanos();
        for (int n = 0; n < count; ++n) KOSH_CHECK(events::append(tx, event));
        return {};
    });
}

Task<> appendBatches(store::Store& store, int batches) {
    for (int n = 0; n < batches; ++n) KOSH_CO_CHECK(co_await append(store, kBatch));
    co_return ok();
}

/// A log with one group whose handler is given.
class Rig {
public:
    explicit Rig(events::Handler handler)
        : m_observer(m_clock),
          m_vault(m_clock, m_observer, {events::schema(), {"bench", kMigrations}}),
          m_log(m_vault.store(), m_clock, m_observer, m_core.executor()) {
        m_core.call([&] {
            m_log.add({.name = "bench.group",
                       .service = "bench",
                       .topics = {"bench.*"},
                       .handler = std::move(handler)});
        });
        need(m_core.run(m_log.start()));
    }
    ~Rig() { need(m_core.run(m_log.stop())); }

    /// Appends batches and waits until the group has handled them all; gives the number of events.
    int run(int batches) {
        need(m_core.run(appendBatches(m_vault.store(), batches)));
        need(m_core.run(m_log.settle()));
        return batches * kBatch;
    }
    void appendOne() { need(m_core.run(append(m_vault.store(), 1))); }
    void settle() { need(m_core.run(m_log.settle())); }

private:
    SystemClock m_clock;
    test::TestObserver m_observer;
    test::CoreLoop m_core;
    test::TempVault m_vault;
    events::Log m_log;
};

void measureThroughput() {
    std::atomic<std::int64_t> handled{0};
    Rig reading([&handled](store::Transaction&, const events::Event& event) -> Result<> {
        handled += event.version;
        return {};
    });
    const double redis = rateOfPeer(runPeer("redis.mjs", ""), "events.read");
    report("events.read", rateOf([&] { return reading.run(100); }), "events/s",
           Peer{"Redis Streams, appendfsync always", redis});

    Rig booking([](store::Transaction& tx, const events::Event& event) -> Result<> {
        KOSH_TRY(const auto update, events::payloadOf<PriceUpdated>(event));
        KOSH_CHECK(
            tx.execute("INSERT INTO bench_price (sequence, price) VALUES (:sequence, :price)",
                       {{":sequence", event.sequence}, {":price", update.price}}));
        return {};
    });
    report("events.booked", rateOf([&] { return booking.run(40); }), "events/s");
}

/// One event every millisecond; each event carries when its append began.
void measureLatency() {
    constexpr int kEvents = 1000;
    std::vector<double> delivered;  // of the writer thread until the log is settled
    Rig rig([&delivered](store::Transaction&, const events::Event& event) -> Result<> {
        KOSH_TRY(const auto update, events::payloadOf<PriceUpdated>(event));
        delivered.push_back(static_cast<double>(nowNanos() - update.atNanos) / 1e6);
        return {};
    });
    const auto start = SteadyClock::now();
    std::vector<double> acknowledged;
    for (int n = 0; n < kEvents; ++n) {
        std::this_thread::sleep_until(start + std::chrono::milliseconds(n));
        const auto appended = SteadyClock::now();
        rig.appendOne();
        rig.settle();
        acknowledged.push_back(secondsSince(appended) * 1e3);
    }
    report("events.delivery_p50", median(std::move(delivered)), "ms");
    report("events.acknowledged_p50", median(std::move(acknowledged)), "ms");
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::measureThroughput();
    kosh::bench::measureLatency();
}
