// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>

namespace kosh::simulation {
namespace {

constexpr std::size_t kMaxData = 256 * 1024;
constexpr std::size_t kMaxEarlier = 8;
constexpr std::size_t kMaxOverrides = 32;
constexpr std::size_t kMaxNamed = 60;
constexpr std::size_t kMaxMeasured = 40;

ops::Context own(const ops::Context& context) {
    auto inner = runtime::serviceContext("simulation", context.trace);
    inner.deadline = context.deadline;
    return inner;
}

bool isUnsupported(const Error& error) {
    return error.key == "chain.method_unsupported";
}

void takeResult(Study& study, Method method, const chain::SimulatedCall& result,
                const std::vector<chain::CallFrame>& frames, chain::Evidence evidence) {
    auto& response = study.response;
    response.method = method;
    response.isSuccess = result.isSuccess;
    response.failure = result.reason;
    response.gasUsed = result.gasUsed;
    response.evidence = std::move(evidence);
    if (result.isSuccess) {
        study.outcome = outcomeOf(study.call.from, result.logs, frames, study.names);
    }
}

/// Tokens whose balance may change: those that events or the calldata name.
std::vector<Address> measurable(const Study& study) {
    std::set<Address> tokens;
    for (const auto& one : study.outcome.movements) {
        if (!one.tokenId && !one.contract.isZero()) tokens.insert(one.contract);
    }
    for (const auto& one : study.decoded.transfers) {
        if (!one.tokenId && !one.token.isZero()) tokens.insert(one.token);
    }
    for (const auto& swap : study.decoded.swaps) {
        for (const auto& token : {swap.tokenIn, swap.tokenOut}) {
            if (!token.isZero()) tokens.insert(token);
        }
    }
    std::vector<Address> list(tokens.begin(), tokens.end());
    if (list.size() > kMaxMeasured) list.resize(kMaxMeasured);
    return list;
}

std::optional<U256> wordOf(const chain::SimulatedCall& call) {
    if (!call.isSuccess || call.data.size() != 32) return std::nullopt;
    return U256::fromBigEndian(call.data);
}

void replaceMovement(Outcome& outcome, const Address& contract, const I256& amount) {
    std::erase_if(outcome.movements,
                  [&](const Movement& one) { return one.contract == contract && !one.tokenId; });
    if (!amount.isZero()) outcome.movements.push_back({contract, {}, amount, true});
}

}  // namespace

Task<bool> SimulationService::simulateWhole(Study& study, ops::Context context) {
    chain::SimulateCalls request;
    request.chainId = study.chain.chainId;
    request.calls = study.earlier;
    request.calls.push_back(study.call);
    request.overrides = study.request.overrides;
    const auto count = request.calls.size();
    auto answer = co_await m_env.node.call(std::move(request), own(context));
    if (!answer) {
        if (isUnsupported(answer.error())) co_return false;
        co_return Failure(answer.error());
    }
    if (answer->results.size() != count) {
        co_return fail(ErrorKind::unavailable, "simulation.incomplete",
                       "the answer to a simulation is incomplete");
    }
    takeResult(study, Method::simulated, answer->results.back(), {}, std::move(answer->evidence));
    for (auto& movement : study.outcome.movements) {
        if (movement.contract.isZero()) movement.isMeasured = true;
    }
    co_return true;
}

Task<bool> SimulationService::trace(Study& study, ops::Context context) {
    chain::TraceCall request;
    request.chainId = study.chain.chainId;
    request.call = study.call;
    request.overrides = study.request.overrides;
    auto answer = co_await m_env.node.call(std::move(request), own(context));
    if (!answer) {
        if (isUnsupported(answer.error())) co_return false;
        co_return Failure(answer.error());
    }
    takeResult(study, Method::traced, answer->result, answer->frames, std::move(answer->evidence));
    for (auto& movement : study.outcome.movements) {
        if (movement.contract.isZero()) movement.isMeasured = true;
    }
    co_return true;
}

Task<> SimulationService::callOnly(Study& study, ops::Context context) {
    chain::CallContracts request{study.chain.chainId, {study.call}, {}};
    KOSH_CO_TRY(auto answer, co_await m_env.node.call(std::move(request), own(context)));
    const auto& result = answer.results.at(0);
    auto& response = study.response;
    response.method = Method::called;
    response.isSuccess = result.isSuccess;
    response.failure = result.reason;
    response.evidence = std::move(answer.evidence);
    response.unknowns.push_back(
        "balance changes are read out of the calldata: no endpoint of this "
        "network simulates or traces");
    if (result.isSuccess) study.outcome = outcomeOf(study.call.from, study.decoded);
    co_return ok();
}

Task<> SimulationService::simulate(Study& study, ops::Context context) {
    auto done = co_await simulateWhole(study, context);
    if (!study.earlier.empty() && (!done || !*done)) {
        // Without what comes before it, it would be another transaction.
        study.response.unknowns.push_back(
            cat("it comes after another transaction: ",
                done ? std::string("no endpoint of this network simulates several in a row")
                     : done.error().message));
        study.outcome = outcomeOf(study.call.from, study.decoded);
        co_return ok();
    }
    if (done && !*done) done = co_await trace(study, context);
    if (done && *done) co_return ok();
    if (!study.request.overrides.empty()) {
        // Without what it pretends it would be another question.
        study.response.unknowns.push_back("no endpoint of this network pretends state");
        study.outcome = outcomeOf(study.call.from, study.decoded);
        co_return ok();
    }
    const auto called = co_await callOnly(study, context);
    if (called) co_return ok();
    study.response.method = Method::none;
    study.response.unknowns.push_back(cat("nothing could be simulated: ", called.error().message));
    study.outcome = outcomeOf(study.call.from, study.decoded);
    co_return ok();
}

Task<> SimulationService::measure(Study& study, ops::Context context) {
    if (study.response.method != Method::simulated || !study.response.isSuccess) co_return ok();
    const auto tokens = measurable(study);
    if (tokens.empty()) co_return ok();
    chain::SimulateCalls request;
    request.chainId = study.chain.chainId;
    request.blockNumber = study.response.evidence->blockNumber;
    const auto ask = [&] {
        for (const auto& token : tokens) {
            const auto data = crypto::abi::Encoder(crypto::abi::selector("balanceOf(address)"))
                                  .address(study.call.from)
                                  .take();
            request.calls.push_back({token, data, study.call.from, {}});
        }
    };
    request.calls = study.earlier;
    const auto first = request.calls.size();
    ask();
    request.calls.push_back(study.call);
    ask();
    request.overrides = study.request.overrides;
    const auto count = request.calls.size();
    const auto answer = co_await m_env.node.call(std::move(request), own(context));
    if (!answer || answer->results.size() != count) {
        study.response.unknowns.push_back(
            "balances could not be compared: changes are what events "
            "claim");
        co_return ok();
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto before = wordOf(answer->results[first + i]);
        const auto after = wordOf(answer->results[first + i + tokens.size() + 1]);
        if (before && after) replaceMovement(study.outcome, tokens[i], difference(*before, *after));
    }
    co_return ok();
}

Task<> SimulationService::nameTokens(Study& study, ops::Context context) {
    std::set<Address> wanted;
    for (const auto& one : study.outcome.movements) wanted.insert(one.contract);
    for (const auto& one : study.outcome.approvals) wanted.insert(one.contract);
    wanted.insert(study.decoded.addresses.begin(), study.decoded.addresses.end());
    wanted.erase(Address{});
    token::DescribeTokens request;
    request.chainId = study.chain.chainId;
    request.addresses.assign(wanted.begin(), wanted.end());
    if (request.addresses.size() > kMaxNamed) request.addresses.resize(kMaxNamed);
    const auto addresses = request.addresses;
    const auto described = co_await m_env.node.call(std::move(request), own(context));
    if (!described) {
        study.response.unknowns.push_back(
            cat("tokens could not be named: ", described.error().message));
    } else {
        for (const auto& details : described->tokens) {
            if (details.token) study.names.tokens[details.address] = *details.token;
            study.tokens[details.address] = details;
        }
    }
    for (const auto& address : wanted) {
        study.names.contracts[address] = infoOf(study.chain, address);
    }
    for (const auto& one : study.outcome.approvals) {
        study.names.contracts[one.spender] = infoOf(study.chain, one.spender);
    }
    study.decoded = decode(study.call, study.names);
    co_return ok();
}

void SimulationService::describeOutcome(Study& study) const {
    auto& response = study.response;
    response.actions = study.decoded.actions;
    for (const auto& one : study.outcome.movements) {
        BalanceChange change;
        change.contract = one.contract;
        change.amount = one.amount;
        change.tokenId = one.tokenId;
        change.isMeasured = one.isMeasured;
        const auto token = study.names.tokens.find(one.contract);
        if (one.contract.isZero()) {
            change.symbol = study.chain.nativeSymbol;
            change.decimals = 18;
        } else if (token != study.names.tokens.end()) {
            change.symbol = token->second.symbol;
            change.decimals = one.tokenId ? 0 : token->second.decimals;
            const auto details = study.tokens.find(one.contract);
            change.isListedToken =
                details != study.tokens.end() && details->second.source == "listed";
        } else {
            change.symbol = "?";
        }
        response.changes.push_back(std::move(change));
    }
    for (const auto& one : study.outcome.approvals) {
        ApprovalChange change;
        change.kind = one.kind;
        change.contract = one.contract;
        change.spender = one.spender;
        change.amount = one.amount;
        change.isUnlimited =
            isUnlimited(one.amount) || (one.kind == "nft_operator" && !one.amount.isZero());
        const auto token = study.names.tokens.find(one.contract);
        if (token != study.names.tokens.end()) change.symbol = token->second.symbol;
        change.spenderName = infoOf(study.chain, one.spender).name;
        response.approvals.push_back(std::move(change));
    }
}

Task<Run::Response> SimulationService::run(Run request, ops::Context context) {
    if (request.data.size() > kMaxData) {
        co_return invalidField("data", "simulation.too_large", "at most 256 KiB of calldata");
    }
    if (request.earlier.size() > kMaxEarlier) {
        co_return invalidField("earlier", "simulation.too_many", "at most 8 calls before it");
    }
    if (request.overrides.size() > kMaxOverrides) {
        co_return invalidField("overrides", "simulation.too_many", "at most 32 addresses");
    }
    Study study;
    KOSH_CO_TRY(study.chain,
                co_await m_env.node.call(chain::GetChain{request.chainId}, own(context)));
    study.request = request;
    study.call = {request.to, request.data, request.from, request.value};
    for (const auto& one : request.earlier) {
        study.earlier.push_back({one.to, one.data, request.from, one.value});
    }
    study.names.nativeSymbol = study.chain.nativeSymbol;
    study.names.wrappedNative = study.chain.contracts.wrappedNative;
    study.names.positionManager = study.chain.contracts.positionManager;
    study.decoded = decode(study.call, study.names);
    KOSH_CO_CHECK(co_await simulate(study, context));
    KOSH_CO_CHECK(co_await measure(study, context));
    KOSH_CO_CHECK(co_await nameTokens(study, context));
    describeOutcome(study);
    KOSH_CO_CHECK(co_await learnTarget(study, context));
    KOSH_CO_CHECK(co_await learnRecipients(study, context));
    KOSH_CO_CHECK(co_await learnSpenders(study, context));
    auto& response = study.response;
    auto& facts = study.facts;
    facts.isSimulated = response.method != Method::none;
    facts.isSuccess = response.isSuccess;
    facts.failure = response.failure;
    facts.unknownCalls = study.decoded.unknowns;
    facts.changes = response.changes;
    facts.swaps = boundsOf(study);
    facts.feeTokens = feesIn(study);
    response.findings = judge(facts, rules());
    response.canSign = std::ranges::none_of(
        response.findings, [](const Finding& finding) { return finding.level == Level::block; });
    co_return std::move(response);
}

}  // namespace kosh::simulation
