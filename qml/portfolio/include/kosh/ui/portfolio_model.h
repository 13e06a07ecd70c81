// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/api.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

namespace kosh::ui {

/// One line of the holdings. Amounts are smallest units as text; empty = unknown or unpriced.
struct HoldingRow {
    Q_GADGET
    QML_VALUE_TYPE(holdingRow)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString owner MEMBER owner)
    Q_PROPERTY(QString amount MEMBER amount)
    Q_PROPERTY(int decimals MEMBER decimals)
    Q_PROPERTY(QString value MEMBER value)
    Q_PROPERTY(QString valueSymbol MEMBER valueSymbol)
    Q_PROPERTY(int valueDecimals MEMBER valueDecimals)

public:
    QString key, symbol, name, owner, amount;
    int decimals = 0;
    QString value, valueSymbol;
    int valueDecimals = 0;
    friend bool operator==(const HoldingRow&, const HoldingRow&) = default;
};

class HoldingRows : public RowModel<HoldingRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// What the wallet's addresses hold on the chosen network, current to its newest block.
class PortfolioModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::HoldingRows* holdings READ holdings CONSTANT)
    /// Something was read at least once; before that the screen shows that it loads.
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(QString total READ total NOTIFY changed)
    Q_PROPERTY(QString totalSymbol READ totalSymbol NOTIFY changed)
    Q_PROPERTY(int totalDecimals READ totalDecimals NOTIFY changed)
    Q_PROPERTY(bool isComplete READ isComplete NOTIFY changed)
    Q_PROPERTY(bool isEmpty READ isEmpty NOTIFY changed)  ///< Every amount is known and zero.
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY changed)
    Q_PROPERTY(double blockNumber READ blockNumber NOTIFY changed)
    Q_PROPERTY(double readAt READ readAt NOTIFY changed)

public:
    explicit PortfolioModel(Session& session);

    HoldingRows* holdings() { return &m_holdings; }
    bool isLoaded() const { return m_isLoaded; }
    QString total() const { return m_total; }
    QString totalSymbol() const { return m_totalSymbol; }
    int totalDecimals() const { return m_totalDecimals; }
    bool isComplete() const { return m_isComplete; }
    bool isEmpty() const { return m_isEmpty; }
    QString endpoint() const { return m_endpoint; }
    double blockNumber() const { return double(m_blockNumber); }
    double readAt() const { return double(m_readAt); }

    Q_INVOKABLE void refresh();

signals:
    void changed();

private:
    void forget();
    void take(const portfolio::GetHoldings::Response& response);
    void openBooks();
    void reconcile(Address address);

    Session& m_session;
    HoldingRows m_holdings;
    QTimer m_again;
    bool m_isLoaded = false, m_isAsking = false, m_isComplete = false, m_isEmpty = false;
    QString m_total, m_totalSymbol, m_endpoint;
    int m_totalDecimals = 0;
    qint64 m_blockNumber = 0, m_readAt = 0;
    chain::ChainId m_booksOf = 0;  ///< Network whose books were looked at already.
    chain::ChainId m_chainId = 0;
};

}  // namespace kosh::ui
