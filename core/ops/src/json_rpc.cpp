// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/json_rpc.h>

#include "rpc_wire.h"

#include <kosh/observe/current.h>

namespace kosh::ops {
namespace {

std::string envelope(json::Value id, std::string_view member, std::string_view content) {
    return cat("{\"jsonrpc\":\"2.0\",\"id\":", id.serialize(), ",\"", member, "\":", content, "}");
}

std::string errorAnswer(json::Value id, int code, const Error& error) {
    std::string content;
    json::Writer writer(content);
    writer.beginObject();
    writer.key("code");
    writer.integer(code);
    writer.key("message");
    writer.string(error.message);
    writer.key("data");
    json::encode(rpc::ErrorData{std::string(toString(error.kind)), error.key, error.details},
                 writer);
    writer.endObject();
    return envelope(id, "error", content);
}

std::string errorAnswer(json::Value id, const Error& error) {
    const bool isUnknown = error.key == "ops.unknown";
    return errorAnswer(id, isUnknown ? rpc::kMethodNotFound : rpc::codeOf(error.kind), error);
}

std::string invalidRequest(json::Value id, std::string message) {
    return errorAnswer(id, rpc::kInvalidRequest,
                       {ErrorKind::invalid, "rpc.request", std::move(message)});
}

bool isId(json::Value value) {
    const json::Type type = value.type();
    return type == json::Type::string || type == json::Type::integer ||
           type == json::Type::number || type == json::Type::null;
}

/// The base context with what the call says of itself.
Result<Context> contextOf(json::Value call, Context base) {
    if (!call.has("kosh")) return base;
    rpc::Extras extras;
    KOSH_CHECK(json::decode(call.find("kosh"), extras, json::Path{nullptr, "kosh"}));
    base.idempotencyKey = std::move(extras.idempotencyKey);
    if (extras.deadlineMs) base = base.withTimeout(std::chrono::milliseconds(*extras.deadlineMs));
    // A header that cannot be read starts a new trace (W3C Trace Context, 4.3).
    if (const auto trace = observe::Trace::fromTraceparent(extras.traceparent)) {
        base.trace = *trace;
        observe::setCurrent({*trace, observe::isSampledByCaller(extras.traceparent)});
    }
    return base;
}

/// What is wrong with the form of `call`; empty when nothing is.
std::string_view formProblem(json::Value call) {
    if (call.type() != json::Type::object) return "a call is a JSON object";
    const json::Value version = call.find("jsonrpc");
    if (version.type() != json::Type::string || version.asString() != "2.0") {
        return "\"jsonrpc\" has to be \"2.0\"";
    }
    if (call.find("method").type() != json::Type::string) return "\"method\" has to be text";
    if (!isId(call.find("id"))) return "\"id\" has to be text, a number or null";
    return {};
}

/// Carries out one call of a document that outlives it; empty for a notification.
asio::awaitable<std::string> answerOne(Dispatcher& dispatcher, json::Value call, Context base,
                                       json::Secrets secrets, const BeforeCall& beforeCall) {
    const json::Value id = isId(call.find("id")) ? call.find("id") : json::Value();
    if (const auto problem = formProblem(call); !problem.empty()) {
        co_return invalidRequest(id, std::string(problem));
    }
    const bool isNotification = !call.has("id");
    auto context = contextOf(call, std::move(base));
    if (!context) co_return isNotification ? std::string() : errorAnswer(id, context.error());

    const std::string method(call.find("method").asString());
    if (const auto allowed = beforeCall ? beforeCall(dispatcher.find(method)) : Result<>();
        !allowed) {
        co_return isNotification ? std::string() : errorAnswer(id, allowed.error());
    }
    static const auto kNoParams = json::Document::parse("{}");
    const json::Value params = call.has("params") ? call.find("params") : kNoParams->root();
    auto result = co_await dispatcher.dispatchValue(method, params, *std::move(context), secrets);
    if (isNotification) co_return std::string();
    if (!result) co_return errorAnswer(id, result.error());
    co_return envelope(id, "result", *result);
}

}  // namespace

std::string rpcAnswer(json::Value id, std::string_view result) {
    return envelope(id, "result", result);
}

std::string rpcError(json::Value id, const Error& error) {
    return errorAnswer(id, error);
}

asio::awaitable<std::string> handleJsonRpc(Dispatcher& dispatcher, std::string requestText,
                                           Context base, json::Secrets secrets,
                                           BeforeCall beforeCall) {
    const auto document = json::Document::parse(requestText);
    wipe(requestText.data(), requestText.size());
    if (!document) co_return errorAnswer({}, rpc::kParseError, document.error());
    const json::Value root = document->root();
    if (root.type() != json::Type::array) {
        co_return co_await answerOne(dispatcher, root, std::move(base), secrets, beforeCall);
    }
    if (root.size() == 0) co_return invalidRequest({}, "a batch needs at least one call");
    if (root.size() > kMaxRpcBatch) {
        co_return invalidRequest({}, cat("a batch has at most ", kMaxRpcBatch, " calls"));
    }
    std::string answers;
    for (std::size_t i = 0; i < root.size(); ++i) {
        const std::string answer =
            co_await answerOne(dispatcher, root.at(i), base, secrets, beforeCall);
        if (answer.empty()) continue;
        answers += answers.empty() ? '[' : ',';
        answers += answer;
    }
    if (!answers.empty()) answers += ']';
    co_return answers;
}

}  // namespace kosh::ops
