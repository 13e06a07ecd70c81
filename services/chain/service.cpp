// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/chain_data.h"
#include "domain/endpoints.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr Duration kFirstPoll = std::chrono::seconds(3);

/// What was given, be it in full or as URLs.
std::vector<Endpoint> given(std::vector<Endpoint> entries, const std::vector<std::string>& urls) {
    return entries.empty() ? entriesOf(urls) : std::move(entries);
}

}  // namespace

ChainService::ChainService(const runtime::ServiceEnvironment& env, RpcPool& pool,
                           net::HostDirectory* hosts)
    : m_env(env), m_reader(pool), m_database(env.store.database("chain")), m_hosts(hosts) {}

ops::Handlers ChainService::handlers() {
    ops::Handlers handlers;
    handlers.add<ListChains>(*this, &ChainService::listChains);
    handlers.add<GetChain>(*this, &ChainService::getChain);
    handlers.add<AddChain>(*this, &ChainService::addChain);
    handlers.add<SetEndpoints>(*this, &ChainService::setEndpoints);
    handlers.add<GetChainStatus>(*this, &ChainService::getStatus);
    handlers.add<WaitForBlock>(*this, &ChainService::waitForBlock);
    handlers.add<GetBlock>(*this, &ChainService::getBlock);
    handlers.add<CheckChain>(*this, &ChainService::checkChain);
    handlers.add<ListHosts>(*this, &ChainService::listHosts);
    handlers.add<SetHost>(*this, &ChainService::setHost);
    handlers.add<GetFees>(*this, &ChainService::getFees);
    handlers.add<CallContracts>(*this, &ChainService::callContracts);
    handlers.add<GetLogs>(*this, &ChainService::getLogs);
    handlers.add<GetNativeBalance>(*this, &ChainService::getBalance);
    handlers.add<GetTransactionCount>(*this, &ChainService::getCount);
    handlers.add<EstimateGas>(*this, &ChainService::estimateGas);
    handlers.add<SendRawTransaction>(*this, &ChainService::sendRaw);
    handlers.add<GetReceipt>(*this, &ChainService::getReceipt);
    handlers.add<GetCode>(*this, &ChainService::getCode);
    handlers.add<WaitForLogs>(*this, &ChainService::waitForLogs);
    handlers.add<ProveAccount>(*this, &ChainService::proveAccount);
    handlers.add<SimulateCalls>(*this, &ChainService::simulateCalls);
    handlers.add<TraceCall>(*this, &ChainService::traceCall);
    return handlers;
}

Task<> ChainService::start() {
    KOSH_CO_TRY(auto stored, co_await m_database.read(
                                 [](store::Reader& reader) { return Repository::load(reader); }));
    for (const auto& [id, listed] : listedChains()) m_chains[id] = listed.chain;
    for (auto& chain : stored.custom) m_chains[chain.chainId] = std::move(chain);
    for (auto& [id, entries] : stored.endpoints) {
        const auto chain = m_chains.find(id);
        if (chain == m_chains.end()) continue;
        setEntries(chain->second, std::move(entries));
        m_reader.pool().configure(id, chain->second.entries);
    }
    if (m_hosts) {
        for (const auto& host : stored.hostsOff) m_hosts->setEnabled(host, false);
    }
    co_return ok();
}

Task<> ChainService::stop() {
    m_isStopping = true;
    for (const auto& [id, tracker] : m_trackers) tracker->requestStop();
    for (const auto& [id, tracker] : m_trackers) KOSH_CO_CHECK(co_await tracker->ended());
    m_trackers.clear();
    // URLs may hold keys, which belong to an open vault.
    for (const auto& [id, chain] : m_chains) {
        if (!chain.entries.empty()) m_reader.pool().configure(id, {});
    }
    co_return ok();
}

Result<Chain> ChainService::find(ChainId chainId) const {
    const auto found = m_chains.find(chainId);
    if (found != m_chains.end()) return found->second;
    std::string known;
    for (const auto& [id, chain] : m_chains) known += cat(known.empty() ? "" : ", ", id);
    return fail(ErrorKind::not_found, "chain.unknown",
                cat("there is no chain ", chainId, "; known are ", known),
                {{"field", "chainId"}, {"known", known}});
}

Result<ListChains::Response> ChainService::listChains(const ListChains&, const ops::Context&) {
    ListChains::Response response;
    for (const auto& [id, chain] : m_chains) response.chains.push_back(shownChain(chain));
    return response;
}

Task<Chain> ChainService::getChain(GetChain request, ops::Context) {
    KOSH_CO_TRY(auto chain, find(request.chainId));
    co_return shownChain(std::move(chain));
}

Task<> ChainService::probeAll(ChainId chainId, std::vector<Endpoint> entries, bool mustAnswer) {
    for (const auto& [url, weight, order, isEnabled, role] : entries) {
        if (!isEnabled) continue;
        const auto actual = co_await m_reader.pool().probe(url);
        if (!actual) {
            // A private relay may know nothing but eth_sendRawTransaction.
            if (mustAnswer && role != EndpointRole::broadcast) co_return Failure(actual.error());
            continue;
        }
        if (*actual != chainId) {
            co_return fail(
                ErrorKind::invalid, "chain.id_mismatch",
                cat("endpoint ", shownEndpoint(url), " is of chain ", *actual, ", not ", chainId),
                {{"field", "endpoints"},
                 {"expected", std::to_string(chainId)},
                 {"actual", std::to_string(*actual)}});
        }
    }
    co_return ok();
}

