// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "openapi.h"

#include "openapi_schema.h"

#include <kosh/json/json.h>

#include <algorithm>
#include <map>
#include <set>

namespace kosh::gateway {
namespace {

using Schema = json::Schema;

struct ErrorEntry {
    int status;
    std::string_view name, description;
};
constexpr std::array kErrors{
    ErrorEntry{400, "BadRequest", "The request itself is wrong; `field` names where"},
    ErrorEntry{401, "Unauthenticated", "A valid access token or API key is needed"},
    ErrorEntry{403, "Forbidden", "The caller lacks the scope"},
    ErrorEntry{404, "NotFound", "There is no such thing"},
    ErrorEntry{409, "Conflict", "It collides with what is there"},
    ErrorEntry{412, "Precondition", "The state does not allow it now"},
    ErrorEntry{429, "RateLimited", "The allowance is used up; Retry-After says for how long"},
    ErrorEntry{500, "Internal", "A defect of Kosh"},
    ErrorEntry{503, "Unavailable", "Locked, stopping, or a remote does not answer"},
    ErrorEntry{504, "Deadline", "Time ran out"},
};

/// Writes an OpenAPI document piece by piece.
class Description {
public:
    explicit Description(std::string& out) : m_writer(out) {}
    void write(const Routes& routes, std::string_view version);

private:
    void text(std::string_view name, std::string_view value) {
        m_writer.key(name);
        m_writer.string(value);
    }
    void reference(std::string_view name, std::string_view target) {
        m_writer.key(name);
        m_writer.beginObject();
        text("$ref", target);
        m_writer.endObject();
    }
    void operation(const Route& route);
    void parameters(const Route& route, const Schema& request);
    void parameter(const Schema::Member& member, bool isInPath);
    void body(const Route& route, const Schema& request);
    void responses(const Route& route);
    void security(const ops::Info& info);
    void sharedResponses();
    void components(const Routes& routes);
    void problemSchema();
    json::Writer m_writer;
};

std::string operationId(const ops::Info& info) {
    std::string id(info.name);
    std::ranges::replace(id, '.', '_');
    return id;
}

std::string_view tagOf(const ops::Info& info) {
    return info.name.substr(0, info.name.find('.'));
}

Schema withoutPath(const Route& route, Schema request) {
    std::erase_if(request.members, [&route](const Schema::Member& member) {
        return std::ranges::find(route.pathFields, member.name) != route.pathFields.end();
    });
    return request;
}

void Description::parameter(const Schema::Member& member, bool isInPath) {
    m_writer.beginObject();
    text("name", member.name);
    text("in", isInPath ? "path" : "query");
    text("description", member.doc);
    m_writer.key("required");
    m_writer.boolean(isInPath || member.isRequired);
    const bool isStructured =
        member.schema.kind == Schema::Kind::object || member.schema.kind == Schema::Kind::map;
    if (isStructured) {
        m_writer.key("content");
        m_writer.beginObject();
        m_writer.key("application/json");
        m_writer.beginObject();
    }
    m_writer.key("schema");
    writeSchema(m_writer, member.schema);
    m_writer.key("example");
    writeExample(m_writer, member.schema);
    if (isStructured) {
        m_writer.endObject();
        m_writer.endObject();
    }
    m_writer.endObject();
}

void Description::parameters(const Route& route, const Schema& request) {
    m_writer.key("parameters");
    m_writer.beginArray();
    for (const auto& member : request.members) {
        const bool isInPath =
            std::ranges::find(route.pathFields, member.name) != route.pathFields.end();
        if (isInPath || !route.hasBody) parameter(member, isInPath);
    }
    const auto refer = [this](std::string_view name) {
        m_writer.beginObject();
        text("$ref", cat("#/components/parameters/", name));
        m_writer.endObject();
    };
    if (route.type->info.kind == ops::Kind::command) refer("IdempotencyKey");
    if (!route.hasBody) refer("IfNoneMatch");
    if (route.type->info.name == "events.read") refer("LastEventId");
    refer("RequestId");
    refer("Traceparent");
    m_writer.endArray();
}

void Description::body(const Route& route, const Schema& request) {
    const Schema fields = withoutPath(route, request);
    if (!route.hasBody || fields.members.empty()) return;
    m_writer.key("requestBody");
    m_writer.beginObject();
    m_writer.key("required");
    m_writer.boolean(std::ranges::any_of(fields.members, &Schema::Member::isRequired));
    m_writer.key("content");
    m_writer.beginObject();
    m_writer.key("application/json");
    m_writer.beginObject();
    reference("schema", cat("#/components/schemas/", operationId(route.type->info), "_request"));
    m_writer.key("example");
    writeExample(m_writer, fields);
    m_writer.endObject();
    m_writer.endObject();
    m_writer.endObject();
}

void Description::responses(const Route& route) {
    m_writer.key("responses");
    m_writer.beginObject();
    m_writer.key("200");
    m_writer.beginObject();
    text("description", "Done");
    m_writer.key("headers");
    m_writer.beginObject();
    reference("RateLimit-Policy", "#/components/headers/RateLimitPolicy");
    reference("RateLimit", "#/components/headers/RateLimit");
    reference("traceparent", "#/components/headers/Traceparent");
    reference("X-Request-Id", "#/components/headers/RequestId");
    if (!route.hasBody) reference("ETag", "#/components/headers/ETag");
    if (route.paging) reference("Link", "#/components/headers/Link");
    m_writer.endObject();
    m_writer.key("content");
    m_writer.beginObject();
    m_writer.key("application/json");
    m_writer.beginObject();
    reference("schema", cat("#/components/schemas/", operationId(route.type->info), "_response"));
    m_writer.key("example");
    writeExample(m_writer, route.type->responseSchema());
    m_writer.endObject();
    if (route.type->info.name == "events.read") {
        m_writer.key("text/event-stream");
        m_writer.beginObject();
        m_writer.key("schema");
        m_writer.beginObject();
        text("type", "string");
        text("description", "Server-Sent Events; `id` is the position in the log");
        m_writer.endObject();
        m_writer.endObject();
    }
    m_writer.endObject();
    m_writer.endObject();
    if (!route.hasBody) reference("304", "#/components/responses/NotModified");
    for (const auto& error : kErrors) {
        if (error.status == 403 && route.type->info.scope.empty()) continue;
        reference(std::to_string(error.status), cat("#/components/responses/", error.name));
    }
    m_writer.endObject();
}

void Description::security(const ops::Info& info) {
    m_writer.key("security");
    m_writer.beginArray();
    if (!info.scope.empty()) {
        for (const std::string_view scheme : {"bearer", "device"}) {
            m_writer.beginObject();
            m_writer.key(scheme);
            m_writer.beginArray();
            m_writer.string(info.scope);
            m_writer.endArray();
            m_writer.endObject();
        }
    }
    m_writer.endArray();
}

void Description::operation(const Route& route) {
    const auto& info = route.type->info;
    const auto request = route.type->requestSchema();
    m_writer.beginObject();
    text("operationId", operationId(info));
    text("summary", info.summary);
    text("description",
         cat("The ", toString(info.kind), " `", info.name, "`. ",
             info.scope.empty() ? std::string("Anybody may call it.")
                                : cat("Needs the scope `", info.scope, "`."),
             " Costs ", info.cost, info.cost == 1 ? " unit" : " units", " of the allowance."));
    m_writer.key("tags");
    m_writer.beginArray();
    m_writer.string(tagOf(info));
    m_writer.endArray();
    security(info);
    parameters(route, request);
    body(route, request);
    responses(route);
    text("x-kosh-operation", info.name);
    m_writer.key("x-kosh-cost");
    m_writer.integer(info.cost);
    m_writer.endObject();
}

void Description::problemSchema() {
    m_writer.key("Problem");
    m_writer.beginObject();
    text("type", "object");
    text("description", "RFC 9457 problem details");
    m_writer.key("required");
    m_writer.beginArray();
    for (const std::string_view name : {"type", "title", "status", "detail", "key", "kind"}) {
        m_writer.string(name);
    }
    m_writer.endArray();
    m_writer.key("properties");
    m_writer.raw(
        R"({"type":{"type":"string","format":"uri"},"title":{"type":"string"},)"
        R"("status":{"type":"integer"},"detail":{"type":"string","description":"For people"},)"
        R"("key":{"type":"string","description":"Stable: wallet.insufficient_funds"},)"
        R"("kind":{"type":"string","enum":["invalid","unauthenticated","forbidden","not_found",)"
        R"("conflict","precondition","rate_limited","unavailable","deadline","internal"]},)"
        R"("field":{"type":"string","description":"What of the request is wrong"},)"
        R"("details":{"type":"object","additionalProperties":{"type":"string"}},)"
        R"("traceId":{"type":"string"}})");
    m_writer.endObject();
}

void Description::sharedResponses() {
    m_writer.key("responses");
    m_writer.beginObject();
    m_writer.key("NotModified");
    m_writer.raw(R"({"description":"The entity tag is still the same"})");
    for (const auto& error : kErrors) {
        m_writer.key(error.name);
        m_writer.beginObject();
        text("description", error.description);
        if (error.status == 429 || error.status == 503) {
            m_writer.key("headers");
            m_writer.beginObject();
            reference("Retry-After", "#/components/headers/RetryAfter");
            m_writer.endObject();
        }
        m_writer.key("content");
        m_writer.beginObject();
        m_writer.key("application/problem+json");
        m_writer.beginObject();
        reference("schema", "#/components/schemas/Problem");
        m_writer.endObject();
        m_writer.endObject();
        m_writer.endObject();
    }
    m_writer.endObject();
}

void Description::components(const Routes& routes) {
    m_writer.key("components");
    m_writer.beginObject();
    m_writer.key("securitySchemes");
    m_writer.raw(
        R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT or API key"},)"
        R"("device":{"type":"mutualTLS","description":"The certificate of a paired device"}})");
    m_writer.key("parameters");
    m_writer.raw(
        R"({"IdempotencyKey":{"name":"Idempotency-Key","in":"header","required":false,)"
        R"("description":"A repeat under the same key gives the first result",)"
        R"("schema":{"type":"string","minLength":1,"maxLength":255}},)"
        R"("IfNoneMatch":{"name":"If-None-Match","in":"header","required":false,)"
        R"("description":"Answer 304 when the entity tag is still this",)"
        R"("schema":{"type":"string"}},)"
        R"("LastEventId":{"name":"Last-Event-ID","in":"header","required":false,)"
        R"("description":"As text/event-stream: go on after this event",)"
        R"("schema":{"type":"integer","minimum":0}},)"
        R"("RequestId":{"name":"X-Request-Id","in":"header","required":false,)"
        R"("description":"Comes back in the answer","schema":{"type":"string","maxLength":128}},)"
        R"("Traceparent":{"name":"traceparent","in":"header","required":false,)"
        R"("description":"W3C trace context","schema":{"type":"string"}}})");
    m_writer.key("headers");
    m_writer.raw(
        R"({"RateLimitPolicy":{"description":"The allowance by role: q units in w seconds",)"
        R"("schema":{"type":"string"},"example":"\"owner\";q=60000;w=900"},)"
        R"("RateLimit":{"description":"What is left of it: r units for t seconds",)"
        R"("schema":{"type":"string"},"example":"\"owner\";r=59999;t=900"},)"
        R"("Traceparent":{"description":"W3C trace context of the answer",)"
        R"("schema":{"type":"string"}},)"
        R"("RequestId":{"description":"As the request gave it","schema":{"type":"string"}},)"
        R"("RetryAfter":{"description":"Seconds after which to ask again",)"
        R"("schema":{"type":"integer","minimum":1}},)"
        R"("ETag":{"description":"Of the body","schema":{"type":"string"}},)"
        R"("Link":{"description":"rel=next: the next page","schema":{"type":"string"}}})");
    sharedResponses();
    m_writer.key("schemas");
    m_writer.beginObject();
    problemSchema();
    for (const auto& route : routes.all()) {
        const auto id = operationId(route->type->info);
        const auto fields = withoutPath(*route, route->type->requestSchema());
        if (route->hasBody && !fields.members.empty()) {
            m_writer.key(cat(id, "_request"));
            writeSchema(m_writer, fields);
        }
        m_writer.key(cat(id, "_response"));
        writeSchema(m_writer, route->type->responseSchema());
    }
    m_writer.endObject();
    m_writer.endObject();
}

