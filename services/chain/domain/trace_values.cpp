// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/trace_values.h"

#include "domain/rpc_errors.h"
#include "domain/rpc_values.h"

#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::chain::rpc {
namespace {

constexpr std::size_t kMaxFrames = 10'000;
constexpr std::size_t kMaxLogs = 10'000;
constexpr std::uint8_t kDelegation[] = {0xef, 0x01, 0x00};  // EIP-7702

Failure wrong(std::string_view field, std::string_view expected) {
    return fail(ErrorKind::unavailable, "rpc.shape", cat(field, ": expected ", expected));
}

void writeOverrides(json::Writer& writer, const std::vector<StateOverride>& overrides) {
    writer.beginObject();
    for (const auto& one : overrides) {
        writer.key(one.address.toString());
        writer.beginObject();
        if (one.balance) {
            writer.key("balance");
            writer.string(one.balance->toHex());
        }
        if (!one.storage.empty()) {
            writer.key("stateDiff");
            writer.beginObject();
            for (const auto& slot : one.storage) {
                writer.key(slot.slot.toString());
                writer.string(slot.value.toString());
            }
            writer.endObject();
        }
        writer.endObject();
    }
    writer.endObject();
}

Result<std::vector<EmittedLog>> emitted(json::Value value) {
    std::vector<EmittedLog> list;
    if (value.isNull()) return list;
    if (value.type() != json::Type::array) return wrong("logs", "an array");
    if (value.size() > kMaxLogs) return wrong("logs", "at most 10,000");
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto entry = value.at(i);
        EmittedLog log;
        KOSH_TRY(log.address, address(entry.find("address"), "log.address"));
        const auto topics = entry.find("topics");
        if (topics.type() != json::Type::array || topics.size() > 4) {
            return wrong("log.topics", "up to four hashes");
        }
        for (std::size_t k = 0; k < topics.size(); ++k) {
            KOSH_TRY(const auto topic, hash(topics.at(k), "log.topics"));
            log.topics.push_back(topic);
        }
        if (entry.has("data")) {
            KOSH_TRY(log.data, data(entry.find("data"), "log.data"));
        }
        list.push_back(std::move(log));
    }
    return list;
}

std::string textOf(json::Value value) {
    return value.type() == json::Type::string ? std::string(value.asString()) : std::string{};
}

Result<SimulatedCall> oneResult(json::Value value) {
    if (value.type() != json::Type::object) return wrong("simulation", "an object a call");
    SimulatedCall call;
    KOSH_TRY(const auto status, quantity64(value.find("status"), "simulation.status"));
    call.isSuccess = status == 1;
    KOSH_TRY(call.data, data(value.find("returnData"), "simulation.returnData"));
    KOSH_TRY(call.gasUsed, quantity64(value.find("gasUsed"), "simulation.gasUsed"));
    if (call.isSuccess) {
        KOSH_TRY(call.logs, emitted(value.find("logs")));
        return call;
    }
    const auto error = value.find("error");
    if (call.data.empty() && error.type() == json::Type::object) {
        call.data = fromHex(textOf(error.find("data"))).value_or(Bytes{});
    }
    call.reason = revertReasonOf(
        call.data, error.type() == json::Type::object ? textOf(error.find("message")) : "");
    return call;
}

struct FrameWalk {
    TraceCall::Response& out;

    Result<> enter(json::Value value, std::int64_t depth, bool isUndone) {
        if (value.type() != json::Type::object) return wrong("trace", "an object a call");
        if (out.frames.size() >= kMaxFrames) return wrong("trace", "at most 10,000 calls");
        CallFrame frame;
        frame.depth = depth;
        frame.type = textOf(value.find("type"));
        KOSH_TRY(frame.from, address(value.find("from"), "trace.from"));
        if (!value.find("to").isNull()) {
            KOSH_TRY(frame.to, address(value.find("to"), "trace.to"));
        }
        if (!value.find("value").isNull()) {
            KOSH_TRY(frame.value, quantity(value.find("value"), "trace.value"));
        }
        KOSH_TRY(frame.input, data(value.find("input"), "trace.input"));
        frame.error = textOf(value.find("error"));
        if (frame.error.empty() && isUndone) frame.error = "the caller reverted";
        const bool hasNoEffect = !frame.error.empty();
        out.frames.push_back(std::move(frame));
        if (!hasNoEffect) {
            KOSH_TRY(auto logs, emitted(value.find("logs")));
            std::ranges::move(logs, std::back_inserter(out.result.logs));
        }
        const auto calls = value.find("calls");
        for (std::size_t i = 0; i < calls.size(); ++i) {
            KOSH_CHECK(enter(calls.at(i), depth + 1, hasNoEffect));
        }
        return {};
    }
};

}  // namespace

