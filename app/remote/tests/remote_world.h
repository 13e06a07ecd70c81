// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/access.h>
#include <kosh/auth/authenticator.h>
#include <kosh/crypto/certificate.h>
#include <kosh/gateway/http_server.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/nodes.h>
#include <kosh/remote/network_node.h>
#include <kosh/remote/pairing.h>
#include <kosh/test/fakes.h>

#include <map>

namespace kosh::remote::test {

/// Knows devices by their certificate.
class FakeAuthenticator final : public auth::Authenticator {
public:
    Result<auth::Identity> authenticate(std::string_view) override {
        return fail(ErrorKind::unauthenticated, "auth.token", "no tokens here");
    }
    Result<auth::Identity> authenticateDevice(const Hash256& fingerprint) override {
        if (refusal) return Failure(*refusal);
        if (!devices.contains(fingerprint)) {
            return fail(ErrorKind::unauthenticated, "auth.unpaired", "not paired");
        }
        return auth::Identity{ops::ownerPrincipal(), "owner", "device", std::nullopt};
    }
    void announce(auth::WaysIn given) override { ways = std::move(given); }
    bool hasOwner() const override { return true; }

    std::set<Hash256> devices;
    std::optional<Error> refusal;
    auth::WaysIn ways;
};

struct Add {
    static constexpr ops::Info kInfo{"probe.add", ops::Kind::command, "probe:write",
                                     "POST",      "/probe/add",       "Add"};
    struct Response {
        std::int64_t total = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("total", &Response::total, "so far")};
        }
    };
    std::int64_t by = 0;
    static constexpr auto fields() { return std::tuple{json::required("by", &Add::by, "more")}; }
};

/// A gateway with one operation, one invitation and an event log in memory; it can be stopped and
/// started again under the same port.
class World {
public:
    World() {
        must(crypto::ensureCertificate(folder.file("node.pem"), folder.file("node.key"),
                                       {"node", {"127.0.0.1"}, true}));
        dispatcher.declare(ops::List<Add, auth::PairDevice, ops::EventsRead>::types());
        ops::Handlers handlers;
        handlers.add<Add>(*this, &World::add);
        handlers.add<auth::PairDevice>(*this, &World::pairDevice);
        handlers.add<ops::EventsRead>(*this, &World::readEvents);
        installation = dispatcher.install(std::move(handlers));
        log.on<ops::EventsRead>([this](const ops::EventsRead& request, const ops::Context&) {
            ++follows;
            return Result<ops::EventsRead::Response>(read(request));
        });
        start();
    }
    ~World() {
        stop();
        core.call([this] { installation.reset(); });
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void start() {
        gateway::HttpOptions options;
        options.port = port;
        options.tls = {folder.file("node.pem"), folder.file("node.key"), false, true};
        server = std::make_unique<gateway::HttpServer>(
            options, gateway::HttpEnvironment{
                         dispatcher, log, core.executor(), clock, observer, &authenticator, {}, [] {
                             return 1;
                         }});
        must(core.run(server->start()));
        port = server->port();
    }
    void stop() {
        if (server) must(core.run(server->stop()));
        core.call([this] { server.reset(); });
    }
    auth::Invitation invitation() {
        return {authenticator.ways.addresses, authenticator.ways.certificate,
                SharedSecret::fromText("RIGHT"), clock.now()};
    }
    Result<PairedNode> pairWith(auth::Invitation given, std::string name = "home") {
        return core.run(pair(std::move(given), std::move(name), nodes));
    }
    std::unique_ptr<NetworkNode> connect(LinkOptions options = {}) {
        const auto paired = nodes.find("home").value();
        auto node =
            NetworkNode::create(paired, nodes.credentials(paired), core.executor(), options);
        (*node)->start([this](const LinkStatus& now) { statuses.push_back(now); });
        return *std::move(node);
    }
    bool reaches(LinkState state) {
        return core.waitUntil(
            [this, state] { return !statuses.empty() && statuses.back().state == state; });
    }
    /// On the core thread.
    void publish(std::string type) {
        events::Event event;
        event.sequence = static_cast<std::int64_t>(published.size()) + 1;
        event.type = std::move(type);
        event.payload = "{}";
        published.push_back(event);
        log.publish(event);
    }

    kosh::test::FakeClock clock;
    kosh::test::TestObserver observer{clock};
    kosh::test::TempFolder folder;
    kosh::test::CoreLoop core;
    ops::Dispatcher dispatcher{clock, observer.observer()};
    ops::FakeNode log;
    FakeAuthenticator authenticator;
    PairedNodes nodes{folder.file("nodes")};
    std::unique_ptr<ops::Dispatcher::Installation> installation;
    std::unique_ptr<gateway::HttpServer> server;
    std::uint16_t port = 0;
    std::int64_t total = 0;
    std::vector<std::string> keys;
    std::vector<events::Event> published;
    int follows = 0;  ///< How often the gateway looked for the end or for a page of the log.
    std::vector<LinkStatus> statuses;

private:
    template <typename T>
    static void must(const Result<T>& result) {
        if (!result) kosh::test::giveUp(result.error().message);
    }
    Task<Add::Response> add(Add request, ops::Context context) {
        keys.push_back(context.idempotencyKey);
        total += request.by;
        co_return Add::Response{total};
    }
    Task<auth::Device> pairDevice(auth::PairDevice request, ops::Context context) {
        const auto certificate = auth::certificateOf(context);
        if (!certificate || request.code.text() != "RIGHT") {
            co_return fail(ErrorKind::unauthenticated, "auth.invitation", "wrong or used");
        }
        authenticator.devices.insert(*certificate);
        co_return auth::Device{Id{{1}}, Id{{2}}, "laptop", *certificate, clock.now(), std::nullopt};
    }
    Task<ops::EventsRead::Response> readEvents(ops::EventsRead request, ops::Context) {
        co_return read(request);
    }
    ops::EventsRead::Response read(const ops::EventsRead& request) const {
        ops::EventsRead::Response response;
        response.lastSequence = static_cast<std::int64_t>(published.size());
        for (const auto& event : published) {
            if (!request.afterSequence || event.sequence <= *request.afterSequence) continue;
            const bool isWanted = std::ranges::any_of(
                request.topics,
                [&event](const std::string& topic) { return events::matches(topic, event.type); });
            if (isWanted) response.events.push_back(event);
        }
        return response;
    }
};

}  // namespace kosh::remote::test
