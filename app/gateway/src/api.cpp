// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "api.h"

#include "openapi.h"
#include "streams.h"

#include <kosh/base/secret.h>
#include <kosh/observe/current.h>
#include <kosh/ops/json_rpc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <span>

namespace kosh::gateway {
namespace {

constexpr std::size_t kMaxKey = 255;
constexpr std::size_t kMaxRequestId = 128;
constexpr std::string_view kExposed =
    "Access-Control-Expose-Headers: ETag, Link, X-Request-Id, traceparent, Retry-After, "
    "RateLimit, RateLimit-Policy\r\n";

bool isRequestId(std::string_view text) {
    return !text.empty() && text.size() <= kMaxRequestId && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.';
    });
}

bool isJson(std::string_view contentType) {
    const auto type = trimmed(contentType.substr(0, contentType.find(';')));
    return equalsIgnoreCase(type, "application/json");
}

std::string_view hostOf(std::string_view origin) {
    const auto scheme = origin.find("://");
    return scheme == origin.npos ? std::string_view() : origin.substr(scheme + 3);
}

/// A name of this machine itself: a page of elsewhere that made its own name lead here has another.
bool isOwnName(std::string_view host) {
    const auto colon = host.rfind(':');
    const auto name = colon == host.npos || host.ends_with(']') ? host : host.substr(0, colon);
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

void appendHex(std::string& out, std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    auto at = out.size();
    out.resize(at + 2 * bytes.size());
    for (const auto byte : bytes) {
        out[at++] = kDigits[byte >> 4];
        out[at++] = kDigits[byte & 15];
    }
}

/// The two header fields of the IETF's draft-ietf-httpapi-ratelimit-headers-10.
void appendAllowance(std::string& out, std::string_view policy, std::string_view window,
                     const RateLimiter::Verdict& verdict) {
    out += "RateLimit-Policy: \"";
    out += policy;
    out += "\";q=";
    appendNumber(out, verdict.limit);
    out += window;
    out += "RateLimit: \"";
    out += policy;
    out += "\";r=";
    appendNumber(out, verdict.remaining);
    out += ";t=";
    appendNumber(out, verdict.resetSeconds);
    out += "\r\n";
}

Reply answerTo(const Route& route, const Request& request, Result<std::string> result,
               const observe::Trace& trace) {
    if (!result) return problem(result.error(), trace);
    Reply reply;
    reply.body = *std::move(result);
    if (route.type->info.kind != ops::Kind::query || route.hasBody) return reply;
    reply.cacheControl = "private, no-cache";
    const auto tag = entityTag(reply.body);
    reply.headers = cat("ETag: ", tag, "\r\n");
    if (route.paging) {
        if (const auto next = nextPage(route, request, reply.body); !next.empty()) {
            reply.headers += cat("Link: <", next, ">; rel=\"next\"\r\n");
        }
    }
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag)) {
        reply.status = 304;
        reply.body.clear();
    }
    return reply;
}

observe::Current currentOf(const Connection& connection) {
    return {connection.exchange.trace,
            observe::isSampledByCaller(connection.request().traceparent)};
}

}  // namespace

std::string_view bearerOf(const Request& request) {
    constexpr std::string_view kScheme = "bearer ";
    constexpr std::string_view kProtocol = "bearer.";
    /// Nothing that anybody has been given.
    constexpr std::string_view kMalformed = "malformed";
    const auto given = request.authorization;
    if (given.size() > kScheme.size() &&
        equalsIgnoreCase(given.substr(0, kScheme.size()), kScheme)) {
        return trimmed(given.substr(kScheme.size()));
    }
    if (!given.empty()) return kMalformed;
    auto list = request.webSocketProtocol;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto one = trimmed(list.substr(0, comma));
        if (one.starts_with(kProtocol)) return one.substr(kProtocol.size());
        if (comma == list.npos) break;
        list.remove_prefix(comma + 1);
    }
    return {};
}

bool Caller::has(std::string_view scope) const {
    return identity && identity->principal && identity->principal->has(scope);
}

