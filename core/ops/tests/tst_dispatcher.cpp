// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/current.h>
#include <kosh/ops/nodes.h>

#include <QtTest>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;
using namespace std::chrono_literals;

namespace {

/// A dispatcher with the probe service on a running core thread.
struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    ops::Dispatcher dispatcher{clock, observing.observer()};
    ops::LocalNode node{dispatcher};
    test::CoreLoop core;
    Service service{core.executor()};
    std::unique_ptr<ops::Dispatcher::Installation> installation =
        dispatcher.install(service.handlers());

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request, ops::Context context = ops::Context::owner()) {
        return core.run(node.call(std::move(request), std::move(context)));
    }
    template <ops::Operation Op>
    std::string keyOf(Op request, ops::Context context = ops::Context::owner()) {
        const auto result = call(std::move(request), std::move(context));
        return result ? "ok" : result.error().key;
    }
    std::string metrics() { return observing.metrics().toPrometheusText(); }
};

Task<> askUnder(observe::Current current, ops::Node& node, ops::Context context) {
    observe::setCurrent(current);
    KOSH_CO_CHECK(co_await node.call(Get{1}, std::move(context)));
    co_return ok();
}

/// Waits for nothing.
struct Peek {
    static constexpr ops::Info kInfo{"probe.peek", ops::Kind::query, "probe:read",
                                     "GET",        "/probe/peek",    "Twice a number, at once"};
    using Response = Get::Response;
    std::int64_t value = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("value", &Peek::value, "a number", -1000, 1000)};
    }
};

struct Quick {
    int calls = 0;
    ops::Handlers handlers() {
        ops::Handlers handlers;
        handlers.add<Peek>(*this, &Quick::peek);
        return handlers;
    }
    Result<Peek::Response> peek(const Peek& request, const ops::Context& context) {
        ++calls;
        if (request.value == 13) return fail(ErrorKind::conflict, "probe.unlucky", "thirteen");
        if (request.value == 666) throw std::runtime_error("the beast");
        return Peek::Response{2 * request.value, context.trace.traceIdHex()};
    }
};

}  // namespace

class DispatcherTest : public QObject {
    Q_OBJECT

private slots:
    void unknownOperationIsNotFound() {
        Fixture f;
        f.installation.reset();
        ops::Dispatcher other(f.clock, f.observing.observer());
        ops::LocalNode node(other);
        const auto result = f.core.run(node.call(Get{1}, ops::Context::owner()));
        QVERIFY(!result && result.error().key == "ops.unknown");
        QVERIFY(result.error().kind == ErrorKind::not_found);
    }

    void declaredWithoutHandlerIsVaultLocked() {
        test::FakeClock clock;
        test::TestObserver observing(clock);
        ops::Dispatcher dispatcher(clock, observing.observer());
        dispatcher.declare(ops::List<Get, Pay>::types());
        QCOMPARE(dispatcher.declared().size(), std::size_t{2});
        QVERIFY(dispatcher.find("probe.pay") == &ops::typeOf<Pay>());
        QVERIFY(dispatcher.find("probe.nothing") == nullptr);
        test::CoreLoop core;
        ops::LocalNode node(dispatcher);
        const auto result = core.run(node.call(Get{1}, ops::Context::owner()));
        QVERIFY(!result && result.error().key == "vault.locked");
        QVERIFY(result.error().kind == ErrorKind::precondition);
    }

    void scopesDecideWhoMayCall() {
        Fixture f;
        QVERIFY(f.keyOf(Get{1}, {}) == "ops.unauthenticated");
        QVERIFY(f.keyOf(Get{1}, contextOf("user:a", {})) == "ops.forbidden");
        QVERIFY(f.keyOf(Get{1}, contextOf("user:a", {"probe:write"})) == "ops.forbidden");
        QVERIFY(f.keyOf(Get{1}, contextOf("user:a", {"!odd", "probe:read"})) == "ok");
        QVERIFY(f.keyOf(Get{1}, contextOf("user:a", {"!odd", "*"})) == "ok");
        QVERIFY(f.keyOf(Get{1}) == "ok");
        QVERIFY2(f.keyOf(Open{}, {}) == "ok", "an operation without scope is open to all");
        QCOMPARE(f.service.calls, 4);
    }

