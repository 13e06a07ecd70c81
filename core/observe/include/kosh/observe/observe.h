// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::observe {

/// W3C trace context: 16-byte trace, 8-byte span.
struct Trace {
    std::array<std::uint8_t, 16> traceId{};
    std::array<std::uint8_t, 8> spanId{};
    bool isSet() const;
    std::string traceIdHex() const;
    std::string spanIdHex() const;
    std::string toTraceparent() const;  ///< "00-…-…-01"
    /// Strict: lower-case hex, ids not zero; later versions may append fields. Else
    /// `observe.traceparent`.
    static Result<Trace> fromTraceparent(std::string_view header);
};
/// New ids from a per-thread generator seeded by the operating system (again after a fork): unique,
/// not secret.
Trace newTrace();
Trace childOf(const Trace& parent);

enum class Level : std::uint8_t { debug, info, warning, error };

/// One field of a log line. Values whose key names a secret (passphrase, mnemonic, seed,
/// privateKey, token, authorization, …) are written as "***" whatever they hold.
struct LogField {
    std::string_view key;
    std::string value;
};

/// Structured log: one JSON line a record: at, level, component, message, traceId and spanId (if
/// set), fields (if any). Thread-safe: the sink gets one whole line (without its end) at a time.
/// Bytes that are not UTF-8 become U+FFFD.
class Logger {
public:
    using Sink = std::function<void(std::string_view line)>;
    Logger(const Clock& clock, Sink sink, Level level = Level::info);
    void setLevel(Level level);
    bool isEnabled(Level level) const;
    void write(Level level, std::string_view component, std::string_view message,
               const Trace& trace, std::initializer_list<LogField> fields = {});
    void info(std::string_view component, std::string_view message,
              std::initializer_list<LogField> fields = {});
    void warning(std::string_view component, std::string_view message,
                 std::initializer_list<LogField> fields = {});
    void error(std::string_view component, std::string_view message,
               std::initializer_list<LogField> fields = {});

private:
    const Clock& m_clock;
    Sink m_sink;
    std::atomic<Level> m_level;
    std::mutex m_mutex;
};
Logger::Sink stderrSink();

class Counter {
public:
    void add(std::uint64_t n = 1) { m_value.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value{0};
};
class Gauge {
public:
    void set(std::int64_t v) { m_value.store(v, std::memory_order_relaxed); }
    void add(std::int64_t n) { m_value.fetch_add(n, std::memory_order_relaxed); }
    std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_value{0};
};
/// Latencies in seconds: buckets up to 1 µs, 2 µs, 4 µs … ~67 s, and one without an upper bound.
class Histogram {
public:
    static constexpr std::size_t kBuckets = 28;
    void observe(std::chrono::nanoseconds duration);
    std::uint64_t count() const;
    double sumSeconds() const;
    std::array<std::uint64_t, kBuckets> buckets() const;  ///< Not cumulative.

private:
    std::array<std::atomic<std::uint64_t>, kBuckets> m_buckets{};
    std::atomic<std::uint64_t> m_sumNanos{0};
};

/// Names follow Prometheus: kosh_<unit>_total, _seconds, _bytes. References stay valid for life;
/// the same name and labels give the same one. A name of another type or with odd characters is a
/// broken invariant. Label values come from bounded sets: never an id or an address.
class Metrics {
public:
    using Labels = std::vector<std::pair<std::string, std::string>>;
    Counter& counter(std::string name, std::string help, Labels labels = {});
    Gauge& gauge(std::string name, std::string help, Labels labels = {});
    Histogram& histogram(std::string name, std::string help, Labels labels = {});
    /// Text exposition format 0.0.4.
    std::string toPrometheusText() const;

    Metrics();
    ~Metrics();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A finished piece of work inside a trace; kept in a bounded ring for inspection and export.
struct Span {
    Trace trace;
    std::array<std::uint8_t, 8> parentSpanId{};
    std::string name;
    Timestamp startedAt;
    Duration duration{};
    std::string errorKey;  ///< Empty when it went well.
};
class Tracer {
public:
    explicit Tracer(std::size_t capacity = 2048);
    void record(Span span);
    std::vector<Span> recent(std::size_t limit) const;  ///< The newest first.

private:
    mutable std::mutex m_mutex;
    std::vector<Span> m_ring;
    std::size_t m_capacity;
    std::size_t m_next = 0;
};

enum class HealthState : std::uint8_t { ok, degraded, failed };
std::string_view toString(HealthState state);
/// Tree of what works; names are "store", "chain/1/endpoint". A part without a slash is critical:
/// its failure fails the whole. One below it is one of several: its failure only degrades the
/// whole.
class Health {
public:
    struct Entry {
        std::string name;
        HealthState state = HealthState::ok;
        std::string reason;  ///< For people; empty when ok.
        Timestamp since;     ///< When it came into this state.
    };
    explicit Health(const Clock& clock);
    void report(std::string name, HealthState state, std::string reason = {});
    void remove(std::string_view name);
    std::vector<Entry> entries() const;
    HealthState overall() const;

private:
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry, std::less<>> m_entries;
};

/// What a module is given to be observable.
struct Observer {
    Logger& log;
    Metrics& metrics;
    Tracer& tracer;
    Health& health;
};

}  // namespace kosh::observe
