// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/network_rows.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QStringList>

namespace kosh::ui {

/// The networks this node knows, and the endpoints of one of them with their health.
class NetworksModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::NetworkRows* networks READ networks CONSTANT)
    Q_PROPERTY(kosh::ui::EndpointRows* endpoints READ endpoints CONSTANT)
    Q_PROPERTY(kosh::ui::CheckRows* findings READ findings CONSTANT)
    Q_PROPERTY(kosh::ui::NetworkRow chosen READ chosen NOTIFY changed)
    /// The status of the chosen network was read.
    Q_PROPERTY(bool isKnown READ isKnown NOTIFY changed)
    Q_PROPERTY(double head READ head NOTIFY changed)
    Q_PROPERTY(double safe READ safe NOTIFY changed)
    Q_PROPERTY(double finalized READ finalized NOTIFY changed)
    Q_PROPERTY(bool hasFinalityTags READ hasFinalityTags NOTIFY changed)
    Q_PROPERTY(QList<QString> warnings READ warnings NOTIFY changed)
    /// How the last check ended: "", "well" or "wrong".
    Q_PROPERTY(QString checkResult READ checkResult NOTIFY changed)

public:
    explicit NetworksModel(Session& session);

    NetworkRows* networks() { return &m_networks; }
    EndpointRows* endpoints() { return &m_endpoints; }
    CheckRows* findings() { return &m_findings; }
    NetworkRow chosen() const { return m_chosen; }
    bool isKnown() const { return m_isKnown; }
    double head() const { return m_status.head ? double(m_status.head->number) : 0; }
    double safe() const { return double(m_status.safeNumber); }
    double finalized() const { return double(m_status.finalizedNumber); }
    bool hasFinalityTags() const { return m_status.hasFinalityTags; }
    QStringList warnings() const;
    QString checkResult() const { return m_checkResult; }

    Q_INVOKABLE void choose(const QString& key);
    Q_INVOKABLE void refresh();
    /// Compares what is known of the network with the network itself.
    Q_INVOKABLE void check();
    Q_INVOKABLE void setEnabled(const QString& url, bool isEnabled);
    /// Changes the endpoint `known`, or adds one when that is empty.
    Q_INVOKABLE void save(const QString& known, const QString& url, int weight, int order,
                          const QString& role);
    Q_INVOKABLE void remove(const QString& url);
    /// `contracts` are those of Uniswap V3 by field name ("factory"), empty = none.
    Q_INVOKABLE void add(const QString& chainId, const QString& name, const QString& symbol,
                         const QString& url, bool isTest, const QVariantMap& contracts);

signals:
    void changed();
    void saved();
    void added();

private:
    const chain::Chain* chain() const;
    std::vector<chain::Endpoint> entries() const;
    void showNetworks();
    void showEndpoints();
    void put(std::vector<chain::Endpoint> entries);

    Session& m_session;
    NetworkRows m_networks;
    EndpointRows m_endpoints;
    CheckRows m_findings;
    NetworkRow m_chosen;
    chain::GetChainStatus::Response m_status;
    bool m_isKnown = false;
    QString m_checkResult;
    quint64 m_serial = 0;  ///< Of the choice: answers about another network are stale.
};

}  // namespace kosh::ui