    void expiredDeadlineIsRefusedBeforeTheHandler() {
        Fixture f;
        ops::Context context = ops::Context::owner();
        context.deadline = f.clock.steady() + 1s;
        QVERIFY(f.keyOf(Get{1}, context) == "ok");
        f.clock.advance(1s);
        QVERIFY(f.keyOf(Get{1}, context) == "ops.deadline");
        QCOMPARE(f.service.calls, 1);
    }

    void deadlineAnswersWhileTheHandlerFinishes() {
        Fixture f;
        f.service.isGateClosed = true;
        ops::Context context = ops::Context::owner();
        context.deadline = f.clock.steady() + 10ms;
        QVERIFY(f.keyOf(Hang{}, context) == "ops.deadline");
        QVERIFY(f.metrics().find("kind=\"deadline\"") != std::string::npos);
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(f.core.waitUntil([&f] { return f.service.finished == 1; }));
    }

    void handlerInTimeGivesItsOwnResult() {
        Fixture f;
        const ops::Context context = [&f] {
            ops::Context c = ops::Context::owner();
            c.deadline = f.clock.steady() + 1h;
            return c;
        }();
        QCOMPARE(f.call(Get{21}, context)->doubled, std::int64_t{42});
        QVERIFY(f.keyOf(Get{13}, context) == "probe.unlucky");
        QVERIFY(f.call(Pay{U256(5)}, context)->amount == U256(5));
    }

    void traceIsStartedOrContinued() {
        Fixture f;
        const std::string first = f.call(Get{1})->traceId;
        QCOMPARE(first.size(), std::size_t{32});
        QVERIFY(first != f.call(Get{1})->traceId);
        ops::Context context = ops::Context::owner();
        context.trace = observe::newTrace();
        QCOMPARE(f.call(Get{1}, context)->traceId, context.trace.traceIdHex());
    }

    void spansTellOfCommandsAndFailures() {
        Fixture f;
        ops::Context context = ops::Context::owner();
        context.trace = observe::newTrace();
        static_cast<void>(f.call(Pay{U256(1)}, context));
        static_cast<void>(f.call(Get{13}));
        const auto spans = f.observing.observer().tracer.recent(10);
        QCOMPARE(spans.size(), std::size_t{2});
        const auto pay = std::ranges::find(spans, "probe.pay", &observe::Span::name);
        const auto get = std::ranges::find(spans, "probe.get", &observe::Span::name);
        QVERIFY(pay != spans.end() && get != spans.end());
        QVERIFY(pay->parentSpanId == context.trace.spanId);
        QVERIFY(pay->trace.traceId == context.trace.traceId);
        QVERIFY(pay->trace.spanId != context.trace.spanId && pay->errorKey.empty());
        QCOMPARE(get->errorKey, std::string("probe.unlucky"));
    }

    void someOfTheQuickQueriesAreSpans() {
        Fixture f;
        for (int i = 0; i < 128; ++i) static_cast<void>(f.call(Get{1}));
        QCOMPARE(f.observing.observer().tracer.recent(200).size(), std::size_t{2});
    }

    void whatLiesInASampledTraceIsASpan() {
        Fixture f;
        ops::Context context = ops::Context::owner();
        context.trace = observe::newTrace();
        QVERIFY(f.core.run(askUnder({context.trace, false}, f.node, context)).has_value());
        QVERIFY(f.core.run(askUnder({observe::newTrace(), true}, f.node, context)).has_value());
        QVERIFY(f.observing.observer().tracer.recent(10).empty());
        QVERIFY(f.core.run(askUnder({context.trace, true}, f.node, context)).has_value());
        const auto spans = f.observing.observer().tracer.recent(10);
        QCOMPARE(spans.size(), std::size_t{1});
        QVERIFY(spans.front().parentSpanId == context.trace.spanId);
    }

    void metricsCountCallsAndErrors() {
        Fixture f;
        static_cast<void>(f.call(Get{1}));
        static_cast<void>(f.call(Get{13}));
        static_cast<void>(f.call(Get{1}, {}));
        const std::string text = f.metrics();
        QVERIFY(text.find("kosh_operation_seconds_count{operation=\"probe.get\"} 2") !=
                std::string::npos);
        const std::string errors = "kosh_operation_errors_total{kind=\"";
        QVERIFY(text.find(errors + "not_found\",operation=\"probe.get\"} 1") != std::string::npos);
        QVERIFY(text.find(errors + "unauthenticated\",operation=\"probe.get\"} 1") !=
                std::string::npos);
    }

