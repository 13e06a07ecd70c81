// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/exposition.h>

#include <QDateTime>
#include <QRegularExpression>
#include <QtTest>
#include <thread>

#include "fixed_clock.h"

using namespace kosh;
using namespace kosh::observe;
using namespace std::chrono_literals;

class TestMetrics : public QObject {
    Q_OBJECT
private slots:
    void aScrapeTellsHealthAndTheProcess();
    void sameNameAndLabelsAreOneSeries();
    void textHasHelpTypeAndEscapedLabels();
    void histogramBucketsAreCumulative();
    void histogramBounds_data();
    void histogramBounds();
    void threadsCountTogether();
};

void TestMetrics::sameNameAndLabelsAreOneSeries() {
    Metrics metrics;
    Counter& a = metrics.counter("kosh_calls_total", "Calls.", {{"op", "x"}, {"kind", "query"}});
    Counter& b = metrics.counter("kosh_calls_total", "Calls.", {{"kind", "query"}, {"op", "x"}});
    Counter& c = metrics.counter("kosh_calls_total", "Calls.", {{"op", "y"}});
    QCOMPARE(&a, &b);
    QVERIFY(&a != &c);
}

void TestMetrics::textHasHelpTypeAndEscapedLabels() {
    Metrics metrics;
    metrics.counter("kosh_calls_total", "Calls\nand \\ more.", {{"op", "a\"b\\c\nd"}}).add(3);
    metrics.gauge("kosh_queue_jobs", "Queued \"jobs\".").set(-2);
    QCOMPARE(metrics.toPrometheusText(),
             std::string("# HELP kosh_calls_total Calls\\nand \\\\ more.\n"
                         "# TYPE kosh_calls_total counter\n"
                         "kosh_calls_total{op=\"a\\\"b\\\\c\\nd\"} 3\n"
                         "# HELP kosh_queue_jobs Queued \"jobs\".\n"
                         "# TYPE kosh_queue_jobs gauge\n"
                         "kosh_queue_jobs -2\n"));
}

void TestMetrics::histogramBucketsAreCumulative() {
    Metrics metrics;
    Histogram& h = metrics.histogram("kosh_op_seconds", "Time.", {{"op", "x"}});
    h.observe(1us);
    h.observe(3us);
    h.observe(1h);
    const std::string text = metrics.toPrometheusText();
    QVERIFY(text.contains("# TYPE kosh_op_seconds histogram\n"));
    QVERIFY(text.contains("kosh_op_seconds_bucket{op=\"x\",le=\"1e-06\"} 1\n"));
    QVERIFY(text.contains("kosh_op_seconds_bucket{op=\"x\",le=\"2e-06\"} 1\n"));
    QVERIFY(text.contains("kosh_op_seconds_bucket{op=\"x\",le=\"4e-06\"} 2\n"));
    QVERIFY(text.contains("kosh_op_seconds_bucket{op=\"x\",le=\"67.108864\"} 2\n"));
    QVERIFY(text.contains("kosh_op_seconds_bucket{op=\"x\",le=\"+Inf\"} 3\n"));
    QVERIFY(text.contains("kosh_op_seconds_sum{op=\"x\"} 3600.000004\n"));
    QVERIFY(text.contains("kosh_op_seconds_count{op=\"x\"} 3\n"));
}

void TestMetrics::histogramBounds_data() {
    QTest::addColumn<qint64>("nanos");
    QTest::addColumn<int>("bucket");
    QTest::newRow("negative") << qint64{-5} << 0;
    QTest::newRow("zero") << qint64{0} << 0;
    QTest::newRow("1 us") << qint64{1'000} << 0;
    QTest::newRow("just above 1 us") << qint64{1'001} << 1;
    QTest::newRow("2 us") << qint64{2'000} << 1;
    QTest::newRow("4 us") << qint64{4'000} << 2;
    QTest::newRow("largest bound") << qint64{67'108'864'000} << 26;
    QTest::newRow("above the largest") << qint64{67'108'864'001} << 27;
    QTest::newRow("a week") << qint64{604'800'000'000'000} << 27;
}

void TestMetrics::histogramBounds() {
    QFETCH(qint64, nanos);
    QFETCH(int, bucket);
    Histogram h;
    h.observe(std::chrono::nanoseconds(nanos));
    QCOMPARE(h.buckets()[static_cast<std::size_t>(bucket)], std::uint64_t{1});
    QCOMPARE(h.count(), std::uint64_t{1});
}

void TestMetrics::threadsCountTogether() {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&metrics, t] {
            for (int i = 0; i < 500; ++i) {
                metrics.counter("kosh_a_total", "A.").add();
                metrics.gauge("kosh_b", "B.", {{"t", std::to_string(t)}}).add(1);
                metrics.histogram("kosh_c_seconds", "C.").observe(1ms);
            }
            QVERIFY(metrics.toPrometheusText().contains("kosh_a_total"));
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(metrics.counter("kosh_a_total", "A.").value(), std::uint64_t{2000});
    QCOMPARE(metrics.histogram("kosh_c_seconds", "C.").count(), std::uint64_t{2000});
    QCOMPARE(metrics.gauge("kosh_b", "B.", {{"t", "3"}}).value(), std::int64_t{500});
}

void TestMetrics::aScrapeTellsHealthAndTheProcess() {
    const FixedClock clock;
    Metrics metrics;
    Health health(clock);
    metrics.counter("kosh_a_total", "A").add(2);
    health.report("store", HealthState::ok);
    health.report("chain/1/\"a\"", HealthState::failed, "timeout");
    const auto text = QString::fromStdString(exposition(metrics, health, "1.2.3"));
    QVERIFY(text.contains("kosh_a_total 2\n"));
    QVERIFY(text.contains("kosh_build_info{version=\"1.2.3\"} 1\n"));
    QVERIFY(text.contains("# TYPE kosh_health gauge\n"));
    QVERIFY(text.contains("kosh_health{part=\"store\"} 0\n"));
    QVERIFY(text.contains("kosh_health{part=\"chain/1/\\\"a\\\"\"} 2\n"));
    const auto valueOf = [&text](const QString& name) {
        const QRegularExpression line("^" + name + " (\\S+)$", QRegularExpression::MultilineOption);
        return line.match(text).captured(1).toDouble();
    };
    QVERIFY(valueOf("process_resident_memory_bytes") > 1e6);
    QVERIFY(valueOf("process_open_fds") >= 3);
    QVERIFY(valueOf("process_max_fds") >= valueOf("process_open_fds"));
    const auto now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    const auto started = valueOf("process_start_time_seconds");
    QVERIFY2(started > now - 3600 && started <= now + 2, qPrintable(text));
}

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
