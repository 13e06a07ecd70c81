// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/activity_model.h"

#include <kosh/ui/text.h>
#include <kosh/vault/api.h>
#include <kosh/wallet/api.h>

namespace kosh::ui {

namespace {

constexpr int kPage = 50, kMost = 500;

QList<BookedRow> postingsOf(const ledger::Entry& entry) {
    QList<BookedRow> rows;
    for (const auto& posting : entry.postings) {
        BookedRow row;
        row.key = QStringLiteral("%1/%2").arg(entry.number).arg(rows.size());
        row.entry = double(entry.number);
        row.description = QString::fromStdString(entry.description);
        row.account = QString::fromStdString(posting.account);
        row.symbol = QString::fromStdString(posting.asset.symbol);
        row.amount = QString::fromStdString(posting.amount.magnitude().toString());
        if (posting.amount.isNegative()) row.amount.prepend(u'-');
        row.decimals = int(posting.asset.decimals);
        rows << row;
    }
    return rows;
}

}  // namespace

ActivityModel::ActivityModel(Session& session) : m_session(session) {
    // A swap is many events in a row: one reading for all of them.
    m_again.setSingleShot(true);
    m_again.setInterval(150);
    connect(&m_again, &QTimer::timeout, this, &ActivityModel::refresh);
    m_feed = session.client().subscribe({"trading.*", "wallet.*", "ledger.*"}, this,
                                        [this](const events::Event&) {
                                            if (!m_again.isActive()) m_again.start();
                                        });
    connect(&session, &Session::chainChanged, this, &ActivityModel::refresh);
    refresh();
}

QString ActivityModel::nativeSymbol() const {
    const auto* chain = m_session.chain();
    return chain == nullptr ? QString() : QString::fromStdString(chain->nativeSymbol);
}

void ActivityModel::refresh() {
    if (m_isAsking) {
        m_again.start();
        return;
    }
    m_isAsking = true;
    begin();
    trading::ListSwaps request;
    request.limit = m_limit;
    m_session.client().call(std::move(request), this, [this](auto swaps) {
        if (swaps) return readTransactions(std::move(swaps->swaps));
        m_isAsking = false;
        finish(swaps);
    });
}

void ActivityModel::readTransactions(std::vector<trading::Swap> swaps) {
    wallet::ListTransactions request;
    request.limit = m_limit;
    m_session.client().call(
        std::move(request), this, [this, swaps = std::move(swaps)](auto transactions) {
            m_isAsking = false;
            if (!finish(transactions)) return;
            const auto& list = transactions->transactions;
            m_hasMore =
                m_limit < kMost && (int(swaps.size()) >= m_limit || int(list.size()) >= m_limit);
            show(mergeActivity(swaps, list, nativeSymbol()));
        });
}

void ActivityModel::show(QList<ActivityRow> rows) {
    m_rows.setRows(std::move(rows));
    m_isLoaded = true;
    emit changed();
    if (m_detail.key.isEmpty()) return;
    for (const auto& row : m_rows.rows()) {
        if (row.key != m_detail.key) continue;
        m_detail = row;
        emit detailChanged();
    }
    readBooks();
}

void ActivityModel::loadMore() {
    if (!m_hasMore || m_isAsking) return;
    m_limit = qMin(m_limit + kPage, kMost);
    refresh();
}

void ActivityModel::choose(const QString& key) {
    if (m_detail.key == key) return;
    m_detail = {};
    startReplacing({});
    m_booked.setRows({});
    for (const auto& row : m_rows.rows())
        if (row.key == key) m_detail = row;
    emit detailChanged();
    readBooks();
}

void ActivityModel::startReplacing(const QString& kind) {
    if (isBusy() && !kind.isEmpty()) return;
    m_replacing = m_detail.replaceable.isEmpty() ? QString() : kind;
    m_replacingKey = freshKey();
    m_needsPassphrase = false;
    clearError();
    emit detailChanged();
}

void ActivityModel::replace() {
    const auto id = Id::parse(m_detail.replaceable.toStdString());
    if (!id || m_replacing.isEmpty()) return;
    begin();
    const auto context = command(m_replacingKey);
    const auto take = [this](auto transaction) { takeReplacement(transaction); };
    if (m_replacing == u"cancel") {
        wallet::Cancel request;
        request.transactionId = *id;
        m_session.client().call(std::move(request), context, this, take);
    } else {
        wallet::SpeedUp request;
        request.transactionId = *id;
        m_session.client().call(std::move(request), context, this, take);
    }
}

void ActivityModel::takeReplacement(const Result<wallet::Transaction>& transaction) {
    if (finish(transaction)) {
        startReplacing({});
        return refresh();
    }
    m_needsPassphrase = errorKey() == u"vault.signing_locked";
    emit detailChanged();
}

void ActivityModel::unlockAndReplace(SecretField* passphrase) {
    if (passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit detailChanged();
        replace();
    });
}

void ActivityModel::readBooks() {
    readBooks(0, {}, ++m_bookSerial);
}

/// One reference after the other; the list is shown when all are there.
void ActivityModel::readBooks(int index, QList<BookedRow> found, quint64 serial) {
    if (serial != m_bookSerial) return;
    if (index >= m_detail.references.size()) {
        m_booked.setRows(std::move(found));
        return;
    }
    ledger::ListEntries request;
    request.reference = m_detail.references[index].toStdString();
    m_session.client().call(std::move(request), this, [this, index, found, serial](auto entries) {
        auto all = found;
        if (entries)
            for (const auto& entry : entries->entries) all << postingsOf(entry);
        readBooks(index + 1, std::move(all), serial);
    });
}

}  // namespace kosh::ui