std::shared_ptr<const ops::Principal> Caller::principal() const {
    return identity ? identity->principal : nullptr;
}

ops::Context Caller::context(const observe::Trace& trace) const {
    ops::Context context;
    context.principal = principal();
    context.trace = trace;
    context.address = addressText;
    if (identity) {
        context.session = identity->sessionId;
    } else if (certificate) {
        context.session = auth::certificateSession(*certificate);
    }
    return context;
}

Api::Api(const HttpOptions& options, HttpEnvironment environment, TrustedProxies proxies)
    : m_options(options),
      m_environment(std::move(environment)),
      m_proxies(std::move(proxies)),
      m_routes(m_environment.dispatcher.declared()),
      m_limiter(m_options.rate.window),
      m_hub(m_environment.node, m_environment.executor, m_environment.observer,
            m_environment.vaultOpening),
      m_window(cat(";w=", m_options.rate.window.count(), "\r\n")),
      m_limited(m_environment.observer.metrics.counter("kosh_gateway_rate_limited_total",
                                                       "Requests over their allowance")),
      m_unauthenticated(m_environment.observer.metrics.counter(
          "kosh_gateway_unauthenticated_total", "Requests with a credential that does not hold")) {}

const std::string& Api::openApi() {
    if (m_openApi.empty()) m_openApi = openApiJson(m_routes, m_options.version);
    return m_openApi;
}

bool Api::isVaultOpen() const {
    return m_environment.vaultOpening() != 0;
}

void Api::begin(Connection& connection) {
    auto& exchange = connection.exchange;
    const Request& request = connection.request();
    exchange.startedAt = std::chrono::steady_clock::now();
    exchange.operation = {};
    exchange.parentSpan = {};
    const auto given = request.traceparent.empty()
                           ? Result<observe::Trace>(observe::Trace{})
                           : observe::Trace::fromTraceparent(request.traceparent);
    if (given && given->isSet()) {
        exchange.parentSpan = given->spanId;
        exchange.trace = observe::childOf(*given);
    } else {
        exchange.trace = observe::newTrace();
    }
    auto& headers = exchange.extraHeaders;
    headers = "traceparent: 00-";
    appendHex(headers, exchange.trace.traceId);
    headers += '-';
    appendHex(headers, exchange.trace.spanId);
    headers += "-01\r\n";
    if (request.requestId.data() == nullptr) return;
    headers += "X-Request-Id: ";
    if (isRequestId(request.requestId)) {
        headers += request.requestId;
    } else {
        appendHex(headers, exchange.trace.traceId);
    }
    headers += "\r\n";
}

bool Api::checkOrigin(Connection& connection) {
    const Request& request = connection.request();
    if (request.origin.empty()) return true;
    const bool isListed =
        std::ranges::find(m_options.corsOrigins, request.origin) != m_options.corsOrigins.end();
    if (isListed) {
        connection.exchange.extraHeaders +=
            cat("Access-Control-Allow-Origin: ", request.origin, "\r\nVary: Origin\r\n", kExposed);
        return true;
    }
    if (hostOf(request.origin) == request.host) return true;
    const bool isRead = request.method == Method::get || request.method == Method::head;
    if (isRead && request.upgrade.empty()) return true;  // Without the header no page may see it.
    connection.answer(problem(403, "gateway.origin",
                              cat("pages of ", request.origin, " may not use this node"),
                              connection.exchange.trace));
    return false;
}

Result<std::optional<auth::Identity>> Api::identify(std::string_view bearer,
                                                    const std::optional<Hash256>& fingerprint) {
    if (bearer.empty() && !fingerprint) return std::nullopt;
    const auto& token = m_options.developmentToken;
    if (!token.empty() && equalConstantTime(asBytes(token), asBytes(bearer))) {
        return auth::Identity{ops::ownerPrincipal(), "owner", "development", std::nullopt};
    }
    auto* const authenticator = m_environment.authenticator;
    if (authenticator == nullptr) {
        return fail(ErrorKind::unauthenticated, "auth.token", "nobody can sign in to this node");
    }
    auto identity = bearer.empty() ? authenticator->authenticateDevice(*fingerprint)
                                   : authenticator->authenticate(bearer);
    if (!identity) return Failure(std::move(identity).error());
    return std::optional(*std::move(identity));
}

