// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/performance_model.h"

#include <kosh/ui/format.h>
#include <kosh/ui/text.h>

#include <QDateTime>
#include <algorithm>
#include <array>
#include <limits>

namespace kosh::ui {

namespace {

struct Span {
    qint64 days;
    portfolio::Resolution resolution;
};
/// A swap is several entries: one reading for all of them.
constexpr int kSettleMs = 300;

constexpr std::array kSpans{Span{7, portfolio::Resolution::hour},
                            Span{30, portfolio::Resolution::day},
                            Span{365, portfolio::Resolution::week}};

}  // namespace

PerformanceModel::PerformanceModel(Session& session) : m_session(session) {
    connect(&session, &Session::chainChanged, this, [this] {
        if (m_isUsed) refresh();
    });
    connect(&session, &Session::walletsChanged, this, &PerformanceModel::keepWallet);
    m_again.setSingleShot(true);
    m_again.setInterval(kSettleMs);
    connect(&m_again, &QTimer::timeout, this, [this] { read(); });
    const std::vector<std::string> topics{"portfolio.*", "ledger.entry_posted"};
    m_feed = session.client().subscribe(topics, this, [this](const events::Event&) {
        if (m_isUsed && !m_again.isActive()) m_again.start();
    });
}

/// Wallets come and go: the chosen one may have another place in their list.
void PerformanceModel::keepWallet() {
    const auto& all = m_session.wallets();
    const auto at = std::ranges::find(all, m_walletId.value_or(Id{}), &wallet::Wallet::walletId);
    if (at == all.end()) m_walletId.reset();
    if (m_isUsed) refresh();
    emit changed();
}

int PerformanceModel::walletIndex() const {
    const auto& all = m_session.wallets();
    const auto at = std::ranges::find(all, m_walletId.value_or(Id{}), &wallet::Wallet::walletId);
    return at == all.end() ? -1 : int(at - all.begin());
}

QStringList PerformanceModel::walletNames() const {
    QStringList all;
    for (const auto& one : m_session.wallets()) all << text(one.label);
    return all;
}

std::optional<chain::ChainId> PerformanceModel::chainId() const {
    if (m_isEverywhere) return std::nullopt;
    return m_session.chainId();
}
QString PerformanceModel::chainTitle(chain::ChainId chainId) const {
    for (const auto& one : m_session.chains())
        if (one.chainId == chainId) return text(one.name);
    return QString::number(chainId);
}

void PerformanceModel::setEverywhere(bool isEverywhere) {
    m_isEverywhere = isEverywhere;
    refresh();
}
void PerformanceModel::chooseWallet(int index) {
    const auto& all = m_session.wallets();
    m_walletId.reset();
    if (index >= 0 && std::size_t(index) < all.size())
        m_walletId = all[std::size_t(index)].walletId;
    refresh();
}
void PerformanceModel::chooseSpan(int index) {
    if (index < 0 || index >= int(kSpans.size())) return;
    m_spanIndex = index;
    refresh();
}
void PerformanceModel::chooseGrouping(int index) {
    m_grouping = index;
    showGains();
}

void PerformanceModel::refresh() {
    if (m_session.chainId() == 0 || m_session.wallets().empty()) return;
    m_isUsed = true;
    m_isLoaded = false;
    emit changed();
    read();
}

void PerformanceModel::read() {
    const auto serial = ++m_serial;
    readHistory(serial);
    readGains(serial);
    readLots(serial);
    readTotals(serial);
}

void PerformanceModel::readHistory(quint64 serial) {
    const auto& span = kSpans[std::size_t(m_spanIndex)];
    portfolio::GetHistory request;
    request.to = Timestamp{QDateTime::currentMSecsSinceEpoch() * 1000};
    request.from = Timestamp{request.to->micros - span.days * 86'400'000'000};
    request.resolution = span.resolution;
    request.chainId = chainId();
    request.walletId = m_walletId;
    begin();
    m_session.client().call(std::move(request), this, [this, serial](auto history) {
        if (serial != m_serial) return end();
        if (finish(history)) takeHistory(*history);
    });
}

void PerformanceModel::takeHistory(const portfolio::GetHistory::Response& history) {
    m_points.clear();
    m_firstValue.clear();
    m_lastValue.clear();
    m_hasGaps = false;
    for (const auto& point : history.points) {
        m_points << double(point.from.micros);
        if (!point.value) {
            m_points << std::numeric_limits<double>::quiet_NaN();
            m_hasGaps = true;
            continue;
        }
        const auto value = text(point.value->toString());
        m_points << value.toDouble();
        if (m_firstValue.isEmpty()) m_firstValue = value;
        m_lastValue = value;
    }
    m_symbol = history.valuedIn ? text(history.valuedIn->symbol) : QString();
    m_decimals = history.valuedIn ? int(history.valuedIn->decimals) : 0;
    m_isLoaded = true;
    emit changed();
}

void PerformanceModel::readGains(quint64 serial) {
    portfolio::GetGains request;
    request.chainId = chainId();
    request.walletId = m_walletId;
    begin();
    m_session.client().call(std::move(request), this, [this, serial](auto gains) {
        if (serial != m_serial) return end();
        if (!finish(gains)) return;
        m_answer = *std::move(gains);
        m_unpricedCount = int(m_answer.unpriced.size());
        showGains();
    });
}

void PerformanceModel::showGains() {
    QList<GainRow> rows;
    const auto& all = m_grouping == 0   ? m_answer.assets
                      : m_grouping == 1 ? m_answer.wallets
                                        : m_answer.chains;
    for (const auto& one : all) {
        auto title = chainTitle(one.chainId);
        if (m_grouping == 0 && one.token) {
            title = text(one.token->symbol);
            if (one.address)
                title +=
                    QStringLiteral(" \u00b7 ") + Format::shortHex(text(one.address->toString()));
        }
        if (m_grouping == 1) {
            auto name = tr("Addresses without a wallet");
            for (const auto& wallet : m_session.wallets())
                if (one.walletId == wallet.walletId) name = text(wallet.label);
            title = name + QStringLiteral(" \u00b7 ") + title;
        }
        rows << GainRow::of(one, title);
    }
    m_gains.setRows(std::move(rows));
    emit changed();
}

void PerformanceModel::readLots(quint64 serial) {
    portfolio::ListLots request;
    request.chainId = chainId();
    begin();
    m_session.client().call(std::move(request), this, [this, serial](auto list) {
        if (serial != m_serial) return end();
        if (!finish(list)) return;
        const auto wallet = m_walletId;
        QList<LotRow> rows;
        for (const auto& one : list->lots)
            if (!wallet || one.walletId == wallet) rows << LotRow::of(one);
        m_lots.setRows(std::move(rows));
    });
}

void PerformanceModel::readTotals(quint64 serial) {
    begin();
    m_session.client().call(portfolio::GetHoldings{chainId(), {}}, this, [this, serial](auto held) {
        if (serial != m_serial) return end();
        if (!finish(held)) return;
        QList<TotalRow> rows;
        if (m_isEverywhere)
            for (const auto& one : held->chains) rows << TotalRow::of(one);
        const auto wallet = m_walletId;
        for (const auto& one : held->wallets)
            if (!wallet || one.walletId == wallet) rows << TotalRow::of(one);
        m_totals.setRows(std::move(rows));
    });
}

void PerformanceModel::record() {
    if (isBusy()) return;
    begin();
    portfolio::TakeSnapshot request{{m_session.chainId()}};
    m_session.client().call(std::move(request), command(), this, [this](auto taken) {
        if (finish(taken)) refresh();
    });
}

void PerformanceModel::setCost(const QString& lotId, const QString& cost) {
    if (isBusy()) return;
    begin();
    portfolio::SetCost request;
    request.lotId = lotId.toStdString();
    request.cost = cost.trimmed().toStdString();
    m_session.client().call(std::move(request), command(), this, [this](auto set) {
        if (finish(set)) refresh();
    });
}

}  // namespace kosh::ui
