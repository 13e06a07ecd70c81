// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/run.h>
#include <kosh/transport/qt_http_client.h>

#include <QtTest>

#include "test_server.h"

using namespace kosh;
using namespace kosh::transport;
using namespace std::chrono_literals;
using Answer = Result<net::HttpResponse>;

namespace {

struct Fixture {
    Fixture() { core.start(); }
    ~Fixture() { client.reset(); }

    Answer send(net::HttpRequest request) {
        return async::runBlocking(core, client->send(std::move(request)));
    }
    Answer post(std::string url, std::string body = "{}") {
        return send({.url = std::move(url), .body = std::move(body), .purpose = "test"});
    }

    async::CoreThread core;
    HostRegistry hosts;
    observe::Metrics metrics;
    std::unique_ptr<QtHttpClient> client = std::make_unique<QtHttpClient>(hosts, metrics);
};

Task<> keep(Task<net::HttpResponse> task, std::shared_ptr<std::promise<Answer>> out) {
    out->set_value(co_await std::move(task));
    co_return ok();
}

std::future<Answer> begin(Fixture& f, net::HttpRequest request) {
    auto out = std::make_shared<std::promise<Answer>>();
    auto future = out->get_future();
    async::spawn(f.core.executor(), keep(f.client->send(std::move(request)), out),
                 [](const Error&) {});
    return future;
}

TestServer::Answer always(QByteArray bytes) {
    return [bytes](QTcpSocket& socket, const QByteArray&) { socket.write(bytes); };
}

TestServer::Answer thenClose(QByteArray bytes) {
    return [bytes](QTcpSocket& socket, const QByteArray&) {
        socket.write(bytes);
        socket.disconnectFromHost();
    };
}

void never(QTcpSocket&, const QByteArray&) {}

/// As much as is taken, without saying how much it will be.
void endless(QTcpSocket& socket, const QByteArray&) {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const QByteArray block(1 << 16, 'x');
    socket.write(block);
    QObject::connect(&socket, &QTcpSocket::bytesWritten, &socket,
                     [&socket, block] { socket.write(block); });
}

std::string headerOf(const net::HttpResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

class TestHttp : public QObject {
    Q_OBJECT
private slots:
    void requestAndAnswerArriveWhole();
    void methodsAreSentAsNamed_data();
    void methodsAreSentAsNamed();
    void aStatusIsAnAnswer_data();
    void aStatusIsAnAnswer();
    void redirectsAreNotFollowed();
    void cookiesAreNotKept();
    void connectionsAreReused();
    void aKeptConnectionThatDiedIsReplaced();
    void manyRequestsAtOnce();
    void aStallTimesOut_data();
    void aStallTimesOut();
    void brokenAnswersAreInterrupted_data();
    void brokenAnswersAreInterrupted();
    void hugeBodiesAreCutOff_data();
    void hugeBodiesAreCutOff();
    void anEndlessBodyIsCutOff();
    void aBodyOfExactlyTheLimitIsAccepted();
    void nobodyListensIsConnect();
    void errorsDoNotNamePathOrQuery();
    void badRequestsAreRefused_data();
    void badRequestsAreRefused();
    void aDisabledHostIsNotAsked();
    void useIsCounted();
    void tooManyRequestsAreBusy();
    void destroyingTheClientInterrupts();
};

void TestHttp::requestAndAnswerArriveWhole() {
    TestServer server(always(httpAnswer("200 OK", "{\"result\":1}", "X-Custom: Value\r\n")));
    Fixture f;
    const Answer answer = f.send({.url = server.url("/rpc?a=b"),
                                  .headers = {{"Content-Type", "application/json"}},
                                  .body = "{\"id\":1}"});
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().key.c_str());
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, std::string("{\"result\":1}"));
    QCOMPARE(headerOf(*answer, "x-custom"), std::string("Value"));
    const QByteArray request = server.lastRequest();
    QVERIFY(request.startsWith("POST /rpc?a=b HTTP/1.1\r\n"));
    QVERIFY(request.endsWith("\r\n\r\n{\"id\":1}"));
    QVERIFY(request.contains("Content-Type: application/json\r\n"));
    QVERIFY(request.contains("User-Agent: kosh\r\n"));
    QVERIFY(!request.contains("Upgrade"));
}

