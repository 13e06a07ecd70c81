// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/signing_model.h"

#include <kosh/events/event.h>
#include <kosh/resilience/resilience.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <QDateTime>
#include <algorithm>

namespace kosh::ui {

namespace {
constexpr int kSettleMs = 100;
constexpr qint64 kSoonestMs = 5'000, kLatestMs = 600'000;
}  // namespace

SigningModel::SigningModel(Session& session) : m_session(session) {
    // A step of a swap is several events: one reading for all of them.
    m_again.setSingleShot(true);
    m_again.setInterval(kSettleMs);
    m_expiry.setSingleShot(true);
    for (auto* timer : {&m_again, &m_expiry})
        connect(timer, &QTimer::timeout, this, &SigningModel::read);
    // Also when the node is there again, and when the keys of this device are locked or unlocked.
    connect(&session, &Session::walletsChanged, this, &SigningModel::watch);
    watch();
}

void SigningModel::watch() {
    if (m_session.device() == nullptr) {
        m_feed.reset();
        return take({});
    }
    if (!m_feed) {
        m_feed = m_session.client().subscribe({std::string(wallet::TransactionChanged::kInfo.type)},
                                              this, [this](const events::Event&) {
                                                  if (!m_again.isActive()) m_again.start();
                                              });
    }
    if (isSigned() && !isBusy()) submit();
    read();
}

void SigningModel::read() {
    if (m_session.device() == nullptr) return;
    m_isStale = m_isAsking;
    if (m_isAsking) return;
    m_isAsking = true;
    m_session.client().call(wallet::ListSignatureRequests{}, this, [this](auto list) {
        m_isAsking = false;
        // Without an answer the node is away, and what was known stays until it is back.
        if (list) take(std::move(list->requests));
        if (m_isStale) read();
    });
}

bool SigningModel::isLocked() const {
    return m_session.device() != nullptr && m_session.device()->stage() == Session::Stage::Locked;
}

bool SigningModel::isMine(const wallet::SignatureRequest& request) const {
    const auto* device = m_session.device();
    return device != nullptr && (isLocked() || device->hasKey(request.unsignedTransaction.from));
}

void SigningModel::take(std::vector<wallet::SignatureRequest> requests) {
    // Just being opened: which keys it has is told in a moment.
    const auto* device = m_session.device();
    if (device != nullptr &&
        (device->stage() == Session::Stage::Starting || device->stage() == Session::Stage::Loading))
        return;
    if (device != nullptr) noteGone(requests);
    std::erase_if(requests, [this](const auto& one) {
        return !isMine(one) || m_answered.contains(one.requestId);
    });
    m_requests = std::move(requests);
    bool isNew = false;
    std::set<Id> known;
    qint64 left = kLatestMs;
    for (const auto& one : m_requests) {
        known.insert(one.requestId);
        isNew = isNew || !m_known.contains(one.requestId);
        left = std::min(left, one.expiresAt.micros / 1000 - QDateTime::currentMSecsSinceEpoch());
    }
    m_known = std::move(known);
    if (m_requests.empty()) {
        m_expiry.stop();
    } else {
        m_expiry.start(int(std::clamp(left, kSoonestMs, kLatestMs)));
    }
    show();
    if (isNew) emit wanted();
}

/// A refusal has told it already; what this device cannot sign was never asked of it.
void SigningModel::noteGone(const std::vector<wallet::SignatureRequest>& waiting) {
    const bool isAsked = !m_view.key.isEmpty() && !m_answered.contains(m_shown);
    if (!isAsked || isBusy() || !error().isEmpty()) return;
    using Request = wallet::SignatureRequest;
    if (std::ranges::find(waiting, m_shown, &Request::requestId) != waiting.end()) return;
    const auto left = qint64(m_view.expiresAt) / 1000 - QDateTime::currentMSecsSinceEpoch();
    m_gone = left < kSoonestMs ? QStringLiteral("expired") : QStringLiteral("withdrawn");
}

void SigningModel::forgetGone() {
    if (m_gone.isEmpty()) return;
    m_gone.clear();
    emit changed();
}

void SigningModel::show() {
    if (m_requests.empty()) {
        m_shown = {};
        m_view = {};
        m_raw.clear();
        m_actions.setRows({});
        m_isRead = m_isUnknown = m_needsPassphrase = false;
        emit changed();
        return;
    }
    const auto& first = m_requests.front();
    const bool isOther = first.requestId != m_shown;
    if (isOther) {
        m_shown = first.requestId;
        m_raw.clear();
        m_actions.setRows({});
        m_isRead = m_isUnknown = m_needsPassphrase = false;
        clearError();
    }
    const chain::Chain* known = nullptr;
    for (const auto& chain : m_session.device()->chains())
        if (chain.chainId == first.unsignedTransaction.chainId) known = &chain;
    m_view = SignatureView::of(first, known);
    emit changed();
    if (!m_isRead && !isLocked()) decode();
}

void SigningModel::decode() {
    const auto& one = m_requests.front().unsignedTransaction;
    simulation::DecodeCall request{one.chainId, one.to, one.value, one.data};
    const bool isCall = !one.data.empty();
    m_session.device()->client().call(
        std::move(request), this, [this, isCall, shown = m_shown](auto decoded) {
            if (shown != m_shown) return;
            auto rows = decoded ? actionsOf(decoded->actions) : QList<SignedAction>{};
            m_isUnknown = isCall && (rows.isEmpty() ||
                                     std::any_of(rows.begin(), rows.end(),
                                                 [](const auto& row) { return row.isUnknown; }));
            m_actions.setRows(std::move(rows));
            m_isRead = true;
            emit changed();
        });
}

void SigningModel::sign() {
    if (isBusy() || m_requests.empty() || isLocked() || !m_isRead) return;
    m_gone.clear();
    if (isSigned()) return submit();
    begin();
    wallet::SignUnsigned request{m_requests.front().unsignedTransaction, std::nullopt};
    // One key, one signature: whoever asks twice under it gets the same bytes.
    const auto context = command(text(m_shown.toString()));
    m_session.device()->client().call(std::move(request), context, this,
                                      [this, shown = m_shown](auto made) {
                                          if (!finish(made)) return refused(made.error());
                                          if (shown != m_shown) return;
                                          m_raw = std::move(made->raw);
                                          m_needsPassphrase = false;
                                          emit changed();
                                          submit();
                                      });
}

void SigningModel::submit() {
    begin();
    wallet::SubmitSigned request{m_shown, m_raw};
    m_session.client().call(std::move(request), command(), this,
                            [this, shown = m_shown](auto sent) {
                                if (finish(sent)) return answered(shown);
                                refused(sent.error());
                            });
}

void SigningModel::decline() {
    if (isBusy() || m_requests.empty()) return;
    m_gone.clear();
    begin();
    m_session.client().call(wallet::DeclineSignature{m_shown}, command(), this,
                            [this, shown = m_shown](auto declined) {
                                if (finish(declined)) return answered(shown);
                                refused(declined.error());
                            });
}

/// The next one, without waiting for the node to tell what is left.
void SigningModel::answered(const Id& requestId) {
    m_answered.insert(requestId);
    take(m_requests);
    read();
}

void SigningModel::refused(const Error& error) {
    m_needsPassphrase = error.key == "vault.signing_locked";
    if (error.key == "vault.locked" && m_session.device() != nullptr) m_session.device()->start();
    // What the node does not take now it never will: the same bytes need not be sent again.
    if (!resilience::isTransient(error)) {
        m_raw.clear();
        read();
    }
    emit changed();
}

void SigningModel::unlock(SecretField* passphrase) {
    auto* device = m_session.device();
    if (isBusy() || passphrase == nullptr || device == nullptr) return;
    begin();
    // What was locked away has to be seen before it is signed.
    const bool signsThen = !isLocked();
    device->unlockSigning(passphrase->take(), this, [this, signsThen](const Result<>& unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        if (signsThen) sign();
    });
}

}  // namespace kosh::ui
