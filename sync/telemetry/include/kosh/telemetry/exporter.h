// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/net/http_client.h>
#include <kosh/observe/observe.h>
#include <kosh/resilience/resilience.h>

#include <memory>
#include <string>
#include <vector>

namespace kosh::telemetry {

/// As the list of outbound hosts has it.
inline constexpr std::string_view kPurpose = "telemetry";

struct ExporterOptions {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string version;  ///< Of this program.
    std::size_t maxQueued = 8192, maxBatch = 512;
    Duration every = std::chrono::milliseconds(250);  ///< Between looks at the tracer.
    Duration timeout = std::chrono::seconds(10);      ///< Of one request.
    /// After what may go better another time; `maxAttempts` of one batch.
    resilience::Backoff backoff{std::chrono::seconds(1), std::chrono::seconds(30), 8};
};

/// Sends what the tracer records to an OTLP collector, batch by batch. Whoever records a span never
/// waits for it: spans are read from the tracer's ring, wait in a bounded queue and are dropped,
/// and counted, when it is full or the collector does not take them. A collector that fails is
/// logged once, until it answers again. Thread: core.
class Exporter {
public:
    /// All but `options` outlive it; `compute` writes the JSON. Once started it has to be stopped.
    Exporter(ExporterOptions options, net::HttpClient& http, async::ComputePool& compute,
             async::Executor executor, const Clock& clock, Random& random,
             observe::Observer observer);
    Task<> start();
    /// Sends what waits, once and for at most two seconds.
    Task<> stop();

private:
    std::shared_ptr<struct ExporterState> m_state;
};

}  // namespace kosh::telemetry