void TestHttp::methodsAreSentAsNamed_data() {
    QTest::addColumn<QByteArray>("method");
    for (const char* name : {"GET", "HEAD", "PUT", "DELETE", "PATCH"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void TestHttp::methodsAreSentAsNamed() {
    QFETCH(QByteArray, method);
    TestServer server(always("HTTP/1.1 204 No Content\r\n\r\n"));
    Fixture f;
    const Answer answer = f.send({.method = method.toStdString(), .url = server.url()});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 204);
    QVERIFY(server.lastRequest().startsWith(method + " / HTTP/1.1\r\n"));
}

void TestHttp::aStatusIsAnAnswer_data() {
    QTest::addColumn<QByteArray>("status");
    for (const char* line :
         {"400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "409 Conflict",
          "418 Teapot", "429 Too Many Requests", "500 Internal Server Error", "502 Bad Gateway",
          "503 Service Unavailable"}) {
        QTest::newRow(line) << QByteArray(line);
    }
}

void TestHttp::aStatusIsAnAnswer() {
    QFETCH(QByteArray, status);
    TestServer server(always(httpAnswer(status, "why", "Retry-After: 7\r\n")));
    Fixture f;
    const Answer answer = f.post(server.url());
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().key.c_str());
    QCOMPARE(answer->status, status.left(3).toInt());
    QCOMPARE(answer->body, std::string("why"));
    QCOMPARE(headerOf(*answer, "retry-after"), std::string("7"));
    QCOMPARE(server.requests(), 1);
}

void TestHttp::redirectsAreNotFollowed() {
    TestServer server(always(httpAnswer("302 Found", "", "Location: /elsewhere\r\n")));
    Fixture f;
    const Answer answer = f.send({.method = "GET", .url = server.url()});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 302);
    QCOMPARE(server.requests(), 1);
}

void TestHttp::cookiesAreNotKept() {
    TestServer server(always(httpAnswer("200 OK", "", "Set-Cookie: id=7; Path=/\r\n")));
    Fixture f;
    QVERIFY(f.post(server.url()).has_value());
    QVERIFY(f.post(server.url()).has_value());
    QVERIFY(!server.lastRequest().toLower().contains("cookie"));
}

void TestHttp::connectionsAreReused() {
    TestServer server(always(httpAnswer("200 OK", "{}")));
    Fixture f;
    for (int i = 0; i < 20; ++i) QVERIFY(f.post(server.url()).has_value());
    QCOMPARE(server.requests(), 20);
    QVERIFY2(server.connections() <= 10, std::to_string(server.connections()).c_str());
}

void TestHttp::aKeptConnectionThatDiedIsReplaced() {
    TestServer server(thenClose(httpAnswer("200 OK", "{}")));
    Fixture f;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(f.post(server.url()).has_value());
        QTRY_COMPARE(server.disconnections(), i + 1);
    }
}

void TestHttp::manyRequestsAtOnce() {
    TestServer server(always(httpAnswer("200 OK", "{}")));
    Fixture f;
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 100; ++i) answers.push_back(begin(f, {.url = server.url()}));
    for (auto& answer : answers) QCOMPARE(answer.get()->body, std::string("{}"));
}

void TestHttp::aStallTimesOut_data() {
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("before the answer") << QByteArray();
    QTest::newRow("in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-");
    QTest::newRow("in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
}

void TestHttp::aStallTimesOut() {
    QFETCH(QByteArray, sent);
    TestServer server(always(sent));
    Fixture f;
    const Answer answer = f.send({.url = server.url(), .timeout = 100ms});
    QCOMPARE(answer.error().key, std::string("net.timeout"));
    QVERIFY(answer.error().kind == ErrorKind::deadline);
    QTRY_COMPARE(server.disconnections(), 1);
}

void TestHttp::brokenAnswersAreInterrupted_data() {
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-");
    QTest::newRow("cut in the body")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    QTest::newRow("cut in an error's body")
        << QByteArray("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nabc");
    QTest::newRow("garbage") << QByteArray("\x00\xff\x17\x03 this is not HTTP\r\n\r\n", 25);
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-server\r\n");
}

void TestHttp::brokenAnswersAreInterrupted() {
    QFETCH(QByteArray, sent);
    TestServer server(thenClose(sent));
    Fixture f;
    const Answer answer = f.post(server.url());
    QVERIFY2(!answer.has_value(), answer ? answer->body.c_str() : "");
    QCOMPARE(answer.error().key, std::string("net.interrupted"));
    QVERIFY(answer.error().kind == ErrorKind::unavailable);
}

void TestHttp::hugeBodiesAreCutOff_data() {
    QTest::addColumn<QByteArray>("sent");
    const QByteArray body(1'000'001, 'x');
    const QByteArray zeros = qCompress(QByteArray(8 << 20, '\0')).mid(4);
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("announced") << httpAnswer("200 OK", body);
    QTest::newRow("announced, not yet sent")
        << QByteArray(ok + "Content-Length: 99999999999\r\n\r\n");
    QTest::newRow("in chunks") << QByteArray(ok + "Transfer-Encoding: chunked\r\n\r\n" +
                                             QByteArray::number(body.size(), 16) + "\r\n" + body +
                                             "\r\n0\r\n\r\n");
    QTest::newRow("compressed") << httpAnswer("200 OK", zeros, "Content-Encoding: deflate\r\n");
    QTest::newRow("of an error") << httpAnswer("500 Oops", body);
}

void TestHttp::hugeBodiesAreCutOff() {
    QFETCH(QByteArray, sent);
    TestServer server(always(sent));
    Fixture f;
    const Answer answer = f.send({.url = server.url(), .maxResponseBytes = 1'000'000});
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().key, std::string("net.too_large"));
}

