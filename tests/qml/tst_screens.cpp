// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QFile>
#include <QQmlEngine>
#include <QTranslator>

using namespace kosh;

namespace {

/// For people who want to see what the tests see: KOSH_SHOTS names a folder for pictures.
void keep(test::Screen& screen, const QString& name) {
    const auto folder = qEnvironmentVariable("KOSH_SHOTS");
    if (folder.isEmpty()) return;
    QTest::qWait(50);
    screen.view().grabWindow().save(folder + u'/' + name + QStringLiteral(".png"));
}

/// The window binds the theme; here there is only the workspace.
void useTheme(test::Screen& screen, int theme) {
    QQmlComponent look(screen.view().engine());
    look.setData(
        "import QtQml\nimport kosh.design\nQtObject { property int mode: 0\n"
        "onModeChanged: Theme.mode = mode }",
        {});
    const std::unique_ptr<QObject> chosen(look.create());
    QVERIFY2(chosen, qPrintable(look.errorString()));
    chosen->setProperty("mode", theme);
}

/// A call that this device reads in three steps, one of them strange to it.
simulation::DecodeCall::Response longAction() {
    simulation::Action outer;
    outer.kind = "multicall";
    outer.words = "Do all of this at Uniswap's router, or nothing";
    outer.contract = test::sampleAddress();
    auto inner = outer;
    inner.depth = 1;
    inner.kind = "swap";
    inner.words =
        "Swap 1.5 ETH for at least 4,460.798832 USDC, sent to " + test::deviceAddress().toString();
    inner.contractName = "SwapRouter02";
    inner.arguments = {{"recipient", "address", test::deviceAddress().toString()},
                       {"amountOutMinimum", "uint256", "4460798832"}};
    auto strange = inner;
    strange.kind = "unknown";
    strange.words = "Unknown call 0x12345678 of " + test::sampleAddress().toString();
    strange.arguments.clear();
    return {{outer, inner, strange}};
}

}  // namespace

