// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/decode.h"

/// The rules that look for risk, over facts that the service has gathered. What is unknown makes no
/// finding of its own, except where not knowing is the risk.
namespace kosh::simulation {

struct Recipient {
    Address address;
    bool isOwn = false;
    std::uint64_t earlier = 0;           ///< Transactions to it before.
    std::optional<bool> isFresh{};       ///< Never used: no code, no coin, nothing sent.
    std::optional<Address> lookAlike{};  ///< A past recipient it looks like.
    std::uint64_t alikeDigits = 0;       ///< Equal at each end.
    std::optional<bool> isContract{};
    bool isToken = false;  ///< It is the contract of a token that is sent.
    Mark mark = Mark::none;
};

struct Spender {
    ApprovalChange approval;
    std::optional<bool> isContract{};
    bool isKnown = false;
    Mark mark = Mark::none;
};

struct SwapBound {
    std::int64_t toleranceBps = 0;
    std::string what;  ///< "1.5 WETH expected, at least 1.4".
};

struct Facts {
    bool isSimulated = false;
    bool isSuccess = false;
    std::string failure;
    chain::CallRequest call;
    bool isTargetKnown = false;
    bool isTargetOwn = false;
    std::optional<bool> isTargetContract{};
    std::optional<bool> isTargetYoung{};  ///< No code there `fresh_contract`'s days ago.
    Mark targetMark = Mark::none;
    std::vector<Recipient> recipients;
    std::vector<Spender> spenders;
    std::vector<SwapBound> swaps;
    std::vector<std::string> unknownCalls;
    std::vector<BalanceChange> changes;
    bool isPlainSend = false;  ///< A send or transfer that says so.
    std::vector<std::pair<std::string, std::int64_t>> feeTokens;  ///< Symbol, fee in 1e-4.
};

/// What Kosh comes with.
const std::vector<Rule>& defaultRules();

/// Findings, worst first.
std::vector<Finding> judge(const Facts& facts, const std::vector<Rule>& rules);

/// Hex digits equal at the start and at the end of two different addresses: the smaller count.
std::uint64_t alikeDigits(const Address& a, const Address& b);

}  // namespace kosh::simulation
