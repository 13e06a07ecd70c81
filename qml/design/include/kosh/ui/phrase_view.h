// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>

namespace kosh::ui {

/// Shows a recovery phrase as numbered words, or a key in parts of eight characters. They are drawn
/// glyph by glyph from wiped memory: no property, signal or accessible text holds them. Hidden
/// until `isRevealed`.
class PhraseView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool isRevealed READ isRevealed WRITE setRevealed NOTIFY changed)
    Q_PROPERTY(int wordCount READ wordCount NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
    Q_PROPERTY(QColor mutedColor MEMBER m_mutedColor NOTIFY changed)
    Q_PROPERTY(QColor cellColor MEMBER m_cellColor NOTIFY changed)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY changed)

public:
    explicit PhraseView(QQuickItem* parent = nullptr);
    ~PhraseView() override;

    bool isRevealed() const { return m_isRevealed; }
    void setRevealed(bool isRevealed);
    int wordCount() const { return m_wordCount; }
    void setPhrase(SharedSecret phrase);

    void paint(QPainter* painter) override;

signals:
    void changed();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    void updateHeight();

    SharedSecret m_phrase;
    int m_wordCount = 0;
    bool m_isRevealed = false;
    bool m_isKey = false;
    QFont m_font;
    QColor m_color = Qt::black;
    QColor m_mutedColor = Qt::gray;
    QColor m_cellColor = Qt::lightGray;
};

}  // namespace kosh::ui
