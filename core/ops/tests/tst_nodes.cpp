// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/event_operations.h>
#include <kosh/ops/json_rpc.h>
#include <kosh/ops/nodes.h>

#include <QtTest>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;
using namespace std::chrono_literals;

namespace {

/// Carries calls to a dispatcher in the same process, as a certain caller.
class MemoryChannel final : public ops::Channel {
public:
    MemoryChannel(ops::Dispatcher& dispatcher, ops::Context caller)
        : m_dispatcher(dispatcher), m_caller(std::move(caller)) {}
    Task<std::string> exchange(std::string request, ops::Context) override {
        co_return co_await ops::handleJsonRpc(m_dispatcher, std::move(request), m_caller,
                                              json::Secrets::revealed);
    }

private:
    ops::Dispatcher& m_dispatcher;
    ops::Context m_caller;
};

/// Answers every call with what `answer` says.
class ScriptedChannel final : public ops::Channel {
public:
    using Answer = std::function<Result<std::string>(const std::string& request)>;
    explicit ScriptedChannel(Answer answer) : m_answer(std::move(answer)) {}
    Task<std::string> exchange(std::string request, ops::Context) override {
        co_return m_answer(request);
    }

private:
    Answer m_answer;
};

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    ops::Dispatcher dispatcher{clock, observing.observer()};
    test::CoreLoop core;
    Service service{core.executor()};
    std::unique_ptr<ops::Dispatcher::Installation> installation =
        dispatcher.install(service.handlers());
    ops::LocalNode local{dispatcher};

    ops::RemoteNode remoteAs(ops::Context caller) {
        return {std::make_unique<MemoryChannel>(dispatcher, std::move(caller)), core.executor()};
    }
};

/// The text of a result, equal for equal results: response as JSON, or all of the error.
template <typename T>
std::string shown(const Result<T>& result) {
    if (result) return json::encodeText(*result, json::Secrets::revealed);
    const Error& error = result.error();
    std::string text = cat(toString(error.kind), ' ', error.key, ' ', error.message);
    for (const auto& [name, value] : error.details) text += cat(' ', name, '=', value);
    return text;
}

std::string remoteKey(std::string answer) {
    test::CoreLoop core;
    ops::RemoteNode node(
        std::make_unique<ScriptedChannel>([answer](const std::string&) { return answer; }),
        core.executor());
    const auto result = core.run(node.call(Get{1}, ops::Context::owner()));
    return result ? "ok" : cat(toString(result.error().kind), ' ', result.error().key);
}

events::Event eventOf(std::int64_t sequence, std::string type) {
    events::Event event;
    event.sequence = sequence;
    event.type = std::move(type);
    event.payload = "{}";
    return event;
}

}  // namespace

class NodesTest : public QObject {
    Q_OBJECT

private slots:
    void localAndRemoteAnswerAlike() {
        Fixture f;
        const ops::Context owner = ops::Context::owner();
        auto remote = f.remoteAs(owner);
        ops::Context traced = owner;
        traced.trace = observe::newTrace();
        const auto both = [&](auto request, const ops::Context& context) {
            const std::string near = shown(f.core.run(f.local.call(request, context)));
            const std::string far = shown(f.core.run(remote.call(request, context)));
            if (near != far) qWarning("near %s, far %s", near.c_str(), far.c_str());
            return near == far;
        };
        QVERIFY(both(Get{21}, traced));
        QVERIFY(both(Get{13}, owner));
        QVERIFY(both(Throw{}, owner));
        QVERIFY(both(Open{}, owner));
        QVERIFY(both(Unseal{SharedSecret::fromText("x")}, owner));
        f.service.isBroke = true;
        QVERIFY(both(Pay{U256::max()}, owner));
        f.core.call([&f] { f.installation.reset(); });
        QVERIFY2(both(Get{1}, owner), "vault.locked");
    }

    void refusalsAreAlike() {
        Fixture f;
        const auto reader = contextOf("user:a", {"probe:read"});
        auto remote = f.remoteAs(reader);
        const auto near = f.core.run(f.local.call(Pay{U256(1)}, reader));
        const auto far = f.core.run(remote.call(Pay{U256(1)}, ops::Context::owner()));
        QVERIFY(!near && !far);
        QVERIFY(near.error() == far.error());
        QCOMPARE(far.error().key, std::string("ops.forbidden"));
    }

    void keyTraceAndDeadlineTravel() {
        std::string seen;
        test::CoreLoop core;
        ops::RemoteNode node(std::make_unique<ScriptedChannel>([&seen](const std::string& request) {
                                 seen = request;
                                 return Result<std::string>("{}");
                             }),
                             core.executor());
        ops::Context context = ops::Context::owner().withKey("k1").withTimeout(5s);
        context.trace = observe::newTrace();
        static_cast<void>(core.run(node.call(Unseal{SharedSecret::fromText("open")}, context)));
        const auto document = json::Document::parse(seen);
        const json::Value root = document->root();
        QCOMPARE(root.find("method").asString(), std::string_view("probe.unseal"));
        QCOMPARE(root.find("params").find("passphrase").asString(), std::string_view("open"));
        const json::Value extras = root.find("kosh");
        QCOMPARE(extras.find("idempotencyKey").asString(), std::string_view("k1"));
        QVERIFY(extras.find("deadlineMs").asDouble() > 0);
        QVERIFY(extras.find("deadlineMs").asDouble() <= 5000);
        QVERIFY(extras.find("traceparent").asString().find(context.trace.traceIdHex()) !=
                std::string_view::npos);
    }

