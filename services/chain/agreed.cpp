// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "call_values.h"
#include "service.h"

#include <algorithm>

/// Reads that two endpoints must answer alike.
namespace kosh::chain {
namespace {

constexpr std::size_t kMaxAgreedCalls = 200;

Result<std::uint64_t> numberOf(const RpcReader::Answers& answers) {
    if (!answers[0]) return Failure(answers[0].error());
    return rpc::quantity64(answers[0]->result.root(), "number");
}
Result<U256> weiOf(const RpcReader::Answers& answers) {
    if (!answers[0]) return Failure(answers[0].error());
    return rpc::quantity(answers[0]->result.root(), "balance");
}
Result<std::vector<CallResult>> callsOf(const RpcReader::Answers& answers) {
    std::vector<CallResult> results;
    for (const auto& answer : answers) {
        KOSH_TRY(auto result, resultOf(answer));
        results.push_back(std::move(result));
    }
    return results;
}
/// Words of a revert differ between clients; its bytes do not.
std::string textOfCalls(const std::vector<CallResult>& results) {
    std::string text;
    for (const auto& result : results) {
        text += cat(result.isSuccess ? "ok " : "reverted ", toHex0x(result.data), " ");
    }
    return text;
}

Evidence agreedEvidence(std::vector<std::string> endpoints, std::uint64_t number, Timestamp at) {
    Evidence evidence{endpoints.front(), number, at};
    evidence.standing = Standing::agreed;
    evidence.agreedBy = std::move(endpoints);
    return evidence;
}

}  // namespace

Task<std::uint64_t> ChainService::commonNumber(ChainId chainId) {
    KOSH_CO_TRY(const auto each,
                co_await m_reader.pool().batchOfEach(chainId, {{"eth_blockNumber", "[]"}}, 2));
    std::uint64_t lowest = std::numeric_limits<std::uint64_t>::max();
    for (const auto& answers : each) {
        KOSH_CO_TRY(const auto number, numberOf(answers));
        lowest = std::min(lowest, number);
    }
    co_return lowest;
}

Task<GetNativeBalance::Response> ChainService::balanceAgreed(GetNativeBalance request) {
    auto number = request.blockNumber;
    if (!number) {
        KOSH_CO_TRY(number, co_await commonNumber(request.chainId));
    }
    RpcReader::Calls calls{{"eth_getBalance", cat("[\"", request.address.toString(), "\",\"",
                                                  rpc::hex(*number), "\"]")}};
    KOSH_CO_TRY(auto read,
                co_await m_reader.askAgreed<U256>(request.chainId, std::move(calls), weiOf,
                                                  [](const U256& wei) { return wei.toString(); }));
    co_return GetNativeBalance::Response{
        read.value, agreedEvidence(std::move(read.endpoints), *number, m_env.clock.now())};
}

Task<CallContracts::Response> ChainService::callAgreed(CallContracts request) {
    if (request.calls.empty() || request.calls.size() > kMaxAgreedCalls) {
        co_return invalidField("calls", "chain.too_many_calls",
                               "1 to 200 calls where two endpoints must agree");
    }
    auto number = request.blockNumber;
    if (!number) {
        KOSH_CO_TRY(number, co_await commonNumber(request.chainId));
    }
    const auto tag = cat('"', rpc::hex(*number), '"');
    RpcReader::Calls calls;
    for (const auto& call : request.calls) calls.emplace_back("eth_call", callParams(call, tag));
    KOSH_CO_TRY(auto read, co_await m_reader.askAgreed<std::vector<CallResult>>(
                               request.chainId, std::move(calls), callsOf, textOfCalls));
    co_return CallContracts::Response{
        std::move(read.value),
        agreedEvidence(std::move(read.endpoints), *number, m_env.clock.now())};
}

Task<std::optional<Receipt>> ChainService::readReceipt(GetReceipt request) {
    const auto hash = request.hash;
    const auto parse = [hash](json::Value value) -> Result<std::optional<Receipt>> {
        KOSH_TRY(auto receipt, rpc::receipt(value));
        if (receipt && receipt->transactionHash != hash) {
            return fail(ErrorKind::unavailable, "rpc.shape",
                        "receipt.transactionHash: another than asked for");
        }
        return receipt;
    };
    const auto params = cat("[\"", hash.toString(), "\"]");
    if (!request.mustAgree) {
        KOSH_CO_TRY(auto read, co_await m_reader.ask<std::optional<Receipt>>(
                                   request.chainId, "eth_getTransactionReceipt", params, parse));
        co_return std::move(read.value);
    }
    RpcReader::Calls calls{{"eth_getTransactionReceipt", params}};
    const auto parseOne = [parse](const RpcReader::Answers& a) -> Result<std::optional<Receipt>> {
        if (!a[0]) return Failure(a[0].error());
        return parse(a[0]->result.root());
    };
    KOSH_CO_TRY(
        auto read,
        co_await m_reader.askAgreed<std::optional<Receipt>>(
            request.chainId, std::move(calls), parseOne, [](const std::optional<Receipt>& receipt) {
                return receipt ? json::encodeText(*receipt) : std::string("not mined");
            }));
    co_return std::move(read.value);
}

}  // namespace kosh::chain
