// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/recent.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::events;

namespace {

constexpr repository::Bounds kBounds{.maxEvents = 100, .maxScanned = 1000};

store::CommittedEvents commitOf(std::int64_t first, int count, std::size_t payload = 2) {
    std::vector<store::CommittedEvent> events;
    for (int i = 0; i < count; ++i) {
        const std::string type = (first + i) % 2 == 0 ? "note.even" : "note.odd";
        events.push_back(
            {first + i, Timestamp{first}, {type, 1, "k", std::string(payload, 'p'), "t"}});
    }
    return std::make_shared<const std::vector<store::CommittedEvent>>(std::move(events));
}

std::vector<std::int64_t> sequencesOf(const repository::Batch& batch) {
    std::vector<std::int64_t> sequences;
    for (const auto& event : batch.events) sequences.push_back(event.sequence);
    return sequences;
}

}  // namespace

class EventsRecentTest : public QObject {
    Q_OBJECT

private slots:
    void givesWhatFollows() {
        Recent recent;
        recent.add(commitOf(5, 2));
        recent.add(commitOf(7, 3));
        const auto batch = recent.read({"note.*"}, 5, kBounds);
        QVERIFY(batch.has_value());
        QVERIFY(sequencesOf(*batch) == (std::vector<std::int64_t>{6, 7, 8, 9}));
        QCOMPARE(batch->scannedTo, 9);
        QVERIFY(batch->events.front().payload == "pp" && batch->events.front().key == "k" &&
                batch->events.front().traceId == "t");
        QVERIFY(batch->events.front().at == Timestamp{5});
    }

    void passesOverOtherTopics() {
        Recent recent;
        recent.add(commitOf(1, 5));
        const auto batch = recent.read({"note.even"}, 0, kBounds);
        QVERIFY(sequencesOf(*batch) == (std::vector<std::int64_t>{2, 4}));
        QCOMPARE(batch->scannedTo, 5);
    }

    void endsAtTheBounds() {
        Recent recent;
        recent.add(commitOf(1, 9));
        QCOMPARE(recent.read({"*"}, 0, {.maxEvents = 3, .maxScanned = 100})->scannedTo, 3);
        QCOMPARE(recent.read({"*"}, 0, {.maxEvents = 100, .maxScanned = 4})->scannedTo, 4);
        const repository::Bounds bytes{.maxEvents = 100, .maxScanned = 100, .maxBytes = 4};
        QCOMPARE(recent.read({"*"}, 0, bytes)->scannedTo, 2);
    }

    void leavesTheRestToTheLog() {
        Recent recent;
        QVERIFY(!recent.read({"*"}, 0, kBounds));
        recent.add(commitOf(5, 2));
        QVERIFY2(!recent.read({"*"}, 3, kBounds), "it does not have event 4");
        QVERIFY(recent.read({"*"}, 4, kBounds));
        QVERIFY2(!recent.read({"*"}, 6, kBounds), "nothing follows");
    }

    void isBounded() {
        constexpr std::size_t kLarge = std::size_t{1} << 20;
        Recent recent;
        for (std::int64_t first = 1; first <= 8; ++first) recent.add(commitOf(first, 1, kLarge));
        QVERIFY(!recent.read({"*"}, 0, kBounds));
        QVERIFY(recent.read({"*"}, 7, kBounds));
    }
};

QTEST_APPLESS_MAIN(EventsRecentTest)
#include "tst_events_recent.moc"
