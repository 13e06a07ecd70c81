// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <kosh/quote/api.h>
#include <kosh/simulation/api.h>

#include <algorithm>
#include <set>

namespace kosh::approval {
namespace {

// Some endpoints give logs of a thousand blocks at a time: a first bite small enough to end within
// the budget there, larger ones where that was quick.
constexpr std::uint64_t kFirstBite = 20'000, kLargestBite = 500'000;
constexpr auto kQuick = std::chrono::seconds(1);
constexpr auto kScanBudget = std::chrono::seconds(15);
// Two reads of a chain with a busy owner must not become one endless request.
constexpr std::size_t kMaxRead = 600;
constexpr std::size_t kMaxAddresses = 100;

using chain::ChainId;

/// Stores what a range of logs said, and where to go on.
Task<> keep(store::Database database, ChainId chainId, Address owner, Sightings found,
            std::uint64_t nextBlock, std::string traceId) {
    KOSH_CO_CHECK(co_await database.write([chainId, owner, found, nextBlock,
                                           traceId](store::Transaction& tx) -> Result<> {
        for (const auto& [key, sighting] : found) {
            KOSH_TRY(const bool isNew, repository::saveSighting(tx, chainId, owner, key, sighting));
            if (!isNew) continue;
            KOSH_CHECK(events::append(tx, ApprovalFound{chainId, owner, key, sighting.blockNumber},
                                      traceId));
        }
        return repository::setNextBlock(tx, chainId, owner, nextBlock);
    }));
    co_return ok();
}

using Tokens = token::DescribeTokens::Response;
using Contracts = simulation::DescribeContracts::Response;
using Codes = chain::GetCode::Response;

/// The entry for `address`, if there was an answer and it has one.
template <typename Response, typename Entry>
const Entry* found(const Result<Response>& answer, std::vector<Entry> Response::* list,
                   const Address& address) {
    if (!answer) return nullptr;
    const auto& entries = (*answer).*list;
    const auto entry = std::ranges::find(entries, address, &Entry::address);
    return entry == entries.end() ? nullptr : &*entry;
}

bool isMoreUrgent(const Approval& a, const Approval& b) {
    if (a.valueAtRisk != b.valueAtRisk) {
        return a.valueAtRisk.value_or(U256{}) > b.valueAtRisk.value_or(U256{});
    }
    const auto risk = [](const Approval& one) { return one.atRisk && !one.atRisk->isZero(); };
    if (risk(a) != risk(b)) return risk(a);
    if (a.isUnlimited != b.isUnlimited) return a.isUnlimited;
    return std::pair{b.blockNumber, b.approvalId} < std::pair{a.blockNumber, a.approvalId};
}

}  // namespace

Task<> ApprovalService::scan(ListApprovals request, ListApprovals::Response* response,
                             ops::Context context) {
    const auto inner = runtime::serviceContext("approval", context.trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_env.node.call(chain::GetChain{request.chainId}, inner));
    KOSH_CO_TRY(const auto status,
                co_await m_env.node.call(chain::GetChainStatus{request.chainId}, inner));
    if (!status.head) {
        co_return fail(ErrorKind::unavailable, "chain.unavailable",
                       cat("no endpoint of ", chain.name, " answers"));
    }
    response->head = status.head->number;
    const auto confirmations = static_cast<std::uint64_t>(chain.confirmations);
    const auto settled = response->head >= confirmations ? response->head - confirmations : 0;
    KOSH_CO_TRY(auto next, co_await m_database.read([chainId = request.chainId,
                                                     owner = request.owner](store::Reader& reader) {
        return repository::nextBlock(reader, chainId, owner);
    }));
    if (request.fromBlock) next = std::min(next, *request.fromBlock);
    const auto end = m_env.clock.steady() + kScanBudget;
    auto bite = kFirstBite;
    while (next <= response->head && m_env.clock.steady() < end && !m_isStopping) {
        const auto began = m_env.clock.steady();
        const auto last = std::min(response->head, next + bite - 1);
        chain::GetLogs logs{request.chainId, next, last, {}, approvalTopics()};
        logs.topics1 = {ownerTopic(request.owner)};
        KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(logs), inner));
        // Blocks that may still be replaced are read again next time.
        KOSH_CO_CHECK(co_await keep(m_database, request.chainId, request.owner,
                                    sightingsIn(answer.logs, request.owner),
                                    std::min(last, settled) + 1, context.trace.traceIdHex()));
        next = last + 1;
        if (m_env.clock.steady() - began < kQuick) bite = std::min(kLargestBite, bite * 4);
    }
    response->scannedTo = next == 0 ? 0 : next - 1;
    response->isComplete = next > response->head;
    co_return ok();
}

