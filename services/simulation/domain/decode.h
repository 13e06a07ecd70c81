// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/run.h>

#include <map>
#include <set>

/// Calldata in words, and what it says it will do. What it says is not what happens: the simulation
/// tells that.
namespace kosh::simulation {

/// What is known of the addresses in a call.
struct Names {
    std::map<Address, token::Token> tokens;
    std::map<Address, ContractInfo> contracts;
    std::string nativeSymbol = "ETH";
    Address wrappedNative, positionManager;
};

struct PlannedTransfer {
    Address token;  ///< Zero = native coin.
    Address from, to;
    U256 amount;
    std::optional<U256> tokenId;
};
struct PlannedApproval {
    std::string kind;  ///< As ApprovalChange::kind.
    Address contract, spender;
    U256 amount;
};
struct PlannedSwap {
    Address tokenIn, tokenOut;
    U256 amountIn, amountOut;  ///< The bounded side is the least or most.
    bool isExactOutput = false;
};

struct Decoded {
    std::vector<Action> actions;
    std::vector<PlannedTransfer> transfers;
    std::vector<PlannedApproval> approvals;
    std::vector<PlannedSwap> swaps;
    bool hasFinalMinimum = false;       ///< What is paid out at the end has a least amount.
    std::set<Address> addresses;        ///< All that the calldata names.
    std::vector<std::string> unknowns;  ///< Selectors that are not known.
};

Decoded decode(const chain::CallRequest& call, const Names& names);

/// Some tokens keep 96 bits: their "everything" is 2^96-1.
bool isUnlimited(const U256& amount);

}  // namespace kosh::simulation
