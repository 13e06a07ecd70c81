// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>

namespace kosh::ui {

/// An entry for a passphrase or a recovery phrase. What is typed goes into locked, wiped memory and
/// nowhere else: no property gives it back, QML only learns how long it is. Typing goes on at the
/// end; Backspace takes the last character, Ctrl+Backspace the last word, Escape everything. After
/// Ctrl+A everything is selected: what comes next takes its place.
class SecretField : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// Draws the text instead of dots: for recovery words, which nobody could type blindly.
    Q_PROPERTY(bool isVisibleText MEMBER m_isVisibleText NOTIFY styleChanged)
    /// Several lines; Enter still accepts.
    Q_PROPERTY(bool isMultiLine MEMBER m_isMultiLine NOTIFY styleChanged)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY styleChanged)
    Q_PROPERTY(QColor caretColor MEMBER m_caretColor NOTIFY styleChanged)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY styleChanged)
    Q_PROPERTY(int length READ length NOTIFY edited)        ///< Characters.
    Q_PROPERTY(int wordCount READ wordCount NOTIFY edited)  ///< Runs without spaces.

public:
    static constexpr std::size_t kMaxBytes = 1024;

    explicit SecretField(QQuickItem* parent = nullptr);

    int length() const;
    int wordCount() const;
    bool equals(const SecretField& other) const { return m_secret.equals(other.m_secret); }
    /// Hands the secret over; the field is empty afterwards.
    SharedSecret take();
    /// A copy; the field keeps what it has.
    SharedSecret share() const { return SharedSecret(m_secret.clone()); }

    Q_INVOKABLE void clear();
    Q_INVOKABLE bool matches(kosh::ui::SecretField* other) const;

    void paint(QPainter* painter) override;

signals:
    void edited();
    void accepted();
    void styleChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void type(const QString& text);
    void paste();
    void select(bool isSelected);
    void appendBytes(ByteView bytes);
    void cutTo(std::size_t size);
    void changed();
    void paintDots(QPainter& painter);
    void paintWords(QPainter& painter);

    SecretBytes m_secret;
    QFont m_font;
    QColor m_color = Qt::black;
    QColor m_caretColor = Qt::black;
    bool m_isVisibleText = false;
    bool m_isMultiLine = false;
    bool m_isSelected = false;
};

}  // namespace kosh::ui
