// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/log.h>
#include <kosh/test/fakes.h>

#include <optional>
#include <string>
#include <vector>

/// A service "probe" that publishes pings and writes down every delivery it is given: what it saw
/// twice is there twice.
namespace kosh::events::probe {

struct Ping {
    std::int64_t n = 0;

    static constexpr Info kInfo{"probe.ping", 1};
    std::string eventKey() const { return cat("key", n % 3); }
    static constexpr auto fields() { return std::tuple{json::required("n", &Ping::n, "number")}; }
};

struct Pong {
    std::int64_t n = 0;

    static constexpr Info kInfo{"probe.pong", 1};
    std::string eventKey() const { return "pong"; }
    static constexpr auto fields() { return std::tuple{json::required("n", &Pong::n, "number")}; }
};

inline constexpr store::Migration kProbeMigrations[] = {
    {1, "0001_init",
     "CREATE TABLE probe_delivery (number INTEGER PRIMARY KEY, receiver TEXT NOT NULL, "
     "sequence INTEGER NOT NULL, n INTEGER NOT NULL) STRICT;"}};

inline std::vector<store::ServiceSchema> schemas() {
    return {schema(), {"probe", kProbeMigrations}};
}

/// Writes the delivery down under `receiver`.
inline Result<> record(store::Transaction& tx, const std::string& receiver, const Event& event) {
    KOSH_TRY(const auto ping, payloadOf<Ping>(event));
    KOSH_CHECK(tx.execute(
        "INSERT INTO probe_delivery (receiver, sequence, n) VALUES (:receiver, :sequence, :n)",
        {{":receiver", receiver}, {":sequence", event.sequence}, {":n", ping.n}}));
    return {};
}

inline Group recordingGroup(std::string name, std::vector<std::string> topics) {
    return {.name = name,
            .service = "probe",
            .topics = std::move(topics),
            .handler = [name](store::Transaction& tx, const Event& event) {
                return record(tx, name, event);
            }};
}

/// Appends pings numbered first … first+count-1 in one transaction.
inline Task<> appendPings(store::Store& store, std::int64_t first, std::int64_t count) {
    co_return co_await store.database("probe").write([=](store::Transaction& tx) -> Result<> {
        for (auto n = first; n < first + count; ++n) KOSH_CHECK(append(tx, Ping{.n = n}));
        return {};
    });
}

inline Task<> appendPong(store::Store& store, std::int64_t n) {
    co_return co_await store.database("probe").write([=](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(append(tx, Pong{.n = n}, "00112233445566778899aabbccddeeff"));
        return {};
    });
}

/// The numbers `receiver` was given, in order of delivery.
inline Task<std::vector<std::int64_t>> delivered(store::Store& store, std::string receiver) {
    co_return co_await store.database("probe").read([receiver](store::Reader& reader) {
        return reader.all("SELECT n FROM probe_delivery WHERE receiver = :receiver ORDER BY number",
                          {{":receiver", receiver}},
                          [](const store::Row& row) { return row.integer(0); });
    });
}

inline std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t count) {
    std::vector<std::int64_t> all;
    for (auto n = first; n < first + count; ++n) all.push_back(n);
    return all;
}

/// A vault with a log over it.
class Rig {
public:
    Rig() : observer(m_clock), vault(m_clock, observer.observer(), schemas()) { renew(); }
    ~Rig() {
        stop();
        log.reset();
    }

    void start() {
        if (auto started = core.run(log->start()); !started) test::giveUp(started.error().message);
        m_isRunning = true;
    }
    void stop() {
        if (!m_isRunning) return;
        m_isRunning = false;
        if (auto stopped = core.run(log->stop()); !stopped) test::giveUp(stopped.error().message);
    }
    void settle() {
        if (auto settled = core.run(log->settle()); !settled) test::giveUp(settled.error().message);
    }
    void append(std::int64_t first, std::int64_t count) {
        auto done = core.run(appendPings(vault.store(), first, count));
        if (!done) test::giveUp(cat(done.error().key, ": ", done.error().message));
    }
    std::vector<std::int64_t> seenBy(std::string receiver) {
        auto rows = core.run(delivered(vault.store(), std::move(receiver)));
        if (!rows) test::giveUp(cat(rows.error().key, ": ", rows.error().message));
        return *rows;
    }
    /// As a restart of the program would: a closed and reopened vault, a new log without groups.
    void restart() {
        stop();
        log.reset();
        vault.reopen();
        renew();
    }
    void renew() {
        log = std::make_unique<Log>(vault.store(), m_clock, observer.observer(), core.executor());
    }

private:
    SystemClock m_clock;

public:
    test::TestObserver observer;
    test::CoreLoop core;
    test::TempVault vault;
    std::unique_ptr<Log> log;

private:
    bool m_isRunning = false;
};

}  // namespace kosh::events::probe
