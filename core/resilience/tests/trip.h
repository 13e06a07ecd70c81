// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/resilience/saga.h>
#include <kosh/test/fakes.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

/// A saga "probe.trip" through places; its state is the path walked, and every stored transition is
/// written down by the service "probe".
namespace kosh::resilience::trip {

struct Trip {
    std::string path;       ///< One letter a step; capital when compensated.
    bool isDoomed = false;  ///< The last place refuses.

    static constexpr auto fields() {
        return std::tuple{json::required("path", &Trip::path, "places visited"),
                          json::optional("isDoomed", &Trip::isDoomed, "whether the end refuses")};
    }
};

inline constexpr store::Migration kProbeMigrations[] = {
    {1, "0001_init",
     "CREATE TABLE probe_progress (number INTEGER PRIMARY KEY, saga BLOB NOT NULL, "
     "line TEXT NOT NULL) STRICT;"}};

inline std::vector<store::ServiceSchema> schemas() {
    return {events::schema(), schema(), {"probe", kProbeMigrations}};
}

inline Id tripId(std::uint8_t n) {
    Id id;
    id.bytes[15] = n;
    return id;
}

/// "status step path error-key".
inline Result<> noteProgress(store::Transaction& tx, const Trip& trip, const Id& id,
                             SagaStatus status, const std::string& step, const Error* error) {
    const auto line = cat(toString(status), ' ', step, ' ', trip.path, error ? " " : "",
                          error ? error->key : std::string());
    KOSH_CHECK(tx.execute("INSERT INTO probe_progress (saga, line) VALUES (:saga, :line)",
                          {{":saga", id}, {":line", line}}));
    return {};
}

inline Task<std::vector<std::string>> progressOf(store::Store& store, Id id) {
    co_return co_await store.database("probe").read([id](store::Reader& reader) {
        return reader.all("SELECT line FROM probe_progress WHERE saga = :saga ORDER BY number",
                          {{":saga", id}},
                          [](const store::Row& row) { return std::string(row.text(0)); });
    });
}

inline Task<> begin(store::Store& store, SagaRunner& runner, Id id, Trip trip,
                    std::string kind = "probe.trip", observe::Trace trace = {}) {
    co_return co_await store.database("probe").write(
        [&runner, id, trip, kind, trace](store::Transaction& tx) {
            return runner.begin(tx, kind, id, trip, trace);
        });
}

inline Task<Outcome> walk(Trip& trip, std::string place) {
    trip.path += place;
    co_return Outcome::next();
}
inline Task<Outcome> arrive(Trip& trip) {
    if (trip.isDoomed) {
        co_return Outcome::failed({ErrorKind::precondition, "trip.refused", "no entry"});
    }
    trip.path += 'c';
    co_return Outcome::next();
}
inline Task<> walkBack(Trip& trip, std::string place) {
    trip.path += place;
    co_return ok();
}

/// a → b → c; a and b can be undone.
inline SagaDefinition<Trip> plainTrip() {
    return {.kind = "probe.trip",
            .service = "probe",
            .steps = {{.name = "a",
                       .run = [](Trip& trip, StepInfo) { return walk(trip, "a"); },
                       .compensate = [](Trip& trip, StepInfo) { return walkBack(trip, "A"); }},
                      {.name = "b",
                       .run = [](Trip& trip, StepInfo) { return walk(trip, "b"); },
                       .compensate = [](Trip& trip, StepInfo) { return walkBack(trip, "B"); }},
                      {.name = "c", .run = [](Trip& trip, StepInfo) { return arrive(trip); }}},
            .onProgress = noteProgress};
}

/// The lines `plainTrip` leaves behind.
inline std::vector<std::string> expectedProgress(bool isDoomed) {
    if (!isDoomed) return {"running b a", "running c ab", "finished c abc"};
    return {"running b a", "running c ab", "compensating b ab trip.refused",
            "compensating a abB trip.refused", "failed a abBA trip.refused"};
}

/// A vault with a runner over it.
class Rig {
public:
    Rig() : observer(m_clock), vault(m_clock, observer.observer(), schemas()) { renew(); }
    ~Rig() {
        stop();
        runner.reset();
    }

    void start() {
        if (auto started = core.run(runner->start()); !started) {
            test::giveUp(started.error().message);
        }
        m_isRunning = true;
    }
    void stop() {
        if (!m_isRunning) return;
        m_isRunning = false;
        if (auto stopped = core.run(runner->stop()); !stopped) {
            test::giveUp(stopped.error().message);
        }
    }
    void restart() {
        stop();
        runner.reset();
        vault.reopen();
        renew();
    }
    Result<> begin(Id id, Trip trip = {}, std::string kind = "probe.trip",
                   const observe::Trace& trace = {}) {
        auto begun = core.run(
            trip::begin(vault.store(), *runner, id, std::move(trip), std::move(kind), trace));
        core.call([this] { runner->wake(); });
        return begun;
    }
    SagaSummary find(Id id) {
        auto all = core.run(runner->list(""));
        if (!all) test::giveUp(all.error().message);
        for (const auto& saga : *all) {
            if (saga.id == id) return saga;
        }
        return {};
    }
    bool waitFor(Id id, std::function<bool(const SagaSummary&)> isReached) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        while (std::chrono::steady_clock::now() < end) {
            if (isReached(find(id))) return true;
        }
        return false;
    }
    bool waitForEnd(Id id) {
        return waitFor(id, [](const SagaSummary& saga) {
            return saga.status == SagaStatus::finished || saga.status == SagaStatus::failed;
        });
    }
    std::vector<std::string> progress(Id id) {
        auto lines = core.run(progressOf(vault.store(), id));
        if (!lines) test::giveUp(lines.error().message);
        return *lines;
    }

private:
    void renew() {
        runner = std::make_unique<SagaRunner>(vault.store(), m_clock, m_random, observer.observer(),
                                              core.executor());
    }
    SystemClock m_clock;
    test::SeededRandom m_random;

public:
    test::TestObserver observer;
    test::CoreLoop core;
    test::TempVault vault;
    std::unique_ptr<SagaRunner> runner;

private:
    bool m_isRunning = false;
};

}  // namespace kosh::resilience::trip
