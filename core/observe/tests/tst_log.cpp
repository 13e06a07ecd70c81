// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/current.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <thread>

#include "fixed_clock.h"

using namespace kosh;
using namespace kosh::observe;

namespace {

/// Written with ' for " to stay readable.
std::string expectedRecord() {
    std::string line =
        "{'at':'2023-11-14T22:13:20.000000Z','level':'info','component':'store',"
        "'message':'opened','fields':{'rows':'3','path':'a\\'b\\\\c\\u000a'}}";
    std::ranges::replace(line, '\'', '"');
    return line;
}

struct Captured {
    FixedClock clock;
    std::vector<std::string> lines;
    Logger log{clock, [this](std::string_view line) { lines.emplace_back(line); }};

    QJsonObject last() const {
        const QByteArray text = QByteArray::fromStdString(lines.back());
        return QJsonDocument::fromJson(text).object();
    }
};

}  // namespace

class TestLog : public QObject {
    Q_OBJECT
private slots:
    void aRecordIsOneJsonLine();
    void theTraceIsNamed();
    void levelsBelowAreDropped();
    void secretsAreRedacted_data();
    void secretsAreRedacted();
    void anyBytesGiveValidJson();
    void threadsDoNotMixLines();
};

void TestLog::aRecordIsOneJsonLine() {
    Captured captured;
    captured.log.info("store", "opened", {{"rows", "3"}, {"path", "a\"b\\c\n"}});
    QCOMPARE(captured.lines.size(), std::size_t{1});
    QVERIFY(!captured.lines[0].contains('\n'));
    QCOMPARE(captured.lines[0], expectedRecord());
}

void TestLog::theTraceIsNamed() {
    Captured captured;
    const Trace trace = newTrace();
    captured.log.write(Level::error, "ops", "failed", trace);
    QCOMPARE(captured.last()["traceId"].toString().toStdString(), trace.traceIdHex());
    QCOMPARE(captured.last()["spanId"].toString().toStdString(), trace.spanIdHex());
    QCOMPARE(captured.last()["level"].toString(), QString("error"));
    QVERIFY(!captured.last().contains("fields"));
    const Trace here = newTrace();
    setCurrent({here, false});
    captured.log.warning("ops", "where the thread is");
    setCurrent({});
    QCOMPARE(captured.last()["traceId"].toString().toStdString(), here.traceIdHex());
}

void TestLog::levelsBelowAreDropped() {
    Captured captured;
    captured.log.setLevel(Level::warning);
    captured.log.info("a", "dropped");
    captured.log.warning("a", "kept");
    QCOMPARE(captured.lines.size(), std::size_t{1});
    QVERIFY(!captured.log.isEnabled(Level::info));
    QVERIFY(captured.log.isEnabled(Level::error));
}

void TestLog::secretsAreRedacted_data() {
    QTest::addColumn<bool>("isSecret");
    for (const char* key :
         {"passphrase", "newPassphrase", "PASSWORD", "mnemonic", "walletMnemonic", "seed",
          "privateKey", "private_key", "Private-Key", "token", "accessToken", "session_token",
          "authorization", "Authorization", "apiKey", "api-key", "clientSecret", "cookie", "pin"}) {
        QTest::newRow(key) << true;
    }
    for (const char* key : {"tokenAddress", "tokenIn", "amount", "chainId", "publicKey", "key"}) {
        QTest::newRow(key) << false;
    }
}

void TestLog::secretsAreRedacted() {
    QFETCH(bool, isSecret);
    const std::string key = QTest::currentDataTag();
    Captured captured;
    captured.log.error("test", "event", {{key, "hunter2"}});
    QCOMPARE(captured.lines.back().contains("hunter2"), !isSecret);
    const QString value =
        captured.last()["fields"].toObject()[QString::fromStdString(key)].toString();
    QCOMPARE(value, isSecret ? QString("***") : QString("hunter2"));
}

void TestLog::anyBytesGiveValidJson() {
    Captured captured;
    captured.log.info("test", "ok é 漢 😀",
                      {{"v", "\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80z\xe2"}});
    QCOMPARE(captured.last()["message"].toString(), QString::fromUtf8("ok é 漢 😀"));
    const QString value = captured.last()["fields"].toObject()["v"].toString();
    QVERIFY(value.contains('z'));
    QVERIFY(value.contains(QChar::ReplacementCharacter));
    for (int byte = 0; byte < 0x20; ++byte) {
        captured.log.info("test", std::string(1, static_cast<char>(byte)));
        QCOMPARE(captured.last()["message"].toString(), QString(QChar(byte)));
    }
}

void TestLog::threadsDoNotMixLines() {
    Captured captured;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&captured] {
            for (int i = 0; i < 200; ++i) captured.log.info("test", "line");
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(captured.lines.size(), std::size_t{800});
}

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
