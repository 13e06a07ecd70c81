// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "http_request.h"

#include <kosh/ops/operation.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kosh::gateway {

/// Where the API begins; its version is part of it.
inline constexpr std::string_view kApiRoot = "/api/v1";

/// One field of a request as a path or a query gives it.
struct FieldPlan {
    std::string name;
    json::Schema::Kind kind;
    json::Schema::Kind element;  ///< Of an array.
};

/// How a list is asked for its next page: the request's `field` takes what the last item's
/// `itemField` says.
struct Paging {
    std::string field;
    std::string items;  ///< The response's array; empty: `itemField` is the response's own.
    std::string itemField;
    std::int64_t limit = 0;  ///< When the request names none.
};

/// An operation and the way its request is read from HTTP.
struct Route {
    const ops::OperationType* type;
    std::vector<FieldPlan> fields;
    std::vector<std::string> pathFields;  ///< In the order of the path.
    bool hasBody;                         ///< Fields come in a JSON body, not in the query.
    std::optional<Paging> paging;
};

/// What a path names: the route of each method, and the values between its slashes.
struct Match {
    static constexpr std::size_t kMaxValues = 6;
    std::array<const Route*, 7> byMethod{};
    std::array<std::string_view, kMaxValues> values{};  ///< Still percent-encoded.
    std::size_t valueCount = 0;
    bool isFound = false;
    std::string allowed() const;  ///< "GET, HEAD, OPTIONS"
};

/// The routes of every operation, found by path. `{name}` in a declared path takes one segment; a
/// literal segment goes before it.
class Routes {
public:
    explicit Routes(const std::vector<const ops::OperationType*>& types);
    Match match(std::string_view path) const;
    const std::vector<std::unique_ptr<Route>>& all() const { return m_routes; }

private:
    struct Node {
        std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
        std::unique_ptr<Node> value;
        std::array<const Route*, 7> byMethod{};
        bool isEnd = false;
    };
    void add(const ops::OperationType& type);
    static bool walk(const Node& node, std::string_view rest, Match& match);
    std::vector<std::unique_ptr<Route>> m_routes;
    Node m_root;
};

/// The target of the next page, from the answer to this one; empty when it was the last.
std::string nextPage(const Route& route, const Request& request, std::string_view answer);

/// The request's JSON text from path values and query (reads), or path values and body. Errors name
/// the field: `gateway.path`, `gateway.query`, `gateway.duplicate_parameter`,
/// `gateway.path_and_body`.
Result<std::string> requestJson(const Route& route, const Match& match, std::string_view query,
                                std::string_view body);

}  // namespace kosh::gateway
