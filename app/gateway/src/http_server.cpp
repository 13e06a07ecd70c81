// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/gateway/http_server.h"

#include "api.h"
#include "connection.h"
#include "tls.h"

#include <kosh/observe/current.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <list>

namespace kosh::gateway {
namespace {

constexpr auto kDrainTimeout = std::chrono::seconds(5);
constexpr auto kTick = std::chrono::milliseconds(500);
constexpr int kAcceptTogether = 64;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
/// Spans: every failure and slow request, what is part of a sampled trace, of others one in this
/// many.
constexpr std::uint32_t kSpanEvery = 64;
constexpr auto kSlow = std::chrono::milliseconds(10);

/// Within a machine there is no link to fill, and a congestion control that spaces packets out
/// (BBR) only makes answers late. Connections have it from the socket they came in by.
void withoutPacing(int socket) {
    constexpr std::string_view kControl = "reno";  // In every kernel, allowed to everybody.
    // Without it answers come as the machine's own choice lets them.
    static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, kControl.data(),
                                   static_cast<socklen_t>(kControl.size())));
}

Result<asio::ip::address> addressOf(const HttpOptions& options) {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(options.address, failed);
    if (!failed) return address;
    return invalidField("gateway.listen", "gateway.option",
                        cat("gateway.listen takes an address such as 127.0.0.1 or [::1], not \"",
                            options.address, "\""));
}

Result<> checkOrigins(const std::vector<std::string>& origins) {
    for (const auto& origin : origins) {
        const bool isOrigin = (origin.starts_with("https://") || origin.starts_with("http://")) &&
                              origin.size() > origin.find("://") + 3 &&
                              origin.find('/', origin.find("://") + 3) == origin.npos;
        if (!isOrigin) {
            return invalidField(
                "gateway.cors-origins", "gateway.option",
                cat("gateway.cors-origins takes https://HOST, without a path, not ", origin));
        }
    }
    return {};
}

}  // namespace

Result<> check(const HttpOptions& options) {
    KOSH_TRY(const auto address, addressOf(options));
    KOSH_CHECK(TrustedProxies::parse(options.trustedProxies));
    KOSH_CHECK(checkOrigins(options.corsOrigins));
    if (!address.is_loopback() && !options.tls) {
        return fail(ErrorKind::precondition, "gateway.tls_required",
                    cat("others can reach ", options.address,
                        ": a certificate is needed (gateway.tls-names makes one), or an address of "
                        "this machine only"),
                    {{"field", "gateway.listen"}});
    }
    if (!options.developmentToken.empty() && !address.is_loopback()) {
        return fail(ErrorKind::precondition, "gateway.development_token",
                    "a development token is for 127.0.0.1 and ::1 only",
                    {{"field", "gateway.development-token"}});
    }
    if (options.tls && !options.tls->certificateFile.empty()) {
        KOSH_CHECK(TlsContext::create(*options.tls));
    }
    return {};
}

struct HttpServer::State final : Host, std::enable_shared_from_this<State> {
    State(HttpOptions o, HttpEnvironment e)
        : options(std::move(o)),
          environment(std::move(e)),
          timer(environment.executor),
          acceptor(environment.executor),
          sockets(std::make_shared<Poller>(environment.executor)),
          ended_(environment.executor),
          open(environment.observer.metrics.gauge("kosh_gateway_connections", "Open connections")),
          refusedCount(environment.observer.metrics.counter("kosh_gateway_refused_total",
                                                            "Requests refused by their form")),
          latency(environment.observer.metrics.histogram("kosh_gateway_request_seconds",
                                                         "Time from request to answer")) {
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            statuses[i] = &environment.observer.metrics.counter(
                "kosh_gateway_requests_total", "Requests by the class of their status",
                {{"code", cat(i + 1, "xx")}});
        }
    }

    const ConnectionLimits& limits() const override { return connectionLimits; }
    void handle(Connection& connection) override { api->handle(connection); }
    Reply refused(Connection& connection, const Refusal& refusal) override;
    void answered(Connection& connection, int status) override;
    void ended(Connection& connection) override;
    void used(Connection& connection) override {
        connections.splice(connections.end(), connections, connection.place);
    }
    std::string_view dateLine() override { return date; }
    Poller& poller() override { return *sockets; }

    Result<> prepare();
    Result<> listen();
    void announce();
    void accept();
    bool acceptWaiting();
    void admit(int socket, const asio::ip::address& peer);
    void tick();
    void updateDate() { date = cat("Date: ", httpDate(environment.clock.now()), "\r\n"); }
    bool isPublic() const;

    HttpOptions options;
    HttpEnvironment environment;
    ConnectionLimits connectionLimits;
    std::shared_ptr<Api> api;
    std::optional<TlsContext> tls;
    asio::basic_waitable_timer<std::chrono::steady_clock> timer;
    Tcp::acceptor acceptor;
    Tcp::endpoint endpoint;
    std::uint16_t port = 0;
    std::shared_ptr<Poller> sockets;
    std::list<std::shared_ptr<Connection>> connections;  ///< The longest unused first.
    /// Until nobody can be in the midst of a call of theirs.
    std::vector<std::shared_ptr<Connection>> gone;
    bool isStopping = false;
    std::string date;
    async::Notifier ended_;
    std::uint32_t sinceSpan = 0;
    std::uint32_t ticks = 0;
    observe::Gauge& open;
    observe::Counter& refusedCount;
    observe::Histogram& latency;
    std::array<observe::Counter*, 5> statuses{};
};

