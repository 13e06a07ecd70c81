// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/ui/row_model.h>

#include <QString>

namespace kosh::ui {

struct NetworkRow {
    Q_GADGET
    QML_VALUE_TYPE(networkRow)
    Q_PROPERTY(QString key MEMBER key)  ///< EIP-155 chain id.
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(QString dataAsOf MEMBER dataAsOf)
    Q_PROPERTY(int endpointCount MEMBER endpointCount)  ///< Those that are on.
    Q_PROPERTY(int confirmations MEMBER confirmations)
    Q_PROPERTY(bool isCustom MEMBER isCustom)
    Q_PROPERTY(bool isTest MEMBER isTest)
    Q_PROPERTY(bool canTrade MEMBER canTrade)

public:
    QString key, name, symbol, dataAsOf;
    int endpointCount = 0, confirmations = 0;
    bool isCustom = false, isTest = false, canTrade = false;
    friend bool operator==(const NetworkRow&, const NetworkRow&) = default;

    static NetworkRow of(const chain::Chain& chain);
};
class NetworkRows : public RowModel<NetworkRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// One endpoint: how it is set, and how it is.
struct EndpointRow {
    Q_GADGET
    QML_VALUE_TYPE(endpointRow)
    Q_PROPERTY(QString key MEMBER key)    ///< Its URL as it may be shown.
    Q_PROPERTY(QString role MEMBER role)  ///< "all", "read", "broadcast".
    Q_PROPERTY(int weight MEMBER weight)
    Q_PROPERTY(int order MEMBER order)
    Q_PROPERTY(bool isEnabled MEMBER isEnabled)
    Q_PROPERTY(
        QString state MEMBER state)  ///< "ok", "degraded", "refused", "off"; empty = unknown.
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(double head MEMBER head)
    Q_PROPERTY(double latencyMs MEMBER latencyMs)
    Q_PROPERTY(double requests MEMBER requests)
    Q_PROPERTY(double failures MEMBER failures)

public:
    QString key, role;
    int weight = 1, order = 0;
    bool isEnabled = true;
    QString state, reason;
    double head = 0, latencyMs = 0, requests = 0, failures = 0;
    friend bool operator==(const EndpointRow&, const EndpointRow&) = default;

    static EndpointRow of(const chain::Endpoint& entry, int place,
                          const std::vector<chain::EndpointStatus>& states);
};
class EndpointRows : public RowModel<EndpointRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// One claim of the network's data and what the network says.
struct CheckRow {
    Q_GADGET
    QML_VALUE_TYPE(checkRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString what MEMBER what)  ///< "chain id", "code", "decimals".
    Q_PROPERTY(QString subject MEMBER subject)
    Q_PROPERTY(QString expected MEMBER expected)
    Q_PROPERTY(QString actual MEMBER actual)
    Q_PROPERTY(bool isOk MEMBER isOk)

public:
    QString key, what, subject, expected, actual;
    bool isOk = false;
    friend bool operator==(const CheckRow&, const CheckRow&) = default;
};
class CheckRows : public RowModel<CheckRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

}  // namespace kosh::ui
