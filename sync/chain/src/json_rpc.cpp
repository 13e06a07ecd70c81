// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/json_rpc.h"

#include <algorithm>
#include <array>
#include <optional>

namespace kosh::chain_rpc {
namespace {

constexpr std::size_t kMaxMessage = 300;
// Revert data of real contracts is far below this; more would only fill error details.
constexpr std::size_t kMaxErrorData = 64 * 1024;

Failure garbage(std::string what) {
    return fail(ErrorKind::unavailable, "rpc.garbage", "not a JSON-RPC answer: " + std::move(what));
}

void write(json::Writer& writer, const Call& call, std::int64_t id) {
    writer.beginObject();
    writer.key("jsonrpc");
    writer.string("2.0");
    writer.key("id");
    writer.integer(id);
    writer.key("method");
    writer.string(call.method);
    writer.key("params");
    writer.raw(call.paramsJson);
    writer.endObject();
}

/// Nodes put revert data at error.data, or one level deeper.
std::string dataOf(json::Value error) {
    auto data = error.find("data");
    if (data.type() == json::Type::object) data = data.find("data");
    if (data.type() == json::Type::null) return {};
    auto text = data.type() == json::Type::string ? std::string(data.asString()) : data.serialize();
    // Some clients write "Reverted 0x…".
    if (const auto at = text.find("0x"); text.starts_with("Reverted ") && at != text.npos) {
        text.erase(0, at);
    }
    return text.size() > kMaxErrorData ? std::string{} : text;
}

Result<Reply> replyOf(json::Value object, json::Limits limits) {
    const bool hasError = object.has("error") && !object.find("error").isNull();
    if (hasError) {
        const auto error = object.find("error");
        chain::RpcError parsed;
        if (error.type() != json::Type::object || !error.find("code").toInt64(parsed.code)) {
            return garbage("its error has no code");
        }
        const auto message = error.find("message");
        if (message.type() == json::Type::string) parsed.message = sanitised(message.asString());
        parsed.dataHex = dataOf(error);
        return Reply(std::unexpected(std::move(parsed)));
    }
    if (!object.has("result")) return garbage("neither result nor error");
    auto document = json::Document::parse(object.find("result").serialize(), limits);
    if (!document) return garbage(document.error().message);
    return Reply(*std::move(document));
}

}  // namespace

bool isHeavy(std::span<const Call> calls) {
    static constexpr std::array<std::string_view, 4> kHeavy{"eth_getLogs", "eth_simulate", "debug_",
                                                            "trace_"};
    return std::ranges::any_of(calls, [](const Call& call) {
        return std::ranges::any_of(
            kHeavy, [&](std::string_view prefix) { return call.method.starts_with(prefix); });
    });
}

std::string encodeRequest(const Call& call, std::int64_t id) {
    std::string text;
    json::Writer writer(text);
    write(writer, call, id);
    return text;
}

std::string encodeBatch(std::span<const Call> calls, std::int64_t firstId) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    for (const auto& call : calls) write(writer, call, firstId++);
    writer.endArray();
    return text;
}

Result<json::Document> parseAnswer(std::string_view body, json::Limits limits) {
    auto document = json::Document::parse(body, limits);
    if (document) return document;
    const auto start = body.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && body[start] == '<') return garbage("a web page");
    return garbage(document.error().message);
}

Result<Reply> decodeReply(std::string_view body, std::int64_t id, json::Limits limits) {
    KOSH_TRY(const auto document, parseAnswer(body, limits));
    return decodeReply(document.root(), id, limits);
}

Result<Reply> decodeReply(json::Value root, std::int64_t id, json::Limits limits) {
    std::int64_t got = 0;
    if (root.type() != json::Type::object) return garbage("not an object");
    if (!root.find("id").toInt64(got) || got != id) {
        // An error about the request as a whole may come with a null id.
        const bool isWholeError = root.find("id").isNull() && root.has("error");
        if (!isWholeError) return garbage("another id than asked");
    }
    return replyOf(root, limits);
}

Result<std::vector<Reply>> decodeBatch(std::string_view body, std::int64_t firstId,
                                       std::size_t count, json::Limits limits) {
    KOSH_TRY(const auto document, parseAnswer(body, limits));
    return decodeBatch(document.root(), firstId, count, limits);
}

Result<std::vector<Reply>> decodeBatch(json::Value root, std::int64_t firstId, std::size_t count,
                                       json::Limits limits) {
    if (root.type() == json::Type::object && root.has("error")) {
        const auto message = root.find("error").find("message");
        return fail(ErrorKind::unavailable, "rpc.batch_refused",
                    message.type() == json::Type::string ? sanitised(message.asString())
                                                         : "the batch was refused");
    }
    if (root.type() != json::Type::array) return garbage("a batch needs an array");
    if (root.size() != count) return garbage("a batch of another size than asked");
    std::vector<std::optional<Reply>> slots(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto item = root.at(i);
        std::int64_t id = 0;
        if (item.type() != json::Type::object || !item.find("id").toInt64(id) || id < firstId ||
            id >= firstId + static_cast<std::int64_t>(count)) {
            return garbage("another id than asked");
        }
        auto& slot = slots[static_cast<std::size_t>(id - firstId)];
        if (slot) return garbage("an id twice");
        KOSH_TRY(slot, replyOf(item, limits));
    }
    std::vector<Reply> replies;
    replies.reserve(count);
    for (auto& slot : slots) replies.push_back(*std::move(slot));
    return replies;
}

std::string sanitised(std::string_view text) {
    std::string clean;
    for (const char c : text) {
        if (clean.size() >= kMaxMessage) {
            // Not inside a UTF-8 sequence.
            while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xc0) == 0x80) {
                clean.pop_back();
            }
            if (!clean.empty() && static_cast<unsigned char>(clean.back()) >= 0xc0)
                clean.pop_back();
            return clean + "…";
        }
        const auto byte = static_cast<unsigned char>(c);
        clean += (byte < 0x20 || byte == 0x7f) ? ' ' : c;
    }
    return clean;
}

}  // namespace kosh::chain_rpc