Reply HttpServer::State::refused(Connection& connection, const Refusal& refusal) {
    refusedCount.add();
    connection.exchange.trace = observe::newTrace();
    connection.exchange.startedAt = std::chrono::steady_clock::now();
    connection.exchange.operation = {};
    connection.exchange.extraHeaders =
        cat("X-Request-Id: ", connection.exchange.trace.traceIdHex(), "\r\n");
    return problem(refusal.status, refusal.key, std::string(refusal.reason),
                   connection.exchange.trace);
}

void HttpServer::State::answered(Connection& connection, int status) {
    const auto& exchange = connection.exchange;
    const auto took = std::chrono::steady_clock::now() - exchange.startedAt;
    statuses.at(static_cast<std::size_t>(status / 100 - 1))->add();
    latency.observe(took);
    // An operation decides for the whole trace, its caller before it.
    const bool isDue = exchange.operation.empty() && ++sinceSpan >= kSpanEvery;
    const bool isSampled = isDue || observe::current().samples(exchange.trace);
    if (!isSampled && status < 500 && took < kSlow) return;
    if (isDue) sinceSpan = 0;
    const auto* const type = environment.dispatcher.find(exchange.operation);
    const auto route = type == nullptr ? std::string("-") : cat(kApiRoot, type->info.path);
    const auto duration = std::chrono::duration_cast<Duration>(took);
    environment.observer.tracer.record(
        {exchange.trace, exchange.parentSpan,
         cat("http ", toString(connection.request().method), ' ', route, ' ', status),
         environment.clock.now() - duration, duration,
         status < 400 ? std::string() : cat("http.", status)});
}

void HttpServer::State::ended(Connection& connection) {
    if (gone.empty()) {
        asio::post(environment.executor, [self = shared_from_this()] { self->gone.clear(); });
    }
    gone.push_back(std::move(*connection.place));
    connections.erase(connection.place);
    open.add(-1);
    ended_.notifyAll();
}

bool HttpServer::State::isPublic() const {
    return !endpoint.address().is_loopback();
}

Result<> HttpServer::State::prepare() {
    KOSH_CHECK(check(options));
    KOSH_TRY(const auto address, addressOf(options));
    endpoint = Tcp::endpoint(address, options.port);
    KOSH_TRY(auto proxies, TrustedProxies::parse(options.trustedProxies));
    if (options.tls) {
        KOSH_TRY(tls, TlsContext::create(*options.tls));
    }
    api = std::make_shared<Api>(options, environment, std::move(proxies));
    return {};
}

Result<> HttpServer::State::listen() {
    boost::system::error_code failed;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(Tcp::acceptor::reuse_address(true), failed);
    if (!isPublic()) withoutPacing(acceptor.native_handle());
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(4096, failed);
    if (!failed) acceptor.non_blocking(true, failed);
    if (!failed && !sockets->open()) failed = asio::error::no_descriptors;
    if (failed) {
        const auto reason = failed.message();
        acceptor.close(failed);
        return fail(
            ErrorKind::unavailable, "gateway.listen",
            cat("cannot listen on ", options.address, " port ", options.port, ": ", reason));
    }
    port = acceptor.local_endpoint(failed).port();
    environment.observer.log.info("gateway", "listening",
                                  {{"address", options.address},
                                   {"port", std::to_string(port)},
                                   {"tls", tls ? "yes" : "no"}});
    announce();
    accept();
    return {};
}

/// Tells where devices come in, so that invitations can say it.
void HttpServer::State::announce() {
    if (!tls || !options.tls->asksForCertificate || environment.authenticator == nullptr) return;
    const auto hosts = options.names.empty() ? reachableHosts(endpoint.address()) : options.names;
    auth::WaysIn ways{{}, tls->fingerprint()};
    for (const auto& host : hosts) ways.addresses.push_back(hostAndPort(host, port));
    environment.authenticator->announce(std::move(ways));
}

