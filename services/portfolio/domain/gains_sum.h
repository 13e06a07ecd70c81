// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "lots.h"

#include <kosh/portfolio/gains.h>

namespace kosh::portfolio {

struct OpenPart {
    token::Token token;
    OpenLot lot;
};
struct GonePart {
    token::Token token;
    Realised part;
    bool isCapitalised = false;  ///< A fee that is part of the cost of something bought.
};

/// Sums up gains by asset, wallet and network.
class GainsSum {
public:
    /// What values are in, by network; networks without have none.
    std::map<chain::ChainId, token::Token> numeraires;
    std::map<Address, Id> wallets;
    /// As quote.price gives them, by network and token; absent = unpriced.
    std::map<std::pair<chain::ChainId, Address>, U256> pricesX64;

    void add(const GonePart& gone);
    void add(const OpenPart& open);
    GetGains::Response finish() &&;

private:
    using Key = std::tuple<chain::ChainId, Address, Address>;
    Gains& gainsOf(const token::Token& token, const Address& address);

    std::map<Key, Gains> m_assets;
    std::vector<Unpriced> m_unpriced;
};

}  // namespace kosh::portfolio
