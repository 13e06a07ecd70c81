// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/settings_model.h"

#include <QDateTime>

namespace kosh::ui {

SettingsModel::SettingsModel(Session& session, const QString& profile)
    : m_session(session), m_profile(profile) {
    for (const auto change : {&Session::chainChanged, &Session::chainsChanged})
        connect(&session, change, this, &SettingsModel::changed);
}

QString SettingsModel::suggestedBackup() const {
    const auto stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    return QStringLiteral("%1/kosh-%2.backup").arg(m_profile, stamp);
}

QString SettingsModel::endpoint() const {
    const auto* chain = m_session.chain();
    const bool hasOne = chain != nullptr && !chain->endpoints.empty();
    return hasOne ? QString::fromStdString(chain->endpoints.front()) : QString();
}

void SettingsModel::start(const QString& section) {
    m_section = section;
    m_success.clear();
    clearError();
    emit changed();
}

void SettingsModel::succeed(const QString& text) {
    m_success = text;
    emit changed();
}

void SettingsModel::changePassphrase(SecretField* present, SecretField* wanted,
                                     SecretField* again) {
    if (isBusy() || present == nullptr || wanted == nullptr || again == nullptr) return;
    start(QStringLiteral("passphrase"));
    if (wanted->length() < 8) {
        showError("vault.passphrase_short", tr("The passphrase needs at least 8 characters."));
        return;
    }
    if (!wanted->equals(*again)) {
        showError("settings.mismatch", tr("The two new passphrases differ."));
        return;
    }
    again->clear();
    begin();
    vault::ChangePassphrase request{present->take(), wanted->take()};
    m_session.client().call(std::move(request), this, [this](auto changed) {
        if (finish(changed)) succeed(tr("The passphrase is changed."));
    });
}

void SettingsModel::backup(const QString& path) {
    if (isBusy()) return;
    start(QStringLiteral("backup"));
    begin();
    m_session.client().call(
        vault::Backup{path.trimmed().toStdString()}, this, [this](auto written) {
            if (finish(written))
                succeed(tr("Backup written: %1").arg(QString::fromStdString(written->path)));
        });
}

void SettingsModel::setEndpoint(const QString& url) {
    if (isBusy()) return;
    start(QStringLiteral("endpoint"));
    begin();
    chain::SetEndpoints request{m_session.chainId(), {url.trimmed().toStdString()}};
    m_session.client().call(std::move(request), this, [this](auto chain) {
        if (!finish(chain)) return;
        m_session.replaceChain(*chain);
        succeed(tr("The endpoint answers and is used from now on."));
    });
}

}  // namespace kosh::ui
