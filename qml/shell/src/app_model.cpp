// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/app_model.h"

namespace kosh::ui {

AppModel::AppModel(Client client, const QString& profile, std::optional<Network> network,
                   Operations operations, NodePort nodes)
    : m_profile(profile),
      m_operations(std::move(operations)),
      m_preferences(profile + QStringLiteral("/desktop.ini")),
      m_hasDevice(nodes.device.has_value()),
      m_device(nodes.device.value_or(client), m_preferences, network, Session::Heads::ignored),
      m_node(std::move(nodes)),
      m_session(std::move(client), m_preferences, std::move(network)) {
    // Queued: the screens that show the models have gone by then.
    connect(&m_session, &Session::closing, this, &AppModel::close, Qt::QueuedConnection);
    connect(&m_node, &NodeModel::changed, this, &AppModel::followNode);
    connect(&m_node, &NodeModel::switched, &m_session, &Session::nodeSwitched);
    connect(&m_node, &NodeModel::cameBack, &m_session, &Session::nodeCameBack);
}
AppModel::~AppModel() = default;

void AppModel::followNode() {
    auto* device = m_hasDevice && m_node.isRemote() ? &m_device : nullptr;
    if (device == m_session.device()) return;
    m_session.setDevice(device);
    if (device != nullptr) {
        m_device.start();
    } else {
        m_device.rest();
    }
}

void AppModel::close() {
    m_portfolio.reset();
    m_performance.reset();
    m_swap.reset();
    m_activity.reset();
    m_journal.reset();
    m_settings.reset();
    m_wallets.reset();
    m_contacts.reset();
    m_approvals.reset();
    m_liquidity.reset();
    m_mint.reset();
    m_orders.reset();
    m_send.reset();
    m_sign.reset();
    m_signing.reset();
    m_networks.reset();
    m_hosts.reset();
    m_workbench.reset();
    emit closed();
}

OnboardingModel* AppModel::onboarding() {
    if (!m_onboarding) m_onboarding = std::make_unique<OnboardingModel>(m_session, &m_node);
    return m_onboarding.get();
}
OnboardingModel* AppModel::deviceOnboarding() {
    if (!m_deviceOnboarding)
        m_deviceOnboarding = std::make_unique<OnboardingModel>(m_device, nullptr);
    return m_deviceOnboarding.get();
}
UnlockModel* AppModel::deviceUnlock() {
    if (!m_deviceUnlock) m_deviceUnlock = std::make_unique<UnlockModel>(m_device);
    return m_deviceUnlock.get();
}
UnlockModel* AppModel::unlock() {
    if (!m_unlock) m_unlock = std::make_unique<UnlockModel>(m_session);
    return m_unlock.get();
}
PortfolioModel* AppModel::portfolio() {
    if (!m_portfolio) m_portfolio = std::make_unique<PortfolioModel>(m_session);
    return m_portfolio.get();
}
PerformanceModel* AppModel::performance() {
    if (!m_performance) m_performance = std::make_unique<PerformanceModel>(m_session);
    return m_performance.get();
}
SwapModel* AppModel::swap() {
    if (!m_swap) m_swap = std::make_unique<SwapModel>(m_session, m_preferences);
    return m_swap.get();
}
ActivityModel* AppModel::activity() {
    if (!m_activity) m_activity = std::make_unique<ActivityModel>(m_session);
    return m_activity.get();
}
JournalModel* AppModel::journal() {
    if (!m_journal) m_journal = std::make_unique<JournalModel>(m_session);
    return m_journal.get();
}
SettingsModel* AppModel::settings() {
    if (!m_settings) m_settings = std::make_unique<SettingsModel>(m_session, m_profile);
    return m_settings.get();
}
WalletsModel* AppModel::wallets() {
    if (!m_wallets) m_wallets = std::make_unique<WalletsModel>(m_session);
    return m_wallets.get();
}
ContactsModel* AppModel::contacts() {
    if (!m_contacts) m_contacts = std::make_unique<ContactsModel>(m_session);
    return m_contacts.get();
}
ApprovalsModel* AppModel::approvals() {
    if (!m_approvals) m_approvals = std::make_unique<ApprovalsModel>(m_session);
    return m_approvals.get();
}
LiquidityModel* AppModel::liquidity() {
    if (!m_liquidity) m_liquidity = std::make_unique<LiquidityModel>(m_session);
    return m_liquidity.get();
}
MintModel* AppModel::mint() {
    if (!m_mint) m_mint = std::make_unique<MintModel>(m_session);
    return m_mint.get();
}
OrdersModel* AppModel::orders() {
    if (!m_orders) m_orders = std::make_unique<OrdersModel>(m_session);
    return m_orders.get();
}
SendModel* AppModel::send() {
    if (!m_send) m_send = std::make_unique<SendModel>(m_session);
    return m_send.get();
}
SignModel* AppModel::sign() {
    if (!m_sign) m_sign = std::make_unique<SignModel>(m_session);
    return m_sign.get();
}
SigningModel* AppModel::signing() {
    if (!m_signing) m_signing = std::make_unique<SigningModel>(m_session);
    return m_signing.get();
}
NetworksModel* AppModel::networks() {
    if (!m_networks) m_networks = std::make_unique<NetworksModel>(m_session);
    return m_networks.get();
}
HostsModel* AppModel::hosts() {
    if (!m_hosts) m_hosts = std::make_unique<HostsModel>(m_session);
    return m_hosts.get();
}
WorkbenchModel* AppModel::workbench() {
    if (!m_workbench) m_workbench = std::make_unique<WorkbenchModel>(m_session, m_operations);
    return m_workbench.get();
}

}  // namespace kosh::ui
