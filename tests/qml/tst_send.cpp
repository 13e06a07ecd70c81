// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <kosh/wallet/send.h>
#include <kosh/wallet/signing.h>

#include <QSignalSpy>

using namespace kosh;

namespace {

const QString kTo = QStringLiteral("0x52908400098527886E0F7030069857D2E4169EE7");

struct Sending : test::Harness {
    std::vector<wallet::PreviewSend> asked;
    std::vector<wallet::Send> sent;
    std::vector<std::string> keys;
    std::vector<wallet::Notice> notices;
    Sending() {
        answer<wallet::PreviewSend>([this](const wallet::PreviewSend& request,
                                           const auto&) -> Result<wallet::PreviewSend::Response> {
            asked.push_back(request);
            wallet::PreviewSend::Response preview;
            preview.asset = test::usdc();
            preview.amount = 1'500'000;
            preview.recipient.address = request.to;
            preview.recipient.notices = notices;
            preview.expectedFeeWei = *U256::parse("21000000000000");
            preview.maxFeeWei = *U256::parse("42000000000000");
            preview.nonce = 7;
            return preview;
        });
        answer<wallet::Send>([this](const wallet::Send& request,
                                    const ops::Context& context) -> Result<wallet::Transaction> {
            sent.push_back(request);
            keys.push_back(context.idempotencyKey);
            wallet::Transaction transaction;
            transaction.hash.bytes.fill(0xab);
            return transaction;
        });
        open();
        if (!QTest::qWaitFor([this] { return model().tokenIndex() == 0; })) test::giveUp("tokens");
    }
    ui::SendModel& model() { return *app().send(); }
    ui::SignModel& sign() { return *app().sign(); }
    test::Screen show(QSize size, int part) {
        return test::Screen("send", "SendScreen",
                            {{"model", QVariant::fromValue(app().send())},
                             {"sign", QVariant::fromValue(app().sign())},
                             {"session", QVariant::fromValue(&session())},
                             {"part", part}},
                            size);
    }
    void reviewed() {
        model().review(kTo, "1.5");
        if (!QTest::qWaitFor([this] { return model().stage() == ui::SendModel::Stage::Review; }))
            test::giveUp("no review");
    }
};

wallet::TypedDataMeaning permit() {
    wallet::TypedDataMeaning meaning;
    meaning.kind = wallet::TypedDataKind::permit;
    meaning.summary = "Lets 0x5290…9EE7 take all USDC";
    meaning.primaryType = "Permit";
    meaning.domainName = "USD Coin";
    meaning.domainChainId = U256(31337);
    meaning.grants = {{test::usdc().address, test::sampleAddress(), U256(1), true, std::nullopt,
                       "USDC", "unlimited"}};
    meaning.deadline = U256(1'800'000'000);
    meaning.tree = {{"owner", "address", "0x01"}, {"value", "uint256", "115"}};
    meaning.notices = {{"wallet.unlimited", wallet::NoticeLevel::danger, "All of it, for ever."}};
    return meaning;
}

}  // namespace

class TestSend : public QObject {
    Q_OBJECT

private slots:
    void aTransferIsReviewedAndSentOnce_data() {
        QTest::addColumn<QSize>("size");
        QTest::addRow("window") << QSize(1440, 900);
        QTest::addRow("phone") << QSize(360, 740);
    }
    void aTransferIsReviewedAndSentOnce() {
        QFETCH(QSize, size);
        Sending sending;
        auto screen = sending.show(size, 0);
        sending.reviewed();
        QCOMPARE(sending.asked[0].token, std::string("ETH"));
        QCOMPARE(sending.asked[0].amount, std::string("1.5"));
        QTRY_VERIFY(screen.shows("1.5 USDC"));
        QVERIFY(screen.shows("0.000042 ETH"));
        QVERIFY(screen.shows(kTo));
        QVERIFY(sending.sent.empty());
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        screen.find("Sign and send")->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_COMPARE(sending.model().stage(), ui::SendModel::Stage::Sent);
        QCOMPARE(sending.sent.size(), 1u);
        QVERIFY(!sending.keys[0].empty());
        QVERIFY(screen.find("Copy the transaction's hash"));
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void aDangerHasToBeAgreedTo() {
        Sending sending;
        sending.notices = {{"wallet.look_alike", wallet::NoticeLevel::danger, "It looks like A."}};
        auto screen = sending.show({360, 740}, 0);
        sending.reviewed();
        QTRY_VERIFY(screen.shows("It looks like A."));
        QVERIFY(!screen.find("Sign and send")->isEnabled());
        screen.find("I have read this and want it all the same")
            ->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(&screen.view(), Qt::Key_Space);
        QTRY_VERIFY(screen.find("Sign and send")->isEnabled());
        sending.model().back();
        sending.reviewed();
        QTRY_VERIFY(!screen.find("Sign and send")->isEnabled());
    }
    void wrongAddressesAndRefusalsAreTold() {
        Sending sending;
        sending.model().review("0x12", "1");
        QCOMPARE(sending.model().error(),
                 "An address is 0x and 40 characters of 0 to 9 and a to f.");
        sending.refuse<wallet::PreviewSend>("money.exponent");
        sending.model().review(kTo, "1");
        QTRY_COMPARE(sending.model().error(),
                     "Write the amount out: no power of ten such as 1e18.");
        sending.refuse<wallet::PreviewSend>("wallet.insufficient_funds");
        sending.model().review(kTo, "1");
        QTRY_COMPARE(sending.model().errorKey(), "wallet.insufficient_funds");
        QCOMPARE(sending.model().stage(), ui::SendModel::Stage::Edit);
    }
    void aPaymentLinkFillsTheForm() {
        Sending sending;
        wallet::ReadPaymentUri::Response link;
        link.chainId = 31337;
        link.recipient = test::sampleAddress();
        link.token = test::usdc().address.toString();
        link.amount = "12.5";
        sending.answer<wallet::ReadPaymentUri>(link);
        auto screen = sending.show({360, 740}, 0);
        sending.model().readLink("ethereum:0x1");
        QTRY_COMPARE(sending.model().tokenIndex(), 1);
        QTRY_COMPARE(screen.find("Amount")->property("text").toString(), "12.5");
        link.chainId = 1;
        sending.answer<wallet::ReadPaymentUri>(link);
        sending.model().readLink("ethereum:0x1");
        QTRY_COMPARE(sending.model().errorKey(), "send.other_network");
    }
    void lockedSigningAsksForThePassphrase() {
        Sending sending;
        sending.refuse<wallet::Send>("vault.signing_locked");
        auto screen = sending.show({360, 740}, 0);
        sending.reviewed();
        sending.model().confirm();
        QTRY_VERIFY(sending.model().needsPassphrase());
        QTRY_VERIFY(screen.find("Passphrase, to sign")->hasActiveFocus());
    }
    void typedDataIsReadBeforeItIsSigned_data() { aTransferIsReviewedAndSentOnce_data(); }
    void typedDataIsReadBeforeItIsSigned() {
        QFETCH(QSize, size);
        Sending sending;
        sending.answer<wallet::DecodeTypedData>(permit());
        wallet::SignTypedData signedRequest;
        sending.answer<wallet::SignTypedData>(
            [&](const wallet::SignTypedData& request,
                const auto&) -> Result<wallet::SignTypedData::Response> {
                signedRequest = request;
                return wallet::SignTypedData::Response{Bytes(65, 0x11), permit()};
            });
        auto screen = sending.show(size, 1);
        sending.sign().reviewTyped("{}");
        QTRY_VERIFY(screen.shows("An allowance by signature (Permit)"));
        QVERIFY(screen.shows("all there is, now and later USDC"));
        QVERIFY(screen.shows("Lets 0x5290…9EE7 take all USDC"));
        QVERIFY(screen.shows("value"));
        QVERIFY(!screen.find("Sign it")->isEnabled());
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        sending.sign().sign(true);
        QTRY_COMPARE(sending.sign().stage(), ui::SignModel::Stage::Signed);
        QVERIFY(signedRequest.acceptDanger);
        QVERIFY(signedRequest.chainId == 31337u);
        QVERIFY(sending.sign().signature().startsWith("0x1111"));
        QTRY_COMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
    void unknownIsCalledUnknown() {
        Sending sending;
        auto meaning = permit();
        meaning.kind = wallet::TypedDataKind::unknown;
        meaning.grants.clear();
        sending.answer<wallet::DecodeTypedData>(meaning);
        auto screen = sending.show({360, 740}, 1);
        sending.sign().reviewTyped("{}");
        QTRY_VERIFY(screen.shows("Typed data of unknown meaning"));
        QVERIFY(screen.shows("Only sign it when you do."));
    }
    void messagesAreTextOrBytes() {
        Sending sending;
        std::vector<wallet::SignMessage> asked;
        sending.answer<wallet::DecodeMessage>(
            [](const wallet::DecodeMessage& request,
               const auto&) -> Result<wallet::DecodeMessage::Response> {
                wallet::DecodeMessage::Response response;
                response.text = request.text.value_or("");
                return response;
            });
        sending.answer<wallet::SignMessage>(
            [&](const wallet::SignMessage& request, const auto&) -> Result<wallet::Signed> {
                asked.push_back(request);
                return wallet::Signed{Bytes(65, 0x22), {}, {}};
            });
        auto& model = sending.sign();
        model.reviewMessage("hello");
        QTRY_COMPARE(model.stage(), ui::SignModel::Stage::Review);
        QCOMPARE(model.meaning().kind, "message");
        model.sign(false);
        QTRY_COMPARE(model.stage(), ui::SignModel::Stage::Signed);
        QVERIFY(asked[0].text == "hello" && !asked[0].data);
        model.back();
        model.reviewMessage("0x0102");
        QTRY_COMPARE(model.meaning().kind, "bytes");
        QTRY_VERIFY(!model.isBusy());
        model.sign(false);
        QTRY_COMPARE(asked.size(), 2u);
        QVERIFY(asked[1].data == (Bytes{1, 2}) && !asked[1].text);
    }
    void watchedAddressesCannotSend() {
        test::Harness harness;
        auto watched = test::sampleWallet();
        watched.kind = wallet::WalletKind::watchOnly;
        harness.answer<wallet::ListWallets>({{watched}});
        harness.open();
        test::Screen screen("send", "SendScreen",
                            {{"model", QVariant::fromValue(harness.app().send())},
                             {"sign", QVariant::fromValue(harness.app().sign())},
                             {"session", QVariant::fromValue(&harness.session())}},
                            {360, 740});
        QTRY_VERIFY(screen.shows("There is no key here to sign with"));
        QVERIFY(!screen.find("Review")->isEnabled());
    }
};

QTEST_MAIN(TestSend)
#include "tst_send.moc"
