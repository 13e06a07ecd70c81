// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/hosts_model.h"

#include <kosh/ui/text.h>

#include <QStringList>

namespace kosh::ui {

namespace {

HostRow rowOf(const chain::OutboundHost& host) {
    QStringList purposes;
    for (const auto& one : host.purposes) purposes << text(one);
    return {text(host.host),       purposes.join(QStringLiteral(", ")),
            double(host.requests), double(host.bytesOut),
            double(host.bytesIn),  host.isEnabled};
}

}  // namespace

HostsModel::HostsModel(Session& session) : m_session(session) {
    // Endpoints are hosts.
    connect(&session, &Session::chainsChanged, this, &HostsModel::refresh);
    refresh();
}

void HostsModel::refresh() {
    m_session.client().call(chain::ListHosts{}, this, [this](auto list) {
        if (!list) return showError(list.error());
        QList<HostRow> rows;
        for (const auto& one : list->hosts) rows << rowOf(one);
        m_hosts.setRows(std::move(rows));
        m_isLoaded = true;
        emit changed();
    });
}

void HostsModel::setEnabled(const QString& host, bool isEnabled) {
    if (isBusy()) return;
    begin();
    chain::SetHost request{host.toStdString(), isEnabled};
    m_session.client().call(std::move(request), command(), this, [this](auto done) {
        finish(done);
        // Also after an error: the switch shows what holds.
        refresh();
    });
}

}  // namespace kosh::ui