void HttpServer::State::accept() {
    acceptor.async_wait(Tcp::acceptor::wait_read, [self = shared_from_this()](const auto& failed) {
        if (self->isStopping || failed == asio::error::operation_aborted) return;
        if (!failed && self->acceptWaiting()) return self->accept();
        self->environment.observer.log.warning("gateway", "accept failed",
                                               {{"reason", std::strerror(errno)}});
        // Out of descriptors: the next attempt would fail at once.
        auto pause = std::make_shared<asio::steady_timer>(self->environment.executor, kAcceptPause);
        pause->async_wait([self, pause](const auto&) {
            if (!self->isStopping) self->accept();
        });
    });
}

bool HttpServer::State::acceptWaiting() {
    for (int i = 0; i < kAcceptTogether; ++i) {
        Tcp::endpoint peer;
        auto size = static_cast<socklen_t>(peer.capacity());
        const int socket =
            ::accept4(acceptor.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) {
            // What one client did to its own attempt says nothing of the next.
            return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED || errno == EPROTO;
        }
        peer.resize(size);
        admit(socket, peer.address());
    }
    return true;
}

void HttpServer::State::admit(int socket, const asio::ip::address& peer) {
    if (connections.size() >= options.maxConnections) {
        const auto idle =
            std::ranges::find_if(connections, &Connection::isIdle,
                                 [](const auto& one) -> const Connection& { return *one; });
        // Nobody idle: the newcomer waits for better times.
        if (idle == connections.end()) {
            ::close(socket);
            return;
        }
        const auto oldest = *idle;
        oldest->close();
    }
    TlsSession session = tls ? tls->session(socket) : nullptr;
    auto connection = std::make_shared<Connection>(*this, socket, peer, std::move(session));
    if (!connection->start()) return;
    connection->place = connections.insert(connections.end(), connection);
    open.add(1);
}

void HttpServer::State::tick() {
    timer.expires_after(kTick);
    timer.async_wait([self = shared_from_this()](const auto& failed) {
        if (failed || self->isStopping) return;
        const auto now = std::chrono::steady_clock::now();
        self->updateDate();
        for (auto next = self->connections.begin(); next != self->connections.end();) {
            const auto connection = *next++;
            connection->tick(now);
        }
        self->api->hub().tick();
        if (++self->ticks % 120 == 0) self->api->sweep(now);
        if (self->tls) {
            if (const auto reloaded = self->tls->reload(); !reloaded) {
                self->environment.observer.log.error("gateway", "the new certificate is not used",
                                                     {{"reason", reloaded.error().message}});
            } else if (*reloaded) {
                self->environment.observer.log.info("gateway", "certificate read again", {});
                self->announce();
            }
        }
        const auto* const authenticator = self->environment.authenticator;
        const bool hasOwner = authenticator != nullptr && authenticator->hasOwner();
        if (self->port == 0 && hasOwner) {
            if (const auto bound = self->listen(); !bound) {
                self->environment.observer.log.error("gateway", "cannot listen",
                                                     {{"reason", bound.error().message}});
            }
        }
        self->tick();
    });
}

HttpServer::HttpServer(HttpOptions options, HttpEnvironment environment)
    : m_state(std::make_shared<State>(std::move(options), std::move(environment))) {}

HttpServer::~HttpServer() = default;

Task<> HttpServer::start() {
    KOSH_CO_CHECK(m_state->prepare());
    m_state->updateDate();
    const auto* const authenticator = m_state->environment.authenticator;
    if (m_state->isPublic() && (authenticator == nullptr || !authenticator->hasOwner())) {
        m_state->environment.observer.log.warning("gateway",
                                                  "waiting for an owner, or for the vault to be "
                                                  "unlocked, before others can reach this node",
                                                  {{"address", m_state->options.address}});
    } else {
        KOSH_CO_CHECK(m_state->listen());
    }
    m_state->tick();
    co_return ok();
}

Result<> HttpServer::change(const HttpOptions& options) {
    if (!m_state->api) return {};
    KOSH_TRY(auto proxies, TrustedProxies::parse(options.trustedProxies));
    KOSH_CHECK(checkOrigins(options.corsOrigins));
    m_state->api->change(options, std::move(proxies));
    return {};
}

Task<> HttpServer::stop() {
    const auto state = m_state;
    state->isStopping = true;
    boost::system::error_code ignored;
    state->acceptor.close(ignored);
    state->timer.cancel();
    for (auto next = state->connections.begin(); next != state->connections.end();) {
        const auto connection = *next++;
        connection->finish();
    }
    const auto end = std::chrono::steady_clock::now() + kDrainTimeout;
    while (!state->connections.empty() && std::chrono::steady_clock::now() < end) {
        static_cast<void>(co_await state->ended_.wait(std::chrono::milliseconds(200)));
    }
    while (!state->connections.empty()) {
        const auto connection = state->connections.front();
        connection->close();
    }
    state->sockets->close();
    co_return ok();
}

std::uint16_t HttpServer::port() const {
    return m_state->port;
}

}  // namespace kosh::gateway
