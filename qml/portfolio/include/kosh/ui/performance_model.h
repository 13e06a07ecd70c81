// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/performance_rows.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QStringList>
#include <QTimer>
#include <memory>

namespace kosh::ui {

/// What came of the holdings: value over time, gains, lots with their cost; of one network or all,
/// of one wallet or all. Nothing is read before the first `refresh`.
class PerformanceModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(bool isEverywhere READ isEverywhere NOTIFY changed)
    Q_PROPERTY(QList<QString> walletNames READ walletNames NOTIFY changed)
    Q_PROPERTY(int walletIndex READ walletIndex NOTIFY changed)  ///< -1 = all.
    Q_PROPERTY(int spanIndex READ spanIndex NOTIFY changed)      ///< Week, month, year.
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)       ///< The history was read.
    Q_PROPERTY(QList<double> points READ points NOTIFY changed)
    /// The last known value of the history, of its first one, and of which token; empty = none.
    Q_PROPERTY(QString lastValue READ lastValue NOTIFY changed)
    Q_PROPERTY(QString firstValue READ firstValue NOTIFY changed)
    Q_PROPERTY(QString symbol READ symbol NOTIFY changed)
    Q_PROPERTY(int decimals READ decimals NOTIFY changed)
    Q_PROPERTY(bool hasGaps READ hasGaps NOTIFY changed)
    Q_PROPERTY(int grouping READ grouping NOTIFY changed)  ///< Gains by token, wallet, network.
    Q_PROPERTY(kosh::ui::GainRows* gains READ gains CONSTANT)
    Q_PROPERTY(kosh::ui::LotRows* lots READ lots CONSTANT)
    Q_PROPERTY(kosh::ui::TotalRows* totals READ totals CONSTANT)
    Q_PROPERTY(int unpricedCount READ unpricedCount NOTIFY changed)

public:
    explicit PerformanceModel(Session& session);

    bool isEverywhere() const { return m_isEverywhere; }
    QStringList walletNames() const;
    int walletIndex() const;
    int spanIndex() const { return m_spanIndex; }
    bool isLoaded() const { return m_isLoaded; }
    QList<double> points() const { return m_points; }
    QString lastValue() const { return m_lastValue; }
    QString firstValue() const { return m_firstValue; }
    QString symbol() const { return m_symbol; }
    int decimals() const { return m_decimals; }
    bool hasGaps() const { return m_hasGaps; }
    int grouping() const { return m_grouping; }
    GainRows* gains() { return &m_gains; }
    LotRows* lots() { return &m_lots; }
    TotalRows* totals() { return &m_totals; }
    int unpricedCount() const { return m_unpricedCount; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void setEverywhere(bool isEverywhere);
    Q_INVOKABLE void chooseWallet(int index);
    Q_INVOKABLE void chooseSpan(int index);
    Q_INVOKABLE void chooseGrouping(int index);
    /// Records the value of now, and every hour from here on.
    Q_INVOKABLE void record();
    /// What a whole lot cost, decimal in units of the numeraire; empty = unsaid.
    Q_INVOKABLE void setCost(const QString& lotId, const QString& cost);

signals:
    void changed();

private:
    std::optional<chain::ChainId> chainId() const;
    QString chainTitle(chain::ChainId chainId) const;
    void keepWallet();
    void read();
    void readHistory(quint64 serial);
    void readGains(quint64 serial);
    void readLots(quint64 serial);
    void readTotals(quint64 serial);
    void takeHistory(const portfolio::GetHistory::Response& history);
    void showGains();

    Session& m_session;
    bool m_isUsed = false;  ///< Somebody looked.
    bool m_isEverywhere = false, m_isLoaded = false, m_hasGaps = false;
    std::optional<Id> m_walletId;  ///< Null = all.
    int m_spanIndex = 1, m_grouping = 0, m_decimals = 0, m_unpricedCount = 0;
    QList<double> m_points;
    QString m_firstValue, m_lastValue, m_symbol;
    portfolio::GetGains::Response m_answer;
    GainRows m_gains;
    LotRows m_lots;
    TotalRows m_totals;
    QTimer m_again;
    std::unique_ptr<EventFeed> m_feed;
    quint64 m_serial = 0;  ///< Of the last questions: other answers are stale.
};

}  // namespace kosh::ui
