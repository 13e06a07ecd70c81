// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/secret_field.h"

#include "secret_painter.h"

#include <QClipboard>
#include <QCursor>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QMimeData>
#include <QPainter>
#include <array>

namespace kosh::ui {

namespace {

bool isContinuation(std::uint8_t byte) {
    return (byte & 0xc0u) == 0x80u;
}

/// How many bytes of a word fit into a line; at least a character.
std::size_t fitting(const QFont& font, std::string_view word, double width) {
    std::size_t size = word.size();
    while (size > 1 && secretTextWidth(font, word.substr(0, size)) > width) {
        do {
            --size;
        } while (size > 1 && isContinuation(std::uint8_t(word[size])));
    }
    return size;
}

}  // namespace

SecretField::SecretField(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setFlag(ItemAcceptsInputMethod);
    setFlag(ItemIsFocusScope, false);
    setAcceptedMouseButtons(Qt::LeftButton);
    setActiveFocusOnTab(true);
    setCursor(Qt::IBeamCursor);
    setClip(true);
    connect(this, &SecretField::styleChanged, this, [this] { update(); });
}

int SecretField::length() const {
    int characters = 0;
    for (const auto byte : m_secret.view()) characters += isContinuation(byte) ? 0 : 1;
    return characters;
}

int SecretField::wordCount() const {
    int words = 0;
    bool isInside = false;
    for (const auto byte : m_secret.view()) {
        const bool isSpace = byte == ' ' || byte == '\n' || byte == '\t';
        if (!isSpace && !isInside) ++words;
        isInside = !isSpace;
    }
    return words;
}

SharedSecret SecretField::take() {
    SharedSecret secret(std::move(m_secret));
    m_secret = {};
    changed();
    return secret;
}

void SecretField::clear() {
    m_secret.clear();
    changed();
}

bool SecretField::matches(SecretField* other) const {
    return other != nullptr && equals(*other);
}

void SecretField::changed() {
    m_isSelected = false;
    emit edited();
    update();
    if (hasActiveFocus()) QGuiApplication::inputMethod()->update(Qt::ImQueryInput);
}

/// All of it or nothing.
void SecretField::select(bool isSelected) {
    m_isSelected = isSelected && !m_secret.isEmpty();
    update();
}

void SecretField::appendBytes(ByteView bytes) {
    const std::size_t kept = m_isSelected ? 0 : m_secret.size();
    if (kept + bytes.size() > kMaxBytes) return;
    if (m_isSelected) m_secret.clear();
    m_secret.append(bytes);
    changed();
}

void SecretField::cutTo(std::size_t size) {
    m_secret.resize(size);
    changed();
}

/// Qt hands keys over as a QString of mostly one character; only its UTF-8 is kept.
void SecretField::type(const QString& text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        std::array<std::uint8_t, 4> utf8{};
        char32_t point = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size())
            point = QChar::surrogateToUcs4(text[i], text[i + 1]);
        if (point > 0xffff) ++i;
        if (point < 0x20 || point == 0x7f) continue;
        std::size_t size = 1;
        if (point < 0x80) {
            utf8[0] = std::uint8_t(point);
        } else {
            size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            for (std::size_t k = size; k-- > 1; point >>= 6)
                utf8[k] = std::uint8_t(0x80u | (point & 0x3fu));
            utf8[0] = std::uint8_t((0xf00u >> size) | point);
        }
        appendBytes({utf8.data(), size});
        wipe(utf8.data(), utf8.size());
    }
}

void SecretField::paste() {
    const auto* mime = QGuiApplication::clipboard()->mimeData();
    if (mime == nullptr || !mime->hasText()) return;
    QByteArray copy = mime->data(QStringLiteral("text/plain"));
    for (auto& character : copy) {
        if (character == '\n' || character == '\t' || character == '\r') character = ' ';
    }
    const auto trimmed = asBytes(std::string_view(copy.constData(), std::size_t(copy.size())));
    auto begin = trimmed.begin();
    auto end = trimmed.end();
    while (begin != end && *begin == ' ') ++begin;
    while (begin != end && *(end - 1) == ' ') --end;
    appendBytes({begin, end});
    wipe(copy.data(), std::size_t(copy.size()));
}

