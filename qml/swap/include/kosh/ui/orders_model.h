// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/api.h>
#include <kosh/trading/api.h>
#include <kosh/ui/pool_picker.h>
#include <kosh/ui/risk_model.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QStringList>
#include <QTimer>
#include <memory>
#include <optional>

namespace kosh::ui {

/// Amounts are smallest units as text.
struct OrderRow {
    Q_GADGET
    QML_VALUE_TYPE(orderRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString symbolIn MEMBER symbolIn)
    Q_PROPERTY(QString symbolOut MEMBER symbolOut)
    Q_PROPERTY(int decimalsIn MEMBER decimalsIn)
    Q_PROPERTY(int decimalsOut MEMBER decimalsOut)
    Q_PROPERTY(QString amountIn MEMBER amountIn)
    Q_PROPERTY(QString expectedOut MEMBER expectedOut)
    Q_PROPERTY(QString receivedIn MEMBER receivedIn)
    Q_PROPERTY(QString receivedOut MEMBER receivedOut)
    Q_PROPERTY(QString price MEMBER price)
    Q_PROPERTY(QString status MEMBER status)
    Q_PROPERTY(QString failure MEMBER failure)
    Q_PROPERTY(double createdAt MEMBER createdAt)
    Q_PROPERTY(bool canCancel MEMBER canCancel)
    Q_PROPERTY(bool isOver MEMBER isOver)

public:
    QString key, symbolIn, symbolOut;
    int decimalsIn = 18, decimalsOut = 18;
    QString amountIn, expectedOut, receivedIn, receivedOut, price, status, failure;
    double createdAt = 0;
    bool canCancel = false, isOver = false;
    friend bool operator==(const OrderRow&, const OrderRow&) = default;

    static OrderRow of(const trading::LimitOrder& order);
};
class OrderRows : public RowModel<OrderRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// Limit orders: those there are, and one to be made over the liquidity of its pool.
class OrdersModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::OrderRows* orders READ orders CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(QList<QString> symbols READ symbols NOTIFY changed)
    Q_PROPERTY(int indexIn READ indexIn NOTIFY changed)
    Q_PROPERTY(int indexOut READ indexOut NOTIFY changed)
    Q_PROPERTY(int feeIndex READ feeIndex NOTIFY changed)  ///< Of 100, 500, 3000, 10000.
    Q_PROPERTY(QString amount READ amount NOTIFY changed)
    Q_PROPERTY(QString price READ price NOTIFY changed)
    /// The pool is known: its price (bought for one sold), its liquidity by tick.
    Q_PROPERTY(bool hasPool READ hasPool NOTIFY changed)
    Q_PROPERTY(QString priceNow READ priceNow NOTIFY changed)
    Q_PROPERTY(int tick READ tick NOTIFY changed)
    Q_PROPERTY(QList<double> bars READ bars NOTIFY changed)
    /// Where the order would go and what it would bring.
    Q_PROPERTY(bool hasPreview READ hasPreview NOTIFY changed)
    Q_PROPERTY(kosh::ui::OrderRow preview READ preview NOTIFY changed)
    Q_PROPERTY(kosh::ui::RiskModel* risk READ risk CONSTANT)
    Q_PROPERTY(int tickLower READ tickLower NOTIFY changed)
    Q_PROPERTY(int tickUpper READ tickUpper NOTIFY changed)
    Q_PROPERTY(QString previewError READ previewError NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)

public:
    explicit OrdersModel(Session& session);

    OrderRows* orders() { return &m_orders; }
    bool isLoaded() const { return m_isLoaded; }
    QStringList symbols() const { return m_pool.symbols(); }
    int indexIn() const { return m_pool.first(); }
    int indexOut() const { return m_pool.second(); }
    int feeIndex() const { return m_pool.feeIndex(); }
    QString amount() const { return m_amount; }
    QString price() const { return m_price; }
    bool hasPool() const { return m_range.has_value(); }
    QString priceNow() const { return m_priceNow; }
    int tick() const { return m_range ? m_range->tick : 0; }
    QList<double> bars() const { return m_bars; }
    bool hasPreview() const { return m_preview.has_value(); }
    OrderRow preview() const { return m_preview ? OrderRow::of(*m_preview) : OrderRow{}; }
    RiskModel* risk() { return &m_risk; }
    int tickLower() const { return m_preview ? m_preview->tickLower : 0; }
    int tickUpper() const { return m_preview ? m_preview->tickUpper : 0; }
    QString previewError() const { return m_previewError; }
    bool needsPassphrase() const { return m_needsPassphrase; }

    /// Reads everything, once a network; nothing is read before.
    Q_INVOKABLE void open();
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void chooseTokens(int indexIn, int indexOut);
    Q_INVOKABLE void chooseFee(int index);
    Q_INVOKABLE void setAmount(const QString& amount);
    Q_INVOKABLE void setPrice(const QString& price);
    /// The price of now and so many 1e-4 of it more.
    Q_INVOKABLE void choosePrice(int aboveBps);
    Q_INVOKABLE void place();
    Q_INVOKABLE void unlockAndPlace(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void cancel(const QString& key);

signals:
    void changed();
    void placed();

private:
    void loadTokens();
    void updateTokens();
    void askPool();
    void askPreview();
    void edited();
    bool isFirstSold() const;
    void fill(trading::OrderFields& fields) const;

    Session& m_session;
    OrderRows m_orders;
    std::unique_ptr<EventFeed> m_feed;
    QTimer m_pause;
    bool m_isOpen = false, m_isLoaded = false, m_needsPassphrase = false;
    PoolPicker m_pool;
    QString m_amount, m_price, m_priceNow, m_previewError, m_idempotencyKey;
    std::optional<liquidity::GetRange::Response> m_range;
    QList<double> m_bars;
    std::optional<trading::LimitOrder> m_preview;
    RiskModel m_risk;
    quint64 m_poolSerial = 0, m_serial = 0;  ///< Of the last questions: other answers are stale.
};

}  // namespace kosh::ui
