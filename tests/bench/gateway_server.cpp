// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The gateway with one read behind it and events on demand, for the benchmark to load:
//   gateway_server PORT [CLIENTS MESSAGES BYTES]
// With three more numbers it waits for that many clients that follow events, then publishes.
// Everything that koshd does to a request is on: credential, allowance, metrics, traces.
#include <kosh/async/run.h>
#include <kosh/gateway/http_server.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/nodes.h>
#include <kosh/test/fakes.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace kosh::bench {
namespace {

/// Answers as the peers' routes do.
struct GetPrice {
    static constexpr ops::Info kInfo{"price.get", ops::Kind::query, "trade:read",
                                     "GET",       "/quote",         "A price"};
    struct Response {
        std::string symbol, bid, ask, liquidity;
        std::int64_t tick = 0, fee = 0, ts = 0;
        std::vector<std::string> route;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{json::required("symbol", &R::symbol, "pair"),
                              json::required("bid", &R::bid, "price"),
                              json::required("ask", &R::ask, "price"),
                              json::required("liquidity", &R::liquidity, "units"),
                              json::required("tick", &R::tick, "tick"),
                              json::required("fee", &R::fee, "1e-6"),
                              json::required("ts", &R::ts, "milliseconds"),
                              json::required("route", &R::route, "tokens")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Events that were never stored.
class Publisher final : public ops::Node {
public:
    explicit Publisher(ops::Dispatcher& dispatcher) : m_dispatcher(dispatcher) {}
    Task<> dispatch(const ops::OperationType& type, const void* request, void* response,
                    ops::Context context) override {
        return m_dispatcher.dispatch(type, request, response, std::move(context));
    }
    Result<std::unique_ptr<ops::Subscription>> subscribe(
        std::vector<std::string>, std::int64_t,
        std::function<void(const events::Event&)> onEvent) override {
        m_onEvent = std::move(onEvent);
        return std::make_unique<ops::Subscription>();
    }
    void publish(std::size_t bytes) {
        events::Event event;
        event.sequence = 1'000'000 + ++m_published;
        event.type = "bench.tick";
        event.payload = "1";
        // The whole notification is to have this size.
        constexpr std::string_view kAround =
            R"({"jsonrpc":"2.0","method":"events.event","params":})";
        const auto size = kAround.size() + json::encodeText(event).size() - 1;
        event.payload = std::string(bytes - size, '7');
        m_onEvent(event);
    }

private:
    ops::Dispatcher& m_dispatcher;
    std::function<void(const events::Event&)> m_onEvent;
    std::int64_t m_published = 0;
};

class Probe {
public:
    explicit Probe(const Clock& clock) : m_clock(clock) {}
    ops::Handlers handlers() {
        ops::Handlers handlers;
        handlers.add<GetPrice>(*this, &Probe::price);
        handlers.add<ops::EventsRead>(*this, &Probe::read);
        return handlers;
    }

private:
    Result<GetPrice::Response> price(const GetPrice&, const ops::Context&) {
        return GetPrice::Response{"ETH/USDC",
                                  "3120.11",
                                  "3120.42",
                                  "18273645546372819",
                                  -195412,
                                  3000,
                                  m_clock.now().micros / 1000,
                                  {"WETH", "USDC"}};
    }
    Task<ops::EventsRead::Response> read(ops::EventsRead, ops::Context) {
        co_return ops::EventsRead::Response{{}, 1'000'000};
    }
    const Clock& m_clock;
};

struct Server {
    SystemClock clock;
    observe::Logger log{clock, observe::stderrSink(), observe::Level::warning};
    observe::Metrics metrics;
    observe::Tracer tracer;
    observe::Health health{clock};
    observe::Observer observer{log, metrics, tracer, health};
    async::CoreThread core;
    ops::Dispatcher dispatcher{clock, observer};
    Publisher publisher{dispatcher};
    Probe probe{clock};
    std::unique_ptr<ops::Dispatcher::Installation> installation;
    std::unique_ptr<gateway::HttpServer> http;

    explicit Server(std::uint16_t port) {
        dispatcher.declare(ops::List<GetPrice, ops::EventsRead>::types());
        installation = dispatcher.install(probe.handlers());
        gateway::HttpOptions options;
        options.port = port;
        options.developmentToken = "a-token-for-benchmarks-only";
        options.rate.byRole["owner"] = 2'000'000'000;
        options.version = "bench";
        http = std::make_unique<gateway::HttpServer>(
            options,
            gateway::HttpEnvironment{dispatcher, publisher, core.executor(), clock, observer,
                                     nullptr, [] { return std::vector<gateway::ServiceInfo>(); },
                                     [] { return std::uint64_t{1}; }});
    }
};

/// A piece of the burst, then the next one when the loop has sent it.
Task<> burst(Publisher& publisher, std::size_t messages, std::size_t bytes) {
    constexpr std::size_t kAtOnce = 64;
    for (std::size_t i = 0; i < messages; ++i) {
        publisher.publish(bytes);
        if (i % kAtOnce == kAtOnce - 1) co_await async::sleep(Duration(1));
    }
    co_return ok();
}

int run(const std::vector<std::string>& arguments) {
    std::signal(SIGPIPE, SIG_IGN);
    Server server(static_cast<std::uint16_t>(std::stoi(arguments.at(0))));
    server.core.start();
    if (const auto started = async::runBlocking(server.core, server.http->start()); !started) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    std::printf("ready\n");
    std::fflush(stdout);
    if (arguments.size() < 4) {
        std::getchar();  // until the benchmark closes its end
    } else {
        auto& clients = server.metrics.gauge("kosh_gateway_event_clients", "");
        auto& sent = server.metrics.counter("kosh_gateway_frames_sent_total", "");
        const auto count = std::stoul(arguments[1]);
        const auto messages = std::stoul(arguments[2]);
        const auto wait = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
        while (static_cast<std::size_t>(clients.value()) < count) wait();
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const auto before = sent.value();
        static_cast<void>(async::runBlocking(
            server.core, burst(server.publisher, messages, std::stoul(arguments[3]))));
        while (sent.value() - before < count * messages && clients.value() > 0) wait();
    }
    static_cast<void>(async::runBlocking(server.core, server.http->stop()));
    return 0;
}

}  // namespace
}  // namespace kosh::bench

int main(int argc, char** argv) {
    return kosh::bench::run({argv + 1, argv + argc});
}
