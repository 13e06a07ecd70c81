// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/network_rows.h"

#include <kosh/ui/text.h>

#include <algorithm>

namespace kosh::ui {

NetworkRow NetworkRow::of(const chain::Chain& chain) {
    NetworkRow row;
    row.key = QString::number(chain.chainId);
    row.name = text(chain.name);
    row.symbol = text(chain.nativeSymbol);
    row.dataAsOf = text(chain.dataAsOf);
    row.endpointCount = int(std::count_if(chain.entries.begin(), chain.entries.end(),
                                          [](const auto& entry) { return entry.isEnabled; }));
    if (chain.entries.empty()) row.endpointCount = int(chain.endpoints.size());
    row.confirmations = int(chain.confirmations);
    row.isCustom = chain.isCustom;
    row.isTest = chain.isTest;
    row.canTrade = !chain.contracts.factory.isZero() && !chain.contracts.swapRouter02.isZero();
    return row;
}

EndpointRow EndpointRow::of(const chain::Endpoint& entry, int place,
                            const std::vector<chain::EndpointStatus>& states) {
    EndpointRow row;
    row.key = text(entry.url);
    row.role = nameOf(entry.role);
    row.weight = int(entry.weight);
    row.order = int(entry.order.value_or(place));
    row.isEnabled = entry.isEnabled;
    const auto known = std::find_if(states.begin(), states.end(),
                                    [&](const auto& one) { return one.url == entry.url; });
    if (known == states.end()) return row;
    row.state = text(known->state);
    row.reason = text(known->reason);
    row.head = double(known->head);
    row.latencyMs = double(known->latencyMicros) / 1000;
    row.requests = double(known->requests);
    row.failures = double(known->failures);
    return row;
}

}  // namespace kosh::ui
