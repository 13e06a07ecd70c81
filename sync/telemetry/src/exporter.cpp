// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/telemetry/exporter.h"

#include "src/intake.h"

#include <kosh/json/json.h>
#include <kosh/telemetry/otlp.h>

#include <algorithm>
#include <charconv>

namespace kosh::telemetry {

struct ExporterState {
    ExporterState(ExporterOptions o, net::HttpClient& h, async::ComputePool& p, async::Executor e,
                  const Clock& c, Random& r, observe::Observer observing)
        : options(std::move(o)),
          http(h),
          compute(p),
          executor(e),
          clock(c),
          random(r),
          observer(observing),
          intake(observing.tracer, options.maxQueued),
          sent(observing.metrics.counter("kosh_telemetry_spans_sent_total",
                                         "Spans the collector has taken")),
          overtaken(observing.metrics.counter(
              "kosh_telemetry_overtaken_total",
              "Times spans were recorded faster than they were read, and some lost")),
          queued(observing.metrics.gauge("kosh_telemetry_queue", "Spans that wait to be sent")),
          changed(e) {}

    observe::Counter& dropped(std::string_view reason) const {
        return observer.metrics.counter("kosh_telemetry_spans_dropped_total",
                                        "Spans that were not sent, by why",
                                        {{"reason", std::string(reason)}});
    }
    void take() {
        const auto taken = intake.take();
        if (taken.dropped > 0) dropped("queue").add(taken.dropped);
        if (taken.wasOvertaken) overtaken.add();
        queued.set(static_cast<std::int64_t>(intake.queue().size()));
    }