Task<> ChainService::save(Chain chain, bool isDefinitionNew, std::string traceId) {
    const auto at = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_database.write(
        [chain, isDefinitionNew, traceId, at](store::Transaction& tx) -> Result<bool> {
            if (isDefinitionNew) {
                KOSH_CHECK(Repository::saveCustom(tx, chain, at));
            }
            KOSH_CHECK(Repository::saveEndpoints(tx, chain.chainId, chain.entries));
            KOSH_CHECK(events::append(tx, ChainChanged{chain.chainId}, traceId));
            return true;
        }));
    m_reader.pool().configure(chain.chainId, chain.entries);
    m_multicalls.erase(chain.chainId);
    m_logSizes.erase(chain.chainId);
    m_chains[chain.chainId] = chain;
    const auto tracker = m_trackers.find(chain.chainId);
    if (tracker != m_trackers.end()) tracker->second->reconfigure(chain);
    co_return ok();
}

Task<Chain> ChainService::addChain(AddChain request, ops::Context context) {
    auto chain = std::move(request.chain);
    KOSH_CO_CHECK(checkCustom(chain));
    const auto known = m_chains.find(chain.chainId);
    const auto stored = known == m_chains.end() ? std::vector<Endpoint>{} : known->second.entries;
    KOSH_CO_TRY(auto entries,
                acceptEndpoints(given(std::move(chain.entries), chain.endpoints), stored));
    setEntries(chain, std::move(entries));
    chain.isCustom = true;
    chain.dataAsOf.clear();
    KOSH_CO_CHECK(co_await probeAll(chain.chainId, chain.entries, true));
    KOSH_CO_CHECK(co_await save(chain, true, context.trace.traceIdHex()));
    co_return shownChain(std::move(chain));
}

Task<Chain> ChainService::setEndpoints(SetEndpoints request, ops::Context context) {
    KOSH_CO_TRY(auto chain, find(request.chainId));
    if (!request.entries.empty() && !request.endpoints.empty()) {
        co_return invalidField("entries", "chain.endpoints", "either entries or endpoints");
    }
    auto wanted = given(std::move(request.entries), request.endpoints);
    if (!request.endpoints.empty()) {
        std::ranges::copy_if(chain.entries, std::back_inserter(wanted), [](const Endpoint& entry) {
            return entry.role == EndpointRole::broadcast;
        });
    }
    KOSH_CO_TRY(auto entries, acceptEndpoints(std::move(wanted), chain.entries));
    setEntries(chain, std::move(entries));
    // Offline is normal: one that does not answer now is verified by the pool before its first use.
    KOSH_CO_CHECK(co_await probeAll(chain.chainId, chain.entries, false));
    KOSH_CO_CHECK(co_await save(chain, false, context.trace.traceIdHex()));
    co_return shownChain(std::move(chain));
}

std::shared_ptr<Tracker> ChainService::track(const Chain& chain) {
    auto& tracker = m_trackers[chain.chainId];
    if (!tracker || !tracker->isRunning()) {
        tracker = std::make_shared<Tracker>(
            Tracker::Environment{m_reader, m_database, m_env.executor, m_env.clock, m_env.observer},
            chain);
        if (!m_isStopping) tracker->start();
    }
    tracker->touch();
    return tracker;
}

Task<GetChainStatus::Response> ChainService::getStatus(GetChainStatus request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    GetChainStatus::Response response;
    if (!chain.endpoints.empty()) {
        const auto tracker = track(chain);
        KOSH_CO_CHECK(co_await tracker->firstPoll(kFirstPoll));
        response.head = tracker->head();
        response.finalizedNumber = tracker->finalizedNumber();
        response.safeNumber = tracker->safeNumber();
        response.hasFinalityTags = tracker->hasFinalityTags();
        response.warnings = tracker->warnings();
    }
    response.endpoints = m_reader.pool().status(request.chainId);
    co_return response;
}

Task<Block> ChainService::waitForBlock(WaitForBlock request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (chain.endpoints.empty()) {
        co_return fail(ErrorKind::unavailable, "chain.unavailable",
                       cat(chain.name, " has no endpoint yet; set one with chain.set_endpoints"));
    }
    const auto tracker = track(chain);
    const auto timeout = std::chrono::milliseconds(request.timeoutMs);
    KOSH_CO_CHECK(co_await tracker->waitAbove(request.afterNumber, timeout));
    if (tracker->head()) co_return *tracker->head();
    const auto reason =
        tracker->trouble().empty() ? "no endpoint answered in time" : tracker->trouble();
    co_return fail(ErrorKind::unavailable, "chain.unavailable", reason, {{"reason", reason}});
}

Evidence ChainService::evidence(std::string endpoint, std::uint64_t blockNumber) const {
    return {std::move(endpoint), blockNumber, m_env.clock.now()};
}

}  // namespace kosh::chain
