// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/run.h>
#include <kosh/transport/qt_socket_client.h>

#include <QTcpServer>
#include <QWebSocket>
#include <QWebSocketServer>
#include <QtTest>

#include "test_server.h"

using namespace kosh;
using namespace kosh::transport;
using namespace std::chrono_literals;

namespace {

/// A WebSocket server on 127.0.0.1, on the test's thread: waits there run its event loop.
struct Server {
    Server() : server("test", QWebSocketServer::NonSecureMode) {
        server.listen(QHostAddress::LocalHost);
        QObject::connect(&server, &QWebSocketServer::newConnection, [this] {
            peer.reset(server.nextPendingConnection());
            QObject::connect(
                peer.get(), &QWebSocket::textMessageReceived,
                [this](const QString& text) { received.push_back(text.toStdString()); });
        });
    }
    std::string url() const {
        return "ws://127.0.0.1:" + std::to_string(server.serverPort()) + "/key";
    }

    QWebSocketServer server;
    std::unique_ptr<QWebSocket> peer;
    std::vector<std::string> received;
};

template <typename T>
Task<> keep(Task<T> task, std::shared_ptr<std::optional<Result<T>>> out, std::atomic<bool>* done) {
    *out = co_await std::move(task);
    done->store(true);
    co_return ok();
}

struct Fixture {
    Fixture() { core.start(); }
    ~Fixture() { client.reset(); }

