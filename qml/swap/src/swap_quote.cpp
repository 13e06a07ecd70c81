// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include <kosh/ui/error_text.h>

#include "kosh/ui/format.h"
#include "kosh/ui/swap_model.h"

#include <algorithm>

namespace kosh::ui {

namespace {
constexpr int kTypingPauseMs = 350;
}

void SwapModel::loadTokens() {
    m_chainId = m_session.chainId();
    if (m_chainId == 0) return;
    begin();
    const auto chainId = m_chainId;
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (chainId != m_session.chainId()) return end();
        if (!finish(list)) return;
        keepChosen(std::move(list->tokens));
        m_isLoaded = true;
        chooseDefaults();
        emit tokensChanged();
        emit inputChanged();
        loadBalances();
    });
}

/// Tokens come and go: the chosen ones are still those where they have another place.
void SwapModel::keepChosen(std::vector<token::Token> tokens) {
    const auto placeOf = [&](int index) {
        if (index < 0 || std::size_t(index) >= m_tokens.size()) return -1;
        const auto& address = m_tokens[std::size_t(index)].address;
        const auto at = std::ranges::find(tokens, address, &token::Token::address);
        return at == tokens.end() ? -1 : int(at - tokens.begin());
    };
    const bool wereChosen = m_indexIn >= 0 && m_indexOut >= 0;
    m_indexIn = placeOf(m_indexIn);
    m_indexOut = placeOf(m_indexOut);
    m_tokens = std::move(tokens);
    if (wereChosen && (m_indexIn < 0 || m_indexOut < 0)) {
        backToEdit();
        dropQuote();
    }
}

void SwapModel::loadBalances() {
    const auto owner = m_session.trader();
    if (!owner || m_chainId == 0) return;
    const auto chainId = m_chainId;
    m_session.client().call(token::GetBalances{chainId, *owner, {}}, this,
                            [this, chainId, owner](auto balances) {
                                if (!balances || chainId != m_session.chainId()) return;
                                if (owner != m_session.trader()) return;
                                m_balances = std::move(balances->balances);
                                emit balancesChanged();
                            });
}

/// Sells the native coin for the token that values are shown in.
void SwapModel::chooseDefaults() {
    const int count = int(m_tokens.size());
    if (m_indexIn >= 0 && m_indexIn < count && m_indexOut >= 0 && m_indexOut < count) return;
    m_indexIn = count > 0 ? 0 : -1;
    m_indexOut = -1;
    const auto* chain = m_session.chain();
    for (int i = 1; i < count && chain != nullptr; ++i)
        if (m_tokens[std::size_t(i)].address == chain->numeraire) m_indexOut = i;
}

QString SwapModel::balanceOf(int index) const {
    if (index < 0 || std::size_t(index) >= m_tokens.size()) return {};
    for (const auto& balance : m_balances) {
        if (balance.token.address == m_tokens[std::size_t(index)].address && balance.amount)
            return QString::fromStdString(balance.amount->toString());
    }
    return {};
}
bool SwapModel::isNativeIn() const {
    return m_indexIn >= 0 && std::size_t(m_indexIn) < m_tokens.size() &&
           m_tokens[std::size_t(m_indexIn)].isNative();
}
int SwapModel::decimalsOf(int index) const {
    return index < 0 || std::size_t(index) >= m_tokens.size()
               ? 18
               : int(m_tokens[std::size_t(index)].decimals);
}

void SwapModel::chooseIn(int index) {
    if (index == m_indexIn) return;
    if (index == m_indexOut) m_indexOut = m_indexIn;
    m_indexIn = index;
    inputEdited(0);
}
void SwapModel::chooseOut(int index) {
    if (index == m_indexOut) return;
    if (index == m_indexIn) m_indexIn = m_indexOut;
    m_indexOut = index;
    inputEdited(0);
}
void SwapModel::flip() {
    std::swap(m_indexIn, m_indexOut);
    m_isExactOutput = !m_isExactOutput;
    inputEdited(0);
}
void SwapModel::typeIn(const QString& amount) {
    m_amount = amount;
    m_isExactOutput = false;
    inputEdited(kTypingPauseMs);
}
void SwapModel::typeOut(const QString& amount) {
    m_amount = amount;
    m_isExactOutput = true;
    inputEdited(kTypingPauseMs);
}
void SwapModel::useAll() {
    const auto balance = balanceIn();
    if (balance.isEmpty()) return;
    m_amount = Format::editable(balance, decimalsIn());
    m_isExactOutput = false;
    inputEdited(0);
}
void SwapModel::setSlippage(int bps) {
    m_preferences.setSlippageBps(qBound(1, bps, 5000));
    inputEdited(0);
}

void SwapModel::inputEdited(int delayMs) {
    dropQuote();
    clearError();
    emit inputChanged();
    emit balancesChanged();
    const bool hasAmount = std::any_of(m_amount.begin(), m_amount.end(),
                                       [](QChar c) { return c >= u'1' && c <= u'9'; });
    if (!hasAmount || m_indexIn < 0 || m_indexOut < 0) return;
    m_isQuoting = true;
    emit quoteChanged();
    m_pause.start(delayMs);
}

void SwapModel::dropQuote() {
    ++m_serial;
    m_pause.stop();
    m_refresh.stop();
    m_quote.reset();
    m_quoteView = {};
    m_quoteError.clear();
    m_isQuoting = false;
    emit quoteChanged();
}

void SwapModel::ask() {
    askThen([] {});
}

void SwapModel::askThen(std::function<void()> next) {
    if (m_indexIn < 0 || m_indexOut < 0 || m_amount.isEmpty()) return;
    const auto nameOf = [this](int index) {
        const auto& token = m_tokens[std::size_t(index)];
        return token.isNative() ? token.symbol : token.address.toString();
    };
    quote::GetQuote request;
    request.chainId = m_chainId;
    request.tokenIn = nameOf(m_indexIn);
    request.tokenOut = nameOf(m_indexOut);
    request.amount = m_amount.toStdString();
    if (request.amount.starts_with('.')) request.amount.insert(0, "0");
    if (request.amount.ends_with('.')) request.amount.pop_back();
    request.exactOutput = m_isExactOutput;
    request.slippageBps = slippageBps();
    const auto serial = ++m_serial;
    m_isQuoting = true;
    emit quoteChanged();
    m_session.client().call(std::move(request), this, [this, serial, next](auto quote) {
        if (serial != m_serial) return;
        takeQuote(std::move(quote));
        if (m_quote) next();
    });
}

void SwapModel::takeQuote(Result<quote::Quote> quote) {
    m_isQuoting = false;
    if (quote) {
        m_quote = *std::move(quote);
        m_quoteView = QuoteView::of(*m_quote);
        m_quoteError.clear();
    } else {
        m_quote.reset();
        m_quoteView = {};
        m_quoteError = describe(quote.error());
    }
    emit quoteChanged();
    m_refresh.start();
}

}  // namespace kosh::ui
