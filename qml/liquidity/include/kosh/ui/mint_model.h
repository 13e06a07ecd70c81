// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/liquidity/api.h>
#include <kosh/ui/pool_picker.h>
#include <kosh/ui/risk_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QStringList>

namespace kosh::ui {

/// Opening a position: two tokens, a fee, a range picked where the liquidity is, amounts.
class MintModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(QList<QString> symbols READ symbols NOTIFY changed)
    Q_PROPERTY(int indexA READ indexA NOTIFY changed)
    Q_PROPERTY(int indexB READ indexB NOTIFY changed)
    Q_PROPERTY(int feeIndex READ feeIndex NOTIFY changed)  ///< Of 100, 500, 3000, 10000.
    Q_PROPERTY(bool hasRange READ hasRange NOTIFY changed)
    Q_PROPERTY(QString price READ price NOTIFY changed)
    Q_PROPERTY(QString symbol0 READ symbol0 NOTIFY changed)
    Q_PROPERTY(QString symbol1 READ symbol1 NOTIFY changed)
    Q_PROPERTY(QList<QString> ranges READ ranges NOTIFY changed)  ///< narrow, medium, wide, full
    Q_PROPERTY(int rangeIndex READ rangeIndex NOTIFY changed)
    Q_PROPERTY(QString priceLower READ priceLower NOTIFY changed)
    Q_PROPERTY(QString priceUpper READ priceUpper NOTIFY changed)
    Q_PROPERTY(int tick READ tick NOTIFY changed)
    Q_PROPERTY(int tickLower READ tickLower NOTIFY changed)
    Q_PROPERTY(int tickUpper READ tickUpper NOTIFY changed)
    Q_PROPERTY(QList<double> bars READ bars NOTIFY changed)
    /// The preview that is to be confirmed.
    Q_PROPERTY(bool isReviewing READ isReviewing NOTIFY changed)
    Q_PROPERTY(QString amount0 READ amount0 NOTIFY changed)
    Q_PROPERTY(QString amount1 READ amount1 NOTIFY changed)
    Q_PROPERTY(int decimals0 READ decimals0 NOTIFY changed)
    Q_PROPERTY(int decimals1 READ decimals1 NOTIFY changed)
    Q_PROPERTY(int approvalCount READ approvalCount NOTIFY changed)
    Q_PROPERTY(QList<QString> problems READ problems NOTIFY changed)
    Q_PROPERTY(kosh::ui::RiskModel* risk READ risk CONSTANT)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)

public:
    explicit MintModel(Session& session);

    QStringList symbols() const { return m_pool.symbols(); }
    int indexA() const { return m_pool.first(); }
    int indexB() const { return m_pool.second(); }
    int feeIndex() const { return m_pool.feeIndex(); }
    bool hasRange() const { return m_hasRange; }
    QString price() const { return QString::fromStdString(m_range.price); }
    QString symbol0() const { return QString::fromStdString(m_range.token0.symbol); }
    QString symbol1() const { return QString::fromStdString(m_range.token1.symbol); }
    QStringList ranges() const;
    int rangeIndex() const { return m_rangeIndex; }
    QString priceLower() const;
    QString priceUpper() const;
    int tick() const { return m_range.tick; }
    int tickLower() const;
    int tickUpper() const;
    QList<double> bars() const { return m_bars; }
    bool isReviewing() const { return m_isReviewing; }
    QString amount0() const { return QString::fromStdString(m_preview.amount0.toString()); }
    QString amount1() const { return QString::fromStdString(m_preview.amount1.toString()); }
    int decimals0() const { return int(m_range.token0.decimals); }
    int decimals1() const { return int(m_range.token1.decimals); }
    int approvalCount() const { return int(m_preview.needsApproval.size()); }
    QStringList problems() const;
    RiskModel* risk() { return &m_risk; }
    bool needsPassphrase() const { return m_needsPassphrase; }

    Q_INVOKABLE void chooseTokens(int indexA, int indexB);
    Q_INVOKABLE void chooseFee(int index);
    Q_INVOKABLE void chooseRange(int index);
    /// Amounts of the first and the second token; one may be empty.
    Q_INVOKABLE void review(const QString& amountA, const QString& amountB);
    Q_INVOKABLE void back();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);

signals:
    void changed();
    void minted(const QString& changeId);

private:
    void loadTokens();
    void updateTokens();
    void askRange();
    void fill(liquidity::MintFields& fields) const;

    Session& m_session;
    PoolPicker m_pool;
    liquidity::GetRange::Response m_range;
    liquidity::PreviewMint::Response m_preview;
    RiskModel m_risk;
    QList<double> m_bars;
    QString m_amountA, m_amountB, m_idempotencyKey;
    int m_rangeIndex = 1;
    bool m_hasRange = false, m_isReviewing = false, m_needsPassphrase = false;
    quint64 m_serial = 0;
};

}  // namespace kosh::ui
