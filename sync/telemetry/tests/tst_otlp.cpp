// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/json.h>
#include <kosh/telemetry/otlp.h>
#include <kosh/telemetry/settings.h>

#include <QtTest>

using namespace kosh;

namespace {

observe::Span span(std::string name, std::string errorKey = {}) {
    observe::Span made;
    made.trace =
        *observe::Trace::fromTraceparent("00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01");
    made.parentSpanId = {0xee, 0xe1, 0x9b, 0x7e, 0xc3, 0xc1, 0xb1, 0x73};
    made.name = std::move(name);
    made.startedAt = Timestamp{1'544'712'660'000'000};
    made.duration = std::chrono::seconds(1);
    made.errorKey = std::move(errorKey);
    return made;
}

QByteArray encoded(const observe::Span& one) {
    const auto text = telemetry::encodeSpans({&one, 1}, "1.2.3");
    return QByteArray::fromStdString(text);
}

}  // namespace

class TestOtlp : public QObject {
    Q_OBJECT
private slots:
    void spansAreWrittenAsTheMappingSays() {
        const QByteArray expected =
            R"({"resourceSpans":[{"resource":{"attributes":[)"
            R"({"key":"service.name","value":{"stringValue":"kosh"}},)"
            R"({"key":"service.version","value":{"stringValue":"1.2.3"}}]},"scopeSpans":[{)"
            R"("scope":{"name":"kosh","version":"1.2.3"},"spans":[{)"
            R"("traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",)"
            R"("parentSpanId":"eee19b7ec3c1b173","name":"GET /api/v1/chains/{chainId}","kind":2,)"
            R"("startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000",)"
            R"("attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},)"
            R"({"key":"http.route","value":{"stringValue":"/api/v1/chains/{chainId}"}},)"
            R"({"key":"http.response.status_code","value":{"intValue":"200"}}]}]}]}]})";
        QCOMPARE(encoded(span("http GET /api/v1/chains/{chainId} 200")), expected);
    }

    void kindAndAttributesComeFromTheName_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("errorKey");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("operation")
            << "quote.get" << "quote.no_route"
            << QStringList{R"("name":"quote.get","kind":1)", R"("key":"kosh.operation")",
                           R"("status":{"code":2,"message":"quote.no_route"})"};
        QTest::newRow("store") << "store write ledger" << ""
                               << QStringList{
                                      R"("name":"write ledger","kind":3)",
                                      R"("stringValue":"sqlite")",
                                      R"("key":"db.namespace","value":{"stringValue":"ledger"})"};
        QTest::newRow("remote")
            << "rpc eth_call rpc.example 1" << "net.timeout"
            << QStringList{R"("name":"eth_call","kind":3)",
                           R"("key":"server.address","value":{"stringValue":"rpc.example"})",
                           R"("key":"kosh.chain_id","value":{"intValue":"1"})",
                           R"("key":"error.type","value":{"stringValue":"net.timeout"})"};
        QTest::newRow("server error") << "http POST - 500" << "http.500"
                                      << QStringList{R"("name":"POST","kind":2)", R"("code":2)"};
    }
    void kindAndAttributesComeFromTheName() {
        QFETCH(QString, name);
        QFETCH(QString, errorKey);
        QFETCH(QStringList, parts);
        const auto text = encoded(span(name.toStdString(), errorKey.toStdString()));
        for (const auto& part : parts) QVERIFY2(text.contains(part.toUtf8()), text.constData());
    }

    void aRefusedRequestIsNoFailureOfTheServer() {
        QVERIFY(!encoded(span("http GET - 404", "http.404")).contains("status\":{"));
    }

    void rootsHaveNoParent() {
        auto root = span("quote.get");
        root.parentSpanId = {};
        QVERIFY(!encoded(root).contains("parentSpanId"));
    }

    void settingsAreChecked() {
        telemetry::Settings settings;
        QVERIFY(settings.check().has_value());
        settings.endpoint = "http://[::1]:4318/";
        settings.headers = SharedSecret::fromText("Authorization=Basic a=b,X-Team=kosh");
        QVERIFY(settings.check().has_value());
        QCOMPARE(settings.url(), std::string("http://[::1]:4318/v1/traces"));
        QCOMPARE(settings.host(), std::string("::1"));
        const auto headers = settings.headerList();
        QCOMPARE(headers.size(), std::size_t{2});
        QCOMPARE(headers[0].second, std::string("Basic a=b"));
        for (const auto* wrong : {"localhost:4318", "ftp://host", "http://", "http://me@host"}) {
            settings.endpoint = wrong;
            QCOMPARE(settings.check().error().details.at("field"), std::string("endpoint"));
        }
        settings.endpoint = "https://Collector.Example";
        QCOMPARE(settings.host(), std::string("collector.example"));
        for (const auto* wrong : {"secret", "a b=secret", "a=sec\nret"}) {
            settings.headers = SharedSecret::fromText(wrong);
            QCOMPARE(settings.check().error().details.at("field"), std::string("headers"));
            QVERIFY(!settings.check().error().message.contains("sec"));
        }
    }
};

QTEST_APPLESS_MAIN(TestOtlp)
#include "tst_otlp.moc"
