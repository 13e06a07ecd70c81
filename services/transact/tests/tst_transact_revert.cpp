// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi_codec.h>
#include <kosh/transact/revert.h>

#include <QtTest>

using namespace kosh;
namespace abi = crypto::abi;

class TransactRevertTest : public QObject {
    Q_OBJECT

private slots:
    void texts_data() {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("key");
        const auto row = [](const char* reason, const char* key) {
            QTest::newRow(reason) << QString(reason) << QString(key);
        };
        row("Too little received", "slippage");
        row("execution reverted: Too much requested", "slippage");
        row("Price slippage check", "slippage");
        row("SPL", "slippage");
        row("Transaction too old", "deadline_passed");
        row("STF", "transfer_failed");
        row("execution reverted: STF", "transfer_failed");
        row("ERC20: transfer amount exceeds balance", "balance");
        row("ERC20: insufficient allowance", "allowance");
        row("Pausable: paused", "paused");
        row("MASTF", "other");
        row("division by zero", "other");
        row("", "other");
    }
    void texts() {
        QFETCH(QString, reason);
        QFETCH(QString, key);
        const auto text = reason.toStdString();
        const auto revert = transact::explainRevert(text, {}, "other");
        QCOMPARE(QString::fromStdString(revert.key), key);
        QVERIFY(!revert.message.empty());
        if (key == "other" && !text.empty())
            QVERIFY(revert.message.find(text) != std::string::npos);
        QCOMPARE(revert.error("trading").key, "trading." + revert.key);
    }

    void customErrors() {
        const auto keyOf = [](std::string_view signature) {
            const auto data = abi::Encoder(abi::selector(signature)).uint(1).take();
            return transact::explainRevert("", data, "other").key;
        };
        QCOMPARE(keyOf("V3TooLittleReceived()"), std::string("slippage"));
        QCOMPARE(keyOf("AllowanceExpired(uint256)"), std::string("allowance"));
        QCOMPARE(keyOf("ERC20InsufficientBalance(address,uint256,uint256)"),
                 std::string("balance"));
        QCOMPARE(keyOf("TransactionDeadlinePassed()"), std::string("deadline_passed"));
        QCOMPARE(keyOf("Never()"), std::string("other"));
    }

    void whatNobodyKnowsIsStillShown() {
        const auto custom = abi::Encoder(abi::selector("Never()")).take();
        const auto shown = transact::explainRevert("", custom, "other").message;
        QVERIFY2(shown.find(toHex0x(ByteView(custom).first(4))) != std::string::npos,
                 shown.c_str());
        const auto panic = abi::Encoder(abi::selector("Panic(uint256)")).uint(0x11).take();
        const auto words = transact::explainRevert("", panic, "other").message;
        QVERIFY2(words.find("no reason") == std::string::npos, words.c_str());
        QVERIFY(transact::explainRevert("", Bytes{1}, "other").message.find("no reason") !=
                std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TransactRevertTest)
#include "tst_transact_revert.moc"
