// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transport/host_registry.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::transport;

class TestHosts : public QObject {
    Q_OBJECT
private slots:
    void hostsAreListedByNameWithTheirPurposes();
    void aSwitchedOffHostStaysOff();
};

void TestHosts::hostsAreListedByNameWithTheirPurposes() {
    HostRegistry hosts;
    hosts.declare("z.example", "prices");
    QVERIFY(hosts.admit("a.example", "chain 1 endpoint").has_value());
    QVERIFY(hosts.admit("a.example", "chain 10 endpoint").has_value());
    hosts.recordUse("a.example", 3, 5);
    const std::vector<HostUse> uses = hosts.list();
    QCOMPARE(uses.size(), std::size_t{2});
    QCOMPARE(uses[0].host, std::string("a.example"));
    QCOMPARE(uses[0].purposes.size(), std::size_t{2});
    QCOMPARE(uses[0].bytesOut, std::uint64_t{3});
    QCOMPARE(uses[0].bytesIn, std::uint64_t{5});
    QCOMPARE(uses[1].requests, std::uint64_t{0});
    QVERIFY(uses[1].isEnabled);
}

void TestHosts::aSwitchedOffHostStaysOff() {
    HostRegistry hosts;
    hosts.setEnabled("a.example", false);
    hosts.declare("a.example", "prices");
    const Result<> refused = hosts.admit("a.example", "prices");
    QCOMPARE(refused.error().key, std::string("net.host_disabled"));
    QCOMPARE(refused.error().details.at("host"), std::string("a.example"));
    QVERIFY(hosts.admit("b.example", "prices").has_value());
}

QTEST_APPLESS_MAIN(TestHosts)
#include "tst_hosts.moc"
