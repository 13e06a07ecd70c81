// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QTimer>
#include <memory>

namespace kosh::ui {

/// A journal entry. Its postings are parallel lists, as value types hold no lists of value types.
struct EntryRow {
    Q_GADGET
    QML_VALUE_TYPE(entryRow)
    Q_PROPERTY(double number MEMBER number)
    Q_PROPERTY(QString description MEMBER description)
    Q_PROPERTY(double at MEMBER at)
    Q_PROPERTY(bool isReversal MEMBER isReversal)
    Q_PROPERTY(QList<QString> accounts MEMBER accounts)
    Q_PROPERTY(QList<QString> amounts MEMBER amounts)
    Q_PROPERTY(QList<QString> symbols MEMBER symbols)
    Q_PROPERTY(QList<QString> decimals MEMBER decimals)

public:
    QString key;
    double number = 0;
    QString description;
    double at = 0;
    bool isReversal = false;
    QStringList accounts, amounts, symbols, decimals;
    friend bool operator==(const EntryRow&, const EntryRow&) = default;
};
/// Debits and credits of one asset.
struct TrialRow {
    Q_GADGET
    QML_VALUE_TYPE(trialRow)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(QString debits MEMBER debits)
    Q_PROPERTY(QString credits MEMBER credits)
    Q_PROPERTY(int decimals MEMBER decimals)

public:
    QString key, symbol, debits, credits;
    int decimals = 18;
    friend bool operator==(const TrialRow&, const TrialRow&) = default;
};

class EntryRows : public RowModel<EntryRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};
class TrialRows : public RowModel<TrialRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// The books: entries newest first and the proof that they balance, current by events.
class JournalModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::EntryRows* entries READ entries CONSTANT)
    Q_PROPERTY(kosh::ui::TrialRows* lines READ lines CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY changed)
    Q_PROPERTY(bool hasTrial READ hasTrial NOTIFY changed)
    Q_PROPERTY(bool isBalanced READ isBalanced NOTIFY changed)
    Q_PROPERTY(double entryCount READ entryCount NOTIFY changed)

public:
    explicit JournalModel(Session& session);

    EntryRows* entries() { return &m_entries; }
    TrialRows* lines() { return &m_lines; }
    bool isLoaded() const { return m_isLoaded; }
    bool hasMore() const { return m_hasMore; }
    bool hasTrial() const { return m_hasTrial; }
    bool isBalanced() const { return m_isBalanced; }
    double entryCount() const { return double(m_entryCount); }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void loadMore();

signals:
    void changed();

private:
    void readTrial();

    Session& m_session;
    EntryRows m_entries;
    TrialRows m_lines;
    QTimer m_again;
    bool m_isLoaded = false, m_isAsking = false, m_hasMore = false;
    bool m_hasTrial = false, m_isBalanced = false;
    qint64 m_entryCount = 0;
    std::unique_ptr<EventFeed> m_feed;
};

}  // namespace kosh::ui
