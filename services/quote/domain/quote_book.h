// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>

#include <deque>
#include <unordered_map>

namespace kosh::quote {

/// Quotes made a short while ago, by id: the newest 4,096 that have not expired.
class QuoteBook {
public:
    static constexpr std::size_t kCapacity = 4096;
    void add(const Quote& quote);
    const Quote* find(const Id& quoteId, Timestamp now) const;

private:
    std::unordered_map<Id, Quote> m_quotes;
    std::deque<Id> m_order;  // oldest first
};

}  // namespace kosh::quote
