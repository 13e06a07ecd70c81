// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "quote_book.h"

namespace kosh::quote {

void QuoteBook::add(const Quote& quote) {
    const auto isOver = [this](const Id& id, Timestamp now) {
        return m_quotes.size() >= kCapacity || m_quotes.at(id).expiresAt <= now;
    };
    while (!m_order.empty() && isOver(m_order.front(), quote.at)) {
        m_quotes.erase(m_order.front());
        m_order.pop_front();
    }
    m_quotes.emplace(quote.quoteId, quote);
    m_order.push_back(quote.quoteId);
}

const Quote* QuoteBook::find(const Id& quoteId, Timestamp now) const {
    const auto found = m_quotes.find(quoteId);
    if (found == m_quotes.end() || found->second.expiresAt <= now) return nullptr;
    return &found->second;
}

}  // namespace kosh::quote
