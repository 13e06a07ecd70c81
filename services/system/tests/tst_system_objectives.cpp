// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/objectives.h"

#include <QtTest>

using namespace kosh::system;

class SystemObjectivesTest : public QObject {
    Q_OBJECT

private slots:
    void withoutCallsNothingIsSpent() {
        for (const auto& one : objectivesOf({})) {
            QCOMPARE(one.good, 1.0);
            QCOMPARE(one.budgetLeft, 1.0);
        }
    }

    void budgets() {
        const auto all = objectivesOf({10'000, 5, 1'000});
        QCOMPARE(all[0].name, std::string("availability"));
        QCOMPARE(all[0].bad, std::uint64_t{5});
        QCOMPARE(all[0].good, 0.9995);
        // 10 of 10,000 may fail.
        QVERIFY(qAbs(all[0].budgetLeft - 0.5) < 1e-9);
        QCOMPARE(all[1].good, 0.9);
        // Twice of what may be slow was.
        QVERIFY(qAbs(all[1].budgetLeft + 1.0) < 1e-9);
    }

    void burnRates() {
        auto all = objectivesOf({});
        addBurnRates(all, kWindows[0], {1'000, 12, 100});
        addBurnRates(all, kWindows[3], {});
        QCOMPARE(all[0].burnRates.size(), std::size_t{2});
        QCOMPARE(all[0].burnRates[0].window, std::string("1h"));
        // 1.2 % fail where 0.1 % may; 10 % are slow where 5 % may.
        QVERIFY(qAbs(all[0].burnRates[0].rate - 12.0) < 1e-6);
        QVERIFY(qAbs(all[1].burnRates[0].rate - 2.0) < 1e-6);
        QCOMPARE(all[0].burnRates[1].rate, 0.0);
    }
};

QTEST_APPLESS_MAIN(SystemObjectivesTest)
#include "tst_system_objectives.moc"
