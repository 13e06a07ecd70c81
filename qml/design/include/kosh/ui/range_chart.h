// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

namespace kosh::ui {

/// Liquidity by tick as bars, the price of now as a line, the chosen range as a shade. Bars with
/// nothing in between are gaps. Heights are for the eye only.
class RangeChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// Three numbers a bar: first tick, end tick, height.
    Q_PROPERTY(QList<double> bars MEMBER m_bars NOTIFY changed)
    Q_PROPERTY(int tick MEMBER m_tick NOTIFY changed)
    Q_PROPERTY(int tickLower MEMBER m_tickLower NOTIFY changed)
    Q_PROPERTY(int tickUpper MEMBER m_tickUpper NOTIFY changed)
    Q_PROPERTY(QColor barColor MEMBER m_barColor NOTIFY changed)
    Q_PROPERTY(QColor rangeColor MEMBER m_rangeColor NOTIFY changed)
    Q_PROPERTY(QColor lineColor MEMBER m_lineColor NOTIFY changed)

public:
    explicit RangeChart(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

signals:
    void changed();

private:
    QList<double> m_bars;
    int m_tick = 0, m_tickLower = 0, m_tickUpper = 0;
    QColor m_barColor = Qt::gray, m_rangeColor = Qt::lightGray, m_lineColor = Qt::black;
};

}  // namespace kosh::ui
