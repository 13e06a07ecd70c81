// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/contract.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/wallet/api.h>

#include <algorithm>
#include <set>

namespace kosh::token {
namespace {

constexpr std::size_t kMaxFound = 500;
constexpr std::int64_t kOwnTransactions = 500;

struct Arrivals {
    std::uint64_t firstBlock = 0;
    std::int64_t count = 0;
    bool isAsked = false;  ///< At least one came with a transaction of the owner's own.
};

Hash256 wordOf(const Address& address) {
    Hash256 word;
    std::ranges::copy(address.bytes, word.bytes.begin() + 12);
    return word;
}

std::map<Address, Arrivals> arrivalsIn(const std::vector<chain::Log>& logs,
                                       const std::set<Hash256>& own) {
    std::map<Address, Arrivals> found;
    for (const auto& log : logs) {
        // Three topics: ERC-721 has the token's number as a fourth.
        if (log.topics.size() != 3 || log.data.size() != 32) continue;
        auto& one = found[log.address];
        if (one.count++ == 0) one.firstBlock = log.blockNumber;
        one.isAsked = one.isAsked || own.contains(log.transactionHash);
    }
    return found;
}

}  // namespace

Task<DiscoverTokens::Response> TokenService::discover(DiscoverTokens request,
                                                      ops::Context context) {
    auto inner = runtime::serviceContext("token", context.trace);
    inner.deadline = context.deadline;
    auto last = request.toBlock;
    if (!last) {
        KOSH_CO_TRY(const auto status,
                    co_await m_env.node.call(chain::GetChainStatus{request.chainId}, inner));
        if (!status.head) {
            co_return fail(ErrorKind::unavailable, "chain.unavailable", "no endpoint answers");
        }
        last = status.head->number;
    }
    chain::GetLogs logs{request.chainId,
                        request.fromBlock,
                        *last,
                        {},
                        {crypto::abi::eventTopic("Transfer(address,address,uint256)")}};
    logs.topics2 = {wordOf(request.owner)};
    KOSH_CO_TRY(auto answer, co_await m_env.node.call(std::move(logs), inner));
    std::set<Hash256> own;
    wallet::ListTransactions sent;
    sent.chainId = request.chainId;
    sent.address = request.owner;
    sent.limit = kOwnTransactions;
    if (const auto list = co_await m_env.node.call(std::move(sent), inner)) {
        for (const auto& transaction : list->transactions) own.insert(transaction.hash);
    }
    const auto arrivals = arrivalsIn(answer.logs, own);
    DescribeTokens describeAll{request.chainId, {}};
    chain::CallContracts balances{request.chainId, {}, {}};
    for (const auto& [address, one] : arrivals) {
        if (describeAll.addresses.size() >= kMaxFound) break;
        describeAll.addresses.push_back(address);
        balances.calls.push_back({address, balanceOfCall(request.owner), {}, {}});
    }
    DiscoverTokens::Response response;
    response.evidence = std::move(answer.evidence);
    if (describeAll.addresses.empty()) co_return response;
    KOSH_CO_TRY(auto described, co_await describe(std::move(describeAll), context));
    KOSH_CO_TRY(const auto held, co_await m_env.node.call(std::move(balances), inner));
    for (std::size_t i = 0; i < described.tokens.size(); ++i) {
        FoundToken found;
        found.details = std::move(described.tokens[i]);
        const auto& one = arrivals.at(found.details.address);
        found.firstBlock = one.firstBlock;
        found.transfers = one.count;
        if (i < held.results.size()) {
            if (const auto amount = amountFrom(held.results[i])) found.balance = *amount;
        }
        if (!one.isAsked && found.details.source == "contract") {
            found.details.suspicions.push_back("it arrived without a transaction of yours");
        }
        response.tokens.push_back(std::move(found));
    }
    std::ranges::sort(response.tokens, {}, [](const FoundToken& found) {
        return std::pair{found.firstBlock, found.details.address};
    });
    co_return response;
}

}  // namespace kosh::token
