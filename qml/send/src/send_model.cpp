// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/send_model.h"

#include <kosh/events/event.h>
#include <kosh/token/api.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <algorithm>

namespace kosh::ui {

TransferView TransferView::of(const wallet::PreviewSend::Response& preview) {
    TransferView view;
    view.symbol = text(preview.asset.symbol);
    view.decimals = int(preview.asset.decimals);
    view.amount = text(preview.amount.toString());
    view.balance = text(preview.assetBalance.toString());
    view.recipient = text(preview.recipient.address.toString());
    view.label = text(preview.recipient.label);
    view.expectedFee = text(preview.expectedFeeWei.toString());
    view.maxFee = text(preview.maxFeeWei.toString());
    view.nonce = double(preview.nonce);
    view.sentBefore = int(preview.recipient.sentBefore);
    return view;
}

SendModel::SendModel(Session& session) : m_session(session) {
    connect(&session, &Session::chainChanged, this, [this] {
        startOver();
        m_tokens.clear();
        m_tokenIndex = -1;
        loadTokens();
    });
    connect(&session, &Session::tokensChanged, this, &SendModel::loadTokens);
    connect(&session, &Session::walletsChanged, this, &SendModel::keepSender);
    keepSender();
    loadTokens();
}

/// Wallets come and go: whoever sends is an address and no place in their list.
void SendModel::keepSender() {
    const auto able = m_session.signers();
    if (!m_sender || std::ranges::find(able, *m_sender) == able.end()) {
        dropReview();
        m_sender = able.empty() ? std::nullopt : std::optional(able.front());
    }
    emit changed();
}

/// What was read is of another address or token: it is not sent.
void SendModel::dropReview() {
    ++m_serial;
    if (m_stage != Stage::Review) return;
    m_stage = Stage::Edit;
    m_needsPassphrase = false;
}

int SendModel::senderIndex() const {
    const auto able = m_session.signers();
    const auto at = std::ranges::find(able, m_sender.value_or(Address{}));
    return at == able.end() ? -1 : int(at - able.begin());
}

/// The chosen one stays chosen while it is there.
void SendModel::loadTokens() {
    begin();
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!finish(list) || chainId != m_session.chainId()) return;
        const auto chosen =
            m_tokenIndex < 0 ? Address{} : m_tokens[std::size_t(m_tokenIndex)].address;
        m_tokens = std::move(list->tokens);
        const auto at = std::ranges::find(m_tokens, chosen, &token::Token::address);
        if (at == m_tokens.end()) dropReview();
        m_tokenIndex = m_tokens.empty()       ? -1
                       : at == m_tokens.end() ? 0
                                              : int(at - m_tokens.begin());
        emit changed();
    });
}

QStringList SendModel::symbols() const {
    QStringList all;
    for (const auto& token : m_tokens) all << text(token.symbol);
    return all;
}

void SendModel::chooseToken(int index) {
    if (index < 0 || index >= int(m_tokens.size())) return;
    dropReview();
    m_tokenIndex = index;
    emit changed();
}
void SendModel::chooseSender(int index) {
    const auto able = m_session.signers();
    if (index < 0 || index >= int(able.size())) return;
    dropReview();
    m_sender = able[std::size_t(index)];
    emit changed();
}
void SendModel::chooseSpeed(int index) {
    m_speedIndex = index;
    emit changed();
}

void SendModel::readLink(const QString& link) {
    if (isBusy()) return;
    begin();
    wallet::ReadPaymentUri request{link.trimmed().toStdString()};
    m_session.client().call(std::move(request), this, [this](auto read) {
        if (finish(read)) takeLink(*read);
    });
}

