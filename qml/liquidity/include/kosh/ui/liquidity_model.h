// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/api.h>
#include <kosh/ui/risk_model.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QTimer>
#include <memory>

namespace kosh::ui {

/// Amounts are smallest units as text, prices token1 per token0.
struct PositionRow {
    Q_GADGET
    QML_VALUE_TYPE(positionRow)
    Q_PROPERTY(QString key MEMBER key)  ///< Token id of the position manager.
    Q_PROPERTY(QString symbol0 MEMBER symbol0)
    Q_PROPERTY(QString symbol1 MEMBER symbol1)
    Q_PROPERTY(int decimals0 MEMBER decimals0)
    Q_PROPERTY(int decimals1 MEMBER decimals1)
    Q_PROPERTY(QString amount0 MEMBER amount0)
    Q_PROPERTY(QString amount1 MEMBER amount1)
    Q_PROPERTY(QString fees0 MEMBER fees0)
    Q_PROPERTY(QString fees1 MEMBER fees1)
    Q_PROPERTY(QString price MEMBER price)
    Q_PROPERTY(QString priceLower MEMBER priceLower)
    Q_PROPERTY(QString priceUpper MEMBER priceUpper)
    Q_PROPERTY(double feePips MEMBER feePips)
    Q_PROPERTY(bool isInRange MEMBER isInRange)
    Q_PROPERTY(bool hasFees MEMBER hasFees)
    Q_PROPERTY(bool hasLiquidity MEMBER hasLiquidity)
    Q_PROPERTY(bool hasLoss MEMBER hasLoss)  ///< Known against holding.
    Q_PROPERTY(double lossPips MEMBER lossPips)

public:
    QString key, symbol0, symbol1;
    int decimals0 = 18, decimals1 = 18;
    QString amount0, amount1, fees0, fees1, price, priceLower, priceUpper;
    double feePips = 0;
    bool isInRange = false, hasFees = false, hasLiquidity = false, hasLoss = false;
    double lossPips = 0;
    std::string owner;
    friend bool operator==(const PositionRow&, const PositionRow&) = default;
};
class PositionRows : public RowModel<PositionRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// The positions of all addresses on the chosen network, and taking out of them.
class LiquidityModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::PositionRows* positions READ positions CONSTANT)
    Q_PROPERTY(kosh::ui::PositionRow chosen READ chosen NOTIFY changed)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    /// To be confirmed: "", "increase", "collect", "decrease" or "close".
    Q_PROPERTY(QString action READ action NOTIFY changed)
    Q_PROPERTY(int shareBps READ shareBps NOTIFY changed)  ///< Of a decrease.
    /// Of an increase: decimal, at most; an empty one is what fits the other.
    Q_PROPERTY(QString added0 READ added0 NOTIFY changed)
    Q_PROPERTY(QString added1 READ added1 NOTIFY changed)
    Q_PROPERTY(kosh::ui::RiskModel* risk READ risk CONSTANT)
    /// To be solved before it can be confirmed, as its preview says.
    Q_PROPERTY(QList<QString> problems READ problems NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)
    /// The change under way or just ended: its step, and how it ended.
    Q_PROPERTY(QString changeStatus READ changeStatus NOTIFY changed)
    Q_PROPERTY(QString changeStep READ changeStep NOTIFY changed)
    Q_PROPERTY(QString changeFailure READ changeFailure NOTIFY changed)

public:
    explicit LiquidityModel(Session& session);

    PositionRows* positions() { return &m_positions; }
    PositionRow chosen() const { return m_chosen; }
    bool isLoaded() const { return m_isLoaded; }
    QString action() const { return m_action; }
    int shareBps() const { return m_shareBps; }
    QString added0() const { return m_added0; }
    QString added1() const { return m_added1; }
    RiskModel* risk() { return &m_risk; }
    QStringList problems() const { return m_problems; }
    bool needsPassphrase() const { return m_needsPassphrase; }
    QString changeStatus() const { return m_changeStatus; }
    QString changeStep() const { return m_changeStep; }
    QString changeFailure() const { return m_changeFailure; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void choose(const QString& key);
    /// Shows how a change gets on that was begun elsewhere: a new position, say.
    Q_INVOKABLE void follow(const QString& changeId);
    Q_INVOKABLE void start(const QString& action, int shareBps);
    Q_INVOKABLE void startIncrease(const QString& amount0, const QString& amount1);
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);

signals:
    void changed();

private:
    void read(std::size_t index, QList<PositionRow> rows, quint64 serial);
    void show(QList<PositionRow> rows);
    void readChange();
    /// What the action would do: its review comes to `risk`.
    void preview();
    template <typename Request>
    void ask(Request request);
    template <typename Request>
    void send(Request request);
    bool fill(liquidity::PositionFields& fields) const;
    void take(const liquidity::Change& change);

    Session& m_session;
    PositionRows m_positions;
    PositionRow m_chosen;
    RiskModel m_risk;
    QTimer m_again;
    std::unique_ptr<EventFeed> m_feed;
    bool m_isLoaded = false, m_needsPassphrase = false;
    int m_shareBps = 0;
    QString m_added0, m_added1;
    QStringList m_problems;
    QString m_action, m_idempotencyKey, m_changeStatus, m_changeStep, m_changeFailure;
    Id m_changeId;
    quint64 m_serial = 0, m_previewSerial = 0;
};

}  // namespace kosh::ui
