// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/icon.h"

#include <QHash>
#include <QPainter>
#include <QPainterPath>

#include <sstream>

namespace kosh::ui {

namespace {

/// Absolute M, L, C, Z as in SVG, and O cx cy r for a circle.
const QHash<QString, const char*>& drawings() {
    static const QHash<QString, const char*> kDrawings{
        {"kosh",
         "M 5 10 L 5 19 L 19 19 L 19 10 M 3.5 10 L 12 4 L 20.5 10 Z M 9 19 L 9 14 "
         "C 9 10.5 15 10.5 15 14 L 15 19"},
        {"portfolio", "O 12 12 8.5 M 12 3.5 L 12 12 L 18.5 17.5"},
        {"swap", "M 4 8.5 L 19 8.5 L 15 4.5 M 20 15.5 L 5 15.5 L 9 19.5"},
        {"activity", "M 3 12 L 7.5 12 L 10.5 4.5 L 14 19.5 L 16.5 12 L 21 12"},
        {"journal",
         "M 5 4 L 18 4 C 18.8 4 19 4.5 19 5 L 19 20 L 6.5 20 C 5.5 20 5 19.2 5 18.5 Z "
         "M 5 18.5 C 5 17.3 5.7 16.8 6.5 16.8 L 19 16.8 M 9 8 L 15 8 M 9 11.5 L 15 11.5"},
        {"settings",
         "M 4 7 L 11 7 M 17 7 L 20 7 O 14 7 2.6 M 4 17 L 7 17 M 13 17 L 20 17 O 10 17 2.6"},
        {"lock",
         "M 6 11 L 18 11 L 18 20 L 6 20 Z M 8.5 11 L 8.5 8 C 8.5 3.2 15.5 3.2 15.5 8 "
         "L 15.5 11 M 12 14.5 L 12 16.5"},
        {"copy", "M 9 9 L 19.5 9 L 19.5 19.5 L 9 19.5 Z M 15 9 L 15 4.5 L 4.5 4.5 L 4.5 15 L 9 15"},
        {"check", "M 5 12.5 L 10 17.5 L 19.5 7"},
        {"close", "M 6 6 L 18 18 M 18 6 L 6 18"},
        {"down", "M 6 9.5 L 12 15.5 L 18 9.5"},
        {"right", "M 9.5 6 L 15.5 12 L 9.5 18"},
        {"back", "M 14.5 6 L 8.5 12 L 14.5 18"},
        {"flip",
         "M 8 19.5 L 8 5 L 4.5 8.5 M 8 5 L 11.5 8.5 M 16 4.5 L 16 19 L 12.5 15.5 M 16 19 "
         "L 19.5 15.5"},
        {"warning", "M 12 4 L 21 19.5 L 3 19.5 Z M 12 10 L 12 14 M 12 16.6 L 12 17"},
        {"info", "O 12 12 8.5 M 12 11 L 12 16.5 M 12 7.6 L 12 8"},
        {"offline",
         "M 4 4 L 20 20 M 3.5 10 C 5 8.6 6.6 7.6 8.4 7 M 12.5 6.4 C 15.6 6.6 18.4 7.9 20.5 10 "
         "M 7 13.8 C 8.2 12.8 9.4 12.2 10.8 12 M 12 18.2 L 12 18.6"},
        {"refresh",
         "M 19.5 12 C 19.5 7.8 16.2 4.5 12 4.5 C 9.4 4.5 7.2 5.7 5.8 7.6 M 5.5 3.5 L 5.5 8 "
         "L 10 8 M 4.5 12 C 4.5 16.2 7.8 19.5 12 19.5 C 14.6 19.5 16.8 18.3 18.2 16.4 "
         "M 18.5 20.5 L 18.5 16 L 14 16"},
        {"receive", "M 12 4 L 12 15 M 7 10.5 L 12 15.5 L 17 10.5 M 4.5 19.5 L 19.5 19.5"},
        {"send", "M 12 20 L 12 9 M 7 13.5 L 12 8.5 L 17 13.5 M 4.5 4.5 L 19.5 4.5"},
        {"eye", "M 2.5 12 C 6.5 5 17.5 5 21.5 12 C 17.5 19 6.5 19 2.5 12 Z O 12 12 3"},
        {"plus", "M 12 5 L 12 19 M 5 12 L 19 12"},
        {"edit", "M 4.5 19.5 L 5.5 15 L 15.5 5 L 19 8.5 L 9 18.5 Z M 13 7.5 L 16.5 11"},
        {"more", "O 5.5 12 1.2 O 12 12 1.2 O 18.5 12 1.2"},
        {"functions",
         "M 4 4 L 10 4 L 10 10 L 4 10 Z M 14 4 L 20 4 L 20 10 L 14 10 Z "
         "M 4 14 L 10 14 L 10 20 L 4 20 Z M 14 17 L 20 17 M 17 14 L 17 20"},
        {"wallet",
         "M 4 7.5 L 4 18 C 4 19 4.6 19.5 5.5 19.5 L 20 19.5 L 20 8.5 L 5.5 8.5 C 3.5 8.5 3.5 5.5 "
         "5.5 5.5 L 17.5 5.5 L 17.5 8.5 M 16 14 L 16.4 14"},
        {"shield",
         "M 12 3.5 L 19.5 6 L 19.5 12 C 19.5 16.5 16 19.3 12 20.5 C 8 19.3 4.5 16.5 4.5 12 "
         "L 4.5 6 Z"},
        {"liquidity",
         "M 12 3.5 C 14.5 7 17.5 10.3 17.5 14 C 17.5 17.3 15 19.8 12 19.8 C 9 19.8 6.5 17.3 6.5 14 "
         "C 6.5 10.3 9.5 7 12 3.5 M 12 16.5 C 10.6 16.5 9.6 15.4 9.6 14"},
        {"network",
         "O 12 12 8.5 M 3.5 12 L 20.5 12 M 12 3.5 C 7 8.5 7 15.5 12 20.5 "
         "M 12 3.5 C 17 8.5 17 15.5 12 20.5"},
        {"book", "M 5 4 L 19 4 L 19 20 L 5 20 Z O 12 10 2.4 M 8 16.5 C 8.8 13.2 15.2 13.2 16 16.5"},
        {"trash", "M 5 7 L 19 7 M 9 7 L 9 4.5 L 15 4.5 L 15 7 M 7 7 L 8 19.5 L 16 19.5 L 17 7"},
        {"key", "O 8 15.5 4 M 11 12.5 L 19.5 4 M 16 7.5 L 19 10.5"},
        {"clock", "O 12 12 8.5 M 12 7 L 12 12 L 15.5 14"},
    };
    return kDrawings;
}

QPainterPath pathOf(const char* drawing) {
    QPainterPath path;
    std::istringstream in(drawing);
    char command = 0;
    double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
    while (in >> command) {
        switch (command) {
            case 'M':
                in >> a >> b;
                path.moveTo(a, b);
                break;
            case 'L':
                in >> a >> b;
                path.lineTo(a, b);
                break;
            case 'C':
                in >> a >> b >> c >> d >> e >> f;
                path.cubicTo(a, b, c, d, e, f);
                break;
            case 'O':
                in >> a >> b >> c;
                path.addEllipse(QPointF(a, b), c, c);
                break;
            case 'Z':
                path.closeSubpath();
                break;
            default:
                return path;
        }
    }
    return path;
}

}  // namespace

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(24, 24);
    connect(this, &Icon::changed, this, [this] { update(); });
}

void Icon::paint(QPainter* painter) {
    const auto* drawing = drawings().value(m_name, nullptr);
    if (drawing == nullptr) return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->scale(width() / 24, height() / 24);
    QPen pen(m_color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(pathOf(drawing));
}

}  // namespace kosh::ui