    const ExporterOptions options;
    net::HttpClient& http;
    async::ComputePool& compute;
    async::Executor executor;
    const Clock& clock;
    Random& random;
    observe::Observer observer;
    Intake intake;
    observe::Counter &sent, &overtaken;
    observe::Gauge& queued;
    async::Notifier changed;  ///< The stop, or the end of a loop.
    bool isFailing = false, isStopping = false;
    bool isAbandoned = false;  ///< The stop waits no longer: client and pool may be gone.
    int running = 0;
};

namespace {

using Self = std::shared_ptr<ExporterState>;
constexpr Duration kLastWords = std::chrono::seconds(2);

/// What became of a batch.
struct Outcome {
    enum class Kind : std::uint8_t { taken, refused, again } kind = Kind::taken;
    std::string reason;
    Duration pause{};  ///< Asked for by the collector.
};

/// OTLP/HTTP: these may be tried again, other errors may not.
bool isRetryable(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

Duration retryAfter(const net::HttpResponse& response) {
    constexpr std::int64_t kLongest = 300;
    for (const auto& [name, value] : response.headers) {
        std::int64_t seconds = 0;
        const auto* const end = value.data() + value.size();
        if (name == "retry-after" &&
            std::from_chars(value.data(), end, seconds) == std::from_chars_result{end, {}}) {
            return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongest));
        }
    }
    return {};
}

/// partialSuccess.rejectedSpans of an ExportTraceServiceResponse, a number or its text.
std::size_t rejectedIn(const std::string& body) {
    const auto document = json::Document::parse(body);
    if (!document || document->root().type() != json::Type::object) return 0;
    const auto partial = document->root().find("partialSuccess");
    if (partial.type() != json::Type::object) return 0;
    const auto rejected = partial.find("rejectedSpans");
    auto text = rejected.serialize();
    std::erase(text, '"');
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Task<Outcome> post(Self self, std::vector<observe::Span> batch, Duration timeout) {
    const auto size = batch.size();
    net::HttpRequest request;
    request.url = self->options.url;
    request.headers = self->options.headers;
    request.headers.emplace_back("Content-Type", "application/json");
    request.timeout = timeout;
    request.maxResponseBytes = std::size_t{1} << 20;
    request.purpose = kPurpose;
    auto encode = [batch = std::move(batch), self]() -> Result<std::string> {
        return encodeSpans(batch, self->options.version);
    };
    KOSH_CO_TRY(request.body, co_await self->compute.run(std::move(encode)));
    if (self->isAbandoned) co_return Outcome{Outcome::Kind::refused, "stopped", {}};
    const auto response = co_await self->http.send(std::move(request));
    if (!response) {
        const auto& error = response.error();
        const bool isFinal =
            error.kind == ErrorKind::precondition || error.kind == ErrorKind::invalid;
        co_return Outcome{isFinal ? Outcome::Kind::refused : Outcome::Kind::again, error.key, {}};
    }
    if (isRetryable(response->status)) {
        co_return Outcome{Outcome::Kind::again, cat("http ", response->status),
                          retryAfter(*response)};
    }
    if (response->status / 100 != 2) {
        co_return Outcome{Outcome::Kind::refused, cat("http ", response->status), {}};
    }
    const auto rejected = std::min(rejectedIn(response->body), size);
    if (rejected > 0) self->dropped("refused").add(rejected);
    self->sent.add(size - rejected);
    co_return Outcome{};
}

void tell(ExporterState& self, const Outcome& outcome) {
    const bool isFailing = outcome.kind != Outcome::Kind::taken;
    if (std::exchange(self.isFailing, isFailing) == isFailing) return;
    if (isFailing) {
        self.observer.log.warning("telemetry", "the collector does not take spans",
                                  {{"reason", outcome.reason}});
    } else {
        self.observer.log.info("telemetry", "the collector takes spans");
    }
}

Task<> pause(Self self, Duration duration) {
    if (!self->isStopping) static_cast<void>(co_await self->changed.wait(duration));
    co_return ok();
}

/// The first of the queue, until the collector has them or will not.
Task<> sendBatch(Self self) {
    auto& queue = self->intake.queue();
    const auto size = std::min(queue.size(), self->options.maxBatch);
    const auto end = queue.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<observe::Span> batch(std::move_iterator(queue.begin()), std::move_iterator(end));
    queue.erase(queue.begin(), end);
    for (int attempt = 0; !self->isAbandoned; ++attempt) {
        const bool isLast = self->isStopping;
        auto outcome = co_await post(self, batch, isLast ? kLastWords : self->options.timeout);
        if (!outcome) outcome = Outcome{Outcome::Kind::again, outcome.error().key, {}};
        tell(*self, *outcome);
        if (outcome->kind == Outcome::Kind::taken) co_return ok();
        const bool isGivenUp = attempt + 1 >= self->options.backoff.maxAttempts || isLast;
        if (outcome->kind == Outcome::Kind::refused || isGivenUp) {
            const bool isOff = outcome->reason == "net.host_disabled";
            const bool isRefused = outcome->kind == Outcome::Kind::refused;
            self->dropped(isOff ? "off" : isRefused ? "refused" : "unreachable").add(size);
            co_return ok();
        }
        const auto delay = self->options.backoff.delay(attempt, self->random);
        KOSH_CO_CHECK(co_await pause(self, std::max(delay, outcome->pause)));
    }
    co_return ok();
}

/// Whatever the collector does, spans are taken from the ring in time.
Task<> takeAll(Self self) {
    while (!self->isStopping) {
        self->take();
        KOSH_CO_CHECK(co_await pause(self, self->options.every));
    }
    co_return ok();
}

Task<> sendAll(Self self) {
    while (!self->isStopping) {
        if (!self->intake.queue().empty()) {
            KOSH_CO_CHECK(co_await sendBatch(self));
        } else {
            KOSH_CO_CHECK(co_await pause(self, self->options.every));
        }
    }
    self->take();
    if (!self->intake.queue().empty() && !self->isFailing && !self->isAbandoned) {
        KOSH_CO_CHECK(co_await sendBatch(self));
    }
    co_return ok();
}

Task<> counted(Self self, Task<> loop) {
    auto ended = co_await std::move(loop);
    --self->running;
    self->changed.notifyAll();
    co_return ended;
}

void launch(const Self& self, Task<> loop) {
    ++self->running;
    async::spawn(self->executor, counted(self, std::move(loop)), [self](const Error& error) {
        self->observer.log.error("telemetry", "a loop ended", {{"key", error.key}});
    });
}

Task<> startLoops(Self self) {
    launch(self, takeAll(self));
    launch(self, sendAll(self));
    co_return ok();
}

Task<> stopLoops(Self self) {
    self->isStopping = true;
    self->changed.notifyAll();
    const auto end = self->clock.steady() + kLastWords;
    while (self->running > 0 && self->clock.steady() < end) {
        static_cast<void>(co_await self->changed.wait(std::chrono::milliseconds(100)));
    }
    self->isAbandoned = self->running > 0;
    co_return ok();
}

}  // namespace

Exporter::Exporter(ExporterOptions options, net::HttpClient& http, async::ComputePool& compute,
                   async::Executor executor, const Clock& clock, Random& random,
                   observe::Observer observer)
    : m_state(std::make_shared<ExporterState>(std::move(options), http, compute,
                                              std::move(executor), clock, random, observer)) {}

Task<> Exporter::start() {
    return startLoops(m_state);
}

Task<> Exporter::stop() {
    return stopLoops(m_state);
}

}  // namespace kosh::telemetry
