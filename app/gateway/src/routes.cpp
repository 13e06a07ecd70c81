// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "routes.h"

#include "paging.h"

#include <algorithm>

namespace kosh::gateway {
namespace {

using SchemaKind = json::Schema::Kind;

Method methodOf(std::string_view verb) {
    if (verb == "GET") return Method::get;
    if (verb == "PUT") return Method::put;
    if (verb == "DELETE") return Method::del;
    KOSH_ASSERT(verb == "POST");
    return Method::post;
}

std::string_view nextSegment(std::string_view& rest) {
    const auto slash = rest.find('/');
    const auto segment = rest.substr(0, slash);
    rest = slash == rest.npos ? std::string_view() : rest.substr(slash);
    return segment;
}

bool isInteger(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool isDigits = !text.empty() && text.size() <= 19 &&
                          std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return isDigits && (text.size() == 1 || text.front() != '0');
}

bool isNumber(std::string_view text) {
    const auto point = text.find('.');
    if (!isInteger(text.substr(0, point))) return false;
    const auto decimals = point == text.npos ? std::string_view("0") : text.substr(point + 1);
    return !decimals.empty() && decimals.size() <= 19 &&
           std::ranges::all_of(decimals, [](char c) { return c >= '0' && c <= '9'; });
}

/// Text from a URL as JSON of that kind; what does not fit stays text for the decoder to refuse.
Result<> writeValue(json::Writer& writer, std::string_view name, SchemaKind kind,
                    std::string_view text) {
    if ((kind == SchemaKind::integer && isInteger(text)) ||
        (kind == SchemaKind::number && isNumber(text)) ||
        (kind == SchemaKind::boolean && (text == "true" || text == "false"))) {
        writer.raw(text);
        return {};
    }
    if (kind == SchemaKind::object || kind == SchemaKind::map || kind == SchemaKind::array) {
        const auto document = json::Document::parse(text);
        if (!document) {
            return invalidField(std::string(name), "gateway.query",
                                cat("\"", name, "\" takes JSON text: ", document.error().message));
        }
        writer.raw(document->root().serialize());
        return {};
    }
    writer.string(text);
    return {};
}

struct Parameter {
    std::string name, value;
};

Result<std::vector<Parameter>> parametersOf(std::string_view query) {
    std::vector<Parameter> parameters;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto piece = query.substr(0, end);
        query = end == query.npos ? std::string_view() : query.substr(end + 1);
        if (piece.empty()) continue;
        const auto equals = piece.find('=');
        auto name = percentDecoded(piece.substr(0, equals), true);
        auto value = percentDecoded(
            equals == piece.npos ? std::string_view() : piece.substr(equals + 1), true);
        if (!name || !value) {
            const auto field = name.value_or(std::string(piece.substr(0, equals)));
            return invalidField(field, "gateway.query",
                                cat("the parameter \"", field, "\" is not percent-encoded well"));
        }
        parameters.push_back({*std::move(name), *std::move(value)});
    }
    return parameters;
}

Result<> writePath(json::Writer& writer, const Route& route, const Match& match) {
    for (std::size_t i = 0; i < match.valueCount; ++i) {
        const std::string& name = route.pathFields[i];
        const auto value = percentDecoded(match.values[i], false);
        if (!value || value->empty() || *value == "." || *value == "..") {
            return invalidField(name, "gateway.path",
                                cat("\"", name, "\" in the path is no value: ", match.values[i]));
        }
        const auto plan = std::ranges::find(route.fields, name, &FieldPlan::name);
        writer.key(name);
        KOSH_CHECK(writeValue(writer, name, plan->kind, *value));
    }
    return {};
}

Result<> writeQuery(json::Writer& writer, const Route& route, std::string_view query) {
    KOSH_TRY(const auto parameters, parametersOf(query));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& [name, value] = parameters[i];
        const auto same = [&name](const Parameter& other) { return other.name == name; };
        const auto begin = parameters.begin();
        const auto here = begin + static_cast<std::ptrdiff_t>(i);
        const auto plan = std::ranges::find(route.fields, name, &FieldPlan::name);
        const bool isArray = plan != route.fields.end() && plan->kind == SchemaKind::array;
        if (std::any_of(begin, here, same)) {
            if (isArray) continue;
            return invalidField(name, "gateway.duplicate_parameter",
                                cat("the parameter \"", name, "\" may come once"));
        }
        if (std::ranges::find(route.pathFields, name) != route.pathFields.end()) {
            return invalidField(name, "gateway.duplicate_parameter",
                                cat("\"", name, "\" stands in the path already"));
        }
        writer.key(name);
        if (!isArray) {
            KOSH_CHECK(writeValue(
                writer, name, plan == route.fields.end() ? SchemaKind::text : plan->kind, value));
            continue;
        }
        writer.beginArray();
        for (auto one = here; one != parameters.end(); ++one) {
            if (!same(*one)) continue;
            KOSH_CHECK(writeValue(writer, name, plan->element, one->value));
        }
        writer.endArray();
    }
    return {};
}

