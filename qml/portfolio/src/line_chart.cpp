// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/line_chart.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace kosh::ui {

namespace {

/// One stretch without a gap.
void drawStretch(QPainter* painter, const QPolygonF& line, double foot, const QColor& ink,
                 const QColor& fill) {
    if (line.size() == 1) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawEllipse(line.front(), 3, 3);
        return;
    }
    auto area = line;
    area << QPointF(line.back().x(), foot) << QPointF(line.front().x(), foot);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(area);
    painter->setPen(QPen(ink, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(line);
}

}  // namespace

LineChart::LineChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(320, 140);
    connect(this, &LineChart::changed, this, [this] { update(); });
}

void LineChart::paint(QPainter* painter) {
    constexpr double kEdge = 6;
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (qsizetype i = 0; i + 1 < m_points.size(); i += 2) {
        if (std::isnan(m_points[i + 1])) continue;
        least = std::min(least, m_points[i + 1]);
        most = std::max(most, m_points[i + 1]);
    }
    if (most < least) return;
    const double first = m_points.front(), last = m_points[m_points.size() - 2];
    const double wide = width() - 2 * kEdge, tall = height() - 2 * kEdge;
    const auto place = [&](double at, double value) {
        const double x = last > first ? (at - first) / (last - first) : 0.5;
        const double y = most > least ? (value - least) / (most - least) : 0.5;
        return QPointF(kEdge + x * wide, kEdge + (1 - y) * tall);
    };
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(QRectF(0, height() - 1, width(), 1), m_baseColor);
    QPolygonF stretch;
    for (qsizetype i = 0; i + 1 < m_points.size(); i += 2) {
        const bool isGap = std::isnan(m_points[i + 1]);
        if (!isGap) stretch << place(m_points[i], m_points[i + 1]);
        if (stretch.isEmpty() || (!isGap && i + 3 < m_points.size())) continue;
        drawStretch(painter, stretch, height() - 1, m_lineColor, m_fillColor);
        stretch.clear();
    }
}

}  // namespace kosh::ui
