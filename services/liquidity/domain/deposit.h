// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/position_math.h>
#include <kosh/liquidity/changes.h>

namespace kosh::liquidity {

/// What a person typed for both sides; nothing = what fits the other.
struct Typed {
    std::optional<U256> amount0, amount1;
};

/// Decimal text of `field` in the token's units; empty = nothing. Errors name the field.
Result<std::optional<U256>> parseAmount(std::string_view field, const std::string& text,
                                        const token::Token& token);

/// Fills in what `change` (range and tokens given) takes and makes at `sqrtPrice`: desired and
/// least amounts and the liquidity. Errors: `liquidity.amount_zero`, `liquidity.amount_range`.
Result<> planDeposit(Change& change, const Typed& typed, const U256& sqrtPrice,
                     std::int64_t slippageBps);

/// What the deposit really takes at `sqrtPrice`.
amm::Amounts depositAt(const Change& change, const U256& sqrtPrice);

}  // namespace kosh::liquidity
