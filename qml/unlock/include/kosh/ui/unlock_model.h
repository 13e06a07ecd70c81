// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QTimer>

namespace kosh::ui {

/// Opens the vault; after several wrong passphrases the vault says how long to wait.
class UnlockModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// Seconds until the next attempt; 0 = now.
    Q_PROPERTY(int waitSeconds READ waitSeconds NOTIFY waitChanged)

public:
    explicit UnlockModel(Session& session);

    int waitSeconds() const { return m_waitSeconds; }
    Q_INVOKABLE void unlock(kosh::ui::SecretField* passphrase);

signals:
    void waitChanged();

private:
    void tick();

    Session& m_session;
    QTimer m_timer;
    int m_waitSeconds = 0;
};

}  // namespace kosh::ui
