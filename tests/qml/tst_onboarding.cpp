// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

using namespace kosh;
using Step = ui::OnboardingModel::Step;

namespace {

const std::string kPhrase =
    "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// A vault that is not there yet, and remembers the passphrase it is made with.
struct Fresh : test::Harness {
    std::string passphrase;
    std::vector<std::string> words;
    Fresh() {
        answer<vault::GetStatus>({vault::State::absent, "", false, 0});
        answer<wallet::ListWallets>({});
        answer<vault::Create>([this](const vault::Create& request,
                                     const ops::Context&) -> Result<vault::Create::Response> {
            passphrase = request.passphrase.text();
            return vault::Create::Response{"vault"};
        });
        answer<wallet::CreateWallet>({test::sampleWallet(false), SharedSecret::fromText(kPhrase)});
        answer<wallet::ConfirmBackup>([this](const wallet::ConfirmBackup& request,
                                             const ops::Context&) -> Result<wallet::Wallet> {
            words.clear();
            for (const auto& word : request.words) words.emplace_back(word.text());
            if (words[0] == "wrong")
                return fail(ErrorKind::invalid, "wallet.word_mismatch", "word differs");
            return test::sampleWallet(true);
        });
    }
    test::Screen show(QSize size = {1440, 900}) {
        session().start();
        return test::Screen("onboarding", "OnboardingScreen",
                            {{"model", QVariant::fromValue(app().onboarding())}}, size);
    }
};

}  // namespace

class TestOnboarding : public QObject {
    Q_OBJECT

private slots:
    void fromNothingToAConfirmedWalletByKeyboard() {
        Fresh fresh;
        auto screen = fresh.show();
        auto* model = fresh.app().onboarding();
        QTRY_VERIFY(screen.find("Create a vault"));
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(model->step(), Step::Passphrase);
        screen.type("correct horse");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        screen.type("correct horse");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(model->step(), Step::Wallet);
        QCOMPARE(fresh.passphrase, std::string("correct horse"));
        QTRY_VERIFY(screen.find("Create a new wallet")->hasActiveFocus());
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(model->step(), Step::Phrase);
        screen.click("I have written them down");
        QTRY_COMPARE(model->step(), Step::Confirm);
        fresh.answer<wallet::ListWallets>({{test::sampleWallet()}});
        for (int i = 0; i < 3; ++i) {
            screen.type("legal");
            QTest::keyClick(&screen.view(), Qt::Key_Return);
        }
        QTRY_VERIFY(!model->isUnderWay());
        QCOMPARE(fresh.words, (std::vector<std::string>{"legal", "legal", "legal"}));
        QTRY_COMPARE(fresh.session().stage(), ui::Session::Stage::Ready);
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void differentPassphrasesAreRefusedBeforeAnythingIsAsked() {
        Fresh fresh;
        auto screen = fresh.show();
        auto* model = fresh.app().onboarding();
        model->go(Step::Passphrase);
        QTRY_VERIFY(screen.find("Passphrase"));
        screen.type("correct horse");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        screen.type("correct horsf");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(model->errorKey(), "onboarding.mismatch");
        QVERIFY(screen.shows("The two passphrases differ."));
        QCOMPARE(fresh.calls("vault.create"), 0);
    }
    void shortPassphrasesAreRefused() {
        Fresh fresh;
        auto screen = fresh.show();
        fresh.app().onboarding()->go(Step::Passphrase);
        QTRY_VERIFY(screen.find("Passphrase"));
        screen.type("short");
        screen.click("Create the vault");
        QTRY_COMPARE(fresh.app().onboarding()->errorKey(), "vault.passphrase_short");
    }
    void wrongWordsKeepTheStep() {
        Fresh fresh;
        auto screen = fresh.show();
        auto* model = fresh.app().onboarding();
        model->createWallet();
        QTRY_COMPARE(model->step(), Step::Phrase);
        model->go(Step::Confirm);
        QTRY_VERIFY(screen.find(QString("Word %1").arg(model->positions()[0])));
        for (int i = 0; i < 3; ++i) {
            screen.type("wrong");
            QTest::keyClick(&screen.view(), Qt::Key_Return);
        }
        QTRY_COMPARE(model->errorKey(), "wallet.word_mismatch");
        QCOMPARE(model->step(), Step::Confirm);
        QVERIFY(!model->isBusy());
    }
    void importingSendsThePhraseAndKeepsItOnAnError() {
        Fresh fresh;
        std::string phrase;
        fresh.answer<wallet::ImportWallet>([&](const wallet::ImportWallet& request,
                                               const ops::Context&) -> Result<wallet::Wallet> {
            phrase = request.phrase.text();
            return fail(ErrorKind::invalid, "bip39.checksum", "checksum");
        });
        auto screen = fresh.show({360, 740});
        fresh.app().onboarding()->go(Step::Import);
        QTRY_VERIFY(screen.find("Recovery phrase"));
        screen.type(QString::fromStdString(kPhrase));
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(fresh.app().onboarding()->errorKey(), "bip39.checksum");
        QCOMPARE(phrase, kPhrase);
        QCOMPARE(qobject_cast<ui::SecretField*>(screen.find("Recovery phrase"))->wordCount(), 12);
    }
    void everyStepFitsAPhone() {
        Fresh fresh;
        auto screen = fresh.show({360, 740});
        auto* model = fresh.app().onboarding();
        for (const auto step : {Step::Welcome, Step::Passphrase, Step::Restore, Step::Wallet,
                                Step::Phrase, Step::Confirm, Step::Import}) {
            model->go(step);
            QTest::qWait(0);
            QCOMPARE(screen.overflowing().join("; "), "");
            QCOMPARE(screen.nameless().join("; "), "");
        }
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void anUnlockTellsHowLongToWait() {
        test::Harness harness;
        harness.answer<vault::Unlock>([](const vault::Unlock&,
                                         const ops::Context&) -> Result<vault::Create::Response> {
            return fail(ErrorKind::rate_limited, "vault.wait", "wait", {{"retryAfterMs", "4000"}});
        });
        test::Screen screen("unlock", "UnlockScreen",
                            {{"model", QVariant::fromValue(harness.app().unlock())}}, {360, 740});
        screen.type("guess");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(harness.app().unlock()->waitSeconds(), 4);
        QVERIFY(screen.shows("4 second"));
        screen.type("guess");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QCOMPARE(harness.calls("vault.unlock"), 1);
        QCOMPARE(screen.overflowing().join("; "), "");
    }
    void aWrongPassphraseSaysSo() {
        test::Harness harness;
        harness.refuse<vault::Unlock>("vault.passphrase");
        test::Screen screen("unlock", "UnlockScreen",
                            {{"model", QVariant::fromValue(harness.app().unlock())}}, {1440, 900});
        screen.type("guess");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(screen.shows("This passphrase does not open the vault."));
        QVERIFY(!harness.app().unlock()->isBusy());
        QCOMPARE(screen.warnings().join("; "), "");
    }
};

QTEST_MAIN(TestOnboarding)
#include "tst_onboarding.moc"
