// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

/// Calls of an ERC-20 contract and reading what it answers, which may be anything.
namespace kosh::token {

Bytes balanceOfCall(const Address& owner);
Bytes allowanceCall(const Address& owner, const Address& spender);
/// symbol(), name(), decimals().
std::vector<Bytes> describeCalls();

/// Exactly one word, or why not.
Result<U256> amountFrom(const chain::CallResult& result);

/// What `describeCalls` answered. symbol may be string or bytes32 (before ERC-20 was settled); name
/// may be missing. `token.not_a_token` when symbol or decimals are.
Result<Token> tokenFrom(ChainId chainId, const Address& address,
                        std::span<const chain::CallResult> results);

/// The contract's own texts, cut at 4,096 bytes and not fit to be shown; the sizes are the whole
/// ones.
struct RawTexts {
    std::string symbol, name;
    std::size_t symbolSize = 0, nameSize = 0;
};
RawTexts rawTextsFrom(std::span<const chain::CallResult> results);

}  // namespace kosh::token
