// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/trading/api.h>

#include <QtQml/qqmlregistration.h>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace kosh::ui {

/// A quote as the screen shows it. Amounts are smallest units as text.
struct QuoteView {
    Q_GADGET
    QML_VALUE_TYPE(quoteView)
    Q_PROPERTY(bool isThere MEMBER isThere)
    Q_PROPERTY(QString symbolIn MEMBER symbolIn)
    Q_PROPERTY(QString symbolOut MEMBER symbolOut)
    Q_PROPERTY(int decimalsIn MEMBER decimalsIn)
    Q_PROPERTY(int decimalsOut MEMBER decimalsOut)
    Q_PROPERTY(QString amountIn MEMBER amountIn)
    Q_PROPERTY(QString amountOut MEMBER amountOut)
    Q_PROPERTY(bool isExactOutput MEMBER isExactOutput)
    Q_PROPERTY(QString minimumReceived MEMBER minimumReceived)
    Q_PROPERTY(QString maximumSpent MEMBER maximumSpent)
    Q_PROPERTY(QString price MEMBER price)
    Q_PROPERTY(double impactPips MEMBER impactPips)
    Q_PROPERTY(double poolFeePips MEMBER poolFeePips)
    Q_PROPERTY(int slippageBps MEMBER slippageBps)
    Q_PROPERTY(QString route MEMBER route)      ///< "WETH → 0.05% → USDC".
    Q_PROPERTY(QString gasCost MEMBER gasCost)  ///< Wei; empty = unknown.
    Q_PROPERTY(double blockNumber MEMBER blockNumber)
    Q_PROPERTY(bool isCurrent MEMBER isCurrent)

public:
    bool isThere = false;
    QString symbolIn, symbolOut;
    int decimalsIn = 0, decimalsOut = 0;
    QString amountIn, amountOut;
    bool isExactOutput = false;
    QString minimumReceived, maximumSpent, price;
    double impactPips = 0, poolFeePips = 0;
    int slippageBps = 0;
    QString route, gasCost;
    double blockNumber = 0;
    bool isCurrent = false;

    static QuoteView of(const quote::Quote& quote);
};

/// What a swap would change.
struct PreviewView {
    Q_GADGET
    QML_VALUE_TYPE(previewView)
    Q_PROPERTY(bool isThere MEMBER isThere)
    /// Symbol, signed smallest units, decimals and reason of each balance that changes.
    Q_PROPERTY(QList<QString> changeSymbols MEMBER changeSymbols)
    Q_PROPERTY(QList<QString> changeAmounts MEMBER changeAmounts)
    Q_PROPERTY(QList<QString> changeDecimals MEMBER changeDecimals)
    Q_PROPERTY(QList<QString> changeReasons MEMBER changeReasons)
    Q_PROPERTY(bool needsApproval MEMBER needsApproval)
    Q_PROPERTY(bool usesPermit MEMBER usesPermit)  ///< An approval signed along with the swap.
    Q_PROPERTY(QString spender MEMBER spender)
    Q_PROPERTY(QString maxFee MEMBER maxFee)
    Q_PROPERTY(bool isSimulated MEMBER isSimulated)
    Q_PROPERTY(QList<QString> warnings MEMBER warnings)
    Q_PROPERTY(QList<QString> problems MEMBER problems)

public:
    bool isThere = false;
    QStringList changeSymbols, changeAmounts, changeDecimals, changeReasons;
    bool needsApproval = false, usesPermit = false;
    QString spender, maxFee;
    bool isSimulated = false;
    QStringList warnings, problems;

    static PreviewView of(const trading::Preview::Response& preview);
};

/// A swap on its way.
struct ProgressView {
    Q_GADGET
    QML_VALUE_TYPE(progressView)
    Q_PROPERTY(QString swapId MEMBER swapId)
    Q_PROPERTY(
        int step MEMBER step)  ///< 0 check, 1 approve, 2 simulate, 3 send, 4 confirm, 5 done.
    Q_PROPERTY(bool hasApproval MEMBER hasApproval)
    Q_PROPERTY(bool isSettled MEMBER isSettled)
    Q_PROPERTY(bool isFailed MEMBER isFailed)
    /// A device has to sign its approval or the swap itself.
    Q_PROPERTY(bool isAwaitingSignature MEMBER isAwaitingSignature)
    Q_PROPERTY(QString error MEMBER error)
    Q_PROPERTY(QString hash MEMBER hash)
    Q_PROPERTY(double blockNumber MEMBER blockNumber)
    Q_PROPERTY(int confirmations MEMBER confirmations)
    Q_PROPERTY(QString amountIn MEMBER amountIn)
    Q_PROPERTY(QString amountOut MEMBER amountOut)
    Q_PROPERTY(QString fee MEMBER fee)

public:
    QString swapId;
    int step = 0;
    bool hasApproval = false, isSettled = false, isFailed = false, isAwaitingSignature = false;
    QString error, hash;
    double blockNumber = 0;
    int confirmations = 0;
    QString amountIn, amountOut, fee;

    static ProgressView of(const trading::Swap& swap);
};

}  // namespace kosh::ui
