// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QAccessible>
#include <QSet>

using namespace kosh;

namespace {

QString nameOf(QObject* object) {
    const auto* face = object == nullptr ? nullptr : QAccessible::queryAccessibleInterface(object);
    return face == nullptr ? QString() : face->text(QAccessible::Name);
}

/// Names of what Tab reaches, one round.
QStringList tabRound(test::Screen& screen) {
    QStringList names;
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(&screen.view(), Qt::Key_Tab);
        const auto name = nameOf(screen.view().activeFocusItem());
        if (!names.isEmpty() && name == names.constFirst()) break;
        names << name;
    }
    return names;
}

}  // namespace

class TestKeyboard : public QObject {
    Q_OBJECT

private slots:
    void tabReachesEverythingOnPortfolioAndRail() {
        test::Harness harness;
        harness.open();
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            {1440, 900});
        const auto names = tabRound(screen);
        for (const QString name : {"Portfolio", "Swap", "Activity", "Journal", "Settings", "Lock",
                                   "Refresh", "Receive", "Network: Practice network"}) {
            QVERIFY2(names.contains(name), qPrintable(name + " not in " + names.join(", ")));
        }
        QVERIFY2(!names.contains(""), qPrintable(names.join(", ")));
    }
    void controlNumbersSwitchScreens() {
        test::Harness harness;
        harness.open();
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            {360, 740});
        QTest::keyClick(&screen.view(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(screen.root()->property("tab").toInt(), 2);
        QTest::keyClick(&screen.view(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(screen.root()->property("tab").toInt(), 0);
    }
    void aSwapByKeyboardAlone() {
        test::Harness harness;
        harness.open();
        test::Screen screen("swap", "SwapScreen",
                            {{"model", QVariant::fromValue(harness.app().swap())},
                             {"orders", QVariant::fromValue(harness.app().orders())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        auto* model = harness.app().swap();
        const auto tabTo = [&](const QString& name) {
            for (int i = 0; i < 40 && nameOf(screen.view().activeFocusItem()) != name; ++i)
                QTest::keyClick(&screen.view(), Qt::Key_Tab);
            return nameOf(screen.view().activeFocusItem()) == name;
        };
        QTRY_VERIFY(screen.find("You pay"));
        QVERIFY(tabTo("You pay"));
        screen.type("1.5");
        QTRY_VERIFY(model->quote().isThere);
        QVERIFY(tabTo("Review"));
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(model->preview().isThere);
        QVERIFY(tabTo("Confirm the swap"));
        auto* focus = screen.view().activeFocusItem();
        const auto box = focus->mapRectToScene(focus->boundingRect());
        QVERIFY2(box.bottom() <= 740 && box.top() >= 0,
                 "the focused button is not scrolled into view");
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTRY_COMPARE(model->stage(), ui::SwapModel::Stage::Progress);
        QVERIFY(tabTo("New swap"));
    }
    void escapeClosesASheet() {
        test::Harness harness;
        harness.open();
        test::Screen screen("portfolio", "PortfolioScreen",
                            {{"model", QVariant::fromValue(harness.app().portfolio())},
                             {"performance", QVariant::fromValue(harness.app().performance())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {1440, 900});
        screen.click("Receive");
        QTRY_VERIFY(screen.shows("Only send what lives"));
        QTest::keyClick(&screen.view(), Qt::Key_Escape);
        QTRY_VERIFY(!screen.shows("Only send what lives"));
    }
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
