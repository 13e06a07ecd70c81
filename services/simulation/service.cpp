// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/known_contracts.h"

#include <algorithm>

namespace kosh::simulation {
namespace {

constexpr std::size_t kMaxContracts = 1000;
constexpr std::size_t kMaxData = 256 * 1024;

Failure unknownRule(std::string_view id) {
    std::string known;
    for (const auto& rule : defaultRules()) known += cat(known.empty() ? "" : ", ", rule.ruleId);
    return fail(ErrorKind::not_found, "simulation.unknown_rule",
                cat("there is no rule ", id.substr(0, 64), "; there are ", known),
                {{"field", "ruleId"}});
}

Result<> checkSetting(const Rule& rule, const SetRule& wanted) {
    const bool isWeaker = wanted.isEnabled == false || (wanted.level && *wanted.level < rule.level);
    if (rule.isFixed && isWeaker) {
        return fail(ErrorKind::forbidden, "simulation.fixed_rule",
                    cat("rule ", rule.ruleId,
                        " protects from certain loss: it cannot be switched "
                        "off or lowered"),
                    {{"field", wanted.level ? "level" : "isEnabled"}});
    }
    if (wanted.threshold && !rule.threshold) {
        return invalidField("threshold", "simulation.no_threshold",
                            cat("rule ", rule.ruleId, " has no threshold"));
    }
    return {};
}

}  // namespace

SimulationService::SimulationService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_database(env.store.database("simulation")) {}

ops::Handlers SimulationService::handlers() {
    ops::Handlers handlers;
    handlers.add<Run>(*this, &SimulationService::run);
    handlers.add<DecodeCall>(*this, &SimulationService::decodeCall);
    handlers.add<ListRules>(*this, &SimulationService::listRules);
    handlers.add<SetRule>(*this, &SimulationService::setRule);
    handlers.add<DescribeContracts>(*this, &SimulationService::describeContracts);
    handlers.add<MarkContract>(*this, &SimulationService::markContract);
    return handlers;
}

Task<> SimulationService::start() {
    KOSH_CO_TRY(auto tuned, co_await m_database.read(
                                [](store::Reader& reader) { return repository::rules(reader); }));
    for (auto& one : tuned) m_tuned[one.ruleId] = std::move(one);
    KOSH_CO_TRY(m_marks, co_await m_database.read(
                             [](store::Reader& reader) { return repository::marks(reader); }));
    co_return ok();
}

std::vector<Rule> SimulationService::rules() const {
    auto all = defaultRules();
    for (auto& rule : all) {
        const auto tuned = m_tuned.find(rule.ruleId);
        if (tuned == m_tuned.end()) continue;
        rule.isEnabled = tuned->second.isEnabled.value_or(rule.isEnabled);
        rule.level = tuned->second.level.value_or(rule.level);
        if (tuned->second.threshold) rule.threshold = tuned->second.threshold;
        rule.isChanged = true;
    }
    return all;
}

Result<ListRules::Response> SimulationService::listRules(const ListRules&, const ops::Context&) {
    return ListRules::Response{rules()};
}

Task<Rule> SimulationService::setRule(SetRule request, ops::Context context) {
    const auto& all = defaultRules();
    const auto known = std::ranges::find(all, request.ruleId, &Rule::ruleId);
    if (known == all.end()) co_return unknownRule(request.ruleId);
    KOSH_CO_CHECK(checkSetting(*known, request));
    auto changed = *known;
    changed.isEnabled = request.isEnabled.value_or(known->isEnabled);
    changed.level = request.level.value_or(known->level);
    if (request.threshold) changed.threshold = request.threshold;
    changed.isChanged = request.isEnabled || request.level || request.threshold;
    const auto now = m_env.clock.now();
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(co_await m_database.write(
        [request, changed, now, traceId](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::saveRule(tx, request, now));
            KOSH_CHECK(events::append(tx, RuleChanged{changed}, traceId));
            return {};
        }));
    if (changed.isChanged) {
        m_tuned[request.ruleId] = request;
    } else {
        m_tuned.erase(request.ruleId);
    }
    co_return changed;
}

Mark SimulationService::markOf(ChainId chainId, const Address& address) const {
    const auto found = m_marks.find({chainId, address});
    return found == m_marks.end() ? Mark::none : found->second;
}

ContractInfo SimulationService::infoOf(const chain::Chain& chain, const Address& address) const {
    auto info = knownContract(chain, address);
    info.mark = markOf(chain.chainId, address);
    return info;
}

Task<DescribeContracts::Response> SimulationService::describeContracts(DescribeContracts request,
                                                                       ops::Context context) {
    if (request.addresses.size() > kMaxContracts) {
        co_return invalidField("addresses", "simulation.too_many", "at most 1,000 at once");
    }
    const auto inner = runtime::serviceContext("simulation", context.trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{request.chainId}, inner));
    token::ListTokens list;
    list.chainId = request.chainId;
    list.includeSpam = true;
    KOSH_CO_TRY(const auto tokens, co_await m_env.node.call(std::move(list), inner));
    DescribeContracts::Response response;
    response.dataAsOf = contractsAsOf();
    for (const auto& address : request.addresses) {
        auto info = infoOf(chain, address);
        const auto token = std::ranges::find(tokens.tokens, address, &token::Token::address);
        if (info.name.empty() && token != tokens.tokens.end() && !address.isZero()) {
            info.name = token->symbol;
            info.kind = "token";
        }
        response.contracts.push_back(std::move(info));
    }
    co_return response;
}

Task<ContractInfo> SimulationService::markContract(MarkContract request, ops::Context context) {
    const auto inner = runtime::serviceContext("simulation", context.trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{request.chainId}, inner));
    const auto now = m_env.clock.now();
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(co_await m_database.write([request, now,
                                             traceId](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::saveMark(tx, request.chainId, request.address, request.mark, now));
        KOSH_CHECK(events::append(
            tx, ContractMarked{request.chainId, request.address, request.mark}, traceId));
        return {};
    }));
    if (request.mark == Mark::none) {
        m_marks.erase({request.chainId, request.address});
    } else {
        m_marks[{request.chainId, request.address}] = request.mark;
    }
    co_return infoOf(chain, request.address);
}

Task<DecodeCall::Response> SimulationService::decodeCall(DecodeCall request, ops::Context context) {
    if (request.data.size() > kMaxData) {
        co_return invalidField("data", "simulation.too_large", "at most 256 KiB of calldata");
    }
    const chain::CallRequest call{request.to, request.data, {}, request.value};
    const auto inner = runtime::serviceContext("simulation", context.trace);
    auto found = co_await m_env.node.call(chain::GetChain{request.chainId}, inner);
    if (!found && found.error().key == "chain.unknown") {
        Names none;
        none.nativeSymbol = "of the network's coin";
        co_return DecodeCall::Response{decode(call, none).actions};
    }
    KOSH_CO_TRY(const auto chain, std::move(found));
    token::ListTokens list;
    list.chainId = request.chainId;
    list.includeSpam = true;
    KOSH_CO_TRY(const auto tokens, co_await m_env.node.call(std::move(list), inner));
    Names names;
    names.nativeSymbol = chain.nativeSymbol;
    names.wrappedNative = chain.contracts.wrappedNative;
    names.positionManager = chain.contracts.positionManager;
    for (const auto& token : tokens.tokens) {
        if (!token.isNative()) names.tokens[token.address] = token;
    }
    for (const auto& address : decode(call, names).addresses) {
        names.contracts[address] = infoOf(chain, address);
    }
    co_return DecodeCall::Response{decode(call, names).actions};
}

}  // namespace kosh::simulation
