// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "paging.h"

#include <algorithm>
#include <charconv>

namespace kosh::gateway {
namespace {

const json::Schema::Member* memberOf(const json::Schema& schema, std::string_view name) {
    const auto found = std::ranges::find(schema.members, name, &json::Schema::Member::name);
    return found == schema.members.end() ? nullptr : &*found;
}

/// What the operation takes as `limit` when nothing is said.
std::int64_t defaultLimit(const ops::OperationType& type) {
    const auto request = type.makeRequest();
    std::string text;
    json::Writer writer(text);
    type.encodeRequest(request.get(), writer);
    std::int64_t limit = 0;
    if (const auto document = json::Document::parse(text)) {
        document->root().find("limit").toInt64(limit);
    }
    return limit;
}

/// The items' field that a field of the request goes by: a position or an instant.
std::string itemFieldOf(const json::Schema& item, json::Schema::Kind kind) {
    for (const std::string_view name : {"number", "sequence", "at", "createdAt", "startedAt"}) {
        const auto* const member = memberOf(item, name);
        if (member != nullptr && member->schema.kind == kind) return std::string(name);
    }
    return {};
}

std::int64_t limitOf(const Route& route, std::string_view query) {
    std::int64_t limit = route.paging->limit;
    for (std::size_t at = 0; at < query.size();) {
        const auto end = std::min(query.find('&', at), query.size());
        const auto piece = query.substr(at, end - at);
        if (piece.starts_with("limit=")) {
            std::from_chars(piece.data() + 6, piece.data() + piece.size(), limit);
        }
        at = end + 1;
    }
    return limit;
}

/// The query with `field` set to `value`.
std::string withField(std::string_view query, std::string_view field, std::string_view value) {
    std::string out;
    for (std::size_t at = 0; at < query.size();) {
        const auto end = std::min(query.find('&', at), query.size());
        const auto piece = query.substr(at, end - at);
        const bool isField = piece.substr(0, piece.find('=')) == field;
        if (!isField && !piece.empty()) out += cat(out.empty() ? "" : "&", piece);
        at = end + 1;
    }
    return cat(out, out.empty() ? "" : "&", field, "=", value);
}

}  // namespace

std::optional<Paging> pagingOf(const ops::OperationType& type) {
    const auto request = type.requestSchema();
    const auto response = type.responseSchema();
    if (type.info.verb != "GET" || !memberOf(request, "limit")) return std::nullopt;
    if (memberOf(request, "afterSequence") && memberOf(response, "lastSequence")) {
        return Paging{"afterSequence", "", "lastSequence", defaultLimit(type)};
    }
    for (const std::string_view field : {"before", "beforeNumber"}) {
        const auto* const before = memberOf(request, field);
        if (before == nullptr) continue;
        for (const auto& member : response.members) {
            if (member.schema.kind != json::Schema::Kind::array) continue;
            auto itemField = itemFieldOf(member.schema.element.front(), before->schema.kind);
            if (itemField.empty()) continue;
            return Paging{std::string(field), member.name, std::move(itemField),
                          defaultLimit(type)};
        }
    }
    return std::nullopt;
}

std::string nextPage(const Route& route, const Request& request, std::string_view answer) {
    const auto document = json::Document::parse(answer);
    if (!document) return {};
    const auto& paging = *route.paging;
    json::Value holder = document->root();
    if (paging.items.empty()) {
        // A log tells its position even when there is nothing to read: no page follows then.
        const json::Value isComplete = holder.find("isComplete");
        const bool isLast = isComplete.type() == json::Type::boolean
                                ? isComplete.asBool()
                                : holder.find("events").size() == 0;
        if (isLast) return {};
    } else {
        const json::Value items = holder.find(paging.items);
        if (items.size() == 0 ||
            static_cast<std::int64_t>(items.size()) < limitOf(route, request.query)) {
            return {};
        }
        holder = items.at(items.size() - 1);
    }
    const json::Value value = holder.find(paging.itemField);
    const auto text =
        value.type() == json::Type::string ? std::string(value.asString()) : value.serialize();
    return cat(request.path, "?", withField(request.query, paging.field, text));
}

}  // namespace kosh::gateway
