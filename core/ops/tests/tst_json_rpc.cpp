// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/json_rpc.h>

#include <QtTest>

#include <random>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;

namespace {

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    ops::Dispatcher dispatcher{clock, observing.observer()};
    std::shared_ptr<MemoryJournal> journal = std::make_shared<MemoryJournal>();
    test::CoreLoop core;
    Service service{core.executor()};
    std::unique_ptr<ops::Dispatcher::Installation> installation =
        dispatcher.install(service.handlers());

    Fixture() { dispatcher.setJournal(journal); }

    static Task<std::string> ask(ops::Dispatcher& dispatcher, std::string text,
                                 ops::Context context) {
        co_return co_await ops::handleJsonRpc(dispatcher, std::move(text), std::move(context),
                                              json::Secrets::revealed);
    }
    std::string answer(std::string text, ops::Context context = ops::Context::owner()) {
        return *core.run(ask(dispatcher, std::move(text), std::move(context)));
    }
    /// "<id> <code>" of an error answer, else the answer.
    std::string errorOf(std::string text, ops::Context context = ops::Context::owner()) {
        const std::string reply = answer(std::move(text), std::move(context));
        const auto document = json::Document::parse(reply);
        if (!document || !document->root().has("error")) return reply;
        return cat(document->root().find("id").serialize(), ' ',
                   document->root().find("error").find("code").serialize());
    }
};

std::string call(std::string_view method, std::string_view params, std::string_view more = {}) {
    return cat("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"", method, "\",\"params\":", params,
               more, "}");
}

}  // namespace

class JsonRpcTest : public QObject {
    Q_OBJECT

private slots:
    void callsAreAnswered() {
        Fixture f;
        QCOMPARE(f.answer(call("probe.pay", R"({"amount":"5"})")),
                 std::string(R"({"jsonrpc":"2.0","id":1,"result":{"receipt":1,"amount":"5"}})"));
        QCOMPARE(
            f.answer(cat("{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",", R"("method":"probe.open"})")),
            std::string("{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"result\":{}}"));
    }

    void errorsHaveTheirCodes() {
        Fixture f;
        QCOMPARE(f.errorOf("{"), std::string("null -32700"));
        QCOMPARE(f.errorOf(""), std::string("null -32700"));
        QCOMPARE(f.errorOf("1"), std::string("null -32600"));
        QCOMPARE(f.errorOf("[]"), std::string("null -32600"));
        QCOMPARE(f.errorOf(R"({"id":1,"method":"probe.open"})"), std::string("1 -32600"));
        QCOMPARE(f.errorOf(R"({"jsonrpc":"2.0","id":1,"method":1})"), std::string("1 -32600"));
        QCOMPARE(f.errorOf(R"({"jsonrpc":"2.0","id":[],"method":"probe.open"})"),
                 std::string("null -32600"));
        QCOMPARE(f.errorOf(call("probe.none", "{}")), std::string("1 -32601"));
        QCOMPARE(f.errorOf(call("probe.get", R"({"value":"x"})")), std::string("1 -32602"));
        QCOMPARE(f.errorOf(call("probe.get", "[1]")), std::string("1 -32602"));
        QCOMPARE(f.errorOf(call("probe.open", "{}", R"(,"kosh":{"odd":1})")),
                 std::string("1 -32602"));
        QCOMPARE(f.errorOf(call("probe.throw", "{}")), std::string("1 -32603"));
        QCOMPARE(f.errorOf(call("probe.get", R"({"value":13})")), std::string("1 -32004"));
        QCOMPARE(f.errorOf(call("probe.get", R"({"value":1})"), {}), std::string("1 -32001"));
        QCOMPARE(f.errorOf(call("probe.get", R"({"value":1})"), contextOf("user:a", {})),
                 std::string("1 -32003"));
    }

    void errorDataCarriesKindKeyAndDetails() {
        Fixture f;
        const auto document = json::Document::parse(f.answer(call("probe.get", R"({"value":13})")));
        const json::Value error = document->root().find("error");
        QCOMPARE(error.find("message").asString(), std::string_view("there is no \"13\""));
        QCOMPARE(
            error.find("data").serialize(),
            std::string(R"({"kind":"not_found","key":"probe.unlucky","details":{"value":"13"}})"));
    }

    void notificationsAreCarriedOutSilently() {
        Fixture f;
        QCOMPARE(f.answer(R"({"jsonrpc":"2.0","method":"probe.open"})"), std::string());
        QCOMPARE(f.service.calls, 1);
        QCOMPARE(f.answer(R"({"jsonrpc":"2.0","method":"probe.none"})"), std::string());
    }

    void batchesAreAnsweredInOrder() {
        Fixture f;
        QCOMPARE(f.answer(R"([{"jsonrpc":"2.0","id":1,"method":"probe.open"},1,)"
                          R"({"jsonrpc":"2.0","method":"probe.open"},)"
                          R"({"jsonrpc":"2.0","id":2,"method":"probe.open"}])")
                     .find(R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":null)"),
                 std::size_t{0});
        QCOMPARE(f.service.calls, 3);
        QCOMPARE(f.answer(R"([{"jsonrpc":"2.0","method":"probe.open"}])"), std::string());
    }

    void batchesHaveALimit() {
        Fixture f;
        std::string batch = "[";
        for (std::size_t i = 0; i <= ops::kMaxRpcBatch; ++i) {
            batch += R"({"jsonrpc":"2.0","id":1,"method":"probe.open"},)";
        }
        batch.back() = ']';
        QCOMPARE(f.errorOf(batch), std::string("null -32600"));
        QCOMPARE(f.service.calls, 0);
    }

    void extrasReachTheDispatcher() {
        Fixture f;
        const std::string trace = "0af7651916cd43dd8448eb211c80319c";
        const std::string extras = cat(R"(,"kosh":{"idempotencyKey":"k","traceparent":"00-)", trace,
                                       R"(-b7ad6b7169203331-01"})");
        const std::string first = f.answer(call("probe.pay", R"({"amount":"5"})", extras));
        QCOMPARE(f.answer(call("probe.pay", R"({"amount":"5"})", extras)), first);
        QCOMPARE(f.service.calls, 1);
        QCOMPARE(f.journal->rows.at(0).traceId, trace);
        QCOMPARE(f.errorOf(call("probe.pay", R"({"amount":"6"})", extras)),
                 std::string("1 -32009"));
    }

    void hostileCallsDoNoHarm() {
        Fixture f;
        const std::string good = call("probe.pay", R"({"amount":"5"})",
                                      R"(,"kosh":{"idempotencyKey":"k","deadlineMs":5000})");
        std::mt19937 random(1);
        for (int i = 0; i < 500; ++i) {
            std::string text = good;
            for (unsigned n = 1 + random() % 4; n > 0; --n) {
                text[random() % text.size()] = static_cast<char>(random() % 256);
            }
            const std::string reply = f.answer(text);
            QVERIFY(reply.empty() || json::Document::parse(reply));
        }
    }
};

QTEST_GUILESS_MAIN(JsonRpcTest)
#include "tst_json_rpc.moc"
