// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/activity_model.h>
#include <kosh/ui/journal_model.h>
#include <kosh/ui/onboarding_model.h>
#include <kosh/ui/portfolio_model.h>
#include <kosh/ui/preferences.h>
#include <kosh/ui/session.h>
#include <kosh/ui/settings_model.h>
#include <kosh/ui/swap_model.h>
#include <kosh/ui/unlock_model.h>

#include <QObject>
#include <memory>

namespace kosh::ui {

/// The view models of one window. Those that show what is in the vault are made when their screen
/// first asks for them and go when the vault locks.
class AppModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::Session* session READ session CONSTANT)
    Q_PROPERTY(kosh::ui::Preferences* preferences READ preferences CONSTANT)
    Q_PROPERTY(kosh::ui::OnboardingModel* onboarding READ onboarding CONSTANT)
    Q_PROPERTY(kosh::ui::UnlockModel* unlock READ unlock CONSTANT)
    Q_PROPERTY(kosh::ui::PortfolioModel* portfolio READ portfolio NOTIFY closed)
    Q_PROPERTY(kosh::ui::SwapModel* swap READ swap NOTIFY closed)
    Q_PROPERTY(kosh::ui::ActivityModel* activity READ activity NOTIFY closed)
    Q_PROPERTY(kosh::ui::JournalModel* journal READ journal NOTIFY closed)
    Q_PROPERTY(kosh::ui::SettingsModel* settings READ settings NOTIFY closed)

public:
    AppModel(Client client, const QString& profile, std::optional<Network> network);
    ~AppModel() override;

    Session* session() { return &m_session; }
    Preferences* preferences() { return &m_preferences; }
    OnboardingModel* onboarding();
    UnlockModel* unlock();
    PortfolioModel* portfolio();
    SwapModel* swap();
    ActivityModel* activity();
    JournalModel* journal();
    SettingsModel* settings();

signals:
    void closed();

private:
    void close();

    QString m_profile;
    Preferences m_preferences;
    Session m_session;
    std::unique_ptr<OnboardingModel> m_onboarding;
    std::unique_ptr<UnlockModel> m_unlock;
    std::unique_ptr<PortfolioModel> m_portfolio;
    std::unique_ptr<SwapModel> m_swap;
    std::unique_ptr<ActivityModel> m_activity;
    std::unique_ptr<JournalModel> m_journal;
    std::unique_ptr<SettingsModel> m_settings;
};

}  // namespace kosh::ui
