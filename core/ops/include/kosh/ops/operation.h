// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/json/codec.h>
#include <kosh/observe/observe.h>

#include <chrono>
#include <concepts>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::ops {

enum class Kind : std::uint8_t { query, command };
std::string_view toString(Kind kind);

/// The declaration of an operation; everything else is derived from it (ARCHITECTURE §1).
struct Info {
    std::string_view name;  ///< "quote.get": service and verb; the CLI command is `quote get`.
    Kind kind;
    std::string_view scope;     ///< "trade:read"; empty = anybody who reaches the node.
    std::string_view verb;      ///< HTTP: GET, POST, PUT, DELETE.
    std::string_view path;      ///< "/quotes/{id}".
    std::string_view summary;   ///< One sentence for help and OpenAPI.
    int cost = 1;               ///< Rate-limit units.
    bool isIdempotent = false;  ///< Repeating changes nothing more, with or without a key.
    /// A command under a key may run again after a crash that hid its outcome: its handler keeps
    /// the key in its own tables, or commits its record together with its one change (`recordIn`).
    bool isSafeUnderKey = false;
};

/// An operation is a plain struct with `kInfo`, `fields()` and a nested, described `Response`.
template <typename T>
concept Operation = requires {
    { T::kInfo } -> std::convertible_to<Info>;
    typename T::Response;
} && json::Described<T> && json::Described<typename T::Response>;

/// For operations without a result.
struct Nothing {
    static constexpr auto fields() { return std::tuple{}; }
};

/// Who asks. Scopes are exact names; "*" grants all.
struct Principal {
    std::string subject;  ///< "owner", "user:…", "service:trading".
    std::set<std::string, std::less<>> scopes;
    bool has(std::string_view scope) const;
};
/// All scopes: the person at this device, and Kosh's own services.
std::shared_ptr<const Principal> ownerPrincipal();

struct PendingCommand;

/// What travels with a call.
struct Context {
    std::shared_ptr<const Principal> principal;  ///< Null = anonymous.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    observe::Trace trace{};        ///< Unset: the dispatcher starts one.
    std::string idempotencyKey{};  ///< Commands: a repeat returns the first result.
    std::string address{};         ///< Network address of who asks; empty: this device.
    std::string session{};         ///< Session, API key or device the call came under.
    /// Set by the dispatcher for a command's handler: see `recordIn`.
    std::shared_ptr<PendingCommand> pending{};

    static Context owner();
    Context withKey(std::string key) const;
    Context withTimeout(Duration timeout) const;
};

/// An operation with its type erased, for tables, transports and help. One constant object a type.
struct OperationType {
    Info info;
    json::Schema (*requestSchema)();
    json::Schema (*responseSchema)();
    std::shared_ptr<void> (*makeRequest)();
    std::shared_ptr<void> (*makeResponse)();
    std::shared_ptr<void> (*copyRequest)(const void* request);
    void (*moveResponse)(void* from, void* to);
    Result<> (*decodeRequest)(json::Value value, void* request);
    Result<> (*decodeResponse)(json::Value value, void* response);
    void (*encodeRequest)(const void* request, json::Writer& writer);
    void (*encodeResponse)(const void* response, json::Writer& writer);
};

template <Operation Op>
const OperationType& typeOf() {
    using Response = typename Op::Response;
    static constexpr OperationType kType{
        Op::kInfo,
        [] { return json::schemaOf<Op>(); },
        [] { return json::schemaOf<Response>(); },
        []() -> std::shared_ptr<void> { return std::make_shared<Op>(); },
        []() -> std::shared_ptr<void> { return std::make_shared<Response>(); },
        [](const void* r) -> std::shared_ptr<void> {
            return std::make_shared<Op>(*static_cast<const Op*>(r));
        },
        [](void* from, void* to) {
            *static_cast<Response*>(to) = std::move(*static_cast<Response*>(from));
        },
        [](json::Value v, void* r) { return json::decode(v, *static_cast<Op*>(r)); },
        [](json::Value v, void* r) { return json::decode(v, *static_cast<Response*>(r)); },
        [](const void* r, json::Writer& w) { json::encode(*static_cast<const Op*>(r), w); },
        [](const void* r, json::Writer& w) { json::encode(*static_cast<const Response*>(r), w); },
    };
    return kType;
}

/// The operations of one service's api: `using Operations = ops::List<GetQuote, …>;`
template <Operation... Ops>
struct List {
    static std::vector<const OperationType*> types() { return {&typeOf<Ops>()...}; }
};

}  // namespace kosh::ops