    void repeatedKeyHoldsOverTheWire() {
        Fixture f;
        f.dispatcher.setJournal(std::make_shared<MemoryJournal>());
        auto remote = f.remoteAs(ops::Context::owner());
        const auto context = ops::Context::owner().withKey("k");
        QCOMPARE(f.core.run(remote.call(Pay{U256(1)}, context))->receipt, std::int64_t{1});
        QCOMPARE(f.core.run(remote.call(Pay{U256(1)}, context))->receipt, std::int64_t{1});
        QCOMPARE(f.core.run(f.local.call(Pay{U256(1)}, context))->receipt, std::int64_t{1});
    }

    void expiredDeadlineIsNotSent() {
        Fixture f;
        auto remote = f.remoteAs(ops::Context::owner());
        const auto late = ops::Context::owner().withTimeout(-1s);
        QCOMPARE(f.core.run(remote.call(Get{1}, late)).error().key, std::string("ops.deadline"));
        QCOMPARE(f.service.calls, 0);
    }

    void unusableAnswersAreTheRemotesFault() {
        const std::string protocol = "unavailable remote.protocol";
        QCOMPARE(remoteKey(""), protocol);
        QCOMPARE(remoteKey("<html>"), protocol);
        QCOMPARE(remoteKey("[]"), protocol);
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":1})"), protocol);
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":2,"result":{"doubled":2}})"), protocol);
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":1,"result":{"doubled":"2"}})"), protocol);
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":1,"error":{}})"), protocol);
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"no"}})"),
                 std::string("unauthenticated remote.error"));
        QCOMPARE(remoteKey(R"({"jsonrpc":"2.0","id":1,"result":{"doubled":2}})"),
                 std::string("ok"));
    }

    void channelErrorsComeBackAsTheyAre() {
        test::CoreLoop core;
        ops::RemoteNode node(
            std::make_unique<ScriptedChannel>([](const std::string&) -> Result<std::string> {
                return fail(ErrorKind::unavailable, "net.refused", "nobody");
            }),
            core.executor());
        QCOMPARE(core.run(node.call(Get{1}, ops::Context::owner())).error().key,
                 std::string("net.refused"));
    }

    void remoteSubscriptionFollowsTheLog() {
        // Fails first, then has two events, then one more, then nothing new.
        std::vector<std::int64_t> asked;
        const auto answer = [&asked](const std::string& request) -> Result<std::string> {
            const auto document = json::Document::parse(request);
            const json::Value params = document->root().find("params");
            std::int64_t after = -1;
            params.find("afterSequence").toInt64(after);
            asked.push_back(after);
            EventsReadAnswer next = answerAfter(after);
            return cat(R"({"jsonrpc":"2.0","id":)", document->root().find("id").serialize(),
                       R"(,"result":)", json::encodeText(next), "}");
        };
        std::vector<std::int64_t> seen;
        test::CoreLoop core;
        ops::RemoteNode node(std::make_unique<ScriptedChannel>(answer), core.executor());
        std::unique_ptr<ops::Subscription> subscription;
        core.call([&] {
            subscription = *node.subscribe({"*"}, 1, [&](const events::Event& event) {
                seen.push_back(event.sequence);
                if (event.sequence == 3) subscription.reset();
            });
        });
        QVERIFY(core.waitUntil([&] { return seen.size() == 3; }));
        QVERIFY((seen == std::vector<std::int64_t>{1, 2, 3}));
        QVERIFY((asked == std::vector<std::int64_t>{0, 2}));
    }

    void localSubscriptionNeedsTheLog() {
        Fixture f;
        const auto result = f.local.subscribe({"*"}, 0, [](const events::Event&) {});
        QVERIFY(!result && result.error().key == "vault.locked");
    }

    void fakeNodeAnswersByLambda() {
        test::CoreLoop core;
        ops::FakeNode node;
        node.on<Get>([](const Get& request, const ops::Context&) -> Result<Get::Response> {
            if (request.value < 0) return fail(ErrorKind::invalid, "fake.negative", "no");
            return Get::Response{request.value + 1, {}};
        });
        const auto owner = ops::Context::owner();
        QCOMPARE(core.run(node.call(Get{1}, owner))->doubled, std::int64_t{2});
        QCOMPARE(core.run(node.call(Get{-1}, owner)).error().key, std::string("fake.negative"));
        QCOMPARE(core.run(node.call(Open{}, owner)).error().key,
                 std::string("fake.not_registered"));
        QVERIFY((node.calls() == std::vector<std::string>{"probe.get", "probe.get", "probe.open"}));
    }

    void fakeNodeDeliversEventsUntilTheHandleGoes() {
        ops::FakeNode node;
        std::vector<std::string> seen;
        auto subscription = *node.subscribe(
            {"trading.*"}, 0, [&seen](const events::Event& event) { seen.push_back(event.type); });
        node.publish(eventOf(1, "trading.settled"));
        node.publish(eventOf(2, "wallet.created"));
        subscription.reset();
        node.publish(eventOf(3, "trading.settled"));
        QVERIFY((seen == std::vector<std::string>{"trading.settled"}));
    }

private:
    using EventsReadAnswer = ops::EventsRead::Response;
    static EventsReadAnswer answerAfter(std::int64_t after) {
        if (after == 0) return {{eventOf(1, "a.b"), eventOf(2, "a.b")}, 2};
        return {{eventOf(3, "a.b")}, 3};
    }
};

QTEST_GUILESS_MAIN(NodesTest)
#include "tst_nodes.moc"