Caller Api::strangerAt(const Connection& connection) const {
    const Request& request = connection.request();
    Caller caller;
    caller.address = m_proxies.clientOf(connection.peer(), request.forwardedFor);
    caller.addressText =
        caller.address == connection.peer() ? connection.peerText() : caller.address.to_string();
    caller.isNear =
        connection.peer().is_loopback() && request.forwardedFor.empty() && isOwnName(request.host);
    // Behind another credential a certificate says nothing about who asks.
    if (bearerOf(request).empty()) caller.certificate = connection.fingerprint();
    return caller;
}

Result<Caller> Api::callerOf(const Connection& connection) {
    const Request& request = connection.request();
    Caller caller = strangerAt(connection);
    auto identity = identify(bearerOf(request), connection.fingerprint());
    if (!identity) {
        m_unauthenticated.add();
        // Guessing uses up what the address may do without a credential.
        if (!charge(caller, 1).isAllowed) {
            return fail(ErrorKind::rate_limited, "gateway.rate_limited",
                        "too many requests from this address; try again later");
        }
        return Failure(std::move(identity).error());
    }
    caller.identity = *std::move(identity);
    return caller;
}

RateLimiter::Verdict Api::charge(const Caller& caller, int cost) {
    const auto now = coarseNow();
    const auto units = static_cast<std::uint32_t>(std::max(cost, 0));
    if (!caller.identity || !caller.identity->principal) {
        return m_limiter.charge(limiterKey(caller.address), m_options.rate.anonymous, units, now);
    }
    const auto byRole = m_options.rate.byRole.find(caller.identity->role);
    const auto limit =
        byRole == m_options.rate.byRole.end() ? m_options.rate.anonymous : byRole->second;
    return m_limiter.charge(caller.identity->principal->subject, limit, units, now);
}

ops::BeforeCall Api::chargeFor(Caller caller) {
    return [api = shared_from_this(),
            caller = std::move(caller)](const ops::OperationType* type) -> Result<> {
        if (api->charge(caller, type == nullptr ? 1 : type->info.cost).isAllowed) return {};
        api->m_limited.add();
        return fail(ErrorKind::rate_limited, "gateway.rate_limited", "the allowance is used up");
    };
}

bool Api::admit(Connection& connection, const Caller& caller, int cost) {
    const auto verdict = charge(caller, cost);
    auto& headers = connection.exchange.extraHeaders;
    const bool isKnown = caller.identity && caller.identity->principal;
    appendAllowance(headers, isKnown ? std::string_view(caller.identity->role) : "anonymous",
                    m_window, verdict);
    if (verdict.isAllowed) return true;
    m_limited.add();
    headers += cat("Retry-After: ", verdict.resetSeconds, "\r\n");
    connection.answer(problem(429, "gateway.rate_limited",
                              cat("the allowance of ", verdict.limit, " units is used up for ",
                                  verdict.resetSeconds, " s"),
                              connection.exchange.trace));
    return false;
}

void Api::preflight(Connection& connection, const Match& match) {
    Reply reply;
    reply.status = 204;
    const auto allowed = match.allowed();
    reply.headers = cat("Allow: ", allowed, "\r\n");
    const Request& request = connection.request();
    const bool isListed =
        std::ranges::find(m_options.corsOrigins, request.origin) != m_options.corsOrigins.end();
    if (isListed && !request.corsMethod.empty()) {
        reply.headers += cat("Access-Control-Allow-Methods: ", allowed,
                             "\r\nAccess-Control-Allow-Headers: Authorization, Content-Type, "
                             "Idempotency-Key, If-None-Match, Last-Event-ID, X-Request-Id, "
                             "traceparent\r\nAccess-Control-Max-Age: 600\r\n");
    }
    connection.answer(std::move(reply));
}

