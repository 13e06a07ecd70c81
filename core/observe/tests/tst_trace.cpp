// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/observe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <set>
#include <thread>

using namespace kosh;
using namespace kosh::observe;

namespace {

// The example of https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers
const std::string kExample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

Span span(std::string name) {
    Span out;
    out.name = std::move(name);
    return out;
}

std::string idOfForkedChild() {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        const std::string id = newTrace().traceIdHex();
        const ssize_t written = write(ends[1], id.data(), id.size());
        _exit(written == 32 ? 0 : 1);
    }
    std::string id(32, '\0');
    const ssize_t size = read(ends[0], id.data(), id.size());
    close(ends[0]);
    close(ends[1]);
    waitpid(child, nullptr, 0);
    return size == 32 ? id : std::string();
}

}  // namespace

class TestTrace : public QObject {
    Q_OBJECT
private slots:
    void traceparentRoundTrips();
    void laterVersionsMayAppend();
    void malformedTraceparents_data();
    void malformedTraceparents();
    void idsAreUniqueAcrossThreads();
    void aForkedChildHasItsOwnIds();
    void aChildKeepsTheTrace();
    void theRingKeepsTheNewest();
};

void TestTrace::traceparentRoundTrips() {
    const Result<Trace> trace = Trace::fromTraceparent(kExample);
    QVERIFY(trace.has_value());
    QCOMPARE(trace->traceIdHex(), std::string("4bf92f3577b34da6a3ce929d0e0e4736"));
    QCOMPARE(trace->spanIdHex(), std::string("00f067aa0ba902b7"));
    QCOMPARE(trace->toTraceparent(), kExample);
    QVERIFY(Trace::fromTraceparent(newTrace().toTraceparent()).has_value());
}

void TestTrace::laterVersionsMayAppend() {
    const std::string later = "cc" + kExample.substr(2);
    QVERIFY(Trace::fromTraceparent(later).has_value());
    QVERIFY(Trace::fromTraceparent(later + "-what-ever").has_value());
    QVERIFY(!Trace::fromTraceparent(later + ".what-ever").has_value());
}

void TestTrace::malformedTraceparents_data() {
    QTest::addColumn<QString>("header");
    const QString good = QString::fromStdString(kExample);
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << good.chopped(1);
    QTest::newRow("long") << good + "-00";
    QTest::newRow("version ff") << "ff" + good.mid(2);
    QTest::newRow("version not hex") << "0x" + good.mid(2);
    QTest::newRow("upper case") << good.toUpper();
    QTest::newRow("underscore") << QString(good).replace('-', '_');
    QTest::newRow("zero trace") << "00-" + QString(32, '0') + good.mid(35);
    QTest::newRow("zero span") << good.left(36) + QString(16, '0') + good.mid(52);
    QTest::newRow("bad flags") << good.chopped(2) + "0g";
    QTest::newRow("prefix in the id") << "00-0x" + good.mid(5);
}

void TestTrace::malformedTraceparents() {
    QFETCH(QString, header);
    const Result<Trace> trace = Trace::fromTraceparent(header.toStdString());
    QVERIFY(!trace.has_value());
    QCOMPARE(trace.error().key, std::string("observe.traceparent"));
}

void TestTrace::idsAreUniqueAcrossThreads() {
    constexpr std::size_t kEach = 2000;
    std::array<std::vector<std::string>, 4> made;
    std::vector<std::thread> threads;
    for (auto& ids : made) {
        threads.emplace_back([&ids] {
            for (std::size_t i = 0; i < kEach; ++i) ids.push_back(newTrace().traceIdHex());
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::set<std::string> all;
    for (const auto& ids : made) all.insert(ids.begin(), ids.end());
    QCOMPARE(all.size(), made.size() * kEach);
}

void TestTrace::aForkedChildHasItsOwnIds() {
    QVERIFY(newTrace().isSet());
    const std::string childs = idOfForkedChild();
    QCOMPARE(childs.size(), std::size_t{32});
    QVERIFY(childs != newTrace().traceIdHex());
}

void TestTrace::aChildKeepsTheTrace() {
    const Trace parent = newTrace();
    const Trace child = childOf(parent);
    QCOMPARE(child.traceIdHex(), parent.traceIdHex());
    QVERIFY(child.spanIdHex() != parent.spanIdHex());
    QVERIFY(!Trace{}.isSet());
}

void TestTrace::theRingKeepsTheNewest() {
    Tracer tracer(3);
    QVERIFY(tracer.recent(5).empty());
    tracer.record(span("a"));
    tracer.record(span("b"));
    QCOMPARE(tracer.recent(5).size(), std::size_t{2});
    QCOMPARE(tracer.recent(1)[0].name, std::string("b"));
    for (const char* name : {"c", "d", "e"}) tracer.record(span(name));
    const std::vector<Span> spans = tracer.recent(5);
    QCOMPARE(spans.size(), std::size_t{3});
    QCOMPARE(spans[0].name, std::string("e"));
    QCOMPARE(spans[1].name, std::string("d"));
    QCOMPARE(spans[2].name, std::string("c"));
}

QTEST_APPLESS_MAIN(TestTrace)
#include "tst_trace.moc"
