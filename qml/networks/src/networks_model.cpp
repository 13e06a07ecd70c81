// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/networks_model.h"

#include <kosh/ui/text.h>

#include <algorithm>
#include <utility>

namespace kosh::ui {

namespace {

Result<> readContracts(const QVariantMap& from, chain::Contracts& into) {
    const std::pair<const char*, Address chain::Contracts::*> fields[] = {
        {"factory", &chain::Contracts::factory},
        {"quoterV2", &chain::Contracts::quoterV2},
        {"swapRouter02", &chain::Contracts::swapRouter02},
        {"positionManager", &chain::Contracts::positionManager},
        {"wrappedNative", &chain::Contracts::wrappedNative},
        {"multicall3", &chain::Contracts::multicall3}};
    for (const auto& [name, member] : fields) {
        const auto given = from.value(QLatin1String(name)).toString().trimmed();
        if (given.isEmpty()) continue;
        KOSH_TRY(into.*member, Address::parse(given.toStdString()));
    }
    return {};
}

}  // namespace

NetworksModel::NetworksModel(Session& session) : m_session(session) {
    connect(&session, &Session::chainsChanged, this, [this] {
        showNetworks();
        refresh();
    });
    showNetworks();
}

const chain::Chain* NetworksModel::chain() const {
    for (const auto& one : m_session.chains())
        if (QString::number(one.chainId) == m_chosen.key) return &one;
    return nullptr;
}

std::vector<chain::Endpoint> NetworksModel::entries() const {
    const auto* known = chain();
    if (known == nullptr) return {};
    if (!known->entries.empty()) return known->entries;
    std::vector<chain::Endpoint> all;
    for (const auto& url : known->endpoints) all.push_back({url});
    return all;
}

QStringList NetworksModel::warnings() const {
    QStringList all;
    for (const auto& one : m_status.warnings) all << text(one);
    return all;
}

void NetworksModel::showNetworks() {
    QList<NetworkRow> rows;
    for (const auto& one : m_session.chains()) rows << NetworkRow::of(one);
    m_networks.setRows(std::move(rows));
    if (const auto* known = chain()) m_chosen = NetworkRow::of(*known);
    showEndpoints();
}

void NetworksModel::showEndpoints() {
    QList<EndpointRow> rows;
    int place = 0;
    for (const auto& entry : entries()) rows << EndpointRow::of(entry, place++, m_status.endpoints);
    m_endpoints.setRows(std::move(rows));
    emit changed();
}

void NetworksModel::choose(const QString& key) {
    ++m_serial;
    m_chosen = {};
    for (const auto& row : m_networks.rows())
        if (row.key == key) m_chosen = row;
    m_status = {};
    m_isKnown = false;
    m_checkResult.clear();
    m_findings.setRows({});
    clearError();
    showEndpoints();
    if (m_chosen.key.isEmpty()) return;
    refresh();
}

void NetworksModel::refresh() {
    const auto* known = chain();
    if (known == nullptr) return;
    const auto serial = m_serial;
    m_session.client().call(chain::GetChainStatus{known->chainId}, this,
                            [this, serial](auto status) {
                                if (serial != m_serial) return;
                                if (!status) return showError(status.error());
                                m_status = *std::move(status);
                                m_isKnown = true;
                                showEndpoints();
                            });
}

void NetworksModel::check() {
    const auto* known = chain();
    if (known == nullptr || isBusy()) return;
    const auto serial = m_serial;
    begin();
    m_session.client().call(chain::CheckChain{known->chainId}, this, [this, serial](auto result) {
        if (!finish(result) || serial != m_serial) return;
        QList<CheckRow> rows;
        for (const auto& one : result->findings) {
            const auto what = text(one.what), subject = text(one.subject);
            rows << CheckRow{what + subject,   what,    subject, text(one.expected),
                             text(one.actual), one.isOk};
        }
        m_findings.setRows(std::move(rows));
        m_checkResult = result->isWell ? QStringLiteral("well") : QStringLiteral("wrong");
        emit changed();
    });
}

void NetworksModel::put(std::vector<chain::Endpoint> entries) {
    const auto* known = chain();
    if (known == nullptr) return;
    chain::SetEndpoints request;
    request.chainId = known->chainId;
    request.entries = std::move(entries);
    begin();
    m_session.client().call(std::move(request), command(), this, [this](auto chain) {
        if (!finish(chain)) return;
        m_session.replaceChain(*chain);
        refresh();
        emit saved();
    });
}

void NetworksModel::setEnabled(const QString& url, bool isEnabled) {
    if (isBusy()) return;
    auto all = entries();
    for (auto& one : all)
        if (text(one.url) == url) one.isEnabled = isEnabled;
    put(std::move(all));
}

void NetworksModel::save(const QString& known, const QString& url, int weight, int order,
                         const QString& role) {
    if (isBusy()) return;
    chain::Endpoint entry;
    entry.url = url.trimmed().toStdString();
    entry.weight = weight;
    entry.order = order;
    for (const auto& [value, name] : enumNames(chain::EndpointRole{}))
        if (text(name) == role) entry.role = value;
    auto all = entries();
    const auto there = std::find_if(all.begin(), all.end(),
                                    [&](const auto& one) { return text(one.url) == known; });
    if (there == all.end()) {
        all.push_back(std::move(entry));
    } else {
        entry.isEnabled = there->isEnabled;
        *there = std::move(entry);
    }
    put(std::move(all));
}

void NetworksModel::remove(const QString& url) {
    if (isBusy()) return;
    auto all = entries();
    std::erase_if(all, [&](const auto& one) { return text(one.url) == url; });
    put(std::move(all));
}

void NetworksModel::add(const QString& chainId, const QString& name, const QString& symbol,
                        const QString& url, bool isTest, const QVariantMap& contracts) {
    if (isBusy()) return;
    clearError();
    chain::Chain wanted;
    wanted.chainId = chainId.trimmed().toULongLong();
    if (wanted.chainId == 0) return showError("chain.id", tr("A chain id is a number above zero."));
    wanted.name = name.trimmed().toStdString();
    if (!symbol.trimmed().isEmpty()) wanted.nativeSymbol = symbol.trimmed().toStdString();
    wanted.isTest = isTest;
    wanted.endpoints = {url.trimmed().toStdString()};
    if (const auto read = readContracts(contracts, wanted.contracts); !read)
        return showError(read.error());
    begin();
    m_session.client().call(chain::AddChain{wanted}, command(), this, [this](auto chain) {
        if (!finish(chain)) return;
        m_session.putChain(*chain);
        choose(QString::number(chain->chainId));
        emit added();
    });
}

}  // namespace kosh::ui
