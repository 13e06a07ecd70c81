// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/risk.h"

#include <algorithm>

namespace kosh::simulation {
namespace {

Rule rule(std::string id, Level level, std::string summary,
          std::optional<U256> threshold = std::nullopt, std::string unit = {}) {
    return {std::move(id), std::move(summary), level,           true,
            false,         threshold,          std::move(unit), false};
}
Rule fixed(std::string id, std::string summary) {
    auto made = rule(std::move(id), Level::block, std::move(summary));
    made.isFixed = true;
    return made;
}

class Judge {
public:
    Judge(const Facts& facts, const std::vector<Rule>& rules) : m_facts(facts), m_rules(rules) {}

    std::vector<Finding> run() {
        outcome();
        target();
        for (const auto& one : m_facts.recipients) recipient(one);
        for (const auto& one : m_facts.spenders) spender(one);
        for (const auto& swap : m_facts.swaps) bound(swap);
        balances();
        std::ranges::sort(m_found, [](const Finding& a, const Finding& b) {
            return a.level != b.level ? a.level > b.level : a.ruleId < b.ruleId;
        });
        return std::move(m_found);
    }

private:
    const Rule* active(std::string_view id) const {
        const auto found = std::ranges::find(m_rules, id, &Rule::ruleId);
        KOSH_ASSERT(found != m_rules.end());
        return found->isEnabled ? &*found : nullptr;
    }
    void add(std::string_view id, std::string value, std::string reason,
             std::optional<Address> address = std::nullopt) {
        const auto* rule = active(id);
        if (!rule) return;
        auto threshold = rule->threshold ? cat(rule->threshold->toString(), " ", rule->unit) : "no";
        m_found.push_back({rule->ruleId, rule->level, std::move(value), std::move(threshold),
                           std::move(reason), address});
    }
    U256 threshold(std::string_view id) const {
        const auto* rule = active(id);
        return rule ? rule->threshold.value_or(U256{}) : U256{};
    }

    void outcome() {
        if (!m_facts.isSimulated) {
            add("not_simulated", "not simulated",
                "no endpoint could simulate this: what it really does is not known");
        } else if (!m_facts.isSuccess) {
            add("would_fail", m_facts.failure, "it would fail now and still cost the fee");
        }
        for (const auto& call : m_facts.unknownCalls) {
            add("unknown_call", call, "Kosh does not know what this call means");
        }
    }

    void target() {
        const auto& to = m_facts.call.to;
        if (m_facts.targetMark == Mark::blocked) {
            add("blocked_contract", "blocked", "you have blocked this address", to);
        }
        if (m_facts.call.data.empty()) return;
        if (m_facts.isTargetContract == false) {
            add("data_to_account", "no code",
                "data is sent to an address without code: nothing would run", to);
            return;
        }
        if (m_facts.isTargetKnown || m_facts.targetMark == Mark::trusted) return;
        add("unknown_contract", "unknown",
            "this contract is on none of Kosh's lists and you have not trusted it", to);
        if (m_facts.isTargetYoung == true) {
            add("fresh_contract", cat("younger than ", threshold("fresh_contract").toString()),
                "this contract has not existed for long", to);
        }
    }

    void recipient(const Recipient& one) {
        const auto& address = one.address;
        if (address.isZero()) {
            add("zero_recipient", "the zero address", "what is sent there is lost", address);
            return;
        }
        if (one.isToken) {
            add("recipient_is_token", "the token's own contract",
                "tokens sent to their own contract are lost", address);
        }
        if (one.mark == Mark::blocked && address != m_facts.call.to) {
            add("blocked_contract", "blocked", "you have blocked this address", address);
        }
        if (one.isOwn || one.mark == Mark::trusted) return;
        if (one.lookAlike && U256(one.alikeDigits) >= threshold("look_alike_recipient")) {
            add("look_alike_recipient",
                cat(one.alikeDigits, " digits as ", one.lookAlike->toString()),
                "it looks like an address you have paid before and is another one", address);
        }
        if (one.isContract == true) return;
        if (U256(one.earlier) < threshold("first_contact")) {
            add("first_contact", cat(one.earlier, " transactions"),
                "you have not sent anything there before", address);
        }
        if (one.isFresh == true) {
            add("fresh_recipient", "never used",
                "nobody has used this address yet: check it with the recipient", address);
        }
    }

