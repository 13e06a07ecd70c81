// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <string_view>

class QPainter;

namespace kosh::ui {

/// Width that `drawSecretText` needs, in pixels.
double secretTextWidth(const QFont& font, std::string_view utf8);

/// Draws `utf8` with its glyphs alone: the text never becomes a QString, and what was made of it on
/// the way is wiped. Characters the font lacks are boxes; no shaping, so for words of Latin
/// letters. `baseline` is the left end of the base line.
void drawSecretText(QPainter& painter, const QFont& font, const QColor& colour, QPointF baseline,
                    std::string_view utf8);

}  // namespace kosh::ui
