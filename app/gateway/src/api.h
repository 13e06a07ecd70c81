// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "connection.h"
#include "event_hub.h"
#include "network.h"
#include "rate_limiter.h"
#include "routes.h"

#include <kosh/gateway/http_server.h>
#include <kosh/ops/json_rpc.h>

#include <memory>
#include <string>

namespace kosh::gateway {

/// Who a request comes from, and from where.
struct Caller {
    Address address;
    std::string addressText;
    /// On this machine, without a proxy between, and asking for it by a name of its own.
    bool isNear = false;
    std::optional<auth::Identity> identity;
    /// Of somebody without an identity: the client certificate that was shown.
    std::optional<Hash256> certificate;
    bool has(std::string_view scope) const;
    std::shared_ptr<const ops::Principal> principal() const;
    /// What travels with a call of this caller's.
    ops::Context context(const observe::Trace& trace) const;
};

/// Turns requests into calls of operations and their results into answers.
class Api : public std::enable_shared_from_this<Api> {
public:
    Api(const HttpOptions& options, HttpEnvironment environment, TrustedProxies proxies);

    void handle(Connection& connection);
    /// Ids and headers of a new request.
    void begin(Connection& connection);

    /// The identity behind a bearer credential or else a client certificate; none for neither.
    Result<std::optional<auth::Identity>> identify(std::string_view bearer,
                                                   const std::optional<Hash256>& fingerprint);
    Result<Caller> callerOf(const Connection& connection);
    Caller strangerAt(const Connection& connection) const;
    /// Takes `cost` from the caller's allowance.
    RateLimiter::Verdict charge(const Caller& caller, int cost);
    /// The same for each call of a JSON-RPC request.
    ops::BeforeCall chargeFor(Caller caller);
    bool isVaultOpen() const;

    const HttpOptions& options() const { return m_options; }
    HttpEnvironment& environment() { return m_environment; }
    EventHub& hub() { return m_hub; }
    const std::string& openApi();
    const Routes& routes() const { return m_routes; }
    void sweep(Instant now);
    /// Takes over what may change while requests are answered.
    void change(const HttpOptions& options, TrustedProxies proxies);

private:
    bool checkOrigin(Connection& connection);
    bool admit(Connection& connection, const Caller& caller, int cost);
    void preflight(Connection& connection, const Match& match);
    void handleApi(Connection& connection, std::string_view path);
    void handleRpc(Connection& connection, const Caller& caller);
    bool openStream(Connection& connection, const Caller& caller, std::string_view path);
    void call(Connection& connection, const Caller& caller, const Route& route, const Match& match);
    static asio::awaitable<void> run(std::shared_ptr<Api> api,
                                     std::shared_ptr<Connection> connection, const Route& route,
                                     json::Document request, ops::Context context);
    static void finish(Connection& connection, const Route& route, Result<std::string> result);
    static asio::awaitable<void> runRpc(std::shared_ptr<Api> api,
                                        std::shared_ptr<Connection> connection,
                                        std::string requestText, Caller caller,
                                        ops::Context context);

    HttpOptions m_options;
    HttpEnvironment m_environment;
    TrustedProxies m_proxies;
    Routes m_routes;
    RateLimiter m_limiter;
    EventHub m_hub;
    std::string m_openApi;
    std::string m_window;  ///< ";w=900" and the end of the line.
    observe::Counter& m_limited;
    observe::Counter& m_unauthenticated;
};

/// The credential of an Authorization header or of a WebSocket's subprotocols.
std::string_view bearerOf(const Request& request);

/// What is served beside the API: health, metrics, services, the API's description and its page.
Reply page(Api& api, Connection& connection, const Caller& caller, std::string_view path);
bool isPage(std::string_view path);
/// Asked again and again by who watches over the node, and cheap: takes nothing of an allowance.
bool isProbe(std::string_view path);

}  // namespace kosh::gateway