    void spender(const Spender& one) {
        const auto& approval = one.approval;
        if (approval.amount.isZero()) return;
        const auto& who = approval.spender;
        if (one.mark == Mark::blocked) {
            add("blocked_contract", "blocked", "you have blocked this spender", who);
        }
        if (approval.kind == "nft_operator") {
            add("operator_for_all", "every NFT",
                "the operator may move every NFT of this collection", who);
        } else if (approval.amount >= threshold("unlimited_allowance") &&
                   active("unlimited_allowance")) {
            add("unlimited_allowance", approval.amount.toString(),
                "the spender may take all there is, now and later", who);
        }
        if (one.isContract == false) {
            add("allowance_to_account", "no code",
                "the spender is a person's account and not a contract", who);
        } else if (!one.isKnown && one.mark != Mark::trusted) {
            add("unknown_spender", "unknown",
                "the spender is on none of Kosh's lists and you have not trusted it", who);
        }
    }

    void bound(const SwapBound& swap) {
        const auto tolerance =
            U256(static_cast<std::uint64_t>(std::max<std::int64_t>(0, swap.toleranceBps)));
        if (tolerance > threshold("wide_slippage")) {
            add("wide_slippage", cat(tolerance.toString(), " 1e-4: ", swap.what),
                "the swap may give much less than it would now");
        }
    }

    void balances() {
        for (const auto& [symbol, bps] : m_facts.feeTokens) {
            if (U256(static_cast<std::uint64_t>(bps)) > threshold("fee_on_transfer")) {
                add("fee_on_transfer", cat(bps, " 1e-4 of ", symbol),
                    "this token takes a fee from every transfer");
            }
        }
        const auto leaves = [](const BalanceChange& change) { return change.amount.isNegative(); };
        const bool isGiving = std::ranges::any_of(m_facts.changes, leaves);
        const bool isGetting = !std::ranges::all_of(m_facts.changes, leaves);
        const bool isTrusted = m_facts.isTargetKnown || m_facts.targetMark == Mark::trusted;
        if (isGiving && !isGetting && !m_facts.isPlainSend && !isTrusted &&
            !m_facts.call.data.empty()) {
            add("takes_without_giving", "nothing comes back",
                "it takes from you, gives nothing, and does not say that it is a payment",
                m_facts.call.to);
        }
    }

    const Facts& m_facts;
    const std::vector<Rule>& m_rules;
    std::vector<Finding> m_found;
};

}  // namespace

const std::vector<Rule>& defaultRules() {
    static const std::vector<Rule> kRules{
        fixed("blocked_contract", "an address that you have blocked takes part"),
        fixed("recipient_is_token", "tokens are sent to their own contract"),
        fixed("zero_recipient", "something is sent to the zero address"),
        rule("would_fail", Level::danger, "the simulation fails"),
        rule("not_simulated", Level::warning, "the simulation could not be done"),
        rule("unknown_call", Level::warning, "a call that Kosh cannot put in words"),
        rule("unknown_contract", Level::warning, "a contract that is on no list"),
        rule("fresh_contract", Level::warning, "a contract that was made lately", U256(30), "days"),
        rule("data_to_account", Level::warning, "calldata for an address without code"),
        rule("first_contact", Level::info, "a recipient you have hardly paid before", U256(1),
             "earlier transactions"),
        rule("fresh_recipient", Level::warning, "a recipient that was never used"),
        rule("look_alike_recipient", Level::danger, "a recipient made to look like another",
             U256(3), "hex digits at each end"),
        rule("unlimited_allowance", Level::warning, "an allowance for all there is",
             U256::powerOfTwo(96) - U256(1), "smallest units"),
        rule("operator_for_all", Level::danger, "an operator for all NFTs of a collection"),
        rule("allowance_to_account", Level::danger, "an allowance for a person's account"),
        rule("unknown_spender", Level::warning, "an allowance for a contract that is on no list"),
        rule("wide_slippage", Level::warning, "a swap that accepts far less than expected",
             U256(300), "1e-4"),
        rule("fee_on_transfer", Level::warning, "a token that takes a fee from transfers", U256{},
             "1e-4"),
        rule("takes_without_giving", Level::danger, "a contract that takes and gives nothing back"),
    };
    return kRules;
}

std::vector<Finding> judge(const Facts& facts, const std::vector<Rule>& rules) {
    return Judge(facts, rules).run();
}

std::uint64_t alikeDigits(const Address& a, const Address& b) {
    const auto left = toHex(a.view()), right = toHex(b.view());
    std::uint64_t start = 0, end = 0;
    while (start < left.size() && left[start] == right[start]) ++start;
    while (end < left.size() && left[left.size() - 1 - end] == right[right.size() - 1 - end]) ++end;
    return std::min(start, end);
}

}  // namespace kosh::simulation
