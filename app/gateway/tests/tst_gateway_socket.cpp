// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "raw_client.h"

#include <kosh/app/socket_channel.h>
#include <kosh/app/socket_server.h>
#include <kosh/ops/nodes.h>

#include <QtTest>

#include <sys/stat.h>

#include <fstream>

using namespace kosh;
using namespace kosh::app;

namespace {

struct Echo {
    static constexpr ops::Info kInfo{"probe.echo", ops::Kind::query, "probe:read",
                                     "POST",       "/echo",          "Says it again"};
    struct Response {
        std::string text;
        SharedSecret secret;
        static constexpr auto fields() {
            return std::tuple{json::required("text", &Response::text, "said"),
                              json::optional("secret", &Response::secret, "said in secret")};
        }
    };
    std::string text;
    SharedSecret secret;
    static constexpr auto fields() {
        return std::tuple{json::required("text", &Echo::text, "to say"),
                          json::optional("secret", &Echo::secret, "to say in secret")};
    }
};

struct Refuse {
    static constexpr ops::Info kInfo{"probe.refuse", ops::Kind::query, "probe:read",
                                     "POST",         "/refuse",        "Fails as asked"};
    using Response = ops::Nothing;
    std::string kind;
    static constexpr auto fields() {
        return std::tuple{json::required("kind", &Refuse::kind, "error kind")};
    }
};

/// Answers when the test says so.
struct Slow {
    static constexpr ops::Info kInfo{"probe.slow", ops::Kind::query, "probe:read",
                                     "POST",       "/slow",          "Takes its time"};
    using Response = Echo::Response;
    static constexpr auto fields() { return std::tuple{}; }
};

class Probe {
public:
    explicit Probe(async::Executor executor) : m_released(executor) {}
    ops::Handlers handlers() {
        ops::Handlers handlers;
        handlers.add<Echo>(*this, &Probe::echo);
        handlers.add<Refuse>(*this, &Probe::refuse);
        handlers.add<Slow>(*this, &Probe::slow);
        return handlers;
    }
    void release() {
        m_isReleased = true;
        m_released.notifyAll();
    }
    int inFlight = 0;

private:
    Task<Echo::Response> echo(Echo request, ops::Context) {
        co_return Echo::Response{request.text, request.secret};
    }
    Task<ops::Nothing> refuse(Refuse request, ops::Context) {
        co_return fail(errorKindFromString(request.kind), "probe.refused", "as asked",
                       {{"field", "kind"}});
    }
    Task<Slow::Response> slow(Slow, ops::Context) {
        ++inFlight;
        while (!m_isReleased) static_cast<void>(co_await m_released.wait(std::chrono::seconds(30)));
        --inFlight;
        co_return Slow::Response{"at last", {}};
    }
    bool m_isReleased = false;
    async::Notifier m_released;
};

/// A node behind a socket.
struct World {
    test::TempFolder folder;
    SystemClock clock;
    test::TestObserver observer{clock};
    test::CoreLoop core;
    Probe probe{core.executor()};
    ops::Dispatcher dispatcher{clock, observer.observer()};
    std::unique_ptr<ops::Dispatcher::Installation> installation;
    std::string path = folder.file("koshd.sock");
    std::unique_ptr<SocketServer> server;
    std::unique_ptr<ops::RemoteNode> node;

    World() {
        dispatcher.declare(ops::List<Echo, Refuse, Slow>::types());
        core.call([this] {
            installation = dispatcher.install(probe.handlers());
            node = std::make_unique<ops::RemoteNode>(openSocketChannel(path), core.executor());
        });
        server = makeServer();
    }
    ~World() {
        core.call([this] { probe.release(); });
        static_cast<void>(core.run(server->stop()));
        core.call([this] {
            node.reset();
            installation.reset();
        });
    }
    std::unique_ptr<SocketServer> makeServer() {
        return std::make_unique<SocketServer>(path, dispatcher, core.executor(),
                                              observer.observer());
    }
    Result<> start() { return core.run(server->start()); }
    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request, ops::Context context = ops::Context::owner()) {
        return core.run(node->call(std::move(request), std::move(context)));
    }
};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

/// Counts the call and keeps its answer.
Task<> callSlow(ops::Node& node, std::optional<Result<Slow::Response>>& answer) {
    answer = co_await node.call(Slow{}, ops::Context::owner());
    co_return ok();
}

Task<> stopServer(SocketServer& server, bool& isStopped) {
    static_cast<void>(co_await server.stop());
    isStopped = true;
    co_return ok();
}

}  // namespace

