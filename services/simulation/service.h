// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include "domain/outcome.h"
#include "domain/risk.h"

#include <kosh/runtime/service.h>

namespace kosh::simulation {

/// One transaction while it is studied.
struct Study {
    Run request;
    chain::Chain chain;
    chain::CallRequest call;
    std::vector<chain::CallRequest> earlier;
    Names names;
    std::map<Address, token::TokenDetails> tokens;
    Decoded decoded;
    Outcome outcome;
    Run::Response response;
    Facts facts;
};

/// The simulation service: see README.md. Thread: core.
class SimulationService final : public runtime::Service {
public:
    explicit SimulationService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    Task<> start() override;

private:
    Task<Run::Response> run(Run request, ops::Context context);
    Task<DecodeCall::Response> decodeCall(DecodeCall request, ops::Context context);
    Result<ListRules::Response> listRules(const ListRules& request, const ops::Context& context);
    Task<Rule> setRule(SetRule request, ops::Context context);
    Task<DescribeContracts::Response> describeContracts(DescribeContracts request,
                                                        ops::Context context);
    Task<ContractInfo> markContract(MarkContract request, ops::Context context);

    /// What would happen, by the best method that an endpoint offers.
    Task<> simulate(Study& study, ops::Context context);
    Task<bool> simulateWhole(Study& study, ops::Context context);
    Task<bool> trace(Study& study, ops::Context context);
    Task<> callOnly(Study& study, ops::Context context);
    /// Balances before and after in place of what events claim.
    Task<> measure(Study& study, ops::Context context);
    Task<> nameTokens(Study& study, ops::Context context);
    void describeOutcome(Study& study) const;

    Task<> learnTarget(Study& study, ops::Context context);
    Task<> learnRecipients(Study& study, ops::Context context);
    Task<> learnSpenders(Study& study, ops::Context context);

    ContractInfo infoOf(const chain::Chain& chain, const Address& address) const;
    Mark markOf(ChainId chainId, const Address& address) const;
    std::vector<Rule> rules() const;

    const runtime::ServiceEnvironment& m_env;
    store::Database m_database;
    std::map<std::string, SetRule> m_tuned;
    repository::Marks m_marks;
};

/// Swap tolerances, by what the simulation shows; by `request.slippageBps` where it shows nothing.
std::vector<SwapBound> boundsOf(const Study& study);
/// Tokens that took a fee in the simulation, or are known to.
std::vector<std::pair<std::string, std::int64_t>> feesIn(const Study& study);

}  // namespace kosh::simulation
