// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>
#include <kosh/ui/format.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>

using namespace kosh;
using Stage = ui::Session::Stage;
using wallet::SignUnsigned;
using wallet::SubmitSigned;

namespace {

const Bytes kRaw{0x02, 0xaa};

/// A node elsewhere that asks for signatures; what it and the device were told is kept.
struct Asked : test::Harness {
    std::vector<wallet::SignatureRequest> waiting;
    std::vector<std::string> keys;  ///< Of each signature of the device.
    std::vector<Bytes> submitted;
    std::vector<simulation::Action> actions{action("send", "Send 1.5 ETH")};

    explicit Asked(vault::State device = vault::State::unlocked) {
        useNode(device);
        answer<wallet::ListSignatureRequests>(
            [this](const auto&, const auto&) -> Result<wallet::ListSignatureRequests::Response> {
                return wallet::ListSignatureRequests::Response{waiting};
            });
        answerOfDevice<simulation::DecodeCall>(
            [this](const auto&, const auto&) -> Result<simulation::DecodeCall::Response> {
                return simulation::DecodeCall::Response{actions};
            });
        answerOfDevice<SignUnsigned>(
            [this](const auto&, const ops::Context& context) -> Result<SignUnsigned::Response> {
                keys.push_back(context.idempotencyKey);
                return SignUnsigned::Response{kRaw, {}};
            });
        answer<SubmitSigned>(
            [this](const SubmitSigned& request, const auto&) -> Result<wallet::Transaction> {
                submitted.push_back(request.raw);
                std::erase_if(waiting,
                              [&](const auto& one) { return one.requestId == request.requestId; });
                return wallet::Transaction{};
            });
    }
    static simulation::Action action(std::string kind, std::string words) {
        simulation::Action action;
        action.kind = std::move(kind);
        action.words = std::move(words);
        action.contract = test::sampleAddress();
        return action;
    }
    ui::SigningModel& model() { return *app().signing(); }
    void ask(wallet::SignatureRequest request) {
        waiting.push_back(std::move(request));
        tell();
    }
    void tell() {
        events::Event event;
        event.type = "wallet.transaction_changed";
        publish(event);
    }
    test::Screen sheet(QSize size = {360, 740}) {
        return test::Screen("shell", "Workspace", {{"app", QVariant::fromValue(&app())}}, size);
    }
};

void put(ui::SecretField& field, const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    QKeyEvent paste(QEvent::KeyPress, Qt::Key_V, Qt::ControlModifier);
    QCoreApplication::sendEvent(&field, &paste);
}

}  // namespace