class GatewaySocketTest : public QObject {
    Q_OBJECT

private slots:
    void roundTrip() {
        World w;
        QCOMPARE(keyOf(w.call(Echo{"early", {}})), std::string("gateway.unreachable"));
        QVERIFY(w.start().has_value());
        const auto said = w.call(Echo{"नमस्ते", SharedSecret::fromText("hush")}).value();
        QCOMPARE(said.text, std::string("नमस्ते"));
        // The owner's own socket carries secrets.
        QVERIFY(said.secret.text() == "hush");
        const std::string large(900'000, 'x');
        QCOMPARE(w.call(Echo{large, {}}).value().text.size(), large.size());
    }

    void errorsKeepTheirKind() {
        World w;
        QVERIFY(w.start().has_value());
        for (const char* kind :
             {"invalid", "unauthenticated", "forbidden", "not_found", "conflict", "precondition",
              "rate_limited", "unavailable", "deadline", "internal"}) {
            const auto refused = w.call(Refuse{kind});
            QCOMPARE(keyOf(refused), std::string("probe.refused"));
            QCOMPARE(std::string(toString(refused.error().kind)), std::string(kind));
            QCOMPARE(refused.error().details.at("field"), std::string("kind"));
        }
    }

    void aDeadlineIsKept() {
        World w;
        QVERIFY(w.start().has_value());
        const auto late =
            w.call(Slow{}, ops::Context::owner().withTimeout(std::chrono::milliseconds(50)));
        QVERIFY(!late && late.error().kind == ErrorKind::deadline);
    }

    void onlyTheOwnerMayOpenIt() {
        World w;
        QVERIFY(w.start().has_value());
        struct stat info{};
        QCOMPARE(::stat(w.path.c_str(), &info), 0);
        QVERIFY(S_ISSOCK(info.st_mode));
        QCOMPARE(info.st_mode & 0777, mode_t{0600});
    }

    void aSecondServerIsRefused() {
        World w;
        QVERIFY(w.start().has_value());
        auto second = w.makeServer();
        const auto refused = w.core.run(second->start());
        QCOMPARE(keyOf(refused), std::string("gateway.in_use"));
        QVERIFY(refused.error().kind == ErrorKind::conflict);
        QVERIFY(w.core.run(second->stop()).has_value());
        QVERIFY(w.call(Echo{"still here", {}}).has_value());
    }

    void aStaleSocketIsReplaced() {
        World w;
        const auto stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const auto address = addressOf(w.path);
        QCOMPARE(::bind(stale, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(stale);
        QVERIFY(w.start().has_value());
        QVERIFY(w.call(Echo{"here", {}}).has_value());
    }

    void aFileIsNotReplaced() {
        World w;
        std::ofstream(w.path) << "precious";
        QCOMPARE(keyOf(w.start()), std::string("gateway.socket_path"));
        std::ifstream file(w.path);
        std::string content;
        file >> content;
        QCOMPARE(content, std::string("precious"));
    }

    void aPathTooLongIsRefused() {
        World w;
        w.path = w.folder.file(std::string(120, 'x'));
        w.server = w.makeServer();
        QCOMPARE(keyOf(w.start()), std::string("gateway.socket_path"));
    }

    void tooLargeABodyIsRefused() {
        World w;
        QVERIFY(w.start().has_value());
        QVERIFY(!w.call(Echo{std::string((1 << 20) + 1, 'x'), {}}).has_value());
        RawClient client(w.path);
        client.send("POST /rpc HTTP/1.1\r\nHost: kosh\r\nContent-Length: 1048577\r\n\r\n");
        QVERIFY(client.receive("1 MiB").starts_with("HTTP/1.1 413"));
        QVERIFY(w.call(Echo{"still here", {}}).has_value());
    }

    void garbageEndsItsConnectionOnly() {
        World w;
        QVERIFY(w.start().has_value());
        for (const std::string& garbage :
             {std::string("\0\1\2\3\n\n", 6), std::string("GET\r\n\r\n"),
              std::string("POST /rpc HTTP/1.1\r\nContent-Length: x\r\n\r\n")}) {
            RawClient client(w.path);
            QVERIFY(client.isConnected());
            client.send(garbage);
            QVERIFY(client.receive().empty());
        }
        RawClient client(w.path);
        client.send(post("{not json"));
        QVERIFY(client.receive("-32700").starts_with("HTTP/1.1 200"));
        client.send(post("[]", "/rpc", "PUT"));
        QVERIFY(client.receive("use POST").starts_with("HTTP/1.1 405"));
        client.send(post("[]", "/other"));
        QVERIFY(client.receive("only /rpc").starts_with("HTTP/1.1 404"));
        QVERIFY(w.call(Echo{"still here", {}}).has_value());
    }

    void requestsOnOneConnection() {
        World w;
        QVERIFY(w.start().has_value());
        const auto request = [](int id) {
            return post(cat("{\"jsonrpc\":\"2.0\",\"id\":", id,
                            ",\"method\":\"probe.echo\",\"params\":{\"text\":\"t", id, "\"}}"));
        };
        RawClient client(w.path);
        client.send(request(1));
        QVERIFY(client.receive("\"t1\"").find("200 OK") != std::string::npos);
        // Two in one piece.
        client.send(request(2) + request(3));
        const auto both = client.receive("\"t3\"");
        QVERIFY(both.find("\"t2\"") != std::string::npos);
        QVERIFY(both.find("\"t3\"") != std::string::npos);
    }

    void stopWaitsForWhatIsInFlight() {
        World w;
        QVERIFY(w.start().has_value());
        RawClient idle(w.path);
        QVERIFY(idle.isConnected());
        std::optional<Result<Slow::Response>> answer;
        async::spawn(w.core.executor(), callSlow(*w.node, answer), [](const Error&) {});
        QVERIFY(w.core.waitUntil([&] { return w.probe.inFlight == 1; }));
        bool isStopped = false;
        async::spawn(w.core.executor(), stopServer(*w.server, isStopped), [](const Error&) {});
        // An idle connection is closed at once, new ones find nobody.
        QVERIFY(idle.receive().empty());
        QVERIFY(!RawClient(w.path).isConnected());
        QVERIFY(!w.core.call([&] { return isStopped; }));
        w.core.call([&] { w.probe.release(); });
        QVERIFY(w.core.waitUntil([&] { return answer.has_value() && isStopped; }));
        QCOMPARE(answer->value().text, std::string("at last"));
        QVERIFY(!std::filesystem::exists(w.path));
        QCOMPARE(keyOf(w.call(Echo{"gone", {}})), std::string("gateway.unreachable"));
    }
};

QTEST_GUILESS_MAIN(GatewaySocketTest)
#include "tst_gateway_socket.moc"
