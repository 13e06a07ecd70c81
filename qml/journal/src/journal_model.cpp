// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/journal_model.h"

#include <algorithm>

namespace kosh::ui {

namespace {

constexpr int kPage = 50, kMost = 500;

EntryRow rowOf(const ledger::Entry& entry) {
    EntryRow row;
    row.key = QString::fromStdString(entry.entryId.toString());
    row.number = double(entry.number);
    row.description = QString::fromStdString(entry.description);
    row.at = double(entry.occurredAt.micros);
    row.isReversal = entry.reverses.has_value();
    for (const auto& posting : entry.postings) {
        auto amount = QString::fromStdString(posting.amount.magnitude().toString());
        if (posting.amount.isNegative()) amount.prepend(u'-');
        row.accounts << QString::fromStdString(posting.account);
        row.amounts << amount;
        row.symbols << QString::fromStdString(posting.asset.symbol);
        row.decimals << QString::number(posting.asset.decimals);
    }
    return row;
}

}  // namespace

JournalModel::JournalModel(Session& session) : m_session(session) {
    m_again.setSingleShot(true);
    m_again.setInterval(150);
    connect(&m_again, &QTimer::timeout, this, &JournalModel::refresh);
    m_feed = session.client().subscribe({"ledger.*"}, this, [this](const events::Event&) {
        if (!m_again.isActive()) m_again.start();
    });
    refresh();
}

void JournalModel::refresh() {
    if (m_isAsking) {
        m_again.start();
        return;
    }
    m_isAsking = true;
    begin();
    ledger::ListEntries request;
    // What is shown stays shown: as many as before, at least a page.
    request.limit = std::clamp(int(m_entries.rows().size()), kPage, kMost);
    const auto limit = request.limit;
    m_session.client().call(std::move(request), this, [this, limit](auto entries) {
        m_isAsking = false;
        if (!finish(entries)) return;
        QList<EntryRow> rows;
        for (const auto& entry : entries->entries) rows << rowOf(entry);
        m_hasMore = std::int64_t(rows.size()) >= limit;
        m_entries.setRows(std::move(rows));
        m_isLoaded = true;
        emit changed();
        readTrial();
    });
}

void JournalModel::loadMore() {
    if (!m_hasMore || m_isAsking || m_entries.rows().isEmpty()) return;
    m_isAsking = true;
    begin();
    ledger::ListEntries request;
    request.beforeNumber = std::int64_t(m_entries.rows().constLast().number);
    m_session.client().call(std::move(request), this, [this](auto entries) {
        m_isAsking = false;
        if (!finish(entries)) return;
        auto rows = m_entries.rows();
        for (const auto& entry : entries->entries) rows << rowOf(entry);
        m_hasMore = int(entries->entries.size()) >= kPage && rows.size() < kMost;
        m_entries.setRows(std::move(rows));
        emit changed();
    });
}

void JournalModel::readTrial() {
    begin();
    m_session.client().call(ledger::GetTrialBalance{}, this, [this](auto trial) {
        if (!finish(trial)) return;
        QList<TrialRow> rows;
        for (const auto& line : trial->lines) {
            rows << TrialRow{QString::fromStdString(line.asset.assetId()),
                             QString::fromStdString(line.asset.symbol),
                             QString::fromStdString(line.debits.toString()),
                             QString::fromStdString(line.credits.toString()),
                             int(line.asset.decimals)};
        }
        m_lines.setRows(std::move(rows));
        m_hasTrial = true;
        m_isBalanced = trial->isBalanced;
        m_entryCount = trial->entries;
        emit changed();
    });
}

}  // namespace kosh::ui