    void objectivesCountTheNodesOwnFaultsOnly() {
        Fixture f;
        static_cast<void>(f.call(Get{1}));
        static_cast<void>(f.call(Get{13}));
        QVERIFY(f.metrics().find("kosh_operations_total 2\n") != std::string::npos);
        QVERIFY(f.metrics().find("kosh_operations_failed_total 0\n") != std::string::npos);
        f.service.isGateClosed = true;
        auto context = ops::Context::owner();
        context.deadline = f.clock.steady() + 10ms;
        QVERIFY(f.keyOf(Hang{}, context) == "ops.deadline");
        QVERIFY(f.metrics().find("kosh_operations_failed_total 1\n") != std::string::npos);
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(f.core.waitUntil([&f] { return f.service.finished == 1; }));
    }

    void callsInFlightAreCounted() {
        Fixture f;
        f.service.isGateClosed = true;
        auto hanging = begin(f.core, f.node.call(Hang{}, ops::Context::owner()));
        QVERIFY(f.core.waitUntil([&f] { return f.service.waiting == 1; }));
        const std::string name = "kosh_operations_in_flight{operation=\"probe.hang\"} ";
        QVERIFY(f.metrics().find(name + "1") != std::string::npos);
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(hanging.get());
        QVERIFY(f.metrics().find(name + "0") != std::string::npos);
    }

    void exceptionsBecomeInternalErrors() {
        Fixture f;
        const auto result = f.call(Throw{});
        QVERIFY(!result && result.error().key == "ops.exception");
        QVERIFY(result.error().kind == ErrorKind::internal);
        QVERIFY(result.error().message.find("odd") == std::string::npos);
        const auto lines = f.observing.lines();
        QVERIFY(std::ranges::any_of(lines, [](const std::string& l) {
            return l.find("file 17 is odd") != std::string::npos;
        }));
        QVERIFY(f.keyOf(Get{1}) == "ok");
    }

    void drainWaitsForCallsAndRefusesNewOnes() {
        Fixture f;
        f.service.isGateClosed = true;
        auto hanging = begin(f.core, f.node.call(Hang{}, ops::Context::owner()));
        QVERIFY(f.core.waitUntil([&f] { return f.service.waiting == 1; }));
        auto drained = begin(f.core, f.installation->drain());
        QVERIFY(f.keyOf(Get{1}) == "ops.draining");
        QVERIFY(drained.wait_for(0s) != std::future_status::ready);
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(hanging.get());
        QVERIFY(drained.get());
    }

    void drainWaitsForHandlersThatOutlivedTheirCaller() {
        Fixture f;
        f.service.isGateClosed = true;
        ops::Context context = ops::Context::owner();
        context.deadline = f.clock.steady() + 1ms;
        QVERIFY(f.keyOf(Hang{}, context) == "ops.deadline");
        auto drained = begin(f.core, f.installation->drain());
        QVERIFY(f.keyOf(Get{1}) == "ops.draining");
        QVERIFY(drained.wait_for(0s) != std::future_status::ready);
        f.core.call([&f] { f.service.openGate(); });
        QVERIFY(drained.get());
        QCOMPARE(f.service.finished, 1);
    }

    void handlersGoWithTheInstallationAndMayComeAgain() {
        Fixture f;
        QVERIFY(f.keyOf(Get{1}) == "ok");
        f.core.call([&f] { f.installation.reset(); });
        QVERIFY(f.keyOf(Get{1}) == "vault.locked");
        f.core.call([&f] { f.installation = f.dispatcher.install(f.service.handlers()); });
        QVERIFY(f.keyOf(Get{1}) == "ok");
    }

