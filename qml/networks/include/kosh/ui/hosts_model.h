// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

namespace kosh::ui {

/// A host of the outside world that this node has a reason to talk to.
struct HostRow {
    Q_GADGET
    QML_VALUE_TYPE(hostRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString purposes MEMBER purposes)
    Q_PROPERTY(double requests MEMBER requests)
    Q_PROPERTY(double bytesOut MEMBER bytesOut)
    Q_PROPERTY(double bytesIn MEMBER bytesIn)
    Q_PROPERTY(bool isEnabled MEMBER isEnabled)

public:
    QString key, purposes;
    double requests = 0, bytesOut = 0, bytesIn = 0;
    bool isEnabled = true;
    friend bool operator==(const HostRow&, const HostRow&) = default;
};
class HostRows : public RowModel<HostRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// Everybody this node talks to, why, and how much; each can be switched off.
class HostsModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::HostRows* hosts READ hosts CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)

public:
    explicit HostsModel(Session& session);

    HostRows* hosts() { return &m_hosts; }
    bool isLoaded() const { return m_isLoaded; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void setEnabled(const QString& host, bool isEnabled);

signals:
    void changed();

private:
    Session& m_session;
    HostRows m_hosts;
    bool m_isLoaded = false;
};

}  // namespace kosh::ui