void Description::write(const Routes& routes, std::string_view version) {
    std::map<std::string, std::map<std::string, const Route*>> paths;
    std::set<std::string_view> tags;
    for (const auto& route : routes.all()) {
        std::string verb(route->type->info.verb);
        std::ranges::transform(verb, verb.begin(),
                               [](char c) { return static_cast<char>(c | 0x20); });
        paths[std::string(route->type->info.path)][verb] = route.get();
        tags.insert(tagOf(route->type->info));
    }
    m_writer.beginObject();
    text("openapi", "3.1.0");
    m_writer.key("info");
    m_writer.beginObject();
    text("title", "Kosh");
    text("version", version);
    text("summary", "A finance node that a person owns");
    text("description",
         "Every operation of the node. Errors are RFC 9457 problems with a stable `key`. "
         "`POST /api/v1/rpc` and the WebSocket `/api/v1/ws` take the same operations as JSON-RPC "
         "2.0. Changes: /docs/changes.");
    m_writer.key("license");
    m_writer.raw(R"({"name":"GPL-3.0-or-later","identifier":"GPL-3.0-or-later"})");
    m_writer.endObject();
    m_writer.key("servers");
    m_writer.raw(cat(R"([{"url":")", kApiRoot, R"(","description":"This node"}])"));
    m_writer.key("tags");
    m_writer.beginArray();
    for (const auto tag : tags) {
        m_writer.beginObject();
        text("name", tag);
        text("description", cat("Operations of ", tag));
        m_writer.endObject();
    }
    m_writer.endArray();
    m_writer.key("paths");
    m_writer.beginObject();
    for (const auto& [path, byVerb] : paths) {
        m_writer.key(path);
        m_writer.beginObject();
        for (const auto& [verb, route] : byVerb) {
            m_writer.key(verb);
            operation(*route);
        }
        m_writer.endObject();
    }
    m_writer.endObject();
    components(routes);
    m_writer.endObject();
}

}  // namespace

std::string openApiJson(const Routes& routes, std::string_view programVersion) {
    std::string out;
    Description(out).write(routes, programVersion);
    return out;
}

}  // namespace kosh::gateway