void SendModel::takeLink(const wallet::ReadPaymentUri::Response& link) {
    if (link.chainId && *link.chainId != m_session.chainId()) {
        return showError("send.other_network",
                         tr("This link asks for a payment on network %1. Choose that one first.")
                             .arg(*link.chainId));
    }
    int index = -1;
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const auto& token = m_tokens[i];
        const auto name = token.isNative() ? std::string{} : token.address.toString();
        if (name == link.token) index = int(i);
    }
    if (index < 0) {
        return showError(
            "token.unknown",
            tr("This link asks for a token that is not known here: %1").arg(text(link.token)));
    }
    m_tokenIndex = index;
    emit changed();
    emit filled(text(link.recipient.toString()), text(link.amount));
}

template <typename Request>
Request SendModel::request() const {
    const auto& token = m_tokens[std::size_t(m_tokenIndex)];
    Request request;
    request.chainId = m_session.chainId();
    request.from = *m_sender;
    request.to = m_recipient;
    request.token = token.isNative() ? token.symbol : token.address.toString();
    request.amount = m_amount.toStdString();
    request.speed = chain::Speed(m_speedIndex);
    return request;
}

void SendModel::review(const QString& recipient, const QString& amount) {
    if (isBusy() || m_tokenIndex < 0 || !m_sender) return;
    clearError();
    const auto to = Address::parse(recipient.trimmed().toStdString());
    if (!to) return showError(to.error());
    m_recipient = *to;
    m_amount = amount.trimmed();
    begin();
    const auto serial = ++m_serial;
    m_session.client().call(request<wallet::PreviewSend>(), this, [this, serial](auto preview) {
        if (!finish(preview) || serial != m_serial) return;
        m_transfer = TransferView::of(*preview);
        auto all = preview->recipient.notices;
        all.insert(all.end(), preview->notices.begin(), preview->notices.end());
        m_hasDanger = m_notices.take(all);
        m_risk.take(preview->review);
        m_idempotencyKey = freshKey();
        m_needsPassphrase = false;
        m_stage = Stage::Review;
        emit changed();
    });
}

void SendModel::back() {
    if (isBusy() || m_stage != Stage::Review) return;
    clearError();
    m_stage = Stage::Edit;
    m_needsPassphrase = false;
    emit changed();
}

void SendModel::confirm() {
    if (isBusy() || m_stage != Stage::Review) return;
    auto wanted = request<wallet::Send>();
    wanted.acceptedRules = m_risk.acceptedRules();
    begin();
    m_session.client().call(std::move(wanted), command(m_idempotencyKey), this, [this](auto sent) {
        if (!sent && m_risk.takeRefusal(sent.error())) return end();
        if (!finish(sent)) {
            m_needsPassphrase = errorKey() == u"vault.signing_locked";
            emit changed();
            return;
        }
        m_needsPassphrase = false;
        m_sentId = sent->transactionId;
        m_stage = Stage::Sent;
        takeSent(*sent);
    });
}

void SendModel::takeSent(const wallet::Transaction& sent) {
    if (m_stage != Stage::Sent || sent.transactionId != m_sentId) return;
    m_hash = hashText(sent.hash);
    m_sentStatus = nameOf(sent.status);
    emit changed();
    if (sent.status != wallet::TransactionStatus::awaitingSignature) return m_feed.reset();
    if (m_feed) return;
    const auto read = [this](const events::Event&) {
        m_session.client().call(wallet::GetTransaction{m_sentId}, this, [this](auto transaction) {
            if (transaction) takeSent(*transaction);
        });
    };
    m_feed = m_session.client().subscribe({std::string(wallet::TransactionChanged::kInfo.type)},
                                          this, read);
}

void SendModel::unlockAndConfirm(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        confirm();
    });
}

void SendModel::startOver() {
    clearError();
    m_stage = Stage::Edit;
    m_transfer = {};
    m_notices.setRows({});
    m_risk.clear();
    m_hash.clear();
    m_sentStatus.clear();
    m_feed.reset();
    m_hasDanger = m_needsPassphrase = false;
    emit changed();
    emit filled({}, {});
}

}  // namespace kosh::ui
