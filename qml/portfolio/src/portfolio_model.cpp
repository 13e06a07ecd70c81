// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/portfolio_model.h"

#include <kosh/ledger/api.h>

#include <algorithm>

namespace kosh::ui {

namespace {

HoldingRow rowOf(const portfolio::Holding& holding) {
    HoldingRow row;
    row.key = QString::fromStdString(holding.owner.toString() + holding.token.assetId());
    row.symbol = QString::fromStdString(holding.token.symbol);
    row.name = QString::fromStdString(holding.token.name);
    row.owner = QString::fromStdString(holding.owner.toString());
    row.decimals = int(holding.token.decimals);
    if (holding.amount) row.amount = QString::fromStdString(holding.amount->toString());
    if (holding.value) row.value = QString::fromStdString(holding.value->toString());
    if (holding.valuedIn) {
        row.valueSymbol = QString::fromStdString(holding.valuedIn->symbol);
        row.valueDecimals = int(holding.valuedIn->decimals);
    }
    return row;
}

/// What there is first, then what could not be read, then zeros; each as the node lists them.
int rankOf(const HoldingRow& row) {
    return row.amount.isEmpty() ? 1 : row.amount == u"0" ? 2 : 0;
}

}  // namespace

PortfolioModel::PortfolioModel(Session& session) : m_session(session) {
    m_again.setSingleShot(true);
    m_again.setInterval(400);
    connect(&m_again, &QTimer::timeout, this, &PortfolioModel::refresh);
    connect(&session, &Session::headChanged, this, [this] {
        if (qint64(m_session.headNumber()) != m_blockNumber && !m_again.isActive()) m_again.start();
    });
    connect(&session, &Session::chainChanged, this, [this] {
        if (m_session.chainId() != m_chainId) forget();
        refresh();
    });
    connect(&session, &Session::walletsChanged, this, [this] {
        m_booksOf = 0;  // A new address has no opening balance yet.
        refresh();
    });
    connect(&session, &Session::tokensChanged, this, &PortfolioModel::refresh);
    refresh();
}

void PortfolioModel::forget() {
    m_isLoaded = false;
    m_holdings.setRows({});
    m_total.clear();
    m_endpoint.clear();
    m_blockNumber = m_readAt = 0;
    clearError();
    emit changed();
}

void PortfolioModel::refresh() {
    m_chainId = m_session.chainId();
    if (m_chainId == 0 || m_session.wallets().empty()) return;
    if (m_isAsking) {
        m_again.start();
        return;
    }
    m_isAsking = true;
    begin();
    const auto chainId = m_chainId;
    m_session.client().call(portfolio::GetHoldings{chainId, {}}, this,
                            [this, chainId](auto holdings) {
                                m_isAsking = false;
                                if (chainId != m_session.chainId()) return end();
                                if (!finish(holdings)) return;
                                take(*holdings);
                                openBooks();
                            });
}

void PortfolioModel::take(const portfolio::GetHoldings::Response& response) {
    QList<HoldingRow> rows;
    for (const int rank : {0, 1, 2}) {
        for (const auto& holding : response.holdings) {
            const auto row = rowOf(holding);
            if (rankOf(row) == rank) rows << row;
        }
    }
    m_isEmpty =
        std::all_of(rows.begin(), rows.end(), [](const auto& r) { return r.amount == u"0"; });
    m_isComplete = response.isComplete;
    m_total.clear();
    m_totalSymbol.clear();
    if (response.valuedIn) {
        m_total = QString::fromStdString(response.total.toString());
        m_totalSymbol = QString::fromStdString(response.valuedIn->symbol);
        m_totalDecimals = int(response.valuedIn->decimals);
    }
    if (!response.holdings.empty()) {
        const auto& evidence = response.holdings.front().evidence;
        m_endpoint = QString::fromStdString(evidence.endpoint);
        m_blockNumber = qint64(evidence.blockNumber);
        m_readAt = evidence.at.micros;
    }
    m_holdings.setRows(std::move(rows));
    m_isLoaded = true;
    emit changed();
}

/// An address without a journal entry gets its opening balance booked, once per network.
void PortfolioModel::openBooks() {
    if (m_booksOf == m_chainId || m_session.isOffline() || m_isEmpty) return;
    m_booksOf = m_chainId;
    for (const auto& address : m_session.addresses()) {
        ledger::ListEntries request;
        request.account = cat("assets:wallet:", m_chainId, ':', address.toString());
        request.limit = 1;
        m_session.client().call(std::move(request), this, [this, address](auto entries) {
            if (entries && entries->entries.empty()) reconcile(address);
        });
    }
}

void PortfolioModel::reconcile(Address address) {
    m_session.client().call(ledger::Reconcile{m_chainId, address}, this, [this](auto booked) {
        // A transaction under way or an unreadable balance: the next block tries again.
        if (!booked) m_booksOf = 0;
    });
}

}  // namespace kosh::ui
