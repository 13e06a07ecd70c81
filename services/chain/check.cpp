// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "check.h"

#include "domain/chain_data.h"
#include "domain/rpc_errors.h"
#include "domain/rpc_values.h"
#include "service.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::string_view kDecimals = "0x313ce567";
constexpr std::string_view kUnknown = "unknown";

struct Subject {
    std::string name;
    Address address;
    std::optional<std::int64_t> decimals{};  ///< Of a token.
};

std::vector<Subject> subjectsOf(const Chain& chain) {
    const auto& c = chain.contracts;
    std::vector<Subject> subjects;
    const auto add = [&](const char* name, const Address& address) {
        if (!address.isZero()) subjects.push_back({name, address});
    };
    add("factory", c.factory);
    add("quoterV2", c.quoterV2);
    add("swapRouter02", c.swapRouter02);
    add("positionManager", c.positionManager);
    add("multicall3", c.multicall3);
    std::vector<ListedToken> tokens;
    if (!chain.isCustom) tokens = listedTokens(chain.chainId);
    for (const auto& token : tokens) {
        subjects.push_back({token.symbol, token.address, token.decimals});
    }
    const auto isListed = [&](const auto& token) { return token.address == c.wrappedNative; };
    if (!c.wrappedNative.isZero() && std::ranges::none_of(tokens, isListed)) {
        subjects.push_back({"wrappedNative", c.wrappedNative, 18});
    }
    return subjects;
}

RpcReader::Calls callsFor(const std::vector<Subject>& subjects) {
    RpcReader::Calls calls{{"eth_blockNumber", "[]"}, {"eth_chainId", "[]"}};
    for (const auto& [name, address, decimals] : subjects) {
        if (decimals) {
            calls.emplace_back("eth_call", cat("[{\"to\":\"", address.toString(), "\",\"data\":\"",
                                               kDecimals, "\"},\"latest\"]"));
        } else {
            calls.emplace_back("eth_getCode", cat("[\"", address.toString(), "\",\"latest\"]"));
        }
    }
    return calls;
}

CheckFinding findingOf(const Subject& subject, const Result<RpcAnswer>& answer) {
    CheckFinding finding{subject.decimals ? "decimals" : "code",
                         cat(subject.name, " ", subject.address.toString()), false,
                         subject.decimals ? std::to_string(*subject.decimals) : "a contract",
                         std::string(kUnknown)};
    if (!answer) {
        if (isRevert(answer.error())) finding.actual = "no such function";
        return finding;
    }
    const auto bytes = rpc::data(answer->result.root(), "data");
    if (!bytes) return finding;
    if (!subject.decimals) {
        finding.actual = bytes->empty() ? "nothing" : "a contract";
    } else if (bytes->size() != 32) {
        finding.actual = bytes->empty() ? "no contract" : "no number";
    } else {
        finding.actual = U256::fromBigEndian(*bytes).toString();
    }
    finding.isOk = finding.actual == finding.expected;
    return finding;
}

}  // namespace

Task<CheckChain::Response> compareWithData(RpcReader reader, Chain chain) {
    const auto subjects = subjectsOf(chain);
    KOSH_CO_TRY(const auto answers,
                co_await reader.askMany(chain.chainId, callsFor(subjects),
                                        [](const RpcReader::Answers&) { return Result<>{}; }));
    CheckChain::Response response;
    response.dataAsOf = chain.dataAsOf;
    response.evidence.endpoint = RpcReader::endpointOf(answers);
    if (answers[0]) {
        response.evidence.blockNumber =
            rpc::quantity64(answers[0]->result.root(), "number").value_or(0);
    }
    CheckFinding id{"chain id", {}, false, std::to_string(chain.chainId), std::string(kUnknown)};
    if (answers[1]) {
        const auto actual = rpc::quantity64(answers[1]->result.root(), "eth_chainId");
        if (actual) id.actual = std::to_string(*actual);
        id.isOk = id.actual == id.expected;
    }
    response.findings.push_back(std::move(id));
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        response.findings.push_back(findingOf(subjects[i], answers[i + 2]));
    }
    response.isWell = std::ranges::all_of(response.findings, &CheckFinding::isOk);
    co_return response;
}

Task<CheckChain::Response> ChainService::checkChain(CheckChain request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    KOSH_CO_TRY(auto response, co_await compareWithData(m_reader, chain));
    response.evidence.at = m_env.clock.now();
    co_return response;
}

}  // namespace kosh::chain
