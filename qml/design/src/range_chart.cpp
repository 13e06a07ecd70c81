// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/range_chart.h"

#include <QPainter>
#include <algorithm>

namespace kosh::ui {

RangeChart::RangeChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(320, 120);
    connect(this, &RangeChart::changed, this, [this] { update(); });
}

void RangeChart::paint(QPainter* painter) {
    if (m_bars.size() < 3) return;
    double first = m_bars[0], last = m_bars[1], highest = 0;
    for (qsizetype i = 0; i + 2 < m_bars.size(); i += 3) {
        first = std::min(first, m_bars[i]);
        last = std::max(last, m_bars[i + 1]);
        highest = std::max(highest, m_bars[i + 2]);
    }
    if (last <= first || highest <= 0) return;
    const auto place = [&](double tick) {
        return std::clamp((tick - first) / (last - first), 0.0, 1.0) * width();
    };
    if (m_tickUpper > m_tickLower) {
        const double left = place(m_tickLower);
        painter->fillRect(QRectF(left, 0, place(m_tickUpper) - left, height()), m_rangeColor);
    }
    for (qsizetype i = 0; i + 2 < m_bars.size(); i += 3) {
        const double left = place(m_bars[i]), right = place(m_bars[i + 1]);
        const double tall = m_bars[i + 2] / highest * (height() - 8);
        painter->fillRect(QRectF(left, height() - tall, std::max(1.0, right - left - 1), tall),
                          m_barColor);
    }
    painter->fillRect(QRectF(place(m_tick) - 1, 0, 2, height()), m_lineColor);
}

}  // namespace kosh::ui
