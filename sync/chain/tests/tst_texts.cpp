// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/classify.h"
#include "src/json_rpc.h"
#include "src/url.h"

#include <QtTest>

#include <algorithm>

using namespace kosh;
using namespace kosh::chain_rpc;

namespace {

/// JSON with single quotes: Qt's moc does not read raw string literals inside macros.
std::string js(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

}  // namespace

class TextsTest : public QObject {
    Q_OBJECT

private slots:
    void aRequestIsJsonRpc2() {
        QCOMPARE(encodeRequest({"eth_chainId", "[]"}, 7),
                 js("{'jsonrpc':'2.0','id':7,'method':'eth_chainId','params':[]}"));
    }

    void aReplyMustCarryItsId() {
        const auto good = decodeReply(js("{'jsonrpc':'2.0','id':7,'result':'0x1'}"), 7, {});
        QVERIFY(good && *good);
        QCOMPARE(std::string((*good)->root().asString()), std::string("0x1"));
        const auto other = decodeReply(js("{'jsonrpc':'2.0','id':8,'result':'0x1'}"), 7, {});
        QCOMPARE(other.error().key, std::string("rpc.garbage"));
        QVERIFY(!decodeReply(js("{'jsonrpc':'2.0','result':'0x1'}"), 7, {}));
    }

    void garbageIsNamed_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("web page") << QByteArray("<html>");
        QTest::newRow("cut off") << QByteArray::fromStdString(js("{'jsonrpc':'2.0','id':7,'resu"));
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("neither") << QByteArray::fromStdString(js("{'id':7}"));
        QTest::newRow("error without code")
            << QByteArray::fromStdString(js("{'id':7,'error':{'message':'x'}}"));
        QTest::newRow("error as text") << QByteArray::fromStdString(js("{'id':7,'error':'x'}"));
    }
    void garbageIsNamed() {
        QFETCH(QByteArray, body);
        const auto reply = decodeReply(body.toStdString(), 7, {});
        QVERIFY(!reply);
        QCOMPARE(reply.error().key, std::string("rpc.garbage"));
    }

    void anErrorKeepsCodeMessageAndData() {
        const auto reply = decodeReply(
            js("{'id':7,'error':{'code':3,'message':'execution reverted','data':'0x08c379a0'}}"), 7,
            {});
        QVERIFY(reply && !*reply);
        QCOMPARE(reply->error().code, 3);
        QCOMPARE(reply->error().dataHex, std::string("0x08c379a0"));
    }

    void aNullResultIsAResult() {
        const auto reply = decodeReply(js("{'id':7,'result':null}"), 7, {});
        QVERIFY(reply && *reply && (*reply)->root().isNull());
    }

    void aBatchIsPutInOrder() {
        const auto replies =
            decodeBatch(js("[{'id':6,'result':'b'},{'id':5,'result':'a'}]"), 5, 2, {});
        QVERIFY(replies.has_value());
        QCOMPARE(std::string((*replies)[0]->root().asString()), std::string("a"));
        QCOMPARE(std::string((*replies)[1]->root().asString()), std::string("b"));
    }

    void aBatchMustAnswerEachIdOnce() {
        QVERIFY(!decodeBatch(js("[{'id':5,'result':1},{'id':5,'result':1}]"), 5, 2, {}));
        QVERIFY(!decodeBatch(js("[{'id':5,'result':1}]"), 5, 2, {}));
        QVERIFY(!decodeBatch(js("[{'id':5,'result':1},{'id':7,'result':1}]"), 5, 2, {}));
    }

    void anObjectInsteadOfABatchIsARefusal() {
        const auto replies =
            decodeBatch(js("{'id':null,'error':{'code':-32600,'message':'no batches'}}"), 5, 2, {});
        QCOMPARE(replies.error().key, std::string("rpc.batch_refused"));
    }

    void deepAnswersAreRefused() {
        const std::string deep(100, '[');
        QVERIFY(!decodeReply(js("{'id':7,'result':") + deep, 7, {}));
    }

    void messagesAreCutAndStripped() {
        const auto text = sanitised("a\nb" + std::string(400, 'x'));
        QVERIFY(text.starts_with("a b"));
        QVERIFY(text.size() < 310);
    }

    void verdicts_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("verdict");
        const auto row = [](int code, const char* message, Verdict verdict) {
            QTest::addRow("%d %s", code, message) << code << QByteArray(message) << int(verdict);
        };
        row(3, "execution reverted: header not found", Verdict::answer);
        row(-32000, "nonce too low", Verdict::answer);
        row(-32000, "insufficient funds for gas * price + value", Verdict::answer);
        row(-32000, "header not found", Verdict::elsewhere);
        row(-32000, "missing trie node 12ab", Verdict::elsewhere);
        row(-32603, "internal error", Verdict::elsewhereOnce);
        row(-32005, "query returned more than 10000 results", Verdict::elsewhereOnce);
        row(-32005, "daily request limit reached", Verdict::rateLimited);
        row(-32601, "the method does not exist", Verdict::elsewhereOnce);
        row(429, "Too Many Requests", Verdict::rateLimited);
        row(-39001, "unknown block tag finalized", Verdict::answer);
    }
    void verdicts() {
        QFETCH(int, code);
        QFETCH(QByteArray, message);
        QFETCH(int, verdict);
        QCOMPARE(int(verdictOf(chain::RpcError{code, message.toStdString(), {}})), verdict);
    }

    void retryAfterIsBounded() {
        const Duration fallback = std::chrono::seconds(9);
        const auto of = [&](const char* value) {
            return retryAfter({429, {{"Retry-After", value}}, {}}, fallback);
        };
        QVERIFY(of("5") == std::chrono::seconds(5));
        QVERIFY(of("999999") == std::chrono::seconds(120));
        QVERIFY(of("-3") == std::chrono::seconds(1));
        QVERIFY(of("Wed, 21 Oct 2026 07:28:00 GMT") == fallback);
        QVERIFY(retryAfter({429, {}, {}}, fallback) == fallback);
    }

    void onlyTheHostOfAUrlIsShown() {
        const auto host = hostOf("https://user:secret@node.example:8545/v3/KEY?apikey=KEY");
        QCOMPARE(host.value(), std::string("node.example:8545"));
        QCOMPARE(originOf("http://127.0.0.1:8545/x").value(), std::string("http://127.0.0.1:8545"));
        for (const char* bad :
             {"", "node.example", "ftp://node", "https://", "https://user@", "https://a b"}) {
            const auto refused = hostOf(bad);
            QVERIFY2(!refused, bad);
            QCOMPARE(refused.error().key, std::string("chain.endpoint_url"));
        }
    }
};

QTEST_APPLESS_MAIN(TextsTest)
#include "tst_texts.moc"
