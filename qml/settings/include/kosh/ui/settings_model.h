// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

namespace kosh::ui {

/// Passphrase, backup and endpoints.
class SettingsModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// What went well last, for people; empty after the next action starts.
    Q_PROPERTY(QString success READ success NOTIFY changed)
    /// Which section `error` and `success` belong to: "passphrase", "backup" or "endpoint".
    Q_PROPERTY(QString section READ section NOTIFY changed)
    Q_PROPERTY(QString suggestedBackup READ suggestedBackup NOTIFY changed)
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY changed)

public:
    SettingsModel(Session& session, const QString& profile);

    QString success() const { return m_success; }
    QString section() const { return m_section; }
    QString suggestedBackup() const;
    QString endpoint() const;

    Q_INVOKABLE void changePassphrase(kosh::ui::SecretField* present, kosh::ui::SecretField* wanted,
                                      kosh::ui::SecretField* again);
    Q_INVOKABLE void backup(const QString& path);
    Q_INVOKABLE void setEndpoint(const QString& url);

signals:
    void changed();

private:
    void start(const QString& section);
    void succeed(const QString& text);

    Session& m_session;
    QString m_profile, m_success, m_section;
};

}  // namespace kosh::ui