    /// Runs the task on the core thread while this thread serves the other side.
    template <typename T>
    Result<T> run(Task<T> task) {
        auto out = std::make_shared<std::optional<Result<T>>>();
        std::atomic<bool> isDone = false;
        async::spawn(core.executor(), keep<T>(std::move(task), out, &isDone), [](const Error&) {});
        if (!QTest::qWaitFor([&] { return isDone.load(); }, 30'000)) qFatal("a task did not end");
        return std::move(**out);
    }
    Result<std::unique_ptr<net::WebSocket>> open(std::string url, Duration timeout = 20s,
                                                 std::size_t maxMessageBytes = 1 << 20) {
        return run(client->open({std::move(url), timeout, maxMessageBytes, "test"}));
    }

    async::CoreThread core;
    HostRegistry hosts;
    observe::Metrics metrics;
    std::unique_ptr<QtSocketClient> client = std::make_unique<QtSocketClient>(hosts, metrics);
};

}  // namespace

class TestSockets : public QObject {
    Q_OBJECT
private slots:
    void bothSidesSpeakAndAreCounted();
    void whatWaitedIsReadBeforeTheEnd();
    void aLargeMessageEndsTheConnection();
    void aBinaryMessageEndsTheConnection();
    void aHostSwitchedOffIsCutAtItsNextMessage();
    void closingWakesTheReader();
    void theClientsEndWakesTheReader();
    void refusalsHaveNames();
    void aServerThatDoesNotUpgradeIsRefused();
    void aServerThatSaysNothingTimesOut();
    void onlyWebSocketUrlsAreTaken();
};

void TestSockets::bothSidesSpeakAndAreCounted() {
    Server server;
    Fixture f;
    auto socket = f.open(server.url());
    QVERIFY2(socket.has_value(), socket ? "" : socket.error().message.c_str());
    (*socket)->send("hello");
    QTRY_COMPARE(server.received.size(), std::size_t{1});
    QCOMPARE(server.received.front(), std::string("hello"));
    server.peer->sendTextMessage("नमस्ते");
    QCOMPARE(f.run((*socket)->receive()).value(), std::string("नमस्ते"));
    const auto uses = f.hosts.list();
    QCOMPARE(uses.size(), std::size_t{1});
    QCOMPARE(uses[0].host, std::string("127.0.0.1"));
    QVERIFY(uses[0].purposes.contains("test"));
    QCOMPARE(uses[0].requests, std::uint64_t{1});
    QCOMPARE(uses[0].bytesOut, std::uint64_t{5});
    QCOMPARE(uses[0].bytesIn, std::uint64_t{18});
}

void TestSockets::whatWaitedIsReadBeforeTheEnd() {
    Server server;
    Fixture f;
    auto socket = f.open(server.url()).value();
    server.peer->sendTextMessage("one");
    server.peer->sendTextMessage("two");
    server.peer->close();
    QCOMPARE(f.run(socket->receive()).value(), std::string("one"));
    QCOMPARE(f.run(socket->receive()).value(), std::string("two"));
    QCOMPARE(f.run(socket->receive()).error().key, std::string("net.interrupted"));
    socket->send("into the void");
}

void TestSockets::aLargeMessageEndsTheConnection() {
    Server server;
    Fixture f;
    auto socket = f.open(server.url(), 20s, 1000).value();
    server.peer->sendTextMessage(QString(1001, 'x'));
    const auto end = f.run(socket->receive()).error();
    QCOMPARE(end.key, std::string("net.too_large"));
    QVERIFY(end.message.find("key") == std::string::npos);
}

void TestSockets::aBinaryMessageEndsTheConnection() {
    Server server;
    Fixture f;
    auto socket = f.open(server.url()).value();
    server.peer->sendBinaryMessage("abc");
    QCOMPARE(f.run(socket->receive()).error().key, std::string("net.interrupted"));
}

void TestSockets::aHostSwitchedOffIsCutAtItsNextMessage() {
    Server server;
    Fixture f;
    auto socket = f.open(server.url()).value();
    f.hosts.setEnabled("127.0.0.1", false);
    server.peer->sendTextMessage("unwanted");
    QCOMPARE(f.run(socket->receive()).error().key, std::string("net.host_disabled"));
    QTRY_COMPARE(server.peer->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(f.open(server.url()).error().key, std::string("net.host_disabled"));
}

void TestSockets::closingWakesTheReader() {
    Server server;
    Fixture f;
    std::shared_ptr<net::WebSocket> socket = f.open(server.url()).value();
    auto out = std::make_shared<std::optional<Result<std::string>>>();
    std::atomic<bool> isDone = false;
    async::spawn(f.core.executor(), keep<std::string>(socket->receive(), out, &isDone),
                 [](const Error&) {});
    socket->close();
    QTRY_VERIFY(isDone.load());
    QCOMPARE(out->value().error().key, std::string("net.interrupted"));
    QTRY_COMPARE(server.peer->state(), QAbstractSocket::UnconnectedState);
}

void TestSockets::theClientsEndWakesTheReader() {
    Server server;
    Fixture f;
    std::shared_ptr<net::WebSocket> socket = f.open(server.url()).value();
    f.client.reset();
    QCOMPARE(f.run(socket->receive()).error().key, std::string("net.interrupted"));
    socket->send("nobody there");
}

void TestSockets::refusalsHaveNames() {
    Fixture f;
    QTcpServer closed;
    closed.listen(QHostAddress::LocalHost);
    const auto port = std::to_string(closed.serverPort());
    closed.close();
    const auto error = f.open("ws://127.0.0.1:" + port + "/secret").error();
    QCOMPARE(error.key, std::string("net.connect"));
    QVERIFY(error.message.find("secret") == std::string::npos);
}

void TestSockets::aServerThatDoesNotUpgradeIsRefused() {
    TestServer server([](QTcpSocket& socket, const QByteArray&) {
        socket.write(httpAnswer("200 OK", "<html>hotel</html>"));
    });
    Fixture f;
    QCOMPARE(f.open(server.url("/", "ws")).error().key, std::string("net.connect"));
}

void TestSockets::aServerThatSaysNothingTimesOut() {
    TestServer server([](QTcpSocket&, const QByteArray&) {});
    Fixture f;
    const auto error = f.open(server.url("/", "ws"), 200ms).error();
    QCOMPARE(error.key, std::string("net.timeout"));
    QVERIFY(error.kind == ErrorKind::deadline);
}

void TestSockets::onlyWebSocketUrlsAreTaken() {
    Fixture f;
    for (const char* url : {"http://host/", "wss://", "nonsense", "ws://user:secret@host/"}) {
        QCOMPARE(f.open(url).error().key, std::string("net.url"));
    }
    QVERIFY(f.hosts.list().empty());
}

QTEST_GUILESS_MAIN(TestSockets)
#include "tst_sockets.moc"
