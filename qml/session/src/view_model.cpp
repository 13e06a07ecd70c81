// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/view_model.h"

#include <kosh/ui/error_text.h>

namespace kosh::ui {

void ViewModel::clearError() {
    if (m_error.isEmpty() && m_errorKey.isEmpty()) return;
    m_error.clear();
    m_errorKey.clear();
    emit stateChanged();
}

void ViewModel::begin() {
    ++m_pending;
    m_error.clear();
    m_errorKey.clear();
    emit stateChanged();
}

void ViewModel::end() {
    if (m_pending > 0) --m_pending;
    emit stateChanged();
}

void ViewModel::end(const Error& error) {
    if (m_pending > 0) --m_pending;
    showError(error);
}

void ViewModel::showError(const Error& error) {
    showError(QString::fromStdString(error.key), describe(error));
}

void ViewModel::showError(const QString& key, const QString& text) {
    m_errorKey = key;
    m_error = text;
    emit stateChanged();
}

}  // namespace kosh::ui
