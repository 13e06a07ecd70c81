// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <kosh/wallet/contacts.h>
#include <kosh/wallet/send.h>

#include <QSignalSpy>

using namespace kosh;
using Stage = ui::Session::Stage;

namespace {

const QString kTo = QStringLiteral("0x52908400098527886E0F7030069857D2E4169EE7");

/// A node that another client changes, too.
struct Shared : test::Harness {
    Shared() { open(); }
    void tell(std::string type) {
        events::Event event;
        event.type = std::move(type);
        publish(event);
    }
    void put(std::vector<wallet::Wallet> wallets) {
        answer<wallet::ListWallets>({std::move(wallets)});
        tell("wallet.changed");
    }
    void put(std::vector<token::Token> tokens) {
        answer<token::ListTokens>({std::move(tokens)});
        tell("token.added");
    }
    static wallet::Wallet second() { return test::deviceWallet(wallet::WalletKind::privateKey); }
    static token::Token dai() { return {31337, test::deviceAddress(), "DAI", "Dai", 18}; }
};

}  // namespace

/// What another client of the node changes is shown without a new start.
class TestFollow : public QObject {
    Q_OBJECT

private slots:
    void aWalletIsThereAtOnce_data() {
        QTest::addColumn<QString>("event");
        QTest::addRow("created") << "wallet.created";
        QTest::addRow("changed") << "wallet.changed";
        QTest::addRow("removed") << "wallet.removed";
    }
    void aWalletIsThereAtOnce() {
        QFETCH(QString, event);
        Shared shared;
        test::Screen screen("wallets", "WalletsScreen",
                            {{"model", QVariant::fromValue(shared.app().wallets())},
                             {"contacts", QVariant::fromValue(shared.app().contacts())},
                             {"session", QVariant::fromValue(&shared.session())}},
                            {1440, 900});
        QTRY_VERIFY(screen.find("My wallet, Phrase"));
        auto renamed = test::sampleWallet();
        renamed.label = "Savings";
        shared.answer<wallet::ListWallets>({{renamed, Shared::second()}});
        shared.tell(event.toStdString());
        QTRY_VERIFY(screen.find("Savings, Phrase"));
        QVERIFY(screen.shows("Laptop"));
        QCOMPARE(shared.session().signers().size(), 2u);
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void theLastWalletMayGo() {
        Shared shared;
        shared.answer<wallet::ListWallets>({});
        shared.tell("wallet.removed");
        QTRY_COMPARE(shared.session().stage(), Stage::NoWallet);
    }
    void whatIsToldWhileTheVaultOpensIsReadThen() {
        test::Harness harness;
        int asked = 0;
        harness.answer<wallet::ListWallets>(
            [&](const auto&, const auto&) -> Result<wallet::ListWallets::Response> {
                if (++asked == 1) return wallet::ListWallets::Response{{test::sampleWallet()}};
                return wallet::ListWallets::Response{{test::sampleWallet(), Shared::second()}};
            });
        connect(&harness.session(), &ui::Session::stageChanged, this, [&] {
            events::Event event;
            event.type = "wallet.created";
            if (harness.session().stage() == Stage::Loading) harness.publish(event);
        });
        harness.session().start();
        QTRY_COMPARE(harness.session().wallets().size(), 2u);
    }
    void screensShowTheNewAddress() {
        Shared shared;
        auto* approvals = shared.app().approvals();
        auto* liquidity = shared.app().liquidity();
        auto* portfolio = shared.app().portfolio();
        QTRY_VERIFY(approvals->isLoaded() && liquidity->isLoaded() && portfolio->isLoaded());
        QTRY_COMPARE(shared.calls("ledger.entries"), 1);
        const int holdings = shared.calls("portfolio.holdings");
        const int positions = shared.calls("liquidity.positions");
        shared.put({Shared::second(), test::sampleWallet()});
        QTRY_COMPARE(approvals->owners().size(), 2);
        // Shown are still those of the same address.
        QCOMPARE(approvals->ownerIndex(), 1);
        QTRY_VERIFY(shared.calls("portfolio.holdings") > holdings);
        QTRY_COMPARE(shared.calls("liquidity.positions"), positions + 2);
        // The books of the new address are opened, too.
        QTRY_COMPARE(shared.calls("ledger.entries"), 3);
    }
    void theSenderStaysTheSame() {
        Shared shared;
        std::vector<Address> senders;
        shared.answer<wallet::PreviewSend>({});
        shared.answer<wallet::Send>(
            [&](const wallet::Send& request, const auto&) -> Result<wallet::Transaction> {
                senders.push_back(request.from);
                return wallet::Transaction{};
            });
        auto* model = shared.app().send();
        QTRY_COMPARE(model->tokenIndex(), 0);
        model->review(kTo, "1");
        QTRY_COMPARE(model->stage(), ui::SendModel::Stage::Review);
        shared.put({Shared::second(), test::sampleWallet()});
        QTRY_COMPARE(model->senders().size(), 2);
        QCOMPARE(model->senderIndex(), 1);
        QCOMPARE(model->stage(), ui::SendModel::Stage::Review);
        model->confirm();
        QTRY_COMPARE(model->stage(), ui::SendModel::Stage::Sent);
        QCOMPARE(senders, std::vector{test::sampleAddress()});
    }
    void whatWasReviewedForAnAddressThatIsGoneIsNotSent() {
        Shared shared;
        shared.answer<wallet::PreviewSend>({});
        auto* model = shared.app().send();
        QTRY_COMPARE(model->tokenIndex(), 0);
        model->review(kTo, "1");
        QTRY_COMPARE(model->stage(), ui::SendModel::Stage::Review);
        shared.put({Shared::second()});
        QTRY_COMPARE(model->stage(), ui::SendModel::Stage::Edit);
        model->confirm();
        QTest::qWait(0);
        QCOMPARE(shared.calls("wallet.send"), 0);
        QCOMPARE(model->senderIndex(), 0);
    }
    void whoSignsAMessageStaysTheSame() {
        Shared shared;
        auto* model = shared.app().sign();
        QCOMPARE(model->signerIndex(), 0);
        shared.put({Shared::second(), test::sampleWallet()});
        QTRY_COMPARE(model->signerIndex(), 1);
        wallet::DecodeMessage::Response read;
        read.text = "Hello";
        shared.answer<wallet::DecodeMessage>(read);
        model->reviewMessage("Hello");
        QTRY_COMPARE(model->stage(), ui::SignModel::Stage::Review);
        shared.put({Shared::second()});
        QTRY_COMPARE(model->stage(), ui::SignModel::Stage::Edit);
        QCOMPARE(model->signerIndex(), 0);
    }
    void theTraderHasAnotherPlaceThen() {
        Shared shared;
        QCOMPARE(shared.session().traderIndex(), 0);
        shared.put({test::sampleWallet(), Shared::second()});
        QTRY_COMPARE(shared.session().signers().size(), 2u);
        shared.session().chooseTrader(1);
        QSignalSpy moved(&shared.session(), &ui::Session::traderIndexChanged);
        QSignalSpy other(&shared.session(), &ui::Session::traderChanged);
        shared.put({Shared::second(), test::sampleWallet()});
        QTRY_COMPARE(shared.session().traderIndex(), 0);
        QVERIFY(moved.count() > 0);
        QCOMPARE(other.count(), 0);
    }
    void aNetworkIsThereAtOnceAndFormsGoOn() {
        Shared shared;
        shared.app().swap()->typeIn("1.5");
        QSignalSpy restarted(&shared.session(), &ui::Session::chainChanged);
        QSignalSpy moved(&shared.session(), &ui::Session::chainIndexChanged);
        auto first = test::sampleChain();
        first.chainId = 7;
        first.name = "Home";
        auto same = test::sampleChain();
        same.endpoints.push_back("http://127.0.0.1:8546");
        shared.answer<chain::ListChains>({{first, same}});
        shared.tell("chain.changed");
        QTRY_COMPARE(shared.session().chainNames(), QStringList({"Home", "Practice network"}));
        QCOMPARE(shared.session().chainIndex(), 1);
        QVERIFY(moved.count() > 0);
        QCOMPARE(shared.session().chain()->endpoints.size(), 2u);
        QCOMPARE(restarted.count(), 0);
        QCOMPARE(shared.app().swap()->amount(), "1.5");
        same.numeraire = {};
        shared.answer<chain::ListChains>({{first, same}});
        shared.tell("chain.changed");
        QTRY_COMPARE(restarted.count(), 1);
    }
    void aTokenIsThereAtOnceAndTheChosenOnesStay() {
        Shared shared;
        auto* swap = shared.app().swap();
        auto* send = shared.app().send();
        auto* mint = shared.app().mint();
        auto* orders = shared.app().orders();
        orders->open();
        QTRY_VERIFY(swap->isLoaded() && send->tokenIndex() == 0 && mint->hasRange() &&
                    orders->hasPool());
        send->chooseToken(1);
        swap->typeIn("1.5");
        orders->setAmount("2");
        QTRY_VERIFY(shared.app().portfolio()->isLoaded());
        const int holdings = shared.calls("portfolio.holdings");
        shared.put({test::ether(), Shared::dai(), test::usdc()});
        const QStringList all{"ETH", "DAI", "USDC"};
        QTRY_COMPARE(swap->symbols(), all);
        QTRY_COMPARE(send->symbols(), all);
        QTRY_COMPARE(mint->symbols(), all);
        QTRY_COMPARE(orders->symbols(), all);
        QCOMPARE(swap->indexOut(), 2);
        QCOMPARE(send->tokenIndex(), 2);
        QCOMPARE(mint->indexB(), 2);
        QCOMPARE(orders->indexOut(), 2);
        QCOMPARE(swap->amount(), "1.5");
        QCOMPARE(orders->amount(), "2");
        QVERIFY(mint->hasRange());
        QTRY_VERIFY(shared.calls("portfolio.holdings") > holdings);
    }
    void aTokenThatIsHiddenIsNotChosenAnyMore() {
        Shared shared;
        auto* send = shared.app().send();
        auto* mint = shared.app().mint();
        QTRY_VERIFY(send->tokenIndex() == 0 && mint->hasRange());
        send->chooseToken(1);
        shared.answer<wallet::PreviewSend>({});
        send->review(kTo, "1");
        QTRY_COMPARE(send->stage(), ui::SendModel::Stage::Review);
        shared.put({test::ether(), Shared::dai()});
        QTRY_COMPARE(send->tokenIndex(), 0);
        QCOMPARE(send->stage(), ui::SendModel::Stage::Edit);
        const QStringList all{"ETH", "DAI"};
        QTRY_COMPARE(mint->symbols(), all);
        QCOMPARE(mint->indexB(), 1);
    }
    void aContactIsThereAtOnce() {
        Shared shared;
        auto* contacts = shared.app().contacts();
        QTRY_VERIFY(contacts->isLoaded());
        wallet::Contact contact;
        contact.contactId.bytes.fill(3);
        contact.label = "Ravi";
        contact.address = test::sampleAddress();
        shared.answer<wallet::ListContacts>({{contact}});
        shared.tell("wallet.contacts_changed");
        QTRY_COMPARE(contacts->contacts()->count(), 1);
    }
    void thePerformanceFollowsTheBooks() {
        Shared shared;
        auto* model = shared.app().performance();
        model->refresh();
        QTRY_VERIFY(model->isLoaded() && !model->isBusy());
        const int before = shared.calls("portfolio.gains");
        shared.put({Shared::second(), test::sampleWallet()});
        QTRY_COMPARE(model->walletNames().size(), 2);
        model->chooseWallet(1);
        shared.put({test::sampleWallet(), Shared::second()});
        QTRY_COMPARE(model->walletIndex(), 0);
        QTRY_VERIFY(model->isLoaded() && !model->isBusy());
        const int read = shared.calls("portfolio.gains");
        QVERIFY(read > before);
        shared.tell("portfolio.valued");
        QTRY_COMPARE(shared.calls("portfolio.gains"), read + 1);
        QVERIFY(model->isLoaded());
    }
    void nothingIsReadWhenTheVaultIsLocked() {
        Shared shared;
        shared.answer<vault::GetStatus>({vault::State::locked, "vault", false, 0});
        shared.tell("wallet.changed");
        shared.session().lock();
        QTRY_COMPARE(shared.session().stage(), Stage::Locked);
        const int before = shared.calls("wallet.list");
        shared.tell("wallet.changed");
        QTest::qWait(200);
        QCOMPARE(shared.calls("wallet.list"), before);
    }
};

QTEST_MAIN(TestFollow)
#include "tst_follow.moc"