void Api::handle(Connection& connection) {
    begin(connection);
    const Request& request = connection.request();
    const bool isPreflight = request.method == Method::options;
    if (!checkOrigin(connection)) return;
    if (request.path.starts_with(kApiRoot)) {
        const auto path = request.path.substr(kApiRoot.size());
        if (path.starts_with('/')) return handleApi(connection, path);
    }
    if (isPreflight || !isPage(request.path)) {
        if (isPreflight) return preflight(connection, {});
        return connection.answer(problem(404, "gateway.unknown_path",
                                         cat("there is nothing at this path; the API is at ",
                                             kApiRoot, ", its description at /openapi.json"),
                                         connection.exchange.trace));
    }
    if (request.method != Method::get && request.method != Method::head) {
        connection.exchange.extraHeaders += "Allow: GET, HEAD, OPTIONS\r\n";
        return connection.answer(problem(405, "gateway.method", "this page can only be read",
                                         connection.exchange.trace));
    }
    // Health is told to everybody, whatever they show and however often.
    const auto caller = callerOf(connection).value_or(strangerAt(connection));
    if (!isProbe(request.path) && !admit(connection, caller, 1)) return;
    connection.answer(page(*this, connection, caller, request.path));
}

void Api::handleApi(Connection& connection, std::string_view path) {
    const Request& request = connection.request();
    const auto& trace = connection.exchange.trace;
    const bool isRpc = path == "/rpc";
    const bool isSocket = path == "/ws";
    const Match match = m_routes.match(path);
    if (!match.isFound && !isRpc && !isSocket) {
        return connection.answer(problem(404, "gateway.unknown_path",
                                         "there is no operation at this path; /openapi.json "
                                         "lists them",
                                         trace));
    }
    if (request.method == Method::options) return preflight(connection, match);
    const auto method = request.method == Method::head ? Method::get : request.method;
    const Route* const route = match.byMethod.at(static_cast<std::size_t>(method));
    auto caller = callerOf(connection);
    // A device asks to be paired with a certificate that nobody knows yet.
    const bool isForAnybody = route != nullptr && route->type->info.scope.empty();
    if (!caller && isForAnybody && caller.error().kind == ErrorKind::unauthenticated) {
        caller = strangerAt(connection);
    }
    if (!caller) return connection.answer(problem(caller.error(), trace));
    if (isRpc) return handleRpc(connection, *caller);
    if (openStream(connection, *caller, path)) return;
    if (route == nullptr) {
        connection.exchange.extraHeaders += cat("Allow: ", match.allowed(), "\r\n");
        return connection.answer(
            problem(405, "gateway.method", cat("this path takes ", match.allowed()), trace));
    }
    if (!admit(connection, *caller, route->type->info.cost)) return;
    call(connection, *caller, *route, match);
}

bool Api::openStream(Connection& connection, const Caller& caller, std::string_view path) {
    const Request& request = connection.request();
    const bool isSocket = path == "/ws";
    const bool isEvents = path == "/events" && request.method == Method::get &&
                          request.accept.find("text/event-stream") != std::string_view::npos;
    if (!isSocket && !isEvents) return false;
    if (!admit(connection, caller, 1)) return true;
    if (isSocket) {
        openWebSocket(*this, connection, caller);
    } else {
        openEventStream(*this, connection, caller);
    }
    return true;
}

