// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ledger/api.h>
#include <kosh/ui/activity_rows.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QTimer>
#include <memory>

namespace kosh::ui {

/// A posting of a journal entry that belongs to the chosen activity.
struct BookedRow {
    Q_GADGET
    QML_VALUE_TYPE(bookedRow)
    Q_PROPERTY(double entry MEMBER entry)
    Q_PROPERTY(QString description MEMBER description)
    Q_PROPERTY(QString account MEMBER account)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(QString amount MEMBER amount)
    Q_PROPERTY(int decimals MEMBER decimals)

public:
    QString key;
    double entry = 0;
    QString description, account, symbol, amount;
    int decimals = 18;
    friend bool operator==(const BookedRow&, const BookedRow&) = default;
};

class BookedRows : public RowModel<BookedRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// What happened, newest first, kept current by events; and one of it in detail.
class ActivityModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::ActivityRows* rows READ rows CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY changed)
    Q_PROPERTY(QString nativeSymbol READ nativeSymbol NOTIFY changed)
    Q_PROPERTY(kosh::ui::ActivityRow detail READ detail NOTIFY detailChanged)
    Q_PROPERTY(kosh::ui::BookedRows* booked READ booked CONSTANT)
    /// What is to be confirmed for the chosen one: "", "speed_up" or "cancel".
    Q_PROPERTY(QString replacing READ replacing NOTIFY detailChanged)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY detailChanged)

public:
    explicit ActivityModel(Session& session);

    ActivityRows* rows() { return &m_rows; }
    bool isLoaded() const { return m_isLoaded; }
    bool hasMore() const { return m_hasMore; }
    QString nativeSymbol() const;
    ActivityRow detail() const { return m_detail; }
    BookedRows* booked() { return &m_booked; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void loadMore();
    Q_INVOKABLE void choose(const QString& key);
    Q_INVOKABLE void startReplacing(const QString& kind);
    Q_INVOKABLE void replace();
    Q_INVOKABLE void unlockAndReplace(kosh::ui::SecretField* passphrase);

    QString replacing() const { return m_replacing; }
    bool needsPassphrase() const { return m_needsPassphrase; }

signals:
    void changed();
    void detailChanged();

private:
    void readTransactions(std::vector<trading::Swap> swaps);
    void show(QList<ActivityRow> rows);
    void readBooks();
    void takeReplacement(const Result<wallet::Transaction>& transaction);
    void readBooks(int index, QList<BookedRow> found, quint64 serial);

    Session& m_session;
    ActivityRows m_rows;
    BookedRows m_booked;
    QTimer m_again;
    bool m_isLoaded = false, m_isAsking = false, m_hasMore = false;
    int m_limit = 50;
    ActivityRow m_detail;
    QString m_replacing, m_replacingKey;
    bool m_needsPassphrase = false;
    quint64 m_bookSerial = 0;
    std::unique_ptr<EventFeed> m_feed;
};

}  // namespace kosh::ui