/// Keys of this device beside a node elsewhere: which they are, and what they are asked to sign.
class TestSigning : public QObject {
    Q_OBJECT

private slots:
    void theDeviceIsThereOnlyBesideANode() {
        test::Harness harness;
        harness.open();
        QVERIFY(harness.session().device() == nullptr);
        harness.useNode();
        QVERIFY(harness.session().device() != nullptr);
        QCOMPARE(harness.session().signers().size(), 2u);
        QCOMPARE(harness.callsOfDevice("chain.status"), 0);
        harness.app().node()->leave();
        QVERIFY(harness.session().device() == nullptr);
        QTRY_COMPARE(harness.session().stage(), Stage::Ready);
        QCOMPARE(harness.session().signers().size(), 1u);
    }
    void aKeyElsewhereCannotSignHere() {
        test::Harness harness;
        harness.useNode(vault::State::absent);
        QCOMPARE(harness.session().signers(), std::vector{test::sampleAddress()});
    }
    void aLockedDeviceMaySignAndIsAskedThen() {
        test::Harness harness;
        harness.useNode(vault::State::locked);
        QCOMPARE(harness.session().signers().size(), 2u);
    }
    void lockingLocksBoth() {
        test::Harness harness;
        harness.useNode();
        harness.session().lock();
        QTRY_COMPARE(harness.callsOfDevice("vault.lock"), 1);
        QTRY_COMPARE(harness.calls("vault.lock"), 1);
    }
    void aRequestIsShownInTheDevicesWordsAndSignedOnce() {
        Asked asked;
        auto screen = asked.sheet();
        QVERIFY(!screen.shows("Signature wanted"));
        auto request = test::sampleRequest();
        request.purpose = "a gift for you";
        asked.ask(request);
        QTRY_VERIFY(screen.shows("Send 1.5 ETH"));
        QVERIFY(screen.find("To: " + QString::fromStdString(test::sampleAddress().toString())));
        QVERIFY(screen.find("Network fee, at most: 0.00063 ETH"));
        QVERIFY(screen.find("Nonce: 7"));
        QVERIFY(!screen.shows("a gift for you"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        screen.click("Sign");
        QTRY_COMPARE(asked.submitted.size(), 1u);
        QCOMPARE(asked.submitted.front(), kRaw);
        QCOMPARE(asked.keys, std::vector{request.requestId.toString()});
        QTRY_VERIFY(!screen.shows("Signature wanted"));
        QTRY_COMPARE(asked.model().count(), 0);
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void whatIsNotUnderstoodIsAgreedToFirst() {
        Asked asked;
        asked.actions = {Asked::action("unknown", "Unknown call 0x12345678")};
        auto screen = asked.sheet();
        auto request = test::sampleRequest();
        request.unsignedTransaction.data = {0x12, 0x34, 0x56, 0x78};
        asked.ask(request);
        QTRY_VERIFY(screen.shows("Unknown call 0x12345678"));
        QVERIFY(!screen.find("Sign")->isEnabled());
        screen.click("I know what this does and want it all the same");
        QTRY_VERIFY(screen.find("Sign")->isEnabled());
    }
    void callsThatFollowAreNotShownRaw() {
        auto outer = Asked::action("multicall", "Do several things");
        outer.arguments = {{"deadline", "uint256", "1"}, {"calls", "bytes[]", "[0x01]"}};
        auto inner = Asked::action("swap", "Swap");
        inner.depth = 1;
        QCOMPARE(ui::actionsOf({outer, inner}).front().arguments, QStringList("deadline: 1"));
        QCOMPARE(ui::actionsOf({outer}).front().arguments.size(), 2);
    }
    void theNextOneIsNotSignedByTheSameKey() {
        Asked asked;
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        asked.ask(test::sampleRequest(2));
        QTRY_COMPARE(asked.model().count(), 2);
        QTRY_VERIFY(asked.model().isRead() && screen.find("Sign"));
        screen.find("Sign")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(asked.submitted.size(), 1u);
        QTRY_COMPARE(asked.model().count(), 1);
        QTRY_VERIFY(asked.model().isRead() && !asked.model().isBusy());
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTest::qWait(0);
        QCOMPARE(asked.keys.size(), 1u);
        screen.click("Sign");
        QTRY_COMPARE(asked.submitted.size(), 2u);
    }
    void aSheetThatOpensAgainHasNothingInFocus() {
        Asked asked;
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(asked.model().isRead() && screen.find("Sign"));
        screen.find("Sign")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(asked.submitted.size(), 1u);
        QTRY_VERIFY(!screen.shows("Signature wanted"));
        asked.ask(test::sampleRequest(2));
        QTRY_VERIFY(asked.model().isRead() && screen.shows("Signature wanted"));
        QVERIFY(!screen.find("Sign")->hasActiveFocus());
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTest::qWait(0);
        QCOMPARE(asked.keys.size(), 1u);
    }
    void aTallSheetFollowsTheFocus() {
        Asked asked;
        asked.actions = std::vector(20, Asked::action("send", "Send 1.5 ETH"));
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(asked.model().isRead());
        QTRY_VERIFY(screen.find("Sign"));
        auto* button = screen.find("Sign");
        const auto bottom = [&] { return button->mapToScene({0, button->height()}).y(); };
        QTRY_VERIFY(bottom() > screen.view().height());
        button->forceActiveFocus(Qt::TabFocusReason);
        QTRY_VERIFY(bottom() <= screen.view().height());
        for (int i = 0; i < 20; ++i) QTest::keyClick(&screen.view(), Qt::Key_PageUp);
        QVERIFY(bottom() > screen.view().height());
    }
    void aNetworkThatTheDeviceDoesNotKnowIsSaid() {
        Asked asked;
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.find("Nonce: 7"));
        QVERIFY(!screen.shows("This device does not know this network"));
        auto request = test::sampleRequest(2);
        request.unsignedTransaction.chainId = 424242;
        asked.waiting.clear();
        asked.ask(request);
        QTRY_VERIFY(screen.shows("This device does not know this network"));
        QVERIFY(screen.find("Network: Network 424242"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void onlyAnEmptyOneToOneselfIsACancellation() {
        auto request = test::sampleRequest();
        request.kind = wallet::AttemptKind::cancel;
        QCOMPARE(ui::SignatureView::of(request, nullptr).kind, "speed_up");
        request.unsignedTransaction.to = request.unsignedTransaction.from;
        request.unsignedTransaction.value = {};
        QCOMPARE(ui::SignatureView::of(request, nullptr).kind, "cancel");
        request.unsignedTransaction.maxFeePerGas = U256::max();
        QCOMPARE(ui::SignatureView::of(request, nullptr).maxFee, "?");
    }
    void whatOtherDevicesSignIsNotShown() {
        Asked asked;
        auto request = test::sampleRequest();
        request.unsignedTransaction.from = test::sampleAddress();
        QSignalSpy wanted(&asked.model(), &ui::SigningModel::wanted);
        asked.ask(request);
        const int before = asked.calls("wallet.signature_requests");
        asked.tell();
        QTRY_VERIFY(asked.calls("wallet.signature_requests") > before);
        QTest::qWait(0);
        QCOMPARE(asked.model().count(), 0);
        QCOMPARE(wanted.count(), 0);
    }
    void whatIsNotSignedIsDeclined() {
        Asked asked;
        Id declined;
        asked.answer<wallet::DeclineSignature>([&](const wallet::DeclineSignature& request,
                                                   const auto&) -> Result<wallet::Transaction> {
            declined = request.requestId;
            asked.waiting.clear();
            return wallet::Transaction{};
        });
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.find("Do not sign"));
        screen.click("Do not sign");
        QTRY_COMPARE(declined, test::sampleRequest().requestId);
        QTRY_VERIFY(!screen.shows("Signature wanted"));
        QCOMPARE(asked.callsOfDevice("wallet.sign_unsigned"), 0);
    }
    void aClosedSheetIsOpenedAgainFromItsBanner() {
        Asked asked;
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.shows("Send 1.5 ETH"));
        // A key that was meant for the screen below signs nothing.
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTest::keyClick(&screen.view(), Qt::Key_Escape);
        QTRY_VERIFY(!screen.shows("Send 1.5 ETH"));
        QCOMPARE(asked.callsOfDevice("wallet.sign_unsigned"), 0);
        QVERIFY(screen.shows("1 signature(s) of this device wanted"));
        QCOMPARE(screen.overflowing().join("; "), "");
        screen.click("Look at it");
        QTRY_VERIFY(screen.shows("Send 1.5 ETH"));
    }
    void aNodeThatIsAwayGetsTheSameBytesLater() {
        Asked asked;
        asked.refuse<SubmitSigned>("remote.unreachable");
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.find("Sign"));
        QTRY_VERIFY(asked.model().isRead());
        screen.click("Sign");
        QTRY_VERIFY(screen.shows("It is signed, but the node could not be reached."));
        QVERIFY(asked.model().isSigned());
        QCOMPARE(screen.overflowing().join("; "), "");
        asked.answer<SubmitSigned>(
            [&](const SubmitSigned& request, const auto&) -> Result<wallet::Transaction> {
                asked.submitted.push_back(request.raw);
                asked.waiting.clear();
                return wallet::Transaction{};
            });
        asked.app().node()->setLink(ui::NodeModel::Link::Offline, std::nullopt);
        asked.app().node()->setLink(ui::NodeModel::Link::Online, std::nullopt);
        QTRY_COMPARE(asked.submitted, std::vector<Bytes>(1, kRaw));
        QCOMPARE(asked.keys.size(), 1u);
        QTRY_COMPARE(asked.model().count(), 0);
    }
    void aRefusalIsShownAndTheRestReadAnew() {
        Asked asked;
        asked.answer<SubmitSigned>([&](const auto&, const auto&) -> Result<wallet::Transaction> {
            asked.waiting.clear();
            return fail(ErrorKind::precondition, "wallet.request_declined", "too late");
        });
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(asked.model().isRead());
        screen.click("Sign");
        QTRY_VERIFY(screen.shows("It was declined, or its time to be signed is over."));
        QTRY_COMPARE(asked.model().count(), 0);
        QVERIFY(!asked.model().isSigned());
        QVERIFY(screen.shows("Signature wanted"));
    }
    void aRequestThatIsOverIsSaidToBe() {
        Asked asked;
        auto screen = asked.sheet();
        auto request = test::sampleRequest();
        request.expiresAt.micros = request.createdAt.micros;
        asked.ask(request);
        QTRY_VERIFY(screen.shows("Send 1.5 ETH"));
        asked.waiting.clear();
        asked.tell();
        QTRY_VERIFY(screen.shows("The time to sign it is over; it was not sent."));
        QVERIFY(!screen.find("Sign"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        screen.click("Close");
        QTRY_VERIFY(!screen.shows("Signature wanted"));
        asked.ask(test::sampleRequest(2));
        QTRY_VERIFY(screen.find("Sign"));
        QVERIFY(!screen.shows("is over"));
        asked.waiting.clear();
        asked.tell();
        QTRY_VERIFY(screen.shows("The node does not ask for this signature any more"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void theNextOneIsShownBesideIt() {
        Asked asked;
        auto screen = asked.sheet();
        auto request = test::sampleRequest();
        request.expiresAt.micros = request.createdAt.micros;
        asked.ask(request);
        asked.ask(test::sampleRequest(2));
        QTRY_COMPARE(asked.model().count(), 2);
        QTRY_VERIFY(screen.find("Sign"));
        asked.waiting.erase(asked.waiting.begin());
        asked.tell();
        QTRY_VERIFY(screen.shows("The time to sign the one before is over; it was not sent."));
        QCOMPARE(screen.overflowing().join("; "), "");
        QTRY_VERIFY(asked.model().isRead());
        screen.click("Sign");
        QTRY_COMPARE(asked.submitted.size(), 1u);
        // What was answered from here needs no word.
        QTRY_VERIFY(!screen.shows("Signature wanted"));
    }
    void whatAnotherDeviceSignsWasNotAskedOfThisOne() {
        Asked asked(vault::State::locked);
        asked.answerOfDevice<vault::Unlock>({"device"});
        auto screen = asked.sheet();
        auto request = test::sampleRequest();
        request.unsignedTransaction.from = test::sampleAddress();
        asked.ask(request);
        QTRY_VERIFY(screen.shows("Unlock the keys of this device to see for what."));
        ui::SecretField field;
        put(field, "correct horse");
        asked.model().unlock(&field);
        QTRY_VERIFY(!screen.shows("Signature wanted"));
        QCOMPARE(asked.model().gone(), "");
    }
    void anAllowanceShowsItsExactAmount() {
        const auto spender = test::sampleAddress().toString();
        const auto isUnlimited = [&](const std::string& kind, const std::string& name,
                                     const std::string& value) {
            auto action = Asked::action(kind, "Allow it");
            action.arguments = {{"spender", "address", spender}, {name, "uint256", value}};
            return ui::actionsOf({action}).front().isUnlimited;
        };
        const auto all = U256::max().toString();
        QVERIFY(isUnlimited("approve", "amount", all));
        QVERIFY(isUnlimited("permit2_approve", "amount", U256::powerOfTwo(159).toString()));
        QVERIFY(isUnlimited("permit_self", "amount", (U256::powerOfTwo(96) - U256(1)).toString()));
        QVERIFY(isUnlimited("permit_self_all", "nonce", "0"));
        QVERIFY(isUnlimited("nft_operator", "approved", "yes"));
        QVERIFY(!isUnlimited("nft_operator", "approved", "no"));
        QVERIFY(!isUnlimited("approve", "amount", "1000000000"));
        QVERIFY(!isUnlimited("transfer", "amount", all));
        Asked asked;
        auto screen = asked.sheet();
        asked.actions = {Asked::action("approve", "Allow Router to take 1000 USDC")};
        asked.actions.front().arguments = {{"amount", "uint256", "1000000000"}};
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.shows("Allow Router to take 1000 USDC"));
        QVERIFY(screen.shows("amount: 1000000000"));
        QVERIFY(!screen.shows("Unlimited"));
        asked.waiting.clear();
        asked.actions.front().arguments = {{"amount", "uint256", all}};
        asked.ask(test::sampleRequest(2));
        QTRY_VERIFY(
            screen.shows("Unlimited: all there is, now and later, until it is taken back."));
        QVERIFY(screen.shows("amount: " + QString::fromStdString(all)));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void lockedSigningAsksForThePassphrase() {
        Asked asked;
        bool isOpen = false;
        std::string given;
        asked.answerOfDevice<SignUnsigned>(
            [&](const auto&, const auto&) -> Result<SignUnsigned::Response> {
                if (isOpen) return SignUnsigned::Response{kRaw, {}};
                return fail(ErrorKind::precondition, "vault.signing_locked", "locked");
            });
        asked.answerOfDevice<vault::UnlockSigning>(
            [&](const vault::UnlockSigning& request, const auto&) -> Result<ops::Nothing> {
                given = request.passphrase.text();
                isOpen = true;
                return ops::Nothing{};
            });
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(asked.model().isRead());
        screen.click("Sign");
        QTRY_VERIFY(asked.model().needsPassphrase());
        QTRY_VERIFY(screen.find("Passphrase of this device")->hasActiveFocus());
        screen.type("correct horse");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(asked.submitted.size(), 1u);
        QCOMPARE(given, "correct horse");
    }
    void aLockedVaultOfTheDeviceIsOpenedFirst() {
        Asked asked(vault::State::locked);
        asked.answerOfDevice<vault::Unlock>({"device"});
        auto screen = asked.sheet();
        asked.ask(test::sampleRequest());
        QTRY_VERIFY(screen.shows("Unlock the keys of this device to see for what."));
        QVERIFY(!screen.shows("Send 1.5 ETH"));
        QCOMPARE(asked.callsOfDevice("simulation.decode"), 0);
        ui::SecretField field;
        put(field, "correct horse");
        asked.model().unlock(&field);
        QTRY_VERIFY(screen.shows("Send 1.5 ETH"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void aKeyOfThisDeviceIsGivenToTheNode() {
        test::Harness harness;
        harness.useNode();
        harness.answer<wallet::ListWallets>({{test::sampleWallet()}});
        harness.session().reloadWallets();
        auto* model = harness.app().wallets();
        QTRY_COMPARE(model->deviceKeys()->count(), 1);
        bool isOnDevice = false;
        harness.answer<wallet::WatchAddress>(
            [&](const wallet::WatchAddress& request, const auto&) -> Result<wallet::Wallet> {
                isOnDevice = request.isOnDevice && request.address == test::deviceAddress();
                return test::deviceWallet(wallet::WalletKind::device);
            });
        test::Screen screen("wallets", "WalletsScreen",
                            {{"model", QVariant::fromValue(model)},
                             {"contacts", QVariant::fromValue(harness.app().contacts())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        screen.click("Use a key of this device");
        const auto address = QString::fromStdString(test::deviceAddress().toString());
        QTRY_VERIFY(screen.shows(address));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        harness.answer<wallet::ListWallets>(
            {{test::sampleWallet(), test::deviceWallet(wallet::WalletKind::device)}});
        screen.click("Use the key of " + ui::Format::shortHex(address));
        QTRY_VERIFY(isOnDevice);
        QTRY_COMPARE(model->deviceKeys()->count(), 0);
        model->choose({});
        QTRY_VERIFY(screen.find("Laptop, Key on this device"));
        harness.session().device()->lock();
        harness.answerOfDevice<vault::GetStatus>({vault::State::locked, "device", false, 0});
        QTRY_VERIFY(screen.find("Laptop, Key on a paired device"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void keysAreMadeOnADeviceWithoutAVault() {
        test::Harness harness;
        harness.useNode(vault::State::absent);
        harness.answerOfDevice<wallet::ListWallets>({});
        harness.answerOfDevice<vault::Create>({"device"});
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            {360, 740});
        QMetaObject::invokeMethod(screen.root(), "openDevice");
        QTRY_VERIFY(screen.find("Create a vault"));
        QVERIFY(!screen.find("Use my node"));
        QCOMPARE(screen.overflowing().join("; "), "");
        screen.click("Create a vault");
        QTRY_VERIFY(screen.find("Create the vault"));
        ui::SecretField first, again;
        put(first, "correct horse battery");
        put(again, "correct horse battery");
        harness.app().deviceOnboarding()->createVault(&first, &again);
        QTRY_VERIFY(screen.find("Create a new wallet"));
        harness.answerOfDevice<wallet::ListWallets>(
            {{test::deviceWallet(wallet::WalletKind::phrase)}});
        harness.answerOfDevice<wallet::CreateWallet>(
            {test::deviceWallet(wallet::WalletKind::phrase),
             SharedSecret::fromText("legal winner thank year wave sausage worth useful legal "
                                    "winner thank yellow")});
        screen.click("Create a new wallet");
        QTRY_VERIFY(screen.find("Remind me later"));
        harness.app().deviceOnboarding()->later();
        QTRY_COMPARE(harness.session().device()->stage(), Stage::Ready);
        QTRY_VERIFY(!screen.shows("Back to the node"));
        QCOMPARE(harness.calls("vault.create"), 0);
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void keysWithoutABackupAreBackedUp() {
        test::Harness harness;
        harness.useNode();
        auto wallet = test::deviceWallet(wallet::WalletKind::phrase);
        wallet.isBackedUp = false;
        harness.answerOfDevice<wallet::ListWallets>({{wallet}});
        harness.session().device()->reloadWallets();
        harness.answer<wallet::ListWallets>({{test::deviceWallet(wallet::WalletKind::device)}});
        harness.session().reloadWallets();
        QTRY_VERIFY(harness.session().isBackedUp());
        QTRY_VERIFY(!harness.session().device()->isBackedUp());
        harness.answerOfDevice<wallet::RevealPhrase>(
            {SharedSecret::fromText("legal winner thank year wave sausage worth useful legal "
                                    "winner thank yellow")});
        test::Screen screen("shell", "Workspace", {{"app", QVariant::fromValue(&harness.app())}},
                            {360, 740});
        QMetaObject::invokeMethod(screen.root(), "openSettings");
        QTRY_VERIFY(screen.shows("Their recovery phrase is not confirmed yet."));
        QMetaObject::invokeMethod(screen.root(), "backUpDevice");
        QTRY_VERIFY(screen.shows("Back up the keys of this device"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        screen.click("Show the recovery phrase");
        QTRY_VERIFY(screen.find("I have written them down"));
        QCOMPARE(harness.callsOfDevice("wallet.reveal_phrase"), 1);
        harness.app().deviceOnboarding()->later();
        QTRY_VERIFY(!screen.shows("Back to the node"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void whatWasSentWaitsForTheDevice() {
        test::Harness harness;
        harness.useNode();
        wallet::Transaction sent;
        sent.transactionId.bytes.fill(5);
        sent.status = wallet::TransactionStatus::awaitingSignature;
        harness.answer<wallet::PreviewSend>({});
        harness.answer<wallet::Send>(sent);
        auto* model = harness.app().send();
        QTRY_VERIFY(model->tokenIndex() >= 0);
        test::Screen screen("send", "SendScreen",
                            {{"model", QVariant::fromValue(model)},
                             {"sign", QVariant::fromValue(harness.app().sign())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        model->review(QString::fromStdString(test::sampleAddress().toString()), "1");
        QTRY_COMPARE(model->stage(), ui::SendModel::Stage::Review);
        model->confirm();
        QTRY_VERIFY(screen.shows("Waiting for the signature of your device"));
        QCOMPARE(model->hash(), "");
        sent.status = wallet::TransactionStatus::declined;
        harness.answer<wallet::GetTransaction>(sent);
        events::Event event;
        event.type = "wallet.transaction_changed";
        harness.publish(event);
        QTRY_VERIFY(screen.shows("Not signed"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
};

QTEST_MAIN(TestSigning)
#include "tst_signing.moc"