void Api::call(Connection& connection, const Caller& caller, const Route& route,
               const Match& match) {
    const Request& request = connection.request();
    const auto& trace = connection.exchange.trace;
    connection.exchange.operation = route.type->info.name;
    if (!connection.body().empty() && !isJson(request.contentType)) {
        return connection.answer(
            problem(415, "gateway.content_type", "a body has to be application/json", trace));
    }
    const bool isKeyGiven = request.idempotencyKey.data() != nullptr;
    if (isKeyGiven && (request.idempotencyKey.empty() || request.idempotencyKey.size() > kMaxKey)) {
        return connection.answer(problem(invalidField("Idempotency-Key", "gateway.idempotency_key",
                                                      "an idempotency key has 1 to 255 characters")
                                             .error(),
                                         trace));
    }
    auto text = requestJson(route, match, request.query, connection.body());
    if (!text) return connection.answer(problem(text.error(), trace));
    auto document = json::Document::parse(*text);
    wipe(text->data(), text->size());
    if (!document) {
        auto error = document.error();
        error.details.emplace("field", "body");
        return connection.answer(problem(error, trace));
    }
    auto context = caller.context(trace);
    context.idempotencyKey = std::string(request.idempotencyKey);
    observe::setCurrent(currentOf(connection));
    // Revealed: the way is this machine's or encrypted, and the caller has been authorised.
    auto now = m_environment.dispatcher.answerNow(*route.type, document->root(), context,
                                                  json::Secrets::revealed);
    const bool isAnswered = now.has_value();
    if (isAnswered) finish(connection, route, *std::move(now));
    observe::setCurrent({});
    if (isAnswered) return;
    asio::co_spawn(m_environment.executor,
                   run(shared_from_this(), connection.shared_from_this(), route,
                       *std::move(document), std::move(context)),
                   asio::detached);
}

asio::awaitable<void> Api::run(std::shared_ptr<Api> api, std::shared_ptr<Connection> connection,
                               const Route& route, json::Document request, ops::Context context) {
    observe::setCurrent(currentOf(*connection));
    auto result = co_await api->m_environment.dispatcher.dispatchValue(
        std::string(route.type->info.name), request.root(), std::move(context),
        json::Secrets::revealed);
    finish(*connection, route, std::move(result));
    observe::setCurrent({});
}

void Api::finish(Connection& connection, const Route& route, Result<std::string> result) {
    if (!result && result.error().key == "codec.type") {
        // What is wrong with no field in it is wrong with the whole.
        result.error().details.try_emplace("field", "body");
    }
    connection.answer(
        answerTo(route, connection.request(), std::move(result), connection.exchange.trace));
}

void Api::handleRpc(Connection& connection, const Caller& caller) {
    const auto& trace = connection.exchange.trace;
    if (connection.request().method != Method::post) {
        connection.exchange.extraHeaders += "Allow: POST, OPTIONS\r\n";
        return connection.answer(
            problem(405, "gateway.method", "JSON-RPC calls are posted", trace));
    }
    if (!isJson(connection.request().contentType)) {
        return connection.answer(
            problem(415, "gateway.content_type", "a body has to be application/json", trace));
    }
    if (!admit(connection, caller, 0)) return;
    asio::co_spawn(m_environment.executor,
                   runRpc(shared_from_this(), connection.shared_from_this(),
                          std::string(connection.body()), caller, caller.context(trace)),
                   asio::detached);
}

asio::awaitable<void> Api::runRpc(std::shared_ptr<Api> api, std::shared_ptr<Connection> connection,
                                  std::string requestText, Caller caller, ops::Context context) {
    observe::setCurrent(
        {context.trace, observe::isSampledByCaller(connection->request().traceparent)});
    Reply reply;
    reply.body = co_await ops::handleJsonRpc(api->m_environment.dispatcher, std::move(requestText),
                                             std::move(context), json::Secrets::revealed,
                                             api->chargeFor(std::move(caller)));
    if (reply.body.empty()) reply.status = 204;
    connection->answer(std::move(reply));
    observe::setCurrent({});
}

void Api::change(const HttpOptions& options, TrustedProxies proxies) {
    m_options.corsOrigins = options.corsOrigins;
    m_options.rate.anonymous = options.rate.anonymous;
    m_options.rate.byRole = options.rate.byRole;
    m_proxies = std::move(proxies);
}

void Api::sweep(Instant now) {
    m_limiter.sweep(now);
}

}  // namespace kosh::gateway
