// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/api.h>

#include <QStringList>

namespace kosh::ui {

/// Which pool somebody means: two of a network's tokens and a fee, by their places in lists.
class PoolPicker {
public:
    /// Nothing is chosen then.
    void setTokens(std::vector<token::Token> tokens);
    /// The chosen ones stay chosen; false, and nothing is chosen, when one of them is gone.
    bool updateTokens(std::vector<token::Token> tokens);
    /// False, and nothing changes, when there is no such place.
    bool chooseTokens(int first, int second);
    bool chooseFee(int index);

    bool isChosen() const { return m_first >= 0 && m_second >= 0; }
    int first() const { return m_first; }
    int second() const { return m_second; }
    int feeIndex() const { return m_feeIndex; }  ///< Of 100, 500, 3000, 10000.
    QStringList symbols() const;

    /// Of a chosen pool.
    const token::Token& firstToken() const { return m_tokens[std::size_t(m_first)]; }
    const token::Token& secondToken() const { return m_tokens[std::size_t(m_second)]; }
    std::string firstName() const;
    std::string secondName() const;
    std::int64_t feePips() const;
    liquidity::GetRange range(chain::ChainId chainId) const;

private:
    std::vector<token::Token> m_tokens;
    int m_first = -1, m_second = -1, m_feeIndex = 2;
};

/// Lower tick, upper tick and height of each bar, for drawing only.
QList<double> barsOf(const std::vector<liquidity::LiquidityBar>& distribution);

}  // namespace kosh::ui