std::string simulateParams(const SimulateCalls& request, std::uint64_t blockNumber) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.beginObject();
    writer.key("blockStateCalls");
    writer.beginArray();
    writer.beginObject();
    if (!request.overrides.empty()) {
        writer.key("stateOverrides");
        writeOverrides(writer, request.overrides);
    }
    writer.key("calls");
    writer.beginArray();
    for (const auto& call : request.calls) writer.raw(callObject(call));
    writer.endArray();
    writer.endObject();
    writer.endArray();
    writer.key("validation");
    writer.boolean(false);
    writer.key("traceTransfers");
    writer.boolean(true);
    writer.endObject();
    writer.string(hex(blockNumber));
    writer.endArray();
    return text;
}

Result<std::vector<SimulatedCall>> simulated(json::Value value, std::size_t calls) {
    if (value.type() != json::Type::array || value.size() != 1) {
        return wrong("simulation", "one block");
    }
    const auto list = value.at(0).find("calls");
    if (list.type() != json::Type::array || list.size() != calls) {
        return wrong("simulation.calls", "one result a call");
    }
    std::vector<SimulatedCall> results;
    for (std::size_t i = 0; i < calls; ++i) {
        KOSH_TRY(auto one, oneResult(list.at(i)));
        results.push_back(std::move(one));
    }
    return results;
}

std::string traceParams(const TraceCall& request, std::uint64_t blockNumber) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.raw(callObject(request.call));
    writer.string(hex(blockNumber));
    writer.beginObject();
    writer.key("tracer");
    writer.string("callTracer");
    writer.key("tracerConfig");
    writer.raw(R"({"withLog":true})");
    if (!request.overrides.empty()) {
        writer.key("stateOverrides");
        writeOverrides(writer, request.overrides);
    }
    writer.endObject();
    writer.endArray();
    return text;
}

Result<TraceCall::Response> traced(json::Value value) {
    TraceCall::Response response;
    KOSH_CHECK(FrameWalk{response}.enter(value, 0, false));
    auto& result = response.result;
    const auto& error = response.frames.front().error;
    result.isSuccess = error.empty();
    if (!value.find("gasUsed").isNull()) {
        KOSH_TRY(result.gasUsed, quantity64(value.find("gasUsed"), "trace.gasUsed"));
    }
    if (!value.find("output").isNull()) {
        KOSH_TRY(result.data, data(value.find("output"), "trace.output"));
    }
    if (!result.isSuccess) result.reason = revertReasonOf(result.data, error);
    return response;
}

Result<CodeInfo> code(const Address& address, json::Value value) {
    KOSH_TRY(const auto bytes, data(value, "eth_getCode"));
    CodeInfo info{address, bytes.size(), {}, {}};
    if (bytes.empty()) return info;
    info.hash = crypto::keccak256(bytes);
    if (bytes.size() == 23 && std::ranges::equal(ByteView(bytes).first(3), kDelegation)) {
        KOSH_TRY(const auto target, Address::fromBytes(ByteView(bytes).subspan(3)));
        info.delegate = target;
    }
    return info;
}

bool isUnsupported(const Error& error) {
    if (error.key != "chain.rpc") return false;
    const auto detail = [&](const std::string& name) {
        const auto found = error.details.find(name);
        return found == error.details.end() ? std::string{} : found->second;
    };
    const auto code = detail("code");
    if (code == "-32601" || code == "-32004") return true;
    auto message = detail("message");
    std::ranges::transform(message, message.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::string_view kSigns[] = {
        "method not found", "not supported",   "does not exist/is not", "unsupported method",
        "method is not",    "not whitelisted", "is not available",      "not allowed"};
    return std::ranges::any_of(
        kSigns, [&](std::string_view sign) { return message.find(sign) != message.npos; });
}

}  // namespace kosh::chain::rpc
