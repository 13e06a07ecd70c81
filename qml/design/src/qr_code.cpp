// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/qr_code.h"

#include <qrencode.h>

#include <QPainter>
#include <memory>

namespace kosh::ui {

namespace {

constexpr int kQuietZone = 4;

}  // namespace

QrCode::QrCode(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(220, 220);
}

void QrCode::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    m_modules.clear();
    m_side = 0;
    const auto utf8 = text.toUtf8();
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        utf8.isEmpty() ? nullptr : QRcode_encodeString8bit(utf8.constData(), 0, QR_ECLEVEL_M),
        &QRcode_free);
    if (code) {
        m_side = code->width;
        m_modules.reserve(m_side * m_side);
        for (int i = 0; i < m_side * m_side; ++i) m_modules += char(code->data[i] & 1);
    }
    emit changed();
    update();
}

void QrCode::paint(QPainter* painter) {
    if (m_side == 0) return;
    const int cells = m_side + 2 * kQuietZone;
    // Whole pixels: a reader needs straight edges.
    const int cell = std::max(1, int(std::min(width(), height())) / cells);
    const int left = (int(width()) - cell * cells) / 2;
    const int top = (int(height()) - cell * cells) / 2;
    painter->fillRect(QRect(left, top, cell * cells, cell * cells), Qt::white);
    for (int y = 0; y < m_side; ++y) {
        for (int x = 0; x < m_side; ++x) {
            if (m_modules[y * m_side + x] == 0) continue;
            painter->fillRect(
                QRect(left + (x + kQuietZone) * cell, top + (y + kQuietZone) * cell, cell, cell),
                Qt::black);
        }
    }
}

}  // namespace kosh::ui
