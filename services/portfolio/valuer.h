// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "holdings_reader.h"
#include "repository.h"

namespace kosh::portfolio {

/// Finds out what settled movements were worth: from the pools at their block, or where that state
/// is gone from their present state while the movement is fresh.
class Valuer {
public:
    explicit Valuer(const runtime::ServiceEnvironment& env) : m_env(env), m_holdings(env) {}

    /// Without a value in it: there is no price, now or later. Errors: what may pass by itself
    /// (a network that does not answer).
    Task<Valued> value(repository::Pending pending, ops::Context context) const;

private:
    Task<Valued> valueByPools(repository::Pending pending, token::Token numeraire,
                              ops::Context context) const;
    /// The price of quote.price's route at that block; nothing where a pool was not there yet.
    Task<std::optional<U256>> priceAt(std::vector<quote::Hop> route, token::Token token,
                                      std::uint64_t blockNumber, ops::Context context) const;

    const runtime::ServiceEnvironment& m_env;
    HoldingsReader m_holdings;
};

}  // namespace kosh::portfolio