Task<> ApprovalService::readAll(ListApprovals request, Sightings sightings,
                                ListApprovals::Response* response, ops::Context context) {
    std::vector<std::pair<ApprovalKey, Sighting>> keys(sightings.begin(), sightings.end());
    for (std::size_t begin = 0; begin < keys.size(); begin += kMaxRead) {
        const auto end = std::min(keys.size(), begin + kMaxRead);
        chain::CallContracts call{request.chainId, {}, {}};
        for (auto i = begin; i < end; ++i) {
            auto calls = readCalls(keys[i].first, request.owner);
            std::ranges::move(calls, std::back_inserter(call.calls));
        }
        KOSH_CO_TRY(const auto answer,
                    co_await m_env.node.call(std::move(call),
                                             runtime::serviceContext("approval", context.trace)));
        response->evidence = answer.evidence;
        for (auto i = begin; i < end; ++i) {
            const auto& [key, sighting] = keys[i];
            const auto results =
                std::span(answer.results).subspan((i - begin) * kReadCalls, kReadCalls);
            const auto state = stateFrom(key, request.owner, results, m_env.clock.now());
            if (!state) {
                ++response->unread;
                continue;
            }
            if (state->amount.isZero() && !request.includeSpent) continue;
            Approval one;
            one.approvalId = key;
            one.kind = key.kind;
            one.contract = key.contract;
            one.spender = key.spender;
            one.amount = state->amount;
            one.isUnlimited = state->isUnlimited;
            one.expiresAt = state->expiresAt;
            one.balance = state->balance;
            one.atRisk = state->atRisk;
            one.blockNumber = sighting.blockNumber;
            one.transactionHash = sighting.transactionHash;
            response->approvals.push_back(std::move(one));
        }
    }
    co_return ok();
}

Task<> ApprovalService::nameAll(ListApprovals request, ListApprovals::Response* response,
                                ops::Context context) {
    std::set<Address> contracts, spenders;
    for (const auto& one : response->approvals) {
        contracts.insert(one.contract);
        spenders.insert(one.spender);
    }
    const auto inner = runtime::serviceContext("approval", context.trace);
    token::DescribeTokens tokens;
    tokens.chainId = request.chainId;
    tokens.addresses.assign(contracts.begin(), contracts.end());
    const auto described = co_await m_env.node.call(std::move(tokens), inner);
    simulation::DescribeContracts known;
    known.chainId = request.chainId;
    known.addresses.assign(spenders.begin(), spenders.end());
    const auto named = co_await m_env.node.call(std::move(known), inner);
    chain::GetCode code;
    code.chainId = request.chainId;
    code.addresses.assign(spenders.begin(), spenders.end());
    if (code.addresses.size() > kMaxAddresses) code.addresses.resize(kMaxAddresses);
    const auto codes = co_await m_env.node.call(std::move(code), inner);
    // Names help; without them the list is still the list.
    for (auto& one : response->approvals) {
        if (const auto* details = found(described, &Tokens::tokens, one.contract)) {
            if (details->token) {
                one.contractName = details->token->symbol;
                one.decimals = details->token->decimals;
            }
            one.isListedToken = details->source == "listed";
            one.isSpam = details->mark == token::Mark::spam;
        }
        if (const auto* info = found(named, &Contracts::contracts, one.spender)) {
            one.spenderName = info->name;
        }
        if (const auto* info = found(codes, &Codes::codes, one.spender)) {
            one.isSpenderContract = info->size > 0;
        }
    }
    co_return ok();
}

Task<> ApprovalService::valueAll(chain::Chain chain, ListApprovals::Response* response,
                                 ops::Context context) {
    if (chain.numeraire.isZero()) co_return ok();
    const auto inner = runtime::serviceContext("approval", context.trace);
    token::ResolveToken resolve{chain.chainId, chain.numeraire.toString()};
    if (auto numeraire = co_await m_env.node.call(std::move(resolve), inner)) {
        response->numeraire = *std::move(numeraire);
    }
    std::map<Address, std::optional<U256>> prices;
    std::map<Address, U256> worst;
    for (auto& one : response->approvals) {
        const bool isFungible =
            one.kind == ApprovalKind::erc20 || one.kind == ApprovalKind::permit2;
        if (!isFungible || !one.atRisk || one.atRisk->isZero() || one.isSpam) continue;
        if (!prices.contains(one.contract)) {
            const auto price = co_await m_env.node.call(
                quote::GetPrice{chain.chainId, one.contract, chain.numeraire}, inner);
            prices[one.contract] = price ? price->priceX64 : std::nullopt;
        }
        if (one.contract == chain.numeraire) {
            one.valueAtRisk = one.atRisk;
        } else if (const auto& price = prices[one.contract]) {
            one.valueAtRisk = valueOf(*one.atRisk, *price, one.decimals);
        }
        // Several spenders of one token can take it only once.
        if (one.valueAtRisk) {
            auto& most = worst[one.contract];
            most = std::max(most, *one.valueAtRisk);
        }
    }
    for (const auto& [contract, value] : worst) response->totalAtRisk += value;
    co_return ok();
}

Task<ListApprovals::Response> ApprovalService::listApprovals(ListApprovals request,
                                                             ops::Context context) {
    ListApprovals::Response response;
    response.evidence.at = m_env.clock.now();
    KOSH_CO_CHECK(co_await scan(request, &response, context));
    KOSH_CO_TRY(auto found, co_await m_database.read([chainId = request.chainId,
                                                      owner = request.owner](store::Reader& r) {
        return repository::sightings(r, chainId, owner);
    }));
    KOSH_CO_CHECK(co_await readAll(request, std::move(found), &response, context));
    KOSH_CO_CHECK(co_await nameAll(request, &response, context));
    KOSH_CO_TRY(auto chain,
                co_await m_env.node.call(chain::GetChain{request.chainId},
                                         runtime::serviceContext("approval", context.trace)));
    KOSH_CO_CHECK(co_await valueAll(std::move(chain), &response, context));
    std::ranges::sort(response.approvals, isMoreUrgent);
    co_return response;
}

}  // namespace kosh::approval
