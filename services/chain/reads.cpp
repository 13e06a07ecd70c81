// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "call_values.h"
#include "domain/chain_data.h"
#include "domain/fees.h"
#include "domain/multicall.h"
#include "domain/rpc_values.h"
#include "service.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxCalls = 2000;
// Below this the detour through Multicall3 costs more than it saves.
constexpr std::size_t kMinAggregated = 5;

Result<std::uint64_t> parseNumber(json::Value value) {
    return rpc::quantity64(value, "number");
}
Result<U256> parseAmount(json::Value value) {
    return rpc::quantity(value, "balance");
}
Result<U256> parsePrice(json::Value value) {
    return rpc::quantity(value, "gasPrice");
}

Result<bool> parseHasCode(json::Value value) {
    KOSH_TRY(const auto code, rpc::data(value, "eth_getCode"));
    return !code.empty();
}

Result<> checkData(const RpcReader::Answers& answers) {
    for (const auto& answer : answers) {
        if (!answer) continue;
        KOSH_CHECK(rpc::data(answer->result.root(), "eth_call"));
    }
    return {};
}

}  // namespace

Task<std::uint64_t> ChainService::newestNumber(ChainId chainId) {
    KOSH_CO_TRY(const auto read, co_await m_reader.ask<std::uint64_t>(chainId, "eth_blockNumber",
                                                                      "[]", parseNumber));
    co_return read.value;
}

Task<std::uint64_t> ChainService::resolved(ChainId chainId, std::optional<std::uint64_t> number) {
    if (number) co_return *number;
    co_return co_await newestNumber(chainId);
}

Task<Block> ChainService::getBlock(GetBlock request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    const auto read = co_await m_reader.ask<std::optional<Block>>(
        chain.chainId, "eth_getBlockByNumber", cat("[\"", rpc::hex(request.number), "\",false]"),
        rpc::block);
    if (!read) co_return Failure(read.error());
    if (!read->value) {
        co_return fail(ErrorKind::not_found, "chain.unknown_block",
                       cat("no endpoint has block ", request.number));
    }
    if (read->value->number != request.number) {
        co_return fail(ErrorKind::unavailable, "chain.unavailable",
                       "an endpoint gave another block");
    }
    co_return *read->value;
}

Task<GetFees::Response> ChainService::getFees(GetFees request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    KOSH_CO_TRY(const auto number, co_await newestNumber(chain.chainId));
    const auto listed = listedChains().find(chain.chainId);
    // One wei keeps a transaction ahead of those without any tip.
    const U256 floor = listed == listedChains().end() || chain.isCustom
                           ? U256(1)
                           : listed->second.minPriorityFeePerGas;
    auto fees = co_await m_reader.ask<Fees>(
        chain.chainId, "eth_feeHistory", "[\"0x14\",\"latest\",[10,50,90]]",
        [floor](json::Value value) -> Result<Fees> {
            KOSH_TRY(const auto history, rpc::feeHistory(value));
            return feesFrom(history, floor);
        });
    if (!fees && fees.error().key == "chain.rpc") {
        fees = co_await m_reader.ask<Fees>(chain.chainId, "eth_gasPrice", "[]",
                                           [](json::Value value) -> Result<Fees> {
                                               KOSH_TRY(const auto price, parsePrice(value));
                                               return feesFromGasPrice(price);
                                           });
    }
    if (!fees) co_return Failure(fees.error());
    const auto& value = fees->value;
    GetFees::Response response{value.baseFeePerGas, value.slow, value.normal, value.fast,
                               evidence(fees->endpoint, number)};
    if (request.custom) {
        KOSH_CO_TRY(response.custom, checkFee(value, *request.custom));
    }
    co_return response;
}

Task<CallContracts::Response> ChainService::callContracts(CallContracts request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (request.calls.size() > kMaxCalls) {
        co_return invalidField("calls", "chain.too_many_calls", "at most 2,000 calls at once");
    }
    if (request.mustAgree) co_return co_await callAgreed(std::move(request));
    KOSH_CO_TRY(const auto number, co_await resolved(chain.chainId, request.blockNumber));
    const auto tag = cat('"', rpc::hex(number), '"');
    bool isAggregated = request.calls.size() >= kMinAggregated &&
                        !chain.contracts.multicall3.isZero() &&
                        std::ranges::all_of(request.calls, multicall::isEligible);
    if (isAggregated) {
        KOSH_CO_TRY(isAggregated, co_await hasMulticall(chain));
    }
    std::string endpoint;
    CallContracts::Response response;
    if (isAggregated) {
        KOSH_CO_TRY(response.results,
                    co_await callAggregated(chain, std::move(request.calls), tag, &endpoint));
    } else if (!request.calls.empty()) {
        KOSH_CO_TRY(response.results,
                    co_await callDirect(chain.chainId, std::move(request.calls), tag, &endpoint));
    }
    response.evidence = evidence(std::move(endpoint), number);
    co_return response;
}

