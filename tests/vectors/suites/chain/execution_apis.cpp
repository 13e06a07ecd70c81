// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/proof_values.h"
#include "domain/rpc_values.h"
#include "domain/trace_values.h"
#include "src/json_rpc.h"

#include <kosh/crypto/transaction.h>
#include <kosh/test/vectors.h>

#include <map>

using namespace kosh;
using namespace kosh::test;
namespace rpc = kosh::chain::rpc;

namespace {

/// One exchange of a file: what is sent and what comes back.
struct Exchange {
    std::string request, response;
    json::Document sent;

    json::Value params() const { return sent.root().find("params"); }
    json::Value param(std::size_t index) const { return params().at(index); }
    std::string method() const { return std::string(sent.root().find("method").asString()); }
};

Verdict outcome(const Result<>& result) {
    return result ? passed() : failed(cat(result.error().key, ": ", result.error().message));
}

template <typename T>
Result<> drop(Result<T> result) {
    if (!result) return Failure(result.error());
    return {};
}

using Decode = Result<> (*)(const Exchange&, json::Value);

Result<> decodeQuantity64(const Exchange&, json::Value value) {
    return drop(rpc::quantity64(value, "number"));
}

/// A header's hash is computed from its fields.
Result<> decodeBlock(const Exchange&, json::Value value) {
    KOSH_TRY(const auto block, rpc::block(value));
    if (!block) return {};
    KOSH_TRY(const auto header, rpc::header(value));
    if (header.isProven) return {};
    return fail(ErrorKind::invalid, "test.hash", "the header has another hash");
}

Result<> decodeFees(const Exchange& exchange, json::Value value) {
    return drop(rpc::feeHistory(value, exchange.param(2).size()));
}

/// State root of the newest block of the chain that the exchanges are of.
Hash256 newestStateRoot;

Result<> decodeProof(const Exchange& exchange, json::Value value) {
    KOSH_TRY(const auto address, rpc::address(exchange.param(0), "address"));
    std::vector<U256> slots;
    for (std::size_t i = 0; i < exchange.param(1).size(); ++i) {
        KOSH_TRY(auto slot, U256::parse(exchange.param(1).at(i).asString()));
        slots.push_back(slot);
    }
    return drop(rpc::provenAccount(value, newestStateRoot, address, slots));
}

Result<> decodeCode(const Exchange& exchange, json::Value value) {
    KOSH_TRY(const auto address, rpc::address(exchange.param(0), "address"));
    return drop(rpc::code(address, value));
}

Result<> decodeReceipts(const Exchange&, json::Value value) {
    for (std::size_t i = 0; i < value.size(); ++i) KOSH_CHECK(rpc::receipt(value.at(i)));
    return {};
}

Result<> decodeTransaction(const Exchange& exchange, json::Value value) {
    if (value.isNull()) return {};
    KOSH_TRY(const auto hash, rpc::hash(value.find("hash"), "hash"));
    if (exchange.method() != "eth_getTransactionByHash") return {};
    KOSH_TRY(const auto asked, rpc::hash(exchange.param(0), "param"));
    if (asked == hash) return {};
    return fail(ErrorKind::invalid, "test.hash", "another transaction");
}

/// The bytes that are sent are read too, and have the hash that the node says.
Result<> decodeSent(const Exchange& exchange, json::Value value) {
    KOSH_TRY(const auto hash, rpc::hash(value, "hash"));
    KOSH_TRY(const auto raw, rpc::data(exchange.param(0), "raw"));
    KOSH_TRY(const auto transaction, crypto::SignedTransaction::decode(raw));
    if (transaction.hash == hash) return {};
    return fail(ErrorKind::invalid, "test.hash", "the node has another hash");
}

Result<> decodeSimulation(const Exchange& exchange, json::Value value) {
    const auto blocks = exchange.param(0).find("blockStateCalls");
    return drop(rpc::simulated(value, blocks.at(0).find("calls").size()));
}

const std::map<std::string, Decode>& decoders() {
    static const std::map<std::string, Decode> table = {
        {"eth_chainId", decodeQuantity64},
        {"eth_blockNumber", decodeQuantity64},
        {"eth_estimateGas", decodeQuantity64},
        {"eth_getTransactionCount", decodeQuantity64},
        {"eth_getBalance",
         [](const Exchange&, json::Value value) { return drop(rpc::quantity(value, "balance")); }},
        {"eth_call",
         [](const Exchange&, json::Value value) { return drop(rpc::data(value, "call")); }},
        {"eth_getCode", decodeCode},
        {"eth_getBlockByNumber", decodeBlock},
        {"eth_getBlockByHash", decodeBlock},
        {"eth_getLogs",
         [](const Exchange&, json::Value value) { return drop(rpc::logs(value, "logs")); }},
        {"eth_getTransactionReceipt",
         [](const Exchange&, json::Value value) { return drop(rpc::receipt(value)); }},
        {"eth_getBlockReceipts", decodeReceipts},
        {"eth_getTransactionByHash", decodeTransaction},
        {"eth_getTransactionByBlockHashAndIndex", decodeTransaction},
        {"eth_getTransactionByBlockNumberAndIndex", decodeTransaction},
        {"eth_feeHistory", decodeFees},
        {"eth_getProof", decodeProof},
        {"eth_sendRawTransaction", decodeSent},
        {"eth_simulateV1", decodeSimulation},
    };
    return table;
}

/// Keys sorted, hexadecimal digits in lower case, `input` under its older name.
std::string canonical(json::Value value) {
    std::string out;
    if (value.type() == json::Type::object) {
        std::map<std::string, std::string> members;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string key(value.keyAt(i));
            members[key == "input" ? "data" : key] = canonical(value.valueAt(i));
        }
        for (const auto& [key, text] : members) out += cat(key, "=", text, ";");
        return cat("{", out, "}");
    }
    out = value.serialize();
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// The object of a call as Kosh writes it; nothing if it has fields that Kosh never sends.
Result<std::optional<std::string>> ownCallObject(json::Value given) {
    chain::CallRequest call;
    std::size_t known = 0;
    KOSH_TRY(call.to, rpc::address(given.find("to"), "to"));
    ++known;
    if (given.has("input")) {
        KOSH_TRY(call.data, rpc::data(given.find("input"), "input"));
        ++known;
    }
    if (given.has("from")) {
        KOSH_TRY(call.from, rpc::address(given.find("from"), "from"));
        if (call.from.isZero()) return std::nullopt;
        ++known;
    }
    if (given.has("value")) {
        KOSH_TRY(call.value, rpc::quantity(given.find("value"), "value"));
        ++known;
    }
    if (known != given.size()) return std::nullopt;
    return rpc::callObject(call);
}

/// The envelope to the byte, and the call inside by its meaning.
Verdict checkRequest(const Exchange& exchange) {
    const auto params = exchange.params().isNull() ? "[]" : exchange.params().serialize();
    const auto envelope = chain_rpc::encodeRequest({exchange.method(), params}, 1);
    const auto sent = exchange.params().isNull()
                          ? expectEqual("method", exchange.method(), exchange.method())
                          : expectEqual("request", envelope, exchange.request);
    const bool isCall = exchange.method() == "eth_call" || exchange.method() == "eth_estimateGas";
    if (sent.kind != Verdict::Kind::passed || !isCall) return sent;
    const auto own = ownCallObject(exchange.param(0));
    if (!own) return failed(own.error().message);
    if (!*own) return passed();
    const auto written = json::Document::parse(**own);
    if (!written) return failed("the call is no JSON");
    return expectEqual("call", canonical(written->root()), canonical(exchange.param(0)));
}

Verdict checkExchange(const Exchange& exchange) {
    const auto decoder = decoders().find(exchange.method());
    if (decoder == decoders().end()) return leftOut(cat("Kosh never asks ", exchange.method()));
    if (exchange.method() == "eth_getProof" && newestStateRoot == Hash256{}) {
        return leftOut("the newest block's header is not among the files");
    }
    const auto blocks = exchange.param(0).find("blockStateCalls");
    if (exchange.method() == "eth_simulateV1" && blocks.size() != 1) {
        return leftOut("Kosh simulates one block at a time");
    }
    const auto request = checkRequest(exchange);
    if (request.kind != Verdict::Kind::passed) return request;
    const auto reply = chain_rpc::decodeReply(exchange.response, 1, {});
    if (!reply) return failed(reply.error().message);
    const auto response = json::Document::parse(exchange.response);
    const auto error = response->root().find("error");
    if (!error.isNull()) {
        if (*reply) return failed("an error was taken for a result");
        return expectEqual("code", std::to_string(reply->error().code),
                           error.find("code").serialize());
    }
    if (!*reply) return failed("a result was taken for an error");
    if (exchange.response.find("\"root\":") != std::string::npos) {
        return leftOut("receipts from before 2017 have no status: Kosh follows newer blocks only");
    }
    return outcome(decoder->second(exchange, (*reply)->root()));
}

/// The exchanges of a file: lines ">> request" and "<< response".
std::vector<std::pair<std::string, std::string>> exchangesOf(const std::string& file) {
    std::vector<std::pair<std::string, std::string>> exchanges;
    for (std::size_t start = 0; start < file.size();) {
        const auto end = std::min(file.find('\n', start), file.size());
        const auto line = file.substr(start, end - start);
        if (line.starts_with(">> ")) exchanges.emplace_back(line.substr(3), "");
        if (line.starts_with("<< ") && !exchanges.empty()) {
            exchanges.back().second = line.substr(3);
        }
        start = end + 1;
    }
    return exchanges;
}

}  // namespace

int main() {
    VectorSuite suite("02-ethereum/execution_apis/tests");
    for (const auto& file : suite.files(".io")) {
        if (!file.ends_with("eth_getBlockByNumber/get-latest.io")) continue;
        for (const auto& [request, response] : exchangesOf(suite.read(file))) {
            const auto answer = json::Document::parse(response);
            if (!answer) continue;
            const auto header = rpc::header(answer->root().find("result"));
            if (header && header->isProven) newestStateRoot = header->stateRoot;
        }
    }
    for (const auto& file : suite.files(".io")) {
        std::size_t index = 0;
        for (const auto& [request, response] : exchangesOf(suite.read(file))) {
            suite.run(cat(file, '#', index++), [&]() -> Verdict {
                auto sent = json::Document::parse(request);
                if (!sent || response.empty()) return leftOut("not an exchange of JSON texts");
                return checkExchange({request, response, *std::move(sent)});
            });
        }
    }
    return suite.finish();
}
