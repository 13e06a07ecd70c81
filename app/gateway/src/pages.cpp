// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "api.h"

#include <kosh/json/json.h>
#include <kosh/observe/exposition.h>

#include <algorithm>

#include "console_page.h"
#include "console_script.h"
#include "console_style.h"
#include "docs_changes.h"
#include "docs_page.h"
#include "docs_script.h"
#include "docs_style.h"

namespace kosh::gateway {
namespace {

constexpr std::string_view kObserve = "system:read";

/// Who may see how the node is doing in detail.
bool maySeeInside(const Caller& caller) {
    return caller.isNear || caller.has(kObserve);
}

Reply refusal(const Caller& caller, const observe::Trace& trace) {
    if (caller.identity) {
        return problem({ErrorKind::forbidden,
                        "ops.forbidden",
                        cat("this needs the scope ", kObserve),
                        {{"scope", std::string(kObserve)}}},
                       trace);
    }
    return problem(
        {ErrorKind::unauthenticated, "ops.unauthenticated", "this needs somebody who is signed in"},
        trace);
}

Reply health(Api& api, const Caller& caller) {
    auto& health = api.environment().observer.health;
    const auto overall = health.overall();
    Reply reply;
    reply.status = overall == observe::HealthState::failed ? 503 : 200;
    json::Writer writer(reply.body);
    writer.beginObject();
    const auto member = [&writer](std::string_view name, std::string_view value) {
        writer.key(name);
        writer.string(value);
    };
    member("status", toString(overall));
    member("vault", api.isVaultOpen() ? "open" : "locked");
    if (maySeeInside(caller)) {
        member("version", api.options().version);
        member("at", api.environment().clock.now().toString());
        writer.key("parts");
        writer.beginArray();
        for (const auto& entry : health.entries()) {
            writer.beginObject();
            member("name", entry.name);
            member("state", toString(entry.state));
            if (!entry.reason.empty()) member("reason", entry.reason);
            member("since", entry.since.toString());
            writer.endObject();
        }
        writer.endArray();
    }
    writer.endObject();
    return reply;
}

Reply services(Api& api) {
    Reply reply;
    json::Writer writer(reply.body);
    writer.beginObject();
    writer.key("services");
    writer.beginArray();
    for (const auto& service : api.environment().services()) {
        writer.beginObject();
        writer.key("name");
        writer.string(service.name);
        writer.key("version");
        writer.string(api.options().version);
        writer.key("state");
        writer.string(service.state);
        writer.key("dependencies");
        writer.beginArray();
        for (const auto& dependency : service.dependencies) writer.string(dependency);
        writer.endArray();
        writer.endObject();
    }
    writer.endArray();
    writer.endObject();
    return reply;
}

Reply fixed(std::string_view contentType, std::string_view text) {
    Reply reply;
    reply.contentType = contentType;
    reply.cacheControl = "no-cache";
    reply.body = text;
    return reply;
}

/// The same for what a browser asks for again: unchanged, it is not sent twice.
Reply tagged(Reply reply, const Request& request) {
    const auto tag = entityTag(reply.body);
    reply.headers = cat("ETag: ", tag, "\r\n");
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag)) {
        reply.status = 304;
        reply.body.clear();
    }
    return reply;
}

/// What is the same for everybody.
struct Asset {
    std::string_view path, contentType, text;
};
constexpr std::string_view kHtml = "text/html; charset=utf-8", kCss = "text/css; charset=utf-8",
                           kScript = "text/javascript; charset=utf-8",
                           kText = "text/plain; charset=utf-8";
constexpr std::array kAssets{Asset{"/docs", kHtml, kDocsPage},
                             Asset{"/docs/script.js", kScript, kDocsScript},
                             Asset{"/docs/style.css", kCss, kDocsStyle},
                             Asset{"/docs/changes", kText, kDocsChanges},
                             Asset{"/console", kHtml, kConsolePage},
                             Asset{"/console/script.js", kScript, kConsoleScript},
                             Asset{"/console/style.css", kCss, kConsoleStyle}};

constexpr std::array<std::string_view, 4> kProbes{"/health", "/livez", "/readyz", "/metrics"};
constexpr std::array<std::string_view, 2> kPages{"/api/services", "/openapi.json"};

}  // namespace

bool isProbe(std::string_view path) {
    return std::ranges::find(kProbes, path) != kProbes.end();
}

bool isPage(std::string_view path) {
    return isProbe(path) || std::ranges::find(kPages, path) != kPages.end() ||
           std::ranges::find(kAssets, path, &Asset::path) != kAssets.end();
}

Reply page(Api& api, Connection& connection, const Caller& caller, std::string_view path) {
    const Request& request = connection.request();
    const auto& trace = connection.exchange.trace;
    if (path == "/health") return health(api, caller);
    if (path == "/livez") return fixed(kText, "alive\n");
    if (path == "/readyz") {
        if (api.isVaultOpen()) return fixed(kText, "ready\n");
        return problem({ErrorKind::precondition, "vault.locked", "the vault is locked"}, trace);
    }
    if (path == "/openapi.json") return tagged(fixed("application/json", api.openApi()), request);
    if (const auto asset = std::ranges::find(kAssets, path, &Asset::path); asset != kAssets.end()) {
        return tagged(fixed(asset->contentType, asset->text), request);
    }
    if (!maySeeInside(caller)) return refusal(caller, trace);
    if (path == "/api/services") return services(api);
    const auto& observer = api.environment().observer;
    return fixed("text/plain; version=0.0.4; charset=utf-8",
                 observe::exposition(observer.metrics, observer.health, api.options().version));
}

}  // namespace kosh::gateway
