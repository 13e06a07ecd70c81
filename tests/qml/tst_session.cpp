// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QSignalSpy>

using namespace kosh;
using Stage = ui::Session::Stage;

class TestSession : public QObject {
    Q_OBJECT

private slots:
    void opensToTheWorkspace() {
        test::Harness harness;
        harness.open();
        QCOMPARE(harness.session().chainName(), "Practice network");
        QCOMPARE(harness.session().address(),
                 QString::fromStdString(test::sampleAddress().toString()));
        QTRY_COMPARE(harness.session().headNumber(), 1234.0);
        QVERIFY(!harness.session().isOffline());
        QVERIFY(!harness.session().isBusy());
    }
    void followsTheVault_data() {
        QTest::addColumn<int>("vault");
        QTest::addColumn<int>("stage");
        QTest::newRow("absent") << int(vault::State::absent) << int(Stage::Absent);
        QTest::newRow("locked") << int(vault::State::locked) << int(Stage::Locked);
    }
    void followsTheVault() {
        QFETCH(int, vault);
        QFETCH(int, stage);
        test::Harness harness;
        harness.answer<vault::GetStatus>({vault::State(vault), "", false, 0});
        harness.session().start();
        QTRY_COMPARE(int(harness.session().stage()), stage);
    }
    void anOpenVaultWithoutAWalletNeedsOne() {
        test::Harness harness;
        harness.answer<wallet::ListWallets>({});
        harness.session().start();
        QTRY_COMPARE(harness.session().stage(), Stage::NoWallet);
    }
    void noEndpointIsOffline() {
        test::Harness harness;
        harness.answer<chain::GetChainStatus>({std::nullopt, 0, {}});
        harness.open();
        QTRY_VERIFY(harness.session().isOffline());
    }
    void anErrorEndsBusy() {
        test::Harness harness;
        harness.refuse<vault::GetStatus>("vault.broken");
        harness.session().start();
        QTRY_COMPARE(harness.session().errorKey(), "vault.broken");
        QVERIFY(!harness.session().isBusy());
        QCOMPARE(harness.session().stage(), Stage::Starting);
    }
    void lockingClosesWhatWasOpen() {
        test::Harness harness;
        harness.open();
        QPointer<ui::PortfolioModel> portfolio = harness.app().portfolio();
        harness.answer<vault::GetStatus>({vault::State::locked, "vault", false, 0});
        harness.session().lock();
        QTRY_COMPARE(harness.session().stage(), Stage::Locked);
        QTRY_VERIFY(portfolio.isNull());
        QVERIFY(harness.session().address().isEmpty());
    }
    void aDescriptionGivesTheNetworkAndItsTokens() {
        const auto network = ui::Network::parse(
            "{\"chainId\": 31337, \"rpcUrls\": [\"http://127.0.0.1:8545\"], \"confirmations\": 2,"
            "\"contracts\": {\"factory\": \"0x52908400098527886E0F7030069857D2E4169EE7\"},"
            "\"faucet\": {\"url\": \"http://127.0.0.1:1/fund\"}, \"something\": \"new\","
            "\"tokens\": [{\"address\": \"0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0\","
            "\"symbol\": \"USDC\"}]}");
        QVERIFY2(network.has_value(), network ? "" : network.error().message.c_str());
        QCOMPARE(network->tokens.size(), 1u);
        QVERIFY(network->chain.numeraire == network->tokens[0]);
        QCOMPARE(network->chain.confirmations, 2);
        QCOMPARE(network->faucetUrl, std::string("http://127.0.0.1:1/fund"));
        QVERIFY(ui::describesSame(network->chain, network->chain));
        auto other = network->chain;
        other.endpoints = {"http://127.0.0.1:1"};
        QVERIFY(!ui::describesSame(other, network->chain));
    }
    void aBadNetworkFileIsRefused() {
        QVERIFY(!ui::Network::parse("{}"));
        QVERIFY(
            !ui::Network::parse("{\"chainId\": 1, \"rpcUrls\": [\"x\"], "
                                "\"tokens\": [{\"address\": 7}]}"));
        QCOMPARE(ui::Network::read("/no/such/file").error().key, std::string("network.file"));
    }
    void preferencesLast() {
        test::Harness harness;
        harness.app().preferences()->setLanguage("hi");
        harness.app().preferences()->setThemeMode(2);
        harness.restart();
        QCOMPARE(harness.app().preferences()->language(), "hi");
        QCOMPARE(harness.app().preferences()->themeMode(), 2);
    }
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"
