// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/approvals_model.h"

#include <kosh/ui/format.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <algorithm>

namespace kosh::ui {

namespace {

ApprovalRow rowOf(const approval::Approval& one, bool isSelected) {
    ApprovalRow row;
    row.key = text(one.approvalId.toString());
    row.kind = nameOf(one.kind);
    row.name = text(one.contractName);
    row.contract = text(one.contract.toString());
    row.spender = text(one.spender.toString());
    row.spenderName = text(one.spenderName);
    row.amount = text(one.amount.toString());
    if (one.atRisk) row.atRisk = text(one.atRisk->toString());
    if (one.valueAtRisk) row.valueAtRisk = text(one.valueAtRisk->toString());
    row.decimals = int(one.decimals);
    row.isUnlimited = one.isUnlimited;
    row.isPerson = one.isSpenderContract == false;
    row.isSpam = one.isSpam;
    row.isSelected = isSelected;
    return row;
}

RevocationRow rowOf(const approval::Revocation& one) {
    RevocationRow row;
    row.key = text(one.revocationId.toString());
    row.status = nameOf(one.status);
    row.what = Format::shortHex(text(one.approvalId.contract.toString())) +
               QStringLiteral(" \u2192 ") +
               Format::shortHex(text(one.approvalId.spender.toString()));
    if (one.transactionHash) row.hash = hashText(*one.transactionHash);
    row.failure = text(one.errorMessage);
    return row;
}

}  // namespace

ApprovalsModel::ApprovalsModel(Session& session) : m_session(session) {
    m_feed = session.client().subscribe({"approval.*"}, this, [this](const events::Event& event) {
        readQueue();
        if (event.type == "approval.found") refresh();
    });
    connect(&session, &Session::chainChanged, this, [this] {
        forget();
        refresh();
    });
    connect(&session, &Session::tokensChanged, this, &ApprovalsModel::refresh);
    connect(&session, &Session::walletsChanged, this, &ApprovalsModel::keepOwner);
    keepOwner();
    readQueue();
}

/// Wallets come and go: the owner is an address and no place in their list.
void ApprovalsModel::keepOwner() {
    const auto all = m_session.addresses();
    if (m_owner && std::ranges::find(all, *m_owner) != all.end()) return emit changed();
    m_owner = all.empty() ? std::nullopt : std::optional(all.front());
    forget();
    refresh();
}

void ApprovalsModel::forget() {
    m_list.clear();
    m_selected.clear();
    m_isLoaded = m_isConfirming = m_needsPassphrase = false;
    m_total.clear();
    showRows();
}

QStringList ApprovalsModel::owners() const {
    QStringList all;
    for (const auto& one : m_session.addresses()) all << text(one.toString());
    return all;
}

int ApprovalsModel::ownerIndex() const {
    const auto all = m_session.addresses();
    const auto at = std::ranges::find(all, m_owner.value_or(Address{}));
    return at == all.end() ? -1 : int(at - all.begin());
}

void ApprovalsModel::chooseOwner(int index) {
    const auto all = m_session.addresses();
    if (index < 0 || std::size_t(index) >= all.size() || index == ownerIndex()) return;
    m_owner = all[std::size_t(index)];
    forget();
    refresh();
}

void ApprovalsModel::refresh() {
    if (!m_owner) return;
    const auto serial = ++m_serial;
    begin();
    approval::ListApprovals request;
    request.chainId = m_session.chainId();
    request.owner = *m_owner;
    m_session.client().call(std::move(request), this, [this, serial](auto list) {
        if (!finish(list) || serial != m_serial) return;
        take(*std::move(list));
    });
}

void ApprovalsModel::take(approval::ListApprovals::Response response) {
    m_list = std::move(response.approvals);
    m_isLoaded = true;
    m_isComplete = response.isComplete;
    m_scannedTo = response.scannedTo;
    m_total = text(response.totalAtRisk.toString());
    m_valueSymbol.clear();
    if (response.numeraire) {
        m_valueSymbol = text(response.numeraire->symbol);
        m_valueDecimals = int(response.numeraire->decimals);
    }
    showRows();
}

void ApprovalsModel::showRows() {
    QList<ApprovalRow> rows;
    std::set<approval::ApprovalKey> still;
    for (const auto& one : m_list) {
        const bool isSelected = m_selected.contains(one.approvalId);
        if (isSelected) still.insert(one.approvalId);
        if (!m_isConfirming || isSelected) rows << rowOf(one, isSelected);
    }
    m_selected = std::move(still);
    m_approvals.setRows(std::move(rows));
    emit changed();
}

void ApprovalsModel::select(const QString& key, bool isSelected) {
    const auto id = approval::ApprovalKey::parse(key.toStdString());
    if (!id || m_isConfirming) return;
    if (isSelected) {
        m_selected.insert(*id);
    } else {
        m_selected.erase(*id);
    }
    showRows();
}

void ApprovalsModel::review() {
    if (m_selected.empty()) return;
    clearError();
    m_isConfirming = true;
    m_idempotencyKey = freshKey();
    showRows();
}

void ApprovalsModel::back() {
    if (isBusy()) return;
    clearError();
    m_isConfirming = m_needsPassphrase = false;
    showRows();
}

void ApprovalsModel::confirm() {
    if (isBusy() || !m_isConfirming || !m_owner) return;
    approval::Revoke request;
    request.chainId = m_session.chainId();
    request.owner = *m_owner;
    request.approvals.assign(m_selected.begin(), m_selected.end());
    begin();
    m_session.client().call(std::move(request), command(m_idempotencyKey), this,
                            [this](auto queued) {
                                if (!finish(queued)) {
                                    m_needsPassphrase = errorKey() == u"vault.signing_locked";
                                    emit changed();
                                    return;
                                }
                                m_selected.clear();
                                back();
                                readQueue();
                            });
}

void ApprovalsModel::unlockAndConfirm(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        confirm();
    });
}

void ApprovalsModel::readQueue() {
    m_session.client().call(approval::GetQueue{}, this, [this](auto state) {
        if (state) takeQueue(*state);
    });
}

void ApprovalsModel::takeQueue(const approval::QueueState& state) {
    QList<RevocationRow> rows;
    for (const auto& one : state.revocations) rows << rowOf(one);
    m_queue.setRows(std::move(rows));
    m_isPaused = state.isPaused;
    emit changed();
}

template <typename Request>
void ApprovalsModel::changeQueue(Request request) {
    if (isBusy()) return;
    begin();
    m_session.client().call(std::move(request), command(), this, [this](auto state) {
        if (finish(state)) takeQueue(*state);
    });
}

void ApprovalsModel::pause() {
    changeQueue(approval::PauseQueue{});
}
void ApprovalsModel::resume() {
    changeQueue(approval::ResumeQueue{});
}
void ApprovalsModel::cancelQueued() {
    changeQueue(approval::CancelRevocations{});
}

}  // namespace kosh::ui
