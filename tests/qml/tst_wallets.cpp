// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>

using namespace kosh;

namespace {

const QString kWallet = "01010101-0101-0101-0101-010101010101";

QVariantMap properties(test::Harness& harness) {
    return {{"model", QVariant::fromValue(harness.app().wallets())},
            {"contacts", QVariant::fromValue(harness.app().contacts())},
            {"session", QVariant::fromValue(&harness.session())}};
}

QString addressText() {
    return QString::fromStdString(test::sampleAddress().toString());
}

void put(ui::SecretField& field, const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    QKeyEvent paste(QEvent::KeyPress, Qt::Key_V, Qt::ControlModifier);
    QCoreApplication::sendEvent(&field, &paste);
}

}  // namespace

/// Wallets, the address book, receiving, approvals and replacing a transaction that waits.
class TestWallets : public QObject {
    Q_OBJECT

private slots:
    void showsWalletsWithTheirKindAndAddresses() {
        test::Harness harness;
        auto watched = test::sampleWallet();
        watched.walletId.bytes.fill(9);
        watched.label = "Cold store";
        watched.kind = wallet::WalletKind::watchOnly;
        harness.answer<wallet::ListWallets>({{test::sampleWallet(), watched}});
        harness.open();
        test::Screen screen("wallets", "WalletsScreen", properties(harness), {1440, 900});
        QTRY_VERIFY(screen.find("My wallet, Phrase"));
        QVERIFY(screen.find("Cold store, Watch-only"));
        harness.app().wallets()->choose(kWallet);
        QTRY_VERIFY(screen.shows("m/44'/60'/0'/0/0"));
        QVERIFY(screen.find("Show the phrase"));
        QCOMPARE(screen.nameless().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void importingSharesTheSecretAndReloads() {
        test::Harness harness;
        harness.open();
        std::string given, path;
        harness.answer<wallet::ImportWallet>(
            [&](const wallet::ImportWallet& request, const auto&) -> Result<wallet::Wallet> {
                given = request.phrase.text();
                path = request.path;
                return test::sampleWallet();
            });
        ui::SecretField phrase, passphrase;
        put(phrase, "legal winner thank");
        auto* model = harness.app().wallets();
        QSignalSpy finished(model, &ui::WalletsModel::finished);
        const int before = harness.calls("wallet.list");
        model->importPhrase("Old", &phrase, &passphrase, "");
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(given, "legal winner thank");
        QCOMPARE(path, std::string(wallet::kDefaultPath));
        QTRY_VERIFY(harness.calls("wallet.list") > before);
        QVERIFY(!model->isBusy());
    }
    void aRefusedImportKeepsWhatWasTyped() {
        test::Harness harness;
        harness.open();
        harness.refuse<wallet::ImportKey>("wallet.key");
        ui::SecretField key;
        put(key, "0x12");
        auto* model = harness.app().wallets();
        model->importKey("Key", &key);
        QTRY_COMPARE(model->errorKey(), "wallet.key");
        QCOMPARE(key.length(), 4);
        QVERIFY(!model->isBusy());
    }
    void exportingNeedsThePassphraseAndShowsOnlyAPicture() {
        test::Harness harness;
        harness.open();
        std::string given;
        harness.answer<wallet::ExportKey>([&](const wallet::ExportKey& request,
                                              const auto&) -> Result<wallet::ExportKey::Response> {
            given = request.passphrase.text();
            return wallet::ExportKey::Response{SharedSecret::fromText("0x" + std::string(64, 'a'))};
        });
        ui::SecretField passphrase;
        put(passphrase, "correct horse");
        auto* model = harness.app().wallets();
        model->exportKey(addressText(), &passphrase);
        QTRY_VERIFY(model->hasSecret());
        QCOMPARE(given, "correct horse");
        QCOMPARE(passphrase.length(), 0);
        ui::PhraseView view;
        model->show(&view);
        QCOMPARE(view.wordCount(), 9);
        model->forgetSecret();
        QVERIFY(!model->hasSecret());
    }
    void removingSaysFirstWhatIsLost() {
        test::Harness harness;
        harness.open();
        harness.answer<wallet::PreviewRemoval>(
            {test::sampleWallet(), {"Its phrase is not backed up."}, 0, true, true});
        auto* model = harness.app().wallets();
        model->choose(kWallet);
        test::Screen screen("wallets", "WalletsScreen", properties(harness), {360, 740});
        screen.root()->setProperty("part", 0);
        model->previewRemoval();
        QTRY_VERIFY(screen.shows("Its phrase is not backed up."));
        QVERIFY(screen.find("Remove it and lose this"));
        QCOMPARE(screen.overflowing().join("; "), "");
    }
    void aLookAlikeIsWarnedOf() {
        test::Harness harness;
        harness.answer<wallet::CheckRecipient>(
            [](const wallet::CheckRecipient& request,
               const auto&) -> Result<wallet::CheckRecipient::Response> {
                wallet::CheckRecipient::Response response;
                response.address = request.address;
                response.notices = {{"wallet.look_alike", wallet::NoticeLevel::danger,
                                     "It looks like somebody you paid before."}};
                return response;
            });
        harness.open();
        test::Screen screen("wallets", "WalletsScreen", properties(harness), {360, 740});
        screen.root()->setProperty("part", 1);
        harness.app().contacts()->check(addressText());
        QTRY_VERIFY(screen.shows("It looks like somebody you paid before."));
        QVERIFY(harness.app().contacts()->hasDanger());
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
    }
    void contactsAreAddedForOneOrEveryNetwork() {
        test::Harness harness;
        harness.open();
        std::optional<wallet::ChainId> chainId = 1;
        harness.answer<wallet::AddContact>(
            [&](const wallet::AddContact& request, const auto&) -> Result<wallet::Contact> {
                chainId = request.chainId;
                return wallet::Contact{{}, request.label, request.address, request.chainId, {}};
            });
        auto* model = harness.app().contacts();
        QTRY_VERIFY(model->isLoaded());
        QSignalSpy added(model, &ui::ContactsModel::added);
        model->add("Asha", addressText(), true);
        QTRY_COMPARE(added.count(), 1);
        QVERIFY(!chainId);
        QTRY_VERIFY(!model->isBusy());
        model->add("Asha", addressText(), false);
        QTRY_COMPARE(added.count(), 2);
        QCOMPARE(chainId, 31337u);
        model->add("Asha", "0x12", true);
        QVERIFY(!model->error().isEmpty());
    }
    void theQrCodeHasTheWholeLink() {
        test::Harness harness;
        harness.open();
        auto& session = harness.session();
        session.makePaymentUri(addressText(), "");
        QTRY_COMPARE(session.paymentUri(), "ethereum:" + addressText() + "@31337");
        harness.refuse<wallet::MakePaymentUri>("money.too_many_decimals");
        session.makePaymentUri(addressText(), "0.0000000000000000001");
        QTRY_VERIFY(session.paymentError().contains("decimal places"));
        QCOMPARE(session.paymentUri(), "");
    }
    void approvalsShowRiskAndAreRevokedAfterConfirmation() {
        test::Harness harness;
        harness.open();
        std::string key;
        std::size_t count = 0;
        harness.answer<approval::Revoke>(
            [&](const approval::Revoke& request,
                const ops::Context& context) -> Result<approval::Revoke::Response> {
                key = context.idempotencyKey;
                count = request.approvals.size();
                return approval::Revoke::Response{};
            });
        auto* model = harness.app().approvals();
        test::Screen screen("approvals", "ApprovalsScreen",
                            {{"model", QVariant::fromValue(model)},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        QTRY_COMPARE(model->approvals()->count(), 1);
        QTRY_VERIFY(screen.shows("2,500.00 USDC"));
        QVERIFY(screen.shows("Unlimited"));
        model->confirm();
        QCOMPARE(harness.calls("approval.revoke"), 0);
        model->select(model->approvals()->rows().at(0).key, true);
        QCOMPARE(model->selectedCount(), 1);
        model->review();
        QVERIFY(model->isConfirming());
        model->confirm();
        QTRY_COMPARE(harness.calls("approval.revoke"), 1);
        QTRY_VERIFY(!model->isConfirming());
        QCOMPARE(count, 1u);
        QVERIFY(!key.empty());
        QCOMPARE(model->selectedCount(), 0);
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void theQueueIsShownAndPauses() {
        test::Harness harness;
        approval::Revocation one;
        one.status = approval::RevocationStatus::failed;
        one.errorMessage = "out of gas";
        harness.answer<approval::GetQueue>({false, {one}});
        harness.answer<approval::PauseQueue>({true, {one}});
        harness.open();
        auto* model = harness.app().approvals();
        QTRY_COMPARE(model->queue()->count(), 1);
        QCOMPARE(model->queue()->rows().at(0).failure, "out of gas");
        QTRY_VERIFY(!model->isBusy());
        model->pause();
        QTRY_VERIFY(model->isPaused());
    }
    void aWaitingTransactionIsReplacedAfterConfirmation() {
        test::Harness harness;
        wallet::Transaction waiting;
        waiting.transactionId.bytes.fill(5);
        waiting.chainId = 31337;
        waiting.purpose = "send";
        waiting.status = wallet::TransactionStatus::dropped;
        harness.answer<trading::ListSwaps>({});
        harness.answer<wallet::ListTransactions>({{waiting}});
        std::string key;
        harness.answer<wallet::SpeedUp>(
            [&](const auto&, const ops::Context& context) -> Result<wallet::Transaction> {
                key = context.idempotencyKey;
                return wallet::Transaction{};
            });
        harness.open();
        auto* model = harness.app().activity();
        QTRY_COMPARE(model->rows()->count(), 1);
        QTRY_VERIFY(!model->isBusy());
        model->choose(model->rows()->rows().at(0).key);
        test::Screen screen("activity", "ActivityScreen", {{"model", QVariant::fromValue(model)}},
                            {360, 740});
        QTRY_VERIFY(screen.find("Speed it up"));
        screen.click("Speed it up");
        QCOMPARE(model->replacing(), "speed_up");
        QCOMPARE(harness.calls("wallet.speed_up"), 0);
        model->replace();
        QTRY_COMPARE(harness.calls("wallet.speed_up"), 1);
        QTRY_COMPARE(model->replacing(), "");
        QVERIFY(!key.empty());
        harness.refuse<wallet::Cancel>("vault.signing_locked");
        QTRY_VERIFY(!model->isBusy());
        model->startReplacing("cancel");
        model->replace();
        QTRY_VERIFY(model->needsPassphrase());
        QCOMPARE(screen.warnings().join("; "), "");
    }
};

QTEST_MAIN(TestWallets)
#include "tst_wallets.moc"
