// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "secret_painter.h"

#include <kosh/base/secret.h>

#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>
#include <vector>

namespace kosh::ui {

namespace {

/// Glyphs and their positions from 0; wiped when it goes.
struct Glyphs {
    QRawFont font;
    std::vector<quint32> indexes;
    std::vector<QPointF> positions;
    double width = 0;

    Glyphs(const QFont& from, std::string_view utf8) : font(QRawFont::fromFont(from)) {
        std::vector<QChar> characters(utf8.size());
        qsizetype used = 0;
        for (std::size_t i = 0; i < utf8.size();) {
            const auto first = static_cast<unsigned char>(utf8[i]);
            const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
            char32_t point = length == 1 ? first : first & (0x7fu >> length);
            for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
                point = (point << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3fu);
            characters[std::size_t(used++)] =
                QChar(point > 0xffff ? char16_t(0xfffd) : char16_t(point));
            i += length;
        }
        indexes.resize(std::size_t(used));
        std::vector<QPointF> advances(indexes.size());
        int count = int(used);
        if (count > 0 && font.isValid()) {
            font.glyphIndexesForChars(characters.data(), count, indexes.data(), &count);
            font.advancesForGlyphIndexes(indexes.data(), advances.data(), count);
        }
        positions.reserve(advances.size());
        for (const auto& advance : advances) {
            positions.emplace_back(width, 0);
            width += advance.x();
        }
        wipe(characters.data(), characters.size() * sizeof(QChar));
        wipe(advances.data(), advances.size() * sizeof(QPointF));
    }
    ~Glyphs() {
        wipe(indexes.data(), indexes.size() * sizeof(quint32));
        wipe(positions.data(), positions.size() * sizeof(QPointF));
    }
    Glyphs(const Glyphs&) = delete;
    Glyphs& operator=(const Glyphs&) = delete;
};

}  // namespace

double secretTextWidth(const QFont& font, std::string_view utf8) {
    return Glyphs(font, utf8).width;
}

void drawSecretText(QPainter& painter, const QFont& font, const QColor& colour, QPointF baseline,
                    std::string_view utf8) {
    const Glyphs glyphs(font, utf8);
    if (glyphs.indexes.empty()) return;
    QGlyphRun run;
    run.setRawFont(glyphs.font);
    // Refers to the arrays without copying them.
    run.setRawData(glyphs.indexes.data(), glyphs.positions.data(), int(glyphs.indexes.size()));
    painter.setPen(colour);
    painter.drawGlyphRun(baseline, run);
}

}  // namespace kosh::ui