void SecretField::keyPressEvent(QKeyEvent* event) {
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    const bool isRemoval = event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete;
    const bool isMove = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right ||
                        event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit accepted();
    } else if (event->matches(QKeySequence::Paste)) {
        paste();
    } else if (event->matches(QKeySequence::SelectAll)) {
        select(true);
    } else if (m_isSelected && isRemoval) {
        clear();
    } else if (m_isSelected && isMove) {
        select(false);
    } else if (event->key() == Qt::Key_Backspace) {
        std::size_t size = m_secret.size();
        if (isControl) {
            while (size > 0 && m_secret.data()[size - 1] == ' ') --size;
            while (size > 0 && m_secret.data()[size - 1] != ' ') --size;
        } else {
            while (size > 0 && isContinuation(m_secret.data()[size - 1])) --size;
            if (size > 0) --size;
        }
        cutTo(size);
    } else if (event->key() == Qt::Key_Escape && !m_secret.isEmpty()) {
        clear();
    } else if (!isControl && !event->text().isEmpty() && event->text()[0].isPrint()) {
        type(event->text());
    } else {
        event->ignore();
        return;
    }
    event->accept();
}

void SecretField::inputMethodEvent(QInputMethodEvent* event) {
    type(event->commitString());
    event->accept();
}

QVariant SecretField::inputMethodQuery(Qt::InputMethodQuery query) const {
    if (query == Qt::ImEnabled) return isEnabled();
    if (query == Qt::ImHints) {
        return int(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                   Qt::ImhNoAutoUppercase);
    }
    if (query == Qt::ImCursorRectangle) return QRectF(0, 0, 1, height());
    return {};
}

void SecretField::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    select(false);
    event->accept();
}
void SecretField::focusInEvent(QFocusEvent* event) {
    QQuickPaintedItem::focusInEvent(event);
    update();
}
void SecretField::focusOutEvent(QFocusEvent* event) {
    QQuickPaintedItem::focusOutEvent(event);
    select(false);
}

void SecretField::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_isSelected) {
        auto behind = m_caretColor;
        behind.setAlphaF(0.25f);
        painter->fillRect(boundingRect(), behind);
    }
    if (m_isVisibleText) {
        paintWords(*painter);
    } else {
        paintDots(*painter);
    }
}

void SecretField::paintDots(QPainter& painter) {
    constexpr double kDot = 3.5, kStep = 12;
    const double middle = height() / 2;
    const double needed = length() * kStep + 8;
    double x = needed > width() ? width() - needed + 4 : 4;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_color);
    for (int i = 0; i < length(); ++i, x += kStep)
        if (x > -kStep) painter.drawEllipse(QPointF(x, middle), kDot, kDot);
    if (!hasActiveFocus()) return;
    painter.fillRect(QRectF(x - 2, middle - 9, 1.5, 18), m_caretColor);
}

void SecretField::paintWords(QPainter& painter) {
    const QFontMetricsF metrics(m_font);
    const double line = metrics.height() * 1.4;
    const double space = metrics.horizontalAdvance(QLatin1Char(' '));
    const auto text = m_secret.text();
    double x = 0;
    double top = m_isMultiLine ? 0 : (height() - line) / 2;
    const auto baseline = [&] { return top + line / 2 + metrics.ascent() / 2 - 1; };
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            x += space;
            ++i;
            continue;
        }
        const auto end = std::min(text.find(' ', i), text.size());
        auto word = text.substr(i, end - i);
        if (m_isMultiLine) word = word.substr(0, fitting(m_font, word, width()));
        const double wide = secretTextWidth(m_font, word);
        if (m_isMultiLine && x > 0 && x + wide > width()) {
            x = 0;
            top += line;
        }
        drawSecretText(painter, m_font, m_color, {x, baseline()}, word);
        x += wide;
        i += word.size();
    }
    if (hasActiveFocus())
        painter.fillRect(QRectF(x + 1, top + line / 2 - 9, 1.5, 18), m_caretColor);
}

}  // namespace kosh::ui
