// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "fake_http.h"

#include <kosh/chain_rpc/endpoint_pool.h>
#include <kosh/test/fakes.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::chain_rpc;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::http;
using test::node;

namespace {

constexpr chain::ChainId kChain = 31337;

std::string result(std::string_view text) {
    return cat("\"result\":\"", text, "\"");
}
std::string error(int code, std::string_view message) {
    return cat("\"error\":{\"code\":", code, ",\"message\":\"", message, "\"}");
}

struct World {
    test::FakeClock clock;
    test::SeededRandom random;
    test::TestObserver observer{clock};
    test::FakeHttp fake;
    test::FakeSockets sockets;
    EndpointPool pool{fake, sockets, clock, random, observer, options()};
    // Last: work on the core thread ends before what it uses.
    test::CoreLoop core;

    static PoolOptions options() {
        PoolOptions options;
        options.backoff = {milliseconds(1), milliseconds(2), 3};
        options.maxBatch = 4;
        options.light.hedge = milliseconds(50);
        options.breakerThreshold = 3;
        return options;
    }
    /// Endpoints "a", "b", … in this order.
    void use(std::vector<test::FakeHttp::Answer> answers) {
        core.call([&] {
            std::vector<chain::Endpoint> entries;
            for (std::size_t i = 0; i < answers.size(); ++i) {
                const std::string host(1, static_cast<char>('a' + i));
                fake.on(host, answers[i]);
                entries.push_back({.url = "https://" + host + "/v3/SECRETKEY",
                                   .order = static_cast<std::int64_t>(i)});
            }
            pool.configure(kChain, entries);
        });
    }
    Result<chain::RpcAnswer> ask(std::string method = "eth_gasPrice") {
        return core.run(pool.request(kChain, std::move(method), "[]"));
    }
    std::string stateOf(std::size_t index) {
        return core.call([&] { return pool.status(kChain).at(index).state; });
    }
};

test::FakeHttp::Answer good() {
    return node(kChain, [](const std::string&) { return result("0x1"); });
}
test::FakeHttp::Answer raw(int status, std::string body) {
    return [=](const net::HttpRequest&) -> Result<net::HttpResponse> { return http(status, body); };
}
test::FakeHttp::Answer broken(std::string key) {
    return [=](const net::HttpRequest& request) -> Result<net::HttpResponse> {
        return fail(ErrorKind::unavailable, key, "cannot reach " + request.url);
    };
}

}  // namespace

class PoolTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstEndpointIsPreferred() {
        World w;
        w.use({good(), good()});
        const auto answer = w.ask();
        QVERIFY(answer.has_value());
        QCOMPARE(answer->endpoint, std::string("a"));
        QCOMPARE(std::string(answer->result.root().asString()), std::string("0x1"));
        QCOMPARE(w.fake.seen("b"), 0);
    }

    void theChainIdIsAskedOnceBeforeTheFirstUse() {
        World w;
        w.use({good()});
        QVERIFY(w.ask() && w.ask());
        QCOMPARE(w.fake.seen("a", "eth_chainId"), 1);
    }

    void failuresLeadToTheNext_data() {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : {"net.connect", "net.timeout", "net.tls", "net.too_large", "500",
                                 "503", "403", "302", "html", "empty", "cut", "wrong id"}) {
            QTest::newRow(kind) << QByteArray(kind);
        }
    }
    void failuresLeadToTheNext() {
        QFETCH(QByteArray, kind);
        World w;
        test::FakeHttp::Answer bad = broken(kind.toStdString());
        if (kind.toInt() > 0) bad = raw(kind.toInt(), "nope");
        if (kind == "html") bad = raw(200, "<html><body>Welcome to the hotel Wi-Fi</body></html>");
        if (kind == "empty") bad = raw(200, "");
        if (kind == "cut") bad = raw(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"resu");
        if (kind == "wrong id")
            bad = raw(200, "{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":\"0x7a69\"}");
        w.use({bad, good()});
        const auto answer = w.ask();
        QVERIFY(answer.has_value());
        QCOMPARE(answer->endpoint, std::string("b"));
        QCOMPARE(w.stateOf(0), std::string("degraded"));
    }

    void anEndpointOfAnotherChainIsRefused() {
        World w;
        w.use({node(1, [](const std::string&) { return result("0xbad"); }), good()});
        const auto answer = w.ask();
        QCOMPARE(answer.value().endpoint, std::string("b"));
        QCOMPARE(w.stateOf(0), std::string("refused"));
        QVERIFY(w.ask().has_value());
        QCOMPARE(w.fake.seen("a"), 1);
        QCOMPARE(w.fake.seen("a", "eth_gasPrice"), 0);
    }

    void aRateLimitedEndpointIsLeftAloneAsLongAsItSays() {
        World w;
        auto isBusy = std::make_shared<bool>(true);
        w.use({[isBusy](const net::HttpRequest& request) -> Result<net::HttpResponse> {
                   if (*isBusy) return http(429, "", {{"retry-after", "30"}});
                   return good()(request);
               },
               good()});
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        w.clock.advance(seconds(29));
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        QCOMPARE(w.fake.seen("a"), 1);
        *isBusy = false;
        w.clock.advance(seconds(2));
        QCOMPARE(w.ask().value().endpoint, std::string("a"));
    }

    void anInternalErrorIsAskedElsewhereOnce() {
        World w;
        const auto internal =
            node(kChain, [](const std::string&) { return error(-32603, "boom"); });
        w.use({internal, good()});
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        w.use({internal, internal, good()});
        const auto twice = w.ask();
        QVERIFY(!twice);
        QCOMPARE(twice.error().key, std::string("chain.rpc"));
        QCOMPARE(twice.error().details.at("code"), std::string("-32603"));
        QCOMPARE(w.fake.seen("c"), 0);
    }

    void aLaggingNodeIsLeftForAnother() {
        World w;
        w.use({node(kChain, [](const std::string&) { return error(-32000, "header not found"); }),
               good()});
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        QCOMPARE(w.stateOf(0), std::string("ok"));
    }

    void aRevertIsTheAnswer() {
        World w;
        w.use({node(kChain, [](const std::string&) { return error(3, "execution reverted"); }),
               good()});
        const auto answer = w.ask("eth_call");
        QVERIFY(!answer);
        QCOMPARE(answer.error().key, std::string("chain.rpc"));
        QCOMPARE(answer.error().details.at("endpoint"), std::string("a"));
        QCOMPARE(w.fake.seen("b"), 0);
    }

    void withoutAnyAnswerTheReasonIsGiven() {
        World w;
        w.use({broken("net.connect"), raw(502, "")});
        const auto answer = w.ask();
        QVERIFY(!answer);
        QCOMPARE(answer.error().key, std::string("chain.unavailable"));
        QVERIFY(answer.error().kind == ErrorKind::unavailable);
        QCOMPARE(answer.error().details.at("reason"), std::string("b: HTTP 502"));
        QCOMPARE(w.fake.seen("a"), 3);
    }

    void withoutEndpointsItSaysHowToSetOne() {
        World w;
        const auto answer = w.ask();
        QCOMPARE(answer.error().key, std::string("chain.unavailable"));
        QVERIFY(answer.error().message.find("chain.set_endpoints") != std::string::npos);
    }

    void aTransientFailureIsRetried() {
        World w;
        auto failures = std::make_shared<int>(2);
        w.use({[failures](const net::HttpRequest& request) -> Result<net::HttpResponse> {
            if ((*failures)-- > 0) return fail(ErrorKind::unavailable, "net.connect", "refused");
            return good()(request);
        }});
        QVERIFY(w.ask().has_value());
    }

    void theBreakerOpensAndTheChainIdIsAskedAgainAfterwards() {
        World w;
        auto mode = std::make_shared<int>(0);  // 0 good, 1 down, 2 another chain
        w.use({[mode](const net::HttpRequest& request) -> Result<net::HttpResponse> {
            if (*mode == 1) return fail(ErrorKind::unavailable, "net.connect", "refused");
            return node(*mode == 2 ? 1 : kChain,
                        [](const std::string&) { return result("0x1"); })(request);
        }});
        QVERIFY(w.ask().has_value());
        *mode = 1;
        QVERIFY(!w.ask());
        const auto sent = w.fake.seen("a");
        QVERIFY(!w.ask());  // open: nothing is sent
        QCOMPARE(w.fake.seen("a"), sent);
        *mode = 2;
        w.clock.advance(seconds(6));
        QVERIFY(!w.ask());
        QCOMPARE(w.fake.seen("a", "eth_chainId"), 2);
        QCOMPARE(w.stateOf(0), std::string("refused"));
        *mode = 0;
        w.clock.advance(seconds(120));
        QVERIFY(w.ask().has_value());
        QCOMPARE(w.stateOf(0), std::string("ok"));
    }

    void aBatchIsSplitAndKeepsItsOrder() {
        World w;
        w.use({node(kChain, [](const std::string& method) { return result(method); })});
        std::vector<std::pair<std::string, std::string>> calls;
        for (int i = 0; i < 10; ++i) calls.emplace_back(cat("m", i), "[]");
        const auto answers = w.core.run(w.pool.batch(kChain, calls));
        QVERIFY(answers.has_value());
        QCOMPARE(answers->size(), std::size_t{10});
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(std::string((*answers)[i]->result.root().asString()), cat("m", i));
        }
        QCOMPARE(w.fake.seen("a", "[{"), 3);  // 4 + 4 + 2
    }

    void aRefusedBatchIsHalved() {
        World w;
        const auto inner = node(kChain, [](const std::string& method) { return result(method); });
        w.use({[inner](const net::HttpRequest& request) -> Result<net::HttpResponse> {
            const auto document = json::Document::parse(request.body);
            if (document->root().type() == json::Type::array && document->root().size() > 2) {
                return http(413, "too large");
            }
            return inner(request);
        }});
        const auto answers =
            w.core.run(w.pool.batch(kChain, {{"p", "[]"}, {"q", "[]"}, {"r", "[]"}, {"s", "[]"}}));
        QVERIFY(answers.has_value());
        QCOMPARE(std::string((*answers)[3]->result.root().asString()), std::string("s"));
    }

    void anErrorInABatchIsThatCallsAlone() {
        World w;
        w.use({node(kChain, [](const std::string& method) {
            return method == "bad" ? error(3, "execution reverted") : result("0x1");
        })});
        const auto answers = w.core.run(w.pool.batch(kChain, {{"bad", "[]"}, {"fine", "[]"}}));
        QVERIFY(answers.has_value());
        QCOMPARE((*answers)[0].error().key, std::string("chain.rpc"));
        QVERIFY((*answers)[1].has_value());
    }

    void aBroadcastReachesAllAndTheFirstGoodAnswerCounts() {
        World w;
        w.use({broken("net.connect"),
               node(kChain, [](const std::string&) { return error(-32000, "nonce too low"); }),
               good()});
        const auto answer = w.core.run(w.pool.requestAll(kChain, "eth_sendRawTransaction",
                                                         "[\"0x\"]", chain::Audience::everybody));
        QCOMPARE(answer.value().endpoint, std::string("c"));
        QVERIFY(w.core.waitUntil([&] { return w.fake.seen("b", "eth_sendRawTransaction") == 1; }));
        QVERIFY(w.fake.seen("a") >= 1);
    }

    void aBroadcastThatAllRefuseGivesTheRefusal() {
        World w;
        w.use({node(kChain, [](const std::string&) { return error(-32000, "nonce too low"); }),
               broken("net.connect")});
        const auto answer = w.core.run(w.pool.requestAll(kChain, "eth_sendRawTransaction",
                                                         "[\"0x\"]", chain::Audience::everybody));
        QCOMPARE(answer.error().details.at("message"), std::string("nonce too low"));
    }

    void rolesDecideWhoIsAskedAndWhoHears() {
        World w;
        w.use({good(), good(), good(), good()});
        w.core.call([&] {
            using enum chain::EndpointRole;
            w.pool.configure(kChain, {{.url = "https://a", .order = 0, .isEnabled = false},
                                      {.url = "https://b", .order = 1, .role = broadcast},
                                      {.url = "https://c", .order = 2, .role = read},
                                      {.url = "https://d", .order = 3}});
        });
        QCOMPARE(w.ask().value().endpoint, std::string("c"));
        QCOMPARE(w.stateOf(0), std::string("off"));
        const auto send = [&](chain::Audience audience) {
            return w.core
                .run(w.pool.requestAll(kChain, "eth_sendRawTransaction", "[\"0x\"]", audience))
                .value()
                .endpoint;
        };
        QCOMPARE(send(chain::Audience::privateOnly), std::string("b"));
        QCOMPARE(w.fake.seen("d"), 0);
        QCOMPARE(send(chain::Audience::everybody), std::string("d"));
        QCOMPARE(w.fake.seen("a"), 0);
        QCOMPARE(w.fake.seen("b", "eth_sendRawTransaction"), 1);
        QCOMPARE(w.fake.seen("c", "eth_sendRawTransaction"), 0);
    }

    void aPrivateBroadcastThatFailsTellsNobodyElse() {
        World w;
        w.use({good(), broken("net.connect")});
        w.core.call([&] {
            w.pool.configure(
                kChain, {{.url = "https://a", .order = 0},
                         {.url = "https://b", .order = 1, .role = chain::EndpointRole::broadcast}});
        });
        const auto sent = w.core.run(w.pool.requestAll(kChain, "eth_sendRawTransaction", "[\"0x\"]",
                                                       chain::Audience::privateOnly));
        QCOMPARE(sent.error().key, std::string("chain.unavailable"));
        QCOMPARE(w.fake.seen("a"), 0);
    }

    void endpointsOfTheSameOrderShareByWeight() {
        World w;
        w.use({good(), good()});
        w.core.call([&] {
            w.pool.configure(kChain, {{.url = "https://a", .weight = 9, .order = 0},
                                      {.url = "https://b", .weight = 1, .order = 0}});
        });
        std::map<std::string, int> counts;
        for (int i = 0; i < 200; ++i) ++counts[w.ask().value().endpoint];
        QVERIFY2(counts["a"] > 140 && counts["b"] > 3, "about nine in ten");
    }

    void aRejectedEndpointIsSetAside() {
        World w;
        w.use({good(), good()});
        QCOMPARE(w.ask().value().endpoint, std::string("a"));
        w.core.call([&] { w.pool.reject(kChain, "a", "eth_getLogs: garbage"); });
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        QCOMPARE(w.stateOf(0), std::string("refused"));
        w.clock.advance(seconds(61));
        QCOMPARE(w.ask().value().endpoint, std::string("a"));
    }

    void anEndpointFarBehindIsAskedLast() {
        World w;
        const auto at = [](const char* head) {
            return node(kChain, [head](const std::string&) { return result(head); });
        };
        w.use({at("0x10"), at("0x100"), at("0x101")});
        const auto all = w.core.run(
            w.pool.requestAll(kChain, "eth_blockNumber", "[]", chain::Audience::everybody));
        QVERIFY(all.has_value());
        QVERIFY(w.core.waitUntil([&] {
            int heads = 0;
            for (const auto& one : w.pool.status(kChain)) heads += one.head > 0;
            return heads == 3;
        }));
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
    }

    void aHostSwitchedOffByItsOwnerIsOffNotBroken() {
        World w;
        w.use({[](const net::HttpRequest&) -> Result<net::HttpResponse> {
                   return fail(ErrorKind::precondition, "net.host_disabled", "switched off");
               },
               good()});
        QCOMPARE(w.ask().value().endpoint, std::string("b"));
        QCOMPARE(w.stateOf(0), std::string("off"));
    }

    void aProbeGivesTheChainIdOrSaysWhy() {
        World w;
        w.use({good(), raw(200, "<html>"), broken("net.connect")});
        QCOMPARE(w.core.run(w.pool.probe("https://a/")).value(), kChain);
        for (const char* url : {"https://b/", "https://c/KEY"}) {
            const auto refused = w.core.run(w.pool.probe(url));
            QCOMPARE(refused.error().key, std::string("chain.endpoint_unreachable"));
            QVERIFY(refused.error().message.find("KEY") == std::string::npos);
        }
        QCOMPARE(w.core.run(w.pool.probe("ftp://a")).error().key,
                 std::string("chain.endpoint_url"));
    }

    void keysInUrlsAreNeverShown() {
        World w;
        w.use({broken("net.connect"), raw(200, "<html>")});
        const auto answer = w.ask();
        QVERIFY(answer.error().message.find("SECRETKEY") == std::string::npos);
        for (const auto& line : w.observer.lines())
            QVERIFY(line.find("SECRETKEY") == std::string::npos);
        for (const auto& entry : w.observer.health().entries()) {
            QVERIFY((entry.name + entry.reason).find("SECRETKEY") == std::string::npos);
        }
        for (const auto& one : w.core.call([&] { return w.pool.status(kChain); })) {
            QVERIFY((one.url + one.reason).find("SECRETKEY") == std::string::npos);
        }
        QVERIFY(w.observer.isUnwell("chain/31337/a"));
    }

    void metricsTellWhoIsAsked() {
        World w;
        w.use({raw(429, ""),
               node(kChain,
                    [](const std::string&) { return error(-32601, "there is no such method"); }),
               [](const net::HttpRequest&) -> Result<net::HttpResponse> {
                   return fail(ErrorKind::precondition, "net.host_disabled", "switched off");
               },
               good()});
        QVERIFY(w.ask().has_value());
        const auto labels = [](std::string endpoint) {
            return observe::Metrics::Labels{{"chain", std::to_string(kChain)},
                                            {"endpoint", std::move(endpoint)}};
        };
        const auto up = [&](std::string endpoint) {
            return w.observer.metrics()
                .gauge("kosh_rpc_endpoint_up", {}, labels(std::move(endpoint)))
                .value();
        };
        QCOMPARE(w.stateOf(1), std::string("degraded"));
        QCOMPARE((std::array{up("a"), up("b"), up("c"), up("d")}),
                 (std::array<std::int64_t, 4>{0, 1, -1, 1}));
        auto& limited =
            w.observer.metrics().counter("kosh_rpc_rate_limited_total", {}, labels("a"));
        QCOMPARE(limited.value(), std::uint64_t{1});
        w.core.call([&] { w.pool.configure(kChain, {}); });
        QCOMPARE((std::array{up("a"), up("d")}), (std::array<std::int64_t, 2>{-1, -1}));
    }

    void statusCountsAndForgetsWithTheConfiguration() {
        World w;
        w.use({good()});
        QVERIFY(w.ask().has_value());
        const auto status = w.core.call([&] { return w.pool.status(kChain); });
        QCOMPARE(status.at(0).url, std::string("https://a"));
        QCOMPARE(status.at(0).requests, 1);
        QCOMPARE(status.at(0).failures, 0);
        w.core.call([&] { w.pool.configure(kChain, {}); });
        QVERIFY(w.core.call([&] { return w.pool.status(kChain); }).empty());
    }
};

QTEST_APPLESS_MAIN(PoolTest)
#include "tst_pool.moc"
