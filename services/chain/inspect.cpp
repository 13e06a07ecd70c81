// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rpc_values.h"
#include "domain/trace_values.h"
#include "service.h"

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxAddresses = 100;
constexpr std::size_t kMaxSimulated = 200;

Error unsupported(const Error& error, std::string_view method) {
    if (!rpc::isUnsupported(error)) return error;
    return {ErrorKind::precondition,
            "chain.method_unsupported",
            cat("the endpoints of this network do not offer ", method),
            {{"method", std::string(method)}, {"reason", error.message}}};
}

}  // namespace

Task<GetCode::Response> ChainService::getCode(GetCode request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (request.addresses.size() > kMaxAddresses) {
        co_return invalidField("addresses", "chain.too_many_addresses", "at most 100 at once");
    }
    if (request.mustProve) co_return co_await codeProven(std::move(request));
    KOSH_CO_TRY(const auto number, co_await resolved(chain.chainId, request.blockNumber));
    GetCode::Response response;
    response.evidence = evidence({}, number);
    if (request.addresses.empty()) co_return response;
    RpcReader::Calls calls;
    for (const auto& address : request.addresses) {
        calls.emplace_back("eth_getCode",
                           cat("[\"", address.toString(), "\",\"", rpc::hex(number), "\"]"));
    }
    const auto check = [](const RpcReader::Answers& answers) -> Result<> {
        for (const auto& answer : answers) {
            if (!answer) continue;
            KOSH_CHECK(rpc::code({}, answer->result.root()));
        }
        return {};
    };
    KOSH_CO_TRY(const auto answers,
                co_await m_reader.askMany(chain.chainId, std::move(calls), check));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i]) co_return Failure(unsupported(answers[i].error(), "eth_getCode"));
        KOSH_CO_TRY(auto code, rpc::code(request.addresses[i], answers[i]->result.root()));
        response.codes.push_back(std::move(code));
    }
    response.evidence.endpoint = RpcReader::endpointOf(answers);
    co_return response;
}

Task<SimulateCalls::Response> ChainService::simulateCalls(SimulateCalls request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (request.calls.empty() || request.calls.size() > kMaxSimulated) {
        co_return invalidField("calls", "chain.too_many_calls", "1 to 200 calls at once");
    }
    KOSH_CO_TRY(const auto number, co_await resolved(chain.chainId, request.blockNumber));
    const auto count = request.calls.size();
    auto read = co_await m_reader.ask<std::vector<SimulatedCall>>(
        chain.chainId, "eth_simulateV1", rpc::simulateParams(request, number),
        [count](json::Value value) { return rpc::simulated(value, count); });
    if (!read) co_return Failure(unsupported(read.error(), "eth_simulateV1"));
    co_return SimulateCalls::Response{std::move(read->value),
                                      evidence(std::move(read->endpoint), number)};
}

Task<TraceCall::Response> ChainService::traceCall(TraceCall request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    KOSH_CO_TRY(const auto number, co_await resolved(chain.chainId, request.blockNumber));
    auto read = co_await m_reader.ask<TraceCall::Response>(
        chain.chainId, "debug_traceCall", rpc::traceParams(request, number), rpc::traced);
    if (!read) co_return Failure(unsupported(read.error(), "debug_traceCall"));
    read->value.evidence = evidence(std::move(read->endpoint), number);
    co_return std::move(read->value);
}

}  // namespace kosh::chain
