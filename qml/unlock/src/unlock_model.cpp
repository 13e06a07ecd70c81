// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/unlock_model.h"

#include <cstdlib>

namespace kosh::ui {

UnlockModel::UnlockModel(Session& session) : m_session(session) {
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &UnlockModel::tick);
}

void UnlockModel::unlock(SecretField* passphrase) {
    if (isBusy() || m_waitSeconds > 0 || passphrase == nullptr || passphrase->length() == 0) return;
    begin();
    m_session.client().call(vault::Unlock{passphrase->take()}, this, [this](auto unlocked) {
        if (finish(unlocked)) return m_session.vaultOpened();
        const auto wait = unlocked.error().details.find("retryAfterMs");
        if (wait == unlocked.error().details.end()) return;
        m_waitSeconds = int((std::atoll(wait->second.c_str()) + 999) / 1000);
        m_timer.start();
        emit waitChanged();
    });
}

void UnlockModel::tick() {
    if (m_waitSeconds > 0) --m_waitSeconds;
    if (m_waitSeconds == 0) {
        m_timer.stop();
        clearError();
    }
    emit waitChanged();
}

}  // namespace kosh::ui