Task<bool> ChainService::hasMulticall(Chain chain) {
    const auto known = m_multicalls.find(chain.chainId);
    if (known != m_multicalls.end()) co_return known->second;
    const auto read = co_await m_reader.ask<bool>(
        chain.chainId, "eth_getCode",
        cat("[\"", chain.contracts.multicall3.toString(), "\",\"latest\"]"), parseHasCode);
    // What cannot be told now is found by the call itself, which falls back.
    if (!read) co_return true;
    m_multicalls[chain.chainId] = read->value;
    co_return read->value;
}

Task<std::vector<CallResult>> ChainService::callDirect(ChainId chainId,
                                                       std::vector<CallRequest> calls,
                                                       std::string tag, std::string* endpoint) {
    RpcReader::Calls batch;
    for (const auto& call : calls) batch.emplace_back("eth_call", callParams(call, tag));
    KOSH_CO_TRY(const auto answers,
                co_await m_reader.askMany(chainId, std::move(batch), checkData));
    *endpoint = RpcReader::endpointOf(answers);
    std::vector<CallResult> results;
    results.reserve(answers.size());
    for (const auto& answer : answers) {
        KOSH_CO_TRY(auto result, resultOf(answer));
        results.push_back(std::move(result));
    }
    co_return results;
}

Task<std::vector<CallResult>> ChainService::callAggregated(Chain chain,
                                                           std::vector<CallRequest> calls,
                                                           std::string tag, std::string* endpoint) {
    const std::span<const CallRequest> all(calls);
    const auto sizes = multicall::groups(all);
    RpcReader::Calls batch;
    std::size_t begin = 0;
    for (const auto size : sizes) {
        CallRequest group{
            chain.contracts.multicall3, multicall::encode(all.subspan(begin, size)), {}, {}};
        batch.emplace_back("eth_call", callParams(group, tag));
        begin += size;
    }
    KOSH_CO_TRY(const auto answers,
                co_await m_reader.askMany(chain.chainId, std::move(batch), checkData));
    *endpoint = RpcReader::endpointOf(answers);
    std::vector<CallResult> results;
    begin = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto group = all.subspan(begin, sizes[i]);
        begin += sizes[i];
        KOSH_CO_TRY(const auto outer, resultOf(answers[i]));
        auto decoded = outer.isSuccess ? multicall::decode(outer.data, group.size())
                                       : Result<std::vector<CallResult>>(fail(
                                             ErrorKind::unavailable, "rpc.shape", outer.reason));
        if (!decoded) {
            // No such contract there, or the group took too much gas: one by one tells which.
            std::vector<CallRequest> single(group.begin(), group.end());
            decoded = co_await callDirect(chain.chainId, std::move(single), tag, endpoint);
        }
        if (!decoded) co_return Failure(decoded.error());
        std::ranges::move(*decoded, std::back_inserter(results));
    }
    co_return results;
}

Task<GetNativeBalance::Response> ChainService::getBalance(GetNativeBalance request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (request.mustProve) co_return co_await balanceProven(request);
    if (request.mustAgree) co_return co_await balanceAgreed(request);
    KOSH_CO_TRY(const auto number, co_await resolved(chain.chainId, request.blockNumber));
    KOSH_CO_TRY(auto read, co_await m_reader.ask<U256>(chain.chainId, "eth_getBalance",
                                                       cat("[\"", request.address.toString(),
                                                           "\",\"", rpc::hex(number), "\"]"),
                                                       parseAmount));
    co_return GetNativeBalance::Response{read.value, evidence(std::move(read.endpoint), number)};
}

Task<GetTransactionCount::Response> ChainService::getCount(GetTransactionCount request,
                                                           ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    const auto params = [&](std::string_view tag) {
        return cat("[\"", request.address.toString(), "\",\"", tag, "\"]");
    };
    RpcReader::Calls calls{{"eth_getTransactionCount", params("latest")},
                           {"eth_getTransactionCount", params("pending")}};
    const auto check = [](const RpcReader::Answers& answers) -> Result<> {
        for (const auto& answer : answers) {
            if (!answer) continue;
            KOSH_CHECK(parseNumber(answer->result.root()));
        }
        return {};
    };
    KOSH_CO_TRY(const auto answers,
                co_await m_reader.askMany(chain.chainId, std::move(calls), check));
    if (!answers[0]) co_return Failure(answers[0].error());
    GetTransactionCount::Response response;
    KOSH_CO_TRY(response.latest, parseNumber(answers[0]->result.root()));
    response.pending = response.latest;
    if (answers[1]) {
        KOSH_CO_TRY(const auto pending, parseNumber(answers[1]->result.root()));
        response.pending = std::max(response.latest, pending);
    }
    co_return response;
}

}  // namespace kosh::chain
