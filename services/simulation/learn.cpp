// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/words.h"

#include <kosh/wallet/api.h>

#include <algorithm>

namespace kosh::simulation {
namespace {

constexpr std::size_t kMaxRecipients = 20;
constexpr std::int64_t kPastTransactions = 500;
constexpr std::uint64_t kMsPerDay = 86'400'000;

ops::Context own(const ops::Context& context) {
    auto inner = runtime::serviceContext("simulation", context.trace);
    inner.deadline = context.deadline;
    return inner;
}

/// Absent = no endpoint told.
Task<std::map<Address, bool>> contractsAmong(ops::Node& node, ChainId chainId,
                                             std::vector<Address> addresses, ops::Context context) {
    std::map<Address, bool> found;
    chain::GetCode request;
    request.chainId = chainId;
    request.addresses = std::move(addresses);
    const auto answer = co_await node.call(std::move(request), std::move(context));
    if (answer) {
        // An account with borrowed code (EIP-7702) is still a person's.
        for (const auto& code : answer->codes)
            found[code.address] = code.size > 0 && !code.delegate;
    }
    co_return found;
}

std::optional<bool> lookedUp(const std::map<Address, bool>& map, const Address& address) {
    const auto found = map.find(address);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

Task<std::optional<bool>> isFresh(ops::Node& node, ChainId chainId, Address address,
                                  ops::Context context) {
    const auto count = co_await node.call(chain::GetTransactionCount{chainId, address}, context);
    const auto balance = co_await node.call(chain::GetNativeBalance{chainId, address, {}}, context);
    if (!count || !balance) co_return std::nullopt;
    co_return count->latest == 0 && balance->wei.isZero();
}

/// Whom the sender has paid, how often, and which addresses are the owner's.
struct Past {
    std::map<Address, std::uint64_t> paid;
    std::set<Address> own;
};
Task<Past> pastOf(ops::Node& node, Study& study, ops::Context context) {
    Past past;
    wallet::ListTransactions request;
    request.limit = kPastTransactions;
    if (const auto list = co_await node.call(std::move(request), context)) {
        for (const auto& one : list->transactions) ++past.paid[one.recipient.value_or(one.to)];
    } else {
        study.response.unknowns.push_back("earlier transactions could not be read");
    }
    if (const auto wallets = co_await node.call(wallet::ListWallets{}, context)) {
        for (const auto& wallet : wallets->wallets) {
            for (const auto& info : wallet.addresses) past.own.insert(info.address);
        }
    }
    co_return past;
}

void addLookAlike(Recipient& recipient, const Past& past) {
    for (const auto& [address, count] : past.paid) {
        if (address == recipient.address) continue;
        const auto alike = alikeDigits(address, recipient.address);
        if (alike <= recipient.alikeDigits) continue;
        recipient.alikeDigits = alike;
        recipient.lookAlike = address;
    }
}

}  // namespace

Task<> SimulationService::learnTarget(Study& study, ops::Context context) {
    auto& facts = study.facts;
    const auto& to = study.call.to;
    facts.call = study.call;
    const auto info = infoOf(study.chain, to);
    const auto token = study.tokens.find(to);
    const bool isChosenToken = token != study.tokens.end() && (token->second.source == "listed" ||
                                                               token->second.source == "added");
    facts.isTargetKnown = !info.name.empty() || isChosenToken;
    facts.targetMark = info.mark;
    const auto& kind = study.decoded.actions.front().kind;
    facts.isPlainSend =
        kind == "send" || kind == "transfer" || kind == "transfer_from" || kind == "nft_transfer";
    const auto codes = co_await contractsAmong(m_env.node, study.chain.chainId, {to}, own(context));
    facts.isTargetContract = codes ? lookedUp(*codes, to) : std::nullopt;
    if (!facts.isTargetContract) study.response.unknowns.push_back("whether it is a contract");
    if (facts.isTargetContract != true || facts.isTargetKnown || !study.response.evidence)
        co_return ok();
    const auto all = rules();
    const auto rule = std::ranges::find(all, std::string_view("fresh_contract"), &Rule::ruleId);
    const auto days = rule->threshold->fitsU64() ? rule->threshold->low64() : 36'500;
    const auto blocks = std::min<std::uint64_t>(days, 36'500) * kMsPerDay /
                        static_cast<std::uint64_t>(study.chain.blockTimeMs);
    const auto head = study.response.evidence->blockNumber;
    chain::GetCode then;
    then.chainId = study.chain.chainId;
    then.addresses = {to};
    then.blockNumber = head > blocks ? head - blocks : 0;
    const auto old = co_await m_env.node.call(std::move(then), own(context));
    if (old) {
        facts.isTargetYoung = old->codes.at(0).size == 0;
    } else {
        study.response.unknowns.push_back("how long the contract has existed");
    }
    co_return ok();
}

Task<> SimulationService::learnRecipients(Study& study, ops::Context context) {
    std::set<Address> explicitly, all;
    for (const auto& one : study.decoded.transfers) {
        // Value that goes along with a call is the contract's to handle.
        const bool isAlong = one.token.isZero() && !study.call.data.empty();
        if (one.from == study.call.from && !isAlong) explicitly.insert(one.to);
    }
    all = explicitly;
    for (const auto& one : study.outcome.transfers) {
        if (!one.to.isZero()) all.insert(one.to);
    }
    KOSH_CO_TRY(const auto past, co_await pastOf(m_env.node, study, own(context)));
    std::vector<Address> addresses(all.begin(), all.end());
    if (addresses.size() > kMaxRecipients) addresses.resize(kMaxRecipients);
    const auto codes =
        co_await contractsAmong(m_env.node, study.chain.chainId, addresses, own(context));
    for (const auto& address : addresses) {
        Recipient one;
        one.address = address;
        one.isOwn = past.own.contains(address);
        const auto paid = past.paid.find(address);
        one.earlier = paid == past.paid.end() ? 0 : paid->second;
        one.mark = markOf(study.chain.chainId, address);
        one.isContract = codes ? lookedUp(*codes, address) : std::nullopt;
        const bool isSentToken =
            std::ranges::any_of(study.decoded.transfers, [&](const PlannedTransfer& sent) {
                return sent.to == address && !sent.token.isZero();
            });
        one.isToken =
            explicitly.contains(address) && isSentToken && study.names.tokens.contains(address);
        addLookAlike(one, past);
        if (one.isContract == false && !one.isOwn && one.earlier == 0) {
            KOSH_CO_TRY(one.isFresh,
                        co_await isFresh(m_env.node, study.chain.chainId, address, own(context)));
        }
        study.facts.recipients.push_back(std::move(one));
    }
    co_return ok();
}

Task<> SimulationService::learnSpenders(Study& study, ops::Context context) {
    std::vector<Address> addresses;
    for (const auto& one : study.response.approvals) addresses.push_back(one.spender);
    if (addresses.empty()) co_return ok();
    if (addresses.size() > kMaxRecipients) addresses.resize(kMaxRecipients);
    const auto codes =
        co_await contractsAmong(m_env.node, study.chain.chainId, addresses, own(context));
    for (const auto& one : study.response.approvals) {
        Spender spender;
        spender.approval = one;
        spender.isContract = codes ? lookedUp(*codes, one.spender) : std::nullopt;
        spender.isKnown = !one.spenderName.empty();
        spender.mark = markOf(study.chain.chainId, one.spender);
        study.facts.spenders.push_back(std::move(spender));
    }
    co_return ok();
}

namespace {

/// What came in or went out of one token; wrapped and native coin are one thing here.
U256 movedOf(const Study& study, const Address& token, bool isIn) {
    for (const auto& one : study.outcome.movements) {
        const bool isToken =
            one.contract == token || (one.contract.isZero() && token == study.names.wrappedNative);
        if (isToken && !one.tokenId && one.amount.isNegative() != isIn) {
            return one.amount.magnitude();
        }
    }
    return {};
}

}  // namespace

std::vector<SwapBound> boundsOf(const Study& study) {
    std::map<std::tuple<Address, Address, bool>, std::pair<U256, U256>> sums;
    for (const auto& swap : study.decoded.swaps) {
        auto& [in, out] = sums[{swap.tokenIn, swap.tokenOut, swap.isExactOutput}];
        in += swap.amountIn;
        out += swap.amountOut;
    }
    std::vector<SwapBound> bounds;
    const bool isSeen =
        study.response.method == Method::simulated || study.response.method == Method::traced;
    for (const auto& [key, amounts] : sums) {
        const auto& [tokenIn, tokenOut, isExactOutput] = key;
        if (!isExactOutput && amounts.second.isZero() && study.decoded.hasFinalMinimum) continue;
        const auto moved = isSeen && study.response.isSuccess
                               ? movedOf(study, isExactOutput ? tokenIn : tokenOut, !isExactOutput)
                               : U256{};
        const auto& limit = isExactOutput ? amounts.first : amounts.second;
        const auto& token = isExactOutput ? tokenIn : tokenOut;
        if (moved.isZero()) {
            if (study.request.slippageBps)
                bounds.push_back({*study.request.slippageBps, "as agreed to"});
            continue;
        }
        const auto gap = isExactOutput ? checkedSub(limit, moved) : checkedSub(moved, limit);
        const auto bps = mulDiv(gap.value_or(U256{}), U256(10'000), moved).value_or(U256::max());
        const auto shown =
            bps > U256(1'000'000) ? 1'000'000 : static_cast<std::int64_t>(bps.low64());
        bounds.push_back({shown, cat(amountText(moved, token, study.names), " expected, ",
                                     isExactOutput ? "at most " : "at least ",
                                     amountText(limit, token, study.names))});
    }
    return bounds;
}

std::vector<std::pair<std::string, std::int64_t>> feesIn(const Study& study) {
    std::map<Address, std::int64_t> fees;
    for (const auto& [address, details] : study.tokens) {
        if (details.traits && details.traits->feeBps) fees[address] = *details.traits->feeBps;
    }
    const bool isSeen = study.response.isSuccess && study.response.method != Method::called;
    for (const auto& sent : study.decoded.transfers) {
        if (!isSeen || sent.token.isZero() || sent.tokenId || sent.amount.isZero() ||
            sent.from != study.call.from)
            continue;
        U256 arrived;
        for (const auto& one : study.outcome.transfers) {
            if (one.token == sent.token && one.to == sent.to) arrived += one.amount;
        }
        if (const auto lost = checkedSub(sent.amount, arrived); lost && !lost->isZero()) {
            const auto bps = mulDivRoundingUp(*lost, U256(10'000), sent.amount);
            fees[sent.token] = static_cast<std::int64_t>(bps->low64());
        }
    }
    std::vector<std::pair<std::string, std::int64_t>> list;
    for (const auto& [address, bps] : fees) {
        const auto token = study.names.tokens.find(address);
        list.emplace_back(
            token == study.names.tokens.end() ? address.toString() : token->second.symbol, bps);
    }
    return list;
}

}  // namespace kosh::simulation