/// Every screen of the workspace at both sizes, in both themes and languages: no QML warning,
/// nothing wider than the window, no control without a name.
class TestScreens : public QObject {
    Q_OBJECT

private slots:
    void everyScreen_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("theme");
        QTest::addColumn<QString>("language");
        for (const auto size : {QSize(360, 740), QSize(1440, 900)}) {
            for (const int theme : {1, 2}) {
                for (const QString language : {"en", "hi"}) {
                    QTest::addRow("%d wide, theme %d, %s", size.width(), theme,
                                  qPrintable(language))
                        << size << theme << language;
                }
            }
        }
    }
    void everyScreen() {
        QFETCH(QSize, size);
        QFETCH(int, theme);
        QFETCH(QString, language);
        QTranslator translator;
        if (language == "hi") {
            QVERIFY(translator.load(":/i18n/kosh_hi.qm"));
            QCoreApplication::installTranslator(&translator);
        }
        test::Harness harness;
        harness.open();
        harness.app().preferences()->setThemeMode(theme);
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            size);
        useTheme(screen, theme);
        for (int tab = 0; tab < 10; ++tab) {
            screen.root()->setProperty("tab", tab);
            QTest::qWait(0);
            QTRY_VERIFY(!harness.app().portfolio()->isBusy());
            QCOMPARE(screen.overflowing().join("; "), "");
            QCOMPARE(screen.nameless().join("; "), "");
            keep(screen,
                 QStringLiteral("%1-%2-%3-%4").arg(tab).arg(size.width()).arg(theme).arg(language));
        }
        QMetaObject::invokeMethod(screen.root(), "openSettings");
        QTRY_VERIFY(screen.find(language == "hi" ? "सेटिंग" : "Settings"));
        QTest::qWait(0);
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void keysOfThisDevice_data() { everyScreen_data(); }
    void keysOfThisDevice() {
        QFETCH(QSize, size);
        QFETCH(int, theme);
        QFETCH(QString, language);
        QTranslator translator;
        if (language == "hi") {
            QVERIFY(translator.load(":/i18n/kosh_hi.qm"));
            QCoreApplication::installTranslator(&translator);
        }
        test::Harness harness;
        harness.useNode();
        auto request = test::sampleRequest();
        request.unsignedTransaction.data = Bytes(676, 7);
        harness.answerOfDevice<simulation::DecodeCall>(longAction());
        auto other = test::deviceWallet(wallet::WalletKind::privateKey);
        other.addresses.front().address =
            *Address::parse("0x00000000219ab540356cbb839cbe05303d7705fa");
        harness.answerOfDevice<wallet::ListWallets>(
            {{test::deviceWallet(wallet::WalletKind::privateKey), other}});
        harness.session().device()->reloadWallets();
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            size);
        useTheme(screen, theme);
        const auto look = [&](const char* name) {
            QTest::qWait(0);
            QCOMPARE(screen.overflowing().join("; "), "");
            QCOMPARE(screen.nameless().join("; "), "");
            keep(screen, QStringLiteral("device-%1-%2-%3-%4")
                             .arg(name)
                             .arg(size.width())
                             .arg(theme)
                             .arg(language));
        };
        const auto escape = [&] { QTest::keyClick(&screen.view(), Qt::Key_Escape); };
        harness.answer<wallet::ListSignatureRequests>({{request, test::sampleRequest(21)}});
        harness.session().reloadWallets();
        QTRY_VERIFY(harness.app().signing()->isRead());
        QTRY_VERIFY(screen.shows("Unknown call"));
        look("signing");
        escape();
        QTRY_VERIFY(!screen.shows("Unknown call"));
        screen.root()->setProperty("tab", 6);
        look("wallets");
        screen.click(QCoreApplication::translate("WalletsScreen", "Use a key of this device"));
        QTRY_VERIFY(screen.shows("0x00000000219ab540356cBB839Cbe05303d7705Fa"));
        look("keys");
        escape();
        QMetaObject::invokeMethod(screen.root(), "openSettings");
        QTRY_VERIFY(screen.find(language == "hi" ? "सेटिंग" : "Settings"));
        look("settings");
        escape();
        QMetaObject::invokeMethod(screen.root(), "openDevice");
        QTRY_VERIFY(harness.app().deviceOnboarding()->isUnderWay());
        look("page");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void hindiIsComplete() {
        QTranslator translator;
        QVERIFY(translator.load(":/i18n/kosh_hi.qm"));
        QCOMPARE(translator.translate("Workspace", "Portfolio"), "पोर्टफ़ोलियो");
        QFile file(KOSH_HINDI);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("unfinished"));
    }
    void screensAreMadeWhenFirstOpened() {
        test::Harness harness;
        harness.open();
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            {360, 740});
        QTRY_VERIFY(harness.calls("portfolio.holdings") > 0);
        QCOMPARE(harness.calls("trading.list"), 0);
        screen.click("Activity");
        QTRY_VERIFY(harness.calls("trading.list") > 0);
    }
    void theWindowFollowsTheSession() {
        test::Harness harness;
        harness.answer<vault::GetStatus>({vault::State::locked, "vault", false, 0});
        ui::Window window(harness.app());
        QVERIFY(window.show());
        harness.session().start();
        QTRY_COMPARE(harness.session().stage(), ui::Session::Stage::Locked);
        harness.answer<vault::Unlock>({"vault"});
        QTest::qWait(0);
        for (const auto character : QString("correct horse"))
            QTest::sendKeyEvent(QTest::Click, window.window(), Qt::Key_unknown, QString(character),
                                {});
        QTest::keyClick(window.window(), Qt::Key_Return);
        QTRY_COMPARE(harness.session().stage(), ui::Session::Stage::Ready);
        harness.session().lock();
        QTRY_COMPARE(harness.session().stage(), ui::Session::Stage::Locked);
    }
    void everyScreenLoadsUnseen() {
        test::Harness harness;
        ui::Window window(harness.app());
        QVERIFY(window.loadsEveryScreen());
    }
};

QTEST_MAIN(TestScreens)
#include "tst_screens.moc"
