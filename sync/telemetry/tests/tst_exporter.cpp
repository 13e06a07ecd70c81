// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/telemetry/exporter.h>
#include <kosh/test/fakes.h>

#include <QtTest>

using namespace kosh;

namespace {

/// A collector whose answers a test writes; it keeps what it was sent.
class FakeCollector final : public net::HttpClient {
public:
    Task<net::HttpResponse> send(net::HttpRequest request) override {
        requests.push_back(request);
        auto result = answer(requests.size());
        if (delay > Duration::zero()) {
            KOSH_CO_CHECK(co_await async::sleep(delay));
        }
        co_return result;
    }
    std::size_t spans() const {
        std::size_t count = 0;
        for (const auto& request : requests) {
            for (auto at = request.body.find("\"spanId\""); at != std::string::npos;
                 at = request.body.find("\"spanId\"", at + 1)) {
                ++count;
            }
        }
        return count;
    }
    std::function<Result<net::HttpResponse>(std::size_t)> answer = [](std::size_t) {
        return net::HttpResponse{200, {}, "{}"};
    };
    Duration delay{};
    std::vector<net::HttpRequest> requests;
};

struct Fixture {
    SystemClock clock;
    test::SeededRandom random;
    test::TestObserver observing{clock};
    async::ComputePool compute{1};
    FakeCollector collector;
    test::CoreLoop loop;
    std::optional<telemetry::Exporter> exporter;

    void start(telemetry::ExporterOptions options = {}) {
        options.url = "http://collector/v1/traces";
        options.headers = {{"Authorization", "Bearer x"}};
        options.every = std::chrono::milliseconds(5);
        options.backoff = {std::chrono::milliseconds(1), std::chrono::milliseconds(5), 3};
        exporter.emplace(options, collector, compute, loop.executor(), clock, random,
                         observing.observer());
        QVERIFY(loop.run(exporter->start()).has_value());
    }
    void stop() { QVERIFY(loop.run(exporter->stop()).has_value()); }
    void record(int count) {
        for (int i = 0; i < count; ++i) {
            observing.observer().tracer.record(
                {observe::newTrace(), {}, "probe.get", clock.now(), {}, {}});
        }
    }
    std::uint64_t sent() {
        return observing.metrics().counter("kosh_telemetry_spans_sent_total", {}).value();
    }
    std::uint64_t dropped(std::string reason) {
        return observing.metrics()
            .counter("kosh_telemetry_spans_dropped_total", {}, {{"reason", std::move(reason)}})
            .value();
    }
};

}  // namespace

class TestExporter : public QObject {
    Q_OBJECT
private slots:
    void everySpanIsSentOnceInBatches() {
        Fixture f;
        f.record(300);
        f.start({.maxBatch = 100});
        QVERIFY(f.loop.waitUntil([&] { return f.sent() == 300; }));
        f.record(70);
        QVERIFY(f.loop.waitUntil([&] { return f.sent() == 370; }));
        f.stop();
        QCOMPARE(f.collector.spans(), std::size_t{370});
        const auto& first = f.collector.requests.front();
        QCOMPARE(first.url, std::string("http://collector/v1/traces"));
        QCOMPARE(first.purpose, std::string("telemetry"));
        QCOMPARE(first.headers.front().second, std::string("Bearer x"));
    }

    void whatMayGoBetterIsTriedAgain() {
        Fixture f;
        f.collector.answer = [](std::size_t n) -> Result<net::HttpResponse> {
            if (n == 1) return net::HttpResponse{503, {{"retry-after", "0"}}, ""};
            if (n == 2) return fail(ErrorKind::unavailable, "net.connect", "refused");
            return net::HttpResponse{200, {}, R"({"partialSuccess":{"rejectedSpans":"1"}})"};
        };
        f.record(4);
        f.start();
        QVERIFY(f.loop.waitUntil([&] { return f.sent() == 3; }));
        f.stop();
        QCOMPARE(f.collector.requests.size(), std::size_t{3});
        QCOMPARE(f.dropped("refused"), std::uint64_t{1});
        QCOMPARE(f.observing.lines().size(), std::size_t{2});
    }

    void otherRefusalsAreFinal() {
        Fixture f;
        f.collector.answer = [](std::size_t) { return net::HttpResponse{400, {}, "no"}; };
        f.record(4);
        f.start();
        QVERIFY(f.loop.waitUntil([&] { return f.dropped("refused") == 4; }));
        f.stop();
        QCOMPARE(f.collector.requests.size(), std::size_t{1});
    }

    void aHostSwitchedOffGetsNothing() {
        Fixture f;
        f.collector.answer = [](std::size_t) -> Result<net::HttpResponse> {
            return fail(ErrorKind::precondition, "net.host_disabled", "off");
        };
        f.record(4);
        f.start();
        QVERIFY(f.loop.waitUntil([&] { return f.dropped("off") == 4; }));
        f.stop();
    }

    void afterSomeAttemptsABatchIsGivenUp() {
        Fixture f;
        f.collector.answer = [](std::size_t) -> Result<net::HttpResponse> {
            return fail(ErrorKind::deadline, "net.timeout", "slow");
        };
        f.record(4);
        f.start();
        QVERIFY(f.loop.waitUntil([&] { return f.dropped("unreachable") == 4; }));
        f.stop();
        QCOMPARE(f.collector.requests.size(), std::size_t{3});
    }

    void theQueueIsBounded() {
        Fixture f;
        f.record(100);
        f.start({.maxQueued = 10, .maxBatch = 10});
        QVERIFY(f.loop.waitUntil([&] { return f.sent() + f.dropped("queue") == 100; }));
        f.stop();
        QCOMPARE(f.dropped("queue"), std::uint64_t{90});
    }

    void aRingThatWentRoundIsTold() {
        Fixture f;
        f.record(1);
        f.start({.maxQueued = 100'000, .maxBatch = 100'000});
        QVERIFY(f.loop.waitUntil([&] { return f.sent() == 1; }));
        f.loop.call([&] { f.record(5000); });
        QVERIFY(f.loop.waitUntil([&] { return f.sent() >= 2049; }));
        f.stop();
        QCOMPARE(f.observing.metrics().counter("kosh_telemetry_overtaken_total", {}).value(),
                 std::uint64_t{1});
    }

    void theStopSendsWhatWaits() {
        Fixture f;
        f.start();
        f.loop.call([&] { f.record(3); });
        f.stop();
        QCOMPARE(f.collector.spans(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"
