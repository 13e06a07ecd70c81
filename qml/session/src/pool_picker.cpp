// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/pool_picker.h"

#include <kosh/ui/text.h>

#include <algorithm>
#include <array>

namespace kosh::ui {

namespace {

constexpr std::array kFees{100, 500, 3000, 10'000};

std::string nameOf(const token::Token& token) {
    return token.isNative() ? token.symbol : token.address.toString();
}

}  // namespace

void PoolPicker::setTokens(std::vector<token::Token> tokens) {
    m_tokens = std::move(tokens);
    m_first = m_second = -1;
}

bool PoolPicker::updateTokens(std::vector<token::Token> tokens) {
    const auto placeOf = [&](int index) {
        if (index < 0) return -1;
        const auto& address = m_tokens[std::size_t(index)].address;
        const auto at = std::ranges::find(tokens, address, &token::Token::address);
        return at == tokens.end() ? -1 : int(at - tokens.begin());
    };
    const int first = placeOf(m_first), second = placeOf(m_second);
    setTokens(std::move(tokens));
    return chooseTokens(first, second);
}

bool PoolPicker::chooseTokens(int first, int second) {
    const auto count = int(m_tokens.size());
    if (first < 0 || second < 0 || first >= count || second >= count) return false;
    m_first = first;
    m_second = second;
    return true;
}

bool PoolPicker::chooseFee(int index) {
    if (index < 0 || index >= int(kFees.size())) return false;
    m_feeIndex = index;
    return true;
}

QStringList PoolPicker::symbols() const {
    QStringList all;
    for (const auto& token : m_tokens) all << text(token.symbol);
    return all;
}

std::string PoolPicker::firstName() const {
    return nameOf(firstToken());
}
std::string PoolPicker::secondName() const {
    return nameOf(secondToken());
}
std::int64_t PoolPicker::feePips() const {
    return kFees[std::size_t(m_feeIndex)];
}

liquidity::GetRange PoolPicker::range(chain::ChainId chainId) const {
    liquidity::GetRange request;
    request.chainId = chainId;
    request.tokenA = firstName();
    request.tokenB = secondName();
    request.feePips = feePips();
    return request;
}

QList<double> barsOf(const std::vector<liquidity::LiquidityBar>& distribution) {
    QList<double> bars;
    for (const auto& bar : distribution)
        bars << bar.tickLower << bar.tickUpper << text(bar.liquidity.toString()).toDouble();
    return bars;
}

}  // namespace kosh::ui
