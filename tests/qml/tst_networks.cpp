// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QSignalSpy>

using namespace kosh;

namespace {

QVariantMap properties(test::Harness& harness) {
    return {{"model", QVariant::fromValue(harness.app().networks())},
            {"hosts", QVariant::fromValue(harness.app().hosts())}};
}

/// A network with two endpoints, of which one is unwell.
struct Networks : test::Harness {
    std::vector<chain::SetEndpoints> sent;
    Networks() {
        auto chain = test::sampleChain();
        chain.entries = {{"http://127.0.0.1:8545"}, {"https://far.example/rpc", 3, 4}};
        answer<chain::ListChains>({{chain}});
        chain::GetChainStatus::Response status;
        status.head.emplace().number = 1234;
        status.endpoints = {
            {"http://127.0.0.1:8545", "ok", "", 1234, 2500, 10, 0},
            {"https://far.example/rpc", "refused", "answers for chain 1, not 31337", 0, 0, 2, 2}};
        status.warnings = {"the newest block is 5 minutes old"};
        answer<chain::GetChainStatus>(status);
        answer<chain::SetEndpoints>(
            [this, chain](const chain::SetEndpoints& request,
                          const ops::Context& context) -> Result<chain::Chain> {
                if (context.idempotencyKey.empty())
                    return fail(ErrorKind::invalid, "test.key", "a command without a key");
                sent.push_back(request);
                auto now = chain;
                now.entries = request.entries;
                return now;
            });
        open();
        model().choose("31337");
        if (!QTest::qWaitFor([this] { return model().isKnown(); })) test::giveUp("no status");
    }
    ui::NetworksModel& model() { return *app().networks(); }
};

}  // namespace

class TestNetworks : public QObject {
    Q_OBJECT

private slots:
    void healthAndItsReasonAreShown_data() {
        QTest::addColumn<QSize>("size");
        QTest::addRow("window") << QSize(1440, 900);
        QTest::addRow("phone") << QSize(360, 740);
    }
    void healthAndItsReasonAreShown() {
        QFETCH(QSize, size);
        Networks networks;
        test::Screen screen("networks", "NetworksScreen", properties(networks), size);
        QTRY_VERIFY(screen.shows("answers for chain 1, not 31337"));
        QVERIFY(screen.shows("Well"));
        QVERIFY(screen.shows("Refused"));
        QVERIFY(screen.shows("Order 4 · weight 3"));
        QVERIFY(screen.shows("the newest block is 5 minutes old"));
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void anEndpointIsSwitchedOffByKeyboard() {
        Networks networks;
        test::Screen screen("networks", "NetworksScreen", properties(networks), {1440, 900});
        QTRY_VERIFY(screen.find("Use https://far.example/rpc"));
        screen.find("Use https://far.example/rpc")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(networks.sent.size(), 1u);
        const auto& entries = networks.sent[0].entries;
        QCOMPARE(entries.size(), 2u);
        QVERIFY(entries[0].isEnabled && !entries[1].isEnabled);
        QCOMPARE(entries[1].weight, 3);
        QCOMPARE(networks.sent[0].chainId, 31337u);
        QTRY_VERIFY(!networks.model().endpoints()->rows()[1].isEnabled);
    }
    void anEndpointIsAddedChangedAndRemoved() {
        Networks networks;
        auto& model = networks.model();
        QSignalSpy saved(&model, &ui::NetworksModel::saved);
        model.save("", " https://new.example ", 2, 7, "read");
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(networks.sent[0].entries.size(), 3u);
        QCOMPARE(networks.sent[0].entries[2].url, std::string("https://new.example"));
        QVERIFY(networks.sent[0].entries[2].role == chain::EndpointRole::read);
        QTRY_VERIFY(!model.isBusy());
        model.save("https://new.example", "https://new.example", 5, 1, "all");
        QTRY_COMPARE(saved.count(), 2);
        QCOMPARE(networks.sent[1].entries.size(), 3u);
        QCOMPARE(networks.sent[1].entries[2].weight, 5);
        QTRY_VERIFY(!model.isBusy());
        model.remove("https://far.example/rpc");
        QTRY_COMPARE(saved.count(), 3);
        QCOMPARE(networks.sent[2].entries.size(), 2u);
        QCOMPARE(model.endpoints()->count(), 2);
    }
    void aRefusedEndpointSaysWhy() {
        Networks networks;
        networks.refuse<chain::SetEndpoints>("chain.id_mismatch");
        networks.model().save("", "https://new.example", 1, 0, "all");
        QTRY_COMPARE(networks.model().errorKey(), "chain.id_mismatch");
        QCOMPARE(networks.model().endpoints()->count(), 2);
    }
    void whatTheDataGetsWrongIsListed() {
        Networks networks;
        chain::CheckChain::Response result;
        result.findings = {{"code", "factory", false, "code", "none"},
                           {"chain id", "", true, "31337", "31337"}};
        networks.answer<chain::CheckChain>(result);
        test::Screen screen("networks", "NetworksScreen", properties(networks), {1440, 900});
        networks.model().check();
        QTRY_VERIFY(screen.shows("Not everything is as expected."));
        QVERIFY(screen.shows("none instead of code"));
        QVERIFY(!screen.shows("chain id  "));
    }
    void aNetworkIsAdded() {
        Networks networks;
        chain::Chain sent;
        networks.answer<chain::AddChain>(
            [&](const chain::AddChain& request, const auto&) -> Result<chain::Chain> {
                sent = request.chain;
                auto added = request.chain;
                added.isCustom = true;
                return added;
            });
        auto& model = networks.model();
        model.add("0", "Mine", "XYZ", "http://127.0.0.1:9", true, {});
        QCOMPARE(model.errorKey(), "chain.id");
        model.add("777", "Mine", "XYZ", "http://127.0.0.1:9", true, {{"factory", "0x12"}});
        QVERIFY(model.errorKey().startsWith("address."));
        QSignalSpy added(&model, &ui::NetworksModel::added);
        model.add("777", "Mine", "XYZ", "http://127.0.0.1:9", true,
                  {{"factory", QString::fromStdString(test::sampleAddress().toString())}});
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(sent.chainId, 777u);
        QVERIFY(sent.contracts.factory == test::sampleAddress() && sent.isTest);
        QCOMPARE(model.networks()->count(), 2);
        QCOMPARE(model.chosen().name, "Mine");
        QVERIFY(networks.session().chainNames().contains("Mine"));
    }
    void hostsAreListedAndSwitchedOff() {
        Networks networks;
        chain::SetHost sent;
        networks.answer<chain::SetHost>(
            [&](const chain::SetHost& request, const auto&) -> Result<ops::Nothing> {
                sent = request;
                return ops::Nothing{};
            });
        test::Screen screen("networks", "NetworksScreen", properties(networks), {360, 740});
        screen.root()->setProperty("part", 1);
        QTRY_VERIFY(screen.shows("JSON-RPC of Practice network"));
        QVERIFY(screen.shows("12 requests · 3.4 kB sent · 56.0 kB received"));
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        const auto before = networks.calls("chain.hosts");
        screen.click("Ask 127.0.0.1");
        QTRY_VERIFY(networks.calls("chain.hosts") > before);
        QCOMPARE(sent.host, std::string("127.0.0.1"));
        QVERIFY(!sent.isEnabled);
        QCOMPARE(screen.warnings().join("; "), "");
    }
};

QTEST_MAIN(TestNetworks)
#include "tst_networks.moc"
