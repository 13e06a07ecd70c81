// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/activity_model.h>
#include <kosh/ui/approvals_model.h>
#include <kosh/ui/contacts_model.h>
#include <kosh/ui/hosts_model.h>
#include <kosh/ui/journal_model.h>
#include <kosh/ui/liquidity_model.h>
#include <kosh/ui/mint_model.h>
#include <kosh/ui/networks_model.h>
#include <kosh/ui/node_model.h>
#include <kosh/ui/onboarding_model.h>
#include <kosh/ui/orders_model.h>
#include <kosh/ui/performance_model.h>
#include <kosh/ui/portfolio_model.h>
#include <kosh/ui/preferences.h>
#include <kosh/ui/send_model.h>
#include <kosh/ui/session.h>
#include <kosh/ui/settings_model.h>
#include <kosh/ui/sign_model.h>
#include <kosh/ui/signing_model.h>
#include <kosh/ui/swap_model.h>
#include <kosh/ui/unlock_model.h>
#include <kosh/ui/wallets_model.h>
#include <kosh/ui/workbench_model.h>

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
    Q_PROPERTY(kosh::ui::NodeModel* node READ node CONSTANT)
    Q_PROPERTY(kosh::ui::OnboardingModel* onboarding READ onboarding CONSTANT)
    Q_PROPERTY(kosh::ui::UnlockModel* unlock READ unlock CONSTANT)
    /// For the keys of this device, beside a node elsewhere.
    Q_PROPERTY(kosh::ui::OnboardingModel* deviceOnboarding READ deviceOnboarding CONSTANT)
    Q_PROPERTY(kosh::ui::UnlockModel* deviceUnlock READ deviceUnlock CONSTANT)
    Q_PROPERTY(kosh::ui::PortfolioModel* portfolio READ portfolio NOTIFY closed)
    Q_PROPERTY(kosh::ui::PerformanceModel* performance READ performance NOTIFY closed)
    Q_PROPERTY(kosh::ui::SwapModel* swap READ swap NOTIFY closed)
    Q_PROPERTY(kosh::ui::ActivityModel* activity READ activity NOTIFY closed)
    Q_PROPERTY(kosh::ui::JournalModel* journal READ journal NOTIFY closed)
    Q_PROPERTY(kosh::ui::SettingsModel* settings READ settings NOTIFY closed)
    Q_PROPERTY(kosh::ui::WalletsModel* wallets READ wallets NOTIFY closed)
    Q_PROPERTY(kosh::ui::ContactsModel* contacts READ contacts NOTIFY closed)
    Q_PROPERTY(kosh::ui::ApprovalsModel* approvals READ approvals NOTIFY closed)
    Q_PROPERTY(kosh::ui::LiquidityModel* liquidity READ liquidity NOTIFY closed)
    Q_PROPERTY(kosh::ui::MintModel* mint READ mint NOTIFY closed)
    Q_PROPERTY(kosh::ui::OrdersModel* orders READ orders NOTIFY closed)
    Q_PROPERTY(kosh::ui::SendModel* send READ send NOTIFY closed)
    Q_PROPERTY(kosh::ui::SignModel* sign READ sign NOTIFY closed)
    Q_PROPERTY(kosh::ui::SigningModel* signing READ signing NOTIFY closed)
    Q_PROPERTY(kosh::ui::NetworksModel* networks READ networks NOTIFY closed)
    Q_PROPERTY(kosh::ui::HostsModel* hosts READ hosts NOTIFY closed)
    Q_PROPERTY(kosh::ui::WorkbenchModel* workbench READ workbench NOTIFY closed)

public:
    using Operations = std::vector<const ops::OperationType*>;

    /// `operations` are those that the workbench offers.
    AppModel(Client client, const QString& profile, std::optional<Network> network,
             Operations operations, NodePort nodes = {});
    ~AppModel() override;

    Session* session() { return &m_session; }
    Preferences* preferences() { return &m_preferences; }
    NodeModel* node() { return &m_node; }
    OnboardingModel* onboarding();
    UnlockModel* unlock();
    OnboardingModel* deviceOnboarding();
    UnlockModel* deviceUnlock();
    PortfolioModel* portfolio();
    PerformanceModel* performance();
    SwapModel* swap();
    ActivityModel* activity();
    JournalModel* journal();
    SettingsModel* settings();
    WalletsModel* wallets();
    ContactsModel* contacts();
    ApprovalsModel* approvals();
    LiquidityModel* liquidity();
    MintModel* mint();
    OrdersModel* orders();
    SendModel* send();
    SignModel* sign();
    SigningModel* signing();
    NetworksModel* networks();
    HostsModel* hosts();
    WorkbenchModel* workbench();

signals:
    void closed();

private:
    void close();
    void followNode();

    QString m_profile;
    Operations m_operations;
    Preferences m_preferences;
    bool m_hasDevice;
    Session m_device;
    NodeModel m_node;
    Session m_session;
    std::unique_ptr<OnboardingModel> m_onboarding, m_deviceOnboarding;
    std::unique_ptr<UnlockModel> m_unlock, m_deviceUnlock;
    std::unique_ptr<PortfolioModel> m_portfolio;
    std::unique_ptr<PerformanceModel> m_performance;
    std::unique_ptr<SwapModel> m_swap;
    std::unique_ptr<ActivityModel> m_activity;
    std::unique_ptr<JournalModel> m_journal;
    std::unique_ptr<SettingsModel> m_settings;
    std::unique_ptr<WalletsModel> m_wallets;
    std::unique_ptr<ContactsModel> m_contacts;
    std::unique_ptr<ApprovalsModel> m_approvals;
    std::unique_ptr<LiquidityModel> m_liquidity;
    std::unique_ptr<MintModel> m_mint;
    std::unique_ptr<OrdersModel> m_orders;
    std::unique_ptr<SendModel> m_send;
    std::unique_ptr<SignModel> m_sign;
    std::unique_ptr<SigningModel> m_signing;
    std::unique_ptr<NetworksModel> m_networks;
    std::unique_ptr<HostsModel> m_hosts;
    std::unique_ptr<WorkbenchModel> m_workbench;
};

}  // namespace kosh::ui
