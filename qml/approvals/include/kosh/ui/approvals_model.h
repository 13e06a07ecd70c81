// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/approval/api.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <memory>
#include <set>

namespace kosh::ui {

struct ApprovalRow {
    Q_GADGET
    QML_VALUE_TYPE(approvalRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString kind MEMBER kind)  ///< "erc20", "nft_operator", "nft_token", "permit2".
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString contract MEMBER contract)
    Q_PROPERTY(QString spender MEMBER spender)
    Q_PROPERTY(QString spenderName MEMBER spenderName)
    Q_PROPERTY(QString amount MEMBER amount)
    Q_PROPERTY(QString atRisk MEMBER atRisk)            ///< Empty = unknown.
    Q_PROPERTY(QString valueAtRisk MEMBER valueAtRisk)  ///< Empty = unpriced.
    Q_PROPERTY(int decimals MEMBER decimals)
    Q_PROPERTY(bool isUnlimited MEMBER isUnlimited)
    Q_PROPERTY(bool isPerson MEMBER isPerson)  ///< The spender is no contract.
    Q_PROPERTY(bool isSpam MEMBER isSpam)
    Q_PROPERTY(bool isSelected MEMBER isSelected)

public:
    QString key, kind, name, contract, spender, spenderName, amount, atRisk, valueAtRisk;
    int decimals = 0;
    bool isUnlimited = false, isPerson = false, isSpam = false, isSelected = false;
    friend bool operator==(const ApprovalRow&, const ApprovalRow&) = default;
};
class ApprovalRows : public RowModel<ApprovalRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

struct RevocationRow {
    Q_GADGET
    QML_VALUE_TYPE(revocationRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString status MEMBER status)
    Q_PROPERTY(QString what MEMBER what)
    Q_PROPERTY(QString hash MEMBER hash)
    Q_PROPERTY(QString failure MEMBER failure)

public:
    QString key, status, what, hash, failure;
    friend bool operator==(const RevocationRow&, const RevocationRow&) = default;
};
class RevocationRows : public RowModel<RevocationRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// Who may take the tokens of an address on the chosen network, and the queue that takes it back.
class ApprovalsModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::ApprovalRows* approvals READ approvals CONSTANT)
    Q_PROPERTY(kosh::ui::RevocationRows* queue READ queue CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(bool isComplete READ isComplete NOTIFY changed)
    Q_PROPERTY(double scannedTo READ scannedTo NOTIFY changed)
    Q_PROPERTY(QString totalAtRisk READ totalAtRisk NOTIFY changed)
    Q_PROPERTY(QString valueSymbol READ valueSymbol NOTIFY changed)
    Q_PROPERTY(int valueDecimals READ valueDecimals NOTIFY changed)
    Q_PROPERTY(QList<QString> owners READ owners NOTIFY changed)
    Q_PROPERTY(int ownerIndex READ ownerIndex NOTIFY changed)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY changed)
    Q_PROPERTY(bool isPaused READ isPaused NOTIFY changed)
    Q_PROPERTY(bool isConfirming READ isConfirming NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)

public:
    explicit ApprovalsModel(Session& session);

    ApprovalRows* approvals() { return &m_approvals; }
    RevocationRows* queue() { return &m_queue; }
    bool isLoaded() const { return m_isLoaded; }
    bool isComplete() const { return m_isComplete; }
    double scannedTo() const { return double(m_scannedTo); }
    QString totalAtRisk() const { return m_total; }
    QString valueSymbol() const { return m_valueSymbol; }
    int valueDecimals() const { return m_valueDecimals; }
    QStringList owners() const;
    int ownerIndex() const;
    int selectedCount() const { return int(m_selected.size()); }
    bool isPaused() const { return m_isPaused; }
    bool isConfirming() const { return m_isConfirming; }
    bool needsPassphrase() const { return m_needsPassphrase; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void chooseOwner(int index);
    Q_INVOKABLE void select(const QString& key, bool isSelected);
    /// Shows what would be revoked; `confirm` queues it.
    Q_INVOKABLE void review();
    Q_INVOKABLE void back();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void pause();
    Q_INVOKABLE void resume();
    Q_INVOKABLE void cancelQueued();

signals:
    void changed();

private:
    void forget();
    void keepOwner();
    void take(approval::ListApprovals::Response response);
    void showRows();
    void readQueue();
    void takeQueue(const approval::QueueState& state);
    template <typename Request>
    void changeQueue(Request request);

    Session& m_session;
    std::vector<approval::Approval> m_list;
    std::set<approval::ApprovalKey> m_selected;
    ApprovalRows m_approvals;
    RevocationRows m_queue;
    std::unique_ptr<EventFeed> m_feed;
    bool m_isLoaded = false, m_isComplete = false, m_isPaused = false;
    bool m_isConfirming = false, m_needsPassphrase = false;
    std::uint64_t m_scannedTo = 0;
    QString m_total, m_valueSymbol, m_idempotencyKey;
    std::optional<Address> m_owner;
    int m_valueDecimals = 0;
    quint64 m_serial = 0;
};

}  // namespace kosh::ui
