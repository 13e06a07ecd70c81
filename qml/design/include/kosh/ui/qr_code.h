// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QQuickPaintedItem>
#include <QString>

namespace kosh::ui {

/// A text as a QR code (ISO/IEC 18004, error correction M), dark on light in every theme, with its
/// quiet zone. Empty or too long (over 2,331 bytes): nothing is drawn and `isReadable` is false.
class QrCode : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    Q_PROPERTY(bool isReadable READ isReadable NOTIFY changed)

public:
    explicit QrCode(QQuickItem* parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString& text);
    bool isReadable() const { return m_side > 0; }
    void paint(QPainter* painter) override;

signals:
    void changed();

private:
    QString m_text;
    QByteArray m_modules;  ///< One byte each, row by row; 1 = dark.
    int m_side = 0;
};

}  // namespace kosh::ui