void TestHttp::anEndlessBodyIsCutOff() {
    TestServer server(endless);
    Fixture f;
    const Answer answer = f.send({.url = server.url(), .maxResponseBytes = 1'000'000});
    QCOMPARE(answer.error().key, std::string("net.too_large"));
    QTRY_COMPARE(server.disconnections(), 1);
}

void TestHttp::aBodyOfExactlyTheLimitIsAccepted() {
    TestServer server(always(httpAnswer("200 OK", QByteArray(1000, 'x'))));
    Fixture f;
    const Answer answer = f.send({.url = server.url(), .maxResponseBytes = 1000});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body.size(), std::size_t{1000});
}

void TestHttp::nobodyListensIsConnect() {
    std::string url;
    {
        const TestServer server(never);
        url = server.url();
    }
    Fixture f;
    const Answer answer = f.post(url);
    QCOMPARE(answer.error().key, std::string("net.connect"));
    QVERIFY(answer.error().kind == ErrorKind::unavailable);
    QCOMPARE(answer.error().details.at("host"), std::string("127.0.0.1"));
}

void TestHttp::errorsDoNotNamePathOrQuery() {
    TestServer server(thenClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
    Fixture f;
    const Answer answer = f.post(server.url("/v3/SECRET?key=SECRET"));
    QVERIFY(!answer.error().message.contains("SECRET"));
    for (const auto& [name, value] : answer.error().details) QVERIFY(!value.contains("SECRET"));
    QVERIFY(!f.metrics.toPrometheusText().contains("SECRET"));
}

void TestHttp::badRequestsAreRefused_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("key");
    QTest::newRow("empty") << "" << "x" << "net.url";
    QTest::newRow("no scheme") << "127.0.0.1:1" << "x" << "net.url";
    QTest::newRow("no host") << "http:///path" << "x" << "net.url";
    QTest::newRow("another scheme") << "ftp://127.0.0.1/" << "x" << "net.url";
    QTest::newRow("file") << "file:///etc/passwd" << "x" << "net.url";
    QTest::newRow("password") << "http://u:p@127.0.0.1:1/" << "x" << "net.url";
    QTest::newRow("line feed in a header")
        << "http://127.0.0.1:1/" << "x\r\nEvil: 1" << "net.header";
}

void TestHttp::badRequestsAreRefused() {
    QFETCH(QString, url);
    QFETCH(QString, header);
    QFETCH(QString, key);
    Fixture f;
    const Answer answer =
        f.send({.url = url.toStdString(), .headers = {{"X-Value", header.toStdString()}}});
    QCOMPARE(answer.error().key, key.toStdString());
    QVERIFY(answer.error().kind == ErrorKind::invalid);
    QVERIFY(f.hosts.list().empty());
}

void TestHttp::aDisabledHostIsNotAsked() {
    TestServer server(always(httpAnswer("200 OK", "{}")));
    Fixture f;
    f.hosts.setEnabled("127.0.0.1", false);
    const Answer refused = f.post(server.url());
    QCOMPARE(refused.error().key, std::string("net.host_disabled"));
    QVERIFY(refused.error().kind == ErrorKind::precondition);
    QCOMPARE(server.connections(), 0);
    f.hosts.setEnabled("127.0.0.1", true);
    QVERIFY(f.post(server.url()).has_value());
}

void TestHttp::useIsCounted() {
    TestServer server(always(httpAnswer("200 OK", "12345")));
    Fixture f;
    QVERIFY(f.post(server.url(), "abc").has_value());
    QVERIFY(f.post(server.url(), "abc").has_value());
    const std::vector<HostUse> uses = f.hosts.list();
    QCOMPARE(uses.size(), std::size_t{1});
    QCOMPARE(uses[0].requests, std::uint64_t{2});
    QCOMPARE(uses[0].bytesOut, std::uint64_t{6});
    QCOMPARE(uses[0].bytesIn, std::uint64_t{10});
    QVERIFY(uses[0].purposes.contains("test"));
    QVERIFY(f.metrics.toPrometheusText().contains(
        "kosh_outbound_requests_total{host=\"127.0.0.1\",outcome=\"ok\"} 2"));
}

void TestHttp::tooManyRequestsAreBusy() {
    TestServer server(never);
    Fixture f;
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < QtHttpClient::kMaxInFlight; ++i) {
        answers.push_back(begin(f, {.url = server.url(), .timeout = 1h}));
    }
    const Answer busy = f.post(server.url());
    QCOMPARE(busy.error().key, std::string("net.busy"));
    f.client.reset();
    for (auto& answer : answers) {
        QCOMPARE(answer.get().error().key, std::string("net.interrupted"));
    }
}

void TestHttp::destroyingTheClientInterrupts() {
    TestServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
    Fixture f;
    auto answer = begin(f, {.url = server.url(), .timeout = 1h});
    QTRY_COMPARE(server.requests(), 1);
    f.client.reset();
    QCOMPARE(answer.get().error().key, std::string("net.interrupted"));
    QTRY_COMPARE(server.disconnections(), 1);
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