/// The body with the path's values in it.
Result<std::string> mergedBody(const Route& route, const Match& match, std::string_view body) {
    const auto document = json::Document::parse(body);
    if (!document) {
        auto error = document.error();
        error.details.emplace("field", "body");
        return Failure(std::move(error));
    }
    const auto root = document->root();
    if (root.type() != json::Type::object) {
        return fail(ErrorKind::invalid, "codec.type", "the body has to be a JSON object",
                    {{"field", "body"}});
    }
    for (const auto& name : route.pathFields) {
        if (root.has(name)) {
            return invalidField(
                name, "gateway.path_and_body",
                cat("\"", name, "\" comes from the path; leave it out of the body"));
        }
    }
    std::string text;
    json::Writer writer(text, json::Secrets::revealed);
    writer.beginObject();
    KOSH_CHECK(writePath(writer, route, match));
    for (std::size_t i = 0; i < root.size(); ++i) {
        writer.key(root.keyAt(i));
        writer.raw(root.valueAt(i).serialize());
    }
    writer.endObject();
    return text;
}

}  // namespace

std::string Match::allowed() const {
    std::string text;
    for (std::size_t i = 0; i < byMethod.size(); ++i) {
        if (byMethod[i] == nullptr) continue;
        text += toString(static_cast<Method>(i));
        text += static_cast<Method>(i) == Method::get ? ", HEAD, " : ", ";
    }
    return text + "OPTIONS";
}

Routes::Routes(const std::vector<const ops::OperationType*>& types) {
    for (const auto* type : types) add(*type);
}

void Routes::add(const ops::OperationType& type) {
    const auto request = type.requestSchema();
    auto route =
        std::make_unique<Route>(Route{&type, {}, {}, type.info.verb != "GET", pagingOf(type)});
    for (const auto& member : request.members) {
        const auto element =
            member.schema.element.empty() ? SchemaKind::text : member.schema.element.front().kind;
        route->fields.push_back({member.name, member.schema.kind, element});
    }
    Node* node = &m_root;
    auto rest = type.info.path;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto segment = nextSegment(rest);
        if (segment.starts_with('{')) {
            if (!node->value) node->value = std::make_unique<Node>();
            node = node->value.get();
            route->pathFields.emplace_back(segment.substr(1, segment.size() - 2));
            continue;
        }
        auto found = std::ranges::find(node->literals, segment, [](const auto& entry) {
            return std::string_view(entry.first);
        });
        if (found == node->literals.end()) {
            node->literals.emplace_back(segment, std::make_unique<Node>());
            found = std::prev(node->literals.end());
        }
        node = found->second.get();
    }
    KOSH_ASSERT(route->pathFields.size() <= Match::kMaxValues);
    for (const auto& name : route->pathFields) {
        KOSH_ASSERT(std::ranges::find(route->fields, name, &FieldPlan::name) !=
                    route->fields.end());
    }
    auto& slot = node->byMethod.at(static_cast<std::size_t>(methodOf(type.info.verb)));
    KOSH_ASSERT(slot == nullptr);
    slot = route.get();
    node->isEnd = true;
    m_routes.push_back(std::move(route));
}

bool Routes::walk(const Node& node, std::string_view rest, Match& match) {
    if (rest.empty()) {
        match.byMethod = node.byMethod;
        match.isFound = node.isEnd;
        return node.isEnd;
    }
    rest.remove_prefix(1);
    const auto segment = nextSegment(rest);
    for (const auto& [literal, next] : node.literals) {
        if (literal == segment && walk(*next, rest, match)) return true;
    }
    if (!node.value || match.valueCount == Match::kMaxValues || segment.empty()) return false;
    match.values[match.valueCount++] = segment;
    if (walk(*node.value, rest, match)) return true;
    --match.valueCount;
    return false;
}

Match Routes::match(std::string_view path) const {
    Match match;
    walk(m_root, path, match);
    return match;
}

Result<std::string> requestJson(const Route& route, const Match& match, std::string_view query,
                                std::string_view body) {
    if (route.hasBody) {
        if (!query.empty()) {
            const auto field = std::string(query.substr(0, query.find_first_of("=&")));
            return invalidField(field, "gateway.query",
                                cat("fields of this operation go into the body, not the query"));
        }
        if (match.valueCount == 0) return std::string(body.empty() ? "{}" : body);
        return mergedBody(route, match, body.empty() ? "{}" : body);
    }
    if (!body.empty()) {
        return invalidField("body", "gateway.body", "a read takes its fields from the query");
    }
    if (match.valueCount == 0 && query.empty()) return std::string("{}");
    std::string text;
    json::Writer writer(text);
    writer.beginObject();
    KOSH_CHECK(writePath(writer, route, match));
    KOSH_CHECK(writeQuery(writer, route, query));
    writer.endObject();
    return text;
}

}  // namespace kosh::gateway
