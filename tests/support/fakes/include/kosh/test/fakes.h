// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/base/ports.h>
#include <kosh/observe/observe.h>
#include <kosh/store/store.h>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

/// What tests of every module share: time, chance, a running core thread and a real vault in a
/// temporary folder. A failure inside a helper ends the test program with a message: a test that
/// could not be set up has proved nothing.
namespace kosh::test {

/// How long any helper here waits before it gives up; generous, since a loaded machine is slow.
inline constexpr std::chrono::seconds kDeadline{60};

/// Time that moves only when told. Thread-safe. Starts at 2026-01-01T00:00:00Z.
class FakeClock final : public Clock {
public:
    Timestamp now() const override;
    std::chrono::steady_clock::time_point steady() const override;
    void advance(Duration by);

private:
    mutable std::mutex m_mutex;
    Timestamp m_now{1'767'225'600'000'000};
    std::chrono::steady_clock::time_point m_steady{std::chrono::hours(1)};
};

/// Repeatable bytes from a seed. Thread-safe. Never for real keys.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed = 1) : m_engine(seed) {}
    void fill(std::span<std::uint8_t> out) override;

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

/// Log, metrics, traces and health of one test; log lines are kept for inspection.
class TestObserver {
public:
    explicit TestObserver(const Clock& clock, observe::Level level = observe::Level::info);
    observe::Observer observer() { return {m_log, m_metrics, m_tracer, m_health}; }
    operator observe::Observer() { return observer(); }
    observe::Health& health() { return m_health; }
    observe::Metrics& metrics() { return m_metrics; }
    std::vector<std::string> lines() const;
    /// Whether some health entry with this name is not ok.
    bool isUnwell(std::string_view name) const;

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines;
    observe::Logger m_log;
    observe::Metrics m_metrics;
    observe::Tracer m_tracer;
    observe::Health m_health;
};

[[noreturn]] void giveUp(std::string_view what);

/// A core thread that runs from construction to destruction; the test's own thread stays outside
/// it.
class CoreLoop {
public:
    CoreLoop() { m_thread.start(); }
    async::Executor executor() const { return m_thread.executor(); }
    async::CoreThread& thread() { return m_thread; }

    /// Runs `task` on the core thread and blocks the calling thread until it is done.
    template <typename T>
    Result<T> run(Task<T> task) {
        auto promise = std::make_shared<std::promise<Result<T>>>();
        auto future = promise->get_future();
        async::spawn(executor(), keep<T>(std::move(task), promise),
                     [](const Error& error) { giveUp(error.message); });
        if (future.wait_for(kDeadline) != std::future_status::ready) giveUp("a task did not end");
        return future.get();
    }
    /// The same for a plain function.
    template <typename F, typename R = std::invoke_result_t<F>>
    R call(F function) {
        std::promise<R> promise;
        auto future = promise.get_future();
        post([&] {
            if constexpr (std::is_void_v<R>) {
                function();
                promise.set_value();
            } else {
                promise.set_value(function());
            }
        });
        if (future.wait_for(kDeadline) != std::future_status::ready) giveUp("a call did not end");
        return future.get();
    }
    void post(async::Job job);
    /// Waits until `isTrue`, asked on the core thread, says so; false when the deadline passed.
    bool waitUntil(std::function<bool()> isTrue);

private:
    template <typename T>
    static Task<> keep(Task<T> task, std::shared_ptr<std::promise<Result<T>>> promise) {
        promise->set_value(co_await std::move(task));
        co_return ok();
    }
    async::CoreThread m_thread;
};

/// A folder that goes with the object.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    std::string file(std::string_view name) const;

private:
    std::string m_path;
};

/// The key every test vault is opened with.
SecretBytes testKey();

/// Opens (or creates) and migrates the vault at `path`; ends the program when it cannot.
std::unique_ptr<store::Store> openVault(const std::string& path, const Clock& clock,
                                        observe::Observer observer,
                                        std::vector<store::ServiceSchema> schemas,
                                        store::Options options = {});

/// A migrated vault in a folder of its own; `reopen` closes and opens it as a restart would.
class TempVault {
public:
    TempVault(const Clock& clock, observe::Observer observer,
              std::vector<store::ServiceSchema> schemas, store::Options options = {});
    store::Store& store() { return *m_store; }
    std::string path() const { return m_folder.file("vault.kosh"); }
    const TempFolder& folder() const { return m_folder; }
    void close() { m_store.reset(); }
    void reopen();

private:
    TempFolder m_folder;
    const Clock& m_clock;
    observe::Observer m_observer;
    std::vector<store::ServiceSchema> m_schemas;
    store::Options m_options;
    std::unique_ptr<store::Store> m_store;
};

}  // namespace kosh::test
