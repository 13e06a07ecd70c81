// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

namespace kosh::ui {

/// Values over time as a line. Nothing is drawn where nothing is known. Heights are for the eye
/// only: the scale reaches from the least value to the greatest.
class LineChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// Two numbers a point: when, and how much (not a number = a gap).
    Q_PROPERTY(QList<double> points MEMBER m_points NOTIFY changed)
    Q_PROPERTY(QColor lineColor MEMBER m_lineColor NOTIFY changed)
    Q_PROPERTY(QColor fillColor MEMBER m_fillColor NOTIFY changed)
    Q_PROPERTY(QColor baseColor MEMBER m_baseColor NOTIFY changed)

public:
    explicit LineChart(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

signals:
    void changed();

private:
    QList<double> m_points;
    QColor m_lineColor = Qt::black, m_fillColor = Qt::lightGray, m_baseColor = Qt::gray;
};

}  // namespace kosh::ui
