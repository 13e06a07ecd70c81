// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/simulation/run.h>
#include <kosh/ui/row_model.h>
#include <kosh/wallet/signature_requests.h>

#include <QString>
#include <QStringList>

namespace kosh::ui {

/// What a node asks this device to sign, from the transaction itself. Amounts are wei as text.
struct SignatureView {
    Q_GADGET
    QML_VALUE_TYPE(signatureView)
    Q_PROPERTY(QString key MEMBER key)  ///< Empty: nothing is asked for.
    /// "original", "speed_up" or "cancel". The last one only for what can be nothing else.
    Q_PROPERTY(QString kind MEMBER kind)
    Q_PROPERTY(QString network MEMBER network)
    Q_PROPERTY(bool isNetworkKnown MEMBER isNetworkKnown)  ///< To this device.
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(QString from MEMBER from)
    Q_PROPERTY(QString to MEMBER to)
    Q_PROPERTY(QString value MEMBER value)
    Q_PROPERTY(QString maxFee MEMBER maxFee)  ///< Gas limit x fee at most; "?" beyond all numbers.
    Q_PROPERTY(double nonce MEMBER nonce)
    Q_PROPERTY(int dataBytes MEMBER dataBytes)  ///< 0: a payment.
    Q_PROPERTY(double createdAt MEMBER createdAt)
    Q_PROPERTY(double expiresAt MEMBER expiresAt)

public:
    QString key, kind, network, symbol, from, to, value, maxFee;
    bool isNetworkKnown = true;
    double nonce = 0;
    int dataBytes = 0;
    double createdAt = 0, expiresAt = 0;
    friend bool operator==(const SignatureView&, const SignatureView&) = default;

    /// `chain` is what this device knows of the network; null = nothing.
    static SignatureView of(const wallet::SignatureRequest& request, const chain::Chain* chain);
};

/// One call that it makes, as this device reads it.
struct SignedAction {
    Q_GADGET
    QML_VALUE_TYPE(signedAction)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString words MEMBER words)
    Q_PROPERTY(QString contract MEMBER contract)
    Q_PROPERTY(QString contractName MEMBER contractName)
    Q_PROPERTY(QList<QString> arguments MEMBER arguments)  ///< "name: value", each in full.
    Q_PROPERTY(int depth MEMBER depth)
    Q_PROPERTY(bool isUnknown MEMBER isUnknown)
    Q_PROPERTY(bool isUnlimited MEMBER isUnlimited)  ///< An allowance for all there is.

public:
    QString key, words, contract, contractName;
    QStringList arguments;
    int depth = 0;
    bool isUnknown = false, isUnlimited = false;
    friend bool operator==(const SignedAction&, const SignedAction&) = default;
};
class SignedActions : public RowModel<SignedAction> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

QList<SignedAction> actionsOf(const std::vector<simulation::Action>& actions);

}  // namespace kosh::ui
