// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/phrase_view.h"

#include "secret_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

namespace kosh::ui {

namespace {

constexpr double kCellHeight = 40, kGap = 8;
constexpr std::size_t kKeyPart = 8;

int columnsFor(double width) {
    return width < 300 ? 2 : width < 560 ? 3 : 4;
}

}  // namespace

PhraseView::PhraseView(QQuickItem* parent) : QQuickPaintedItem(parent) {
    connect(this, &PhraseView::changed, this, [this] { update(); });
}
PhraseView::~PhraseView() = default;

void PhraseView::setRevealed(bool isRevealed) {
    if (m_isRevealed == isRevealed) return;
    m_isRevealed = isRevealed;
    emit changed();
}

void PhraseView::setPhrase(SharedSecret phrase) {
    m_phrase = std::move(phrase);
    const auto text = m_phrase.text();
    const auto spaces = std::count(text.begin(), text.end(), ' ');
    m_isKey = spaces == 0 && text.size() > 2 * kKeyPart;
    m_wordCount = text.empty() ? 0
                  : m_isKey    ? int((text.size() + kKeyPart - 1) / kKeyPart)
                               : int(spaces) + 1;
    m_isRevealed = false;
    updateHeight();
    emit changed();
}

void PhraseView::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickPaintedItem::geometryChange(now, before);
    if (now.width() != before.width()) updateHeight();
}

void PhraseView::updateHeight() {
    const int columns = columnsFor(width());
    const int cells = m_isKey ? m_wordCount : std::max(m_wordCount, 12);
    const int rows = (cells + columns - 1) / columns;
    setImplicitHeight(rows * (kCellHeight + kGap) - kGap);
}

void PhraseView::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    const int columns = columnsFor(width());
    const double cell = (width() - (columns - 1) * kGap) / columns;
    const QFontMetricsF metrics(m_font);
    const auto text = m_phrase.text();
    std::size_t at = 0;
    for (int i = 0; i < m_wordCount; ++i) {
        const auto end = std::min(m_isKey ? at + kKeyPart : text.find(' ', at), text.size());
        const QRectF box((i % columns) * (cell + kGap), (i / columns) * (kCellHeight + kGap), cell,
                         kCellHeight);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_cellColor);
        painter->drawRoundedRect(box, 8, 8);
        const double baseline = box.center().y() + metrics.ascent() / 2 - 2;
        painter->setFont(m_font);
        painter->setPen(m_mutedColor);
        if (!m_isKey) painter->drawText(QPointF(box.left() + 10, baseline), QString::number(i + 1));
        const QPointF word(box.left() + (m_isKey ? 10 : 36), baseline);
        if (m_isRevealed) {
            drawSecretText(*painter, m_font, m_color, word, text.substr(at, end - at));
        } else {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_mutedColor);
            for (int dot = 0; dot < 5; ++dot)
                painter->drawEllipse(QPointF(word.x() + 3 + dot * 9, box.center().y()), 2, 2);
        }
        at = std::min(m_isKey ? end : end + 1, text.size());
    }
}

}  // namespace kosh::ui