    void jsonIsDecodedAndItsAnswerEncoded() {
        Fixture f;
        const auto json = [&f](std::string name, std::string text, ops::Context context,
                               json::Secrets secrets = json::Secrets::redacted) {
            return f.core.run(f.dispatcher.dispatchJson(std::move(name), std::move(text),
                                                        std::move(context), secrets));
        };
        const auto owner = ops::Context::owner();
        const auto answer = json("probe.pay", R"({"amount":"7"})", owner);
        QCOMPARE(*answer, std::string(R"({"receipt":1,"amount":"7"})"));
        QCOMPARE(json("probe.get", R"({"value":1001})", owner).error().key,
                 std::string("codec.range"));
        QCOMPARE(json("probe.get", "{", owner).error().key, std::string("json.syntax"));
        QCOMPARE(json("probe.none", "{}", owner).error().key, std::string("ops.unknown"));
        QCOMPARE(*json("probe.open", "", owner), std::string("{}"));
        QCOMPARE(*json("probe.unseal", R"({"passphrase":"x"})", owner),
                 std::string(R"({"secret":"***"})"));
        QCOMPARE(*json("probe.unseal", R"({"passphrase":"x"})", owner, json::Secrets::revealed),
                 std::string(R"({"secret":"buried treasure"})"));
        QVERIFY2(json("probe.get", R"({"wrong":1})", {}).error().key == "ops.unauthenticated",
                 "strangers are not told what would be accepted");
    }

    void whatWaitsForNothingIsAnsweredAtOnce() {
        Fixture f;
        Quick quick;
        auto installed = f.dispatcher.install(quick.handlers());
        const auto now = [&f](const ops::OperationType& type, std::string_view text,
                              const ops::Context& context) {
            const auto document = json::Document::parse(text).value();
            return f.dispatcher.answerNow(type, document.root(), context, json::Secrets::redacted);
        };
        const auto& type = ops::typeOf<Peek>();
        const auto reader = contextOf("user:a", {"probe:read"});
        QVERIFY(now(type, R"({"value":21})", reader)->value().starts_with(R"({"doubled":42,)"));
        QVERIFY2(!now(ops::typeOf<Get>(), R"({"value":1})", reader), "a coroutine's");
        const auto keyNow = [&](std::string_view text, const ops::Context& context) {
            const auto answer = now(type, text, context);
            return answer && !*answer ? answer->error().key : std::string();
        };
        QCOMPARE(keyNow(R"({"wrong":1})", {}), std::string("ops.unauthenticated"));
        QCOMPARE(keyNow("{}", contextOf("user:a", {})), std::string("ops.forbidden"));
        QCOMPARE(keyNow(R"({"value":1001})", reader), std::string("codec.range"));
        QCOMPARE(quick.calls, 1);
        QCOMPARE(keyNow(R"({"value":13})", reader), std::string("probe.unlucky"));
        QCOMPARE(keyNow(R"({"value":666})", reader), std::string("ops.exception"));
        QVERIFY(f.metrics().find("kosh_operation_seconds_count{operation=\"probe.peek\"} 3") !=
                std::string::npos);
        installed.reset();
        QCOMPARE(keyNow("{}", reader), std::string());
        QVERIFY(!now(type, R"({"value":1})", reader));
        QVERIFY(f.keyOf(Peek{1}) == "vault.locked");
    }

    void whatWaitsForNothingIsCalledLikeAnyOther() {
        Fixture f;
        Quick quick;
        auto installed = f.dispatcher.install(quick.handlers());
        QCOMPARE(f.call(Peek{21})->doubled, std::int64_t{42});
        ops::Context context = ops::Context::owner();
        context.deadline = f.clock.steady() + 1h;
        QCOMPARE(f.call(Peek{21}, context)->doubled, std::int64_t{42});
        QVERIFY(f.keyOf(Peek{13}) == "probe.unlucky");
        QVERIFY(f.keyOf(Peek{666}) == "ops.exception");
        QVERIFY(f.keyOf(Peek{1}, {}) == "ops.unauthenticated");
        f.clock.advance(2h);
        QVERIFY(f.keyOf(Peek{1}, context) == "ops.deadline");
        auto drained = begin(f.core, installed->drain());
        QVERIFY(drained.get());
        QVERIFY(f.keyOf(Peek{1}) == "ops.draining");
        QCOMPARE(quick.calls, 4);
    }
};

QTEST_GUILESS_MAIN(DispatcherTest)
#include "tst_dispatcher.moc"
