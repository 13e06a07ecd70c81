// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/swap_model.h"

#include <kosh/events/event.h>
#include <kosh/ui/text.h>

#include <QDateTime>
#include <algorithm>

namespace kosh::ui {

namespace {
constexpr int kRefreshMs = 10'000;
constexpr int kPollMs = 3'000;
}  // namespace

SwapModel::SwapModel(Session& session, Preferences& preferences)
    : m_session(session), m_preferences(preferences) {
    for (auto* timer : {&m_pause, &m_refresh, &m_expiry}) timer->setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    m_poll.setInterval(kPollMs);
    connect(&m_pause, &QTimer::timeout, this, &SwapModel::ask);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (m_stage == Stage::Edit) ask();
    });
    connect(&m_expiry, &QTimer::timeout, this, [this] {
        m_isExpired = true;
        emit previewChanged();
    });
    connect(&m_poll, &QTimer::timeout, this, [this] { readSwap(m_swapId); });
    connect(&session, &Session::headChanged, this, [this] {
        if (m_stage == Stage::Edit && m_refresh.isActive()) ask();
        loadBalances();
    });
    connect(&session, &Session::traderChanged, this, [this] {
        m_balances.clear();
        emit balancesChanged();
        backToEdit();
        loadBalances();
    });
    connect(&session, &Session::chainChanged, this, [this] {
        if (m_session.chainId() != m_chainId) {
            startOver();
            m_indexIn = m_indexOut = -1;
            m_balances.clear();
            m_isLoaded = false;
            emit tokensChanged();
        }
        loadTokens();
    });
    connect(&session, &Session::tokensChanged, this, &SwapModel::loadTokens);
    loadTokens();
}

bool SwapModel::canTrade() const {
    const auto* chain = m_session.chain();
    return chain != nullptr && !chain->contracts.factory.isZero() &&
           !chain->contracts.swapRouter02.isZero();
}
QStringList SwapModel::symbols() const {
    QStringList list;
    for (const auto& token : m_tokens) list << QString::fromStdString(token.symbol);
    return list;
}
QStringList SwapModel::names() const {
    QStringList list;
    for (const auto& token : m_tokens) list << QString::fromStdString(token.name);
    return list;
}
QString SwapModel::nativeSymbol() const {
    const auto* chain = m_session.chain();
    return chain == nullptr ? QString() : QString::fromStdString(chain->nativeSymbol);
}
int SwapModel::confirmationsWanted() const {
    const auto* chain = m_session.chain();
    return chain == nullptr ? 0 : int(chain->confirmations);
}

void SwapModel::setStage(Stage stage) {
    m_stage = stage;
    emit stageChanged();
}

void SwapModel::review() {
    if (!m_quote || m_isQuoting || m_stage != Stage::Edit) return;
    setStage(Stage::Review);
    askPreview();
}

void SwapModel::askPreview() {
    const auto owner = m_session.trader();
    if (!m_quote || !owner) return;
    m_preview = {};
    m_risk.clear();
    m_isExpired = false;
    m_idempotencyKey = freshKey();
    const auto left = m_quote->expiresAt.micros / 1000 - QDateTime::currentMSecsSinceEpoch();
    m_expiry.start(int(std::clamp<qint64>(left, 1000, 600'000)));
    begin();
    emit previewChanged();
    const auto quoteId = m_quote->quoteId;
    m_session.client().call(
        trading::Preview{quoteId, *owner}, this, [this, quoteId, owner](auto preview) {
            if (!finish(preview)) return;
            if (!m_quote || m_quote->quoteId != quoteId || owner != m_session.trader()) return;
            m_preview = PreviewView::of(*preview);
            m_risk.take(preview->review);
            emit previewChanged();
        });
}

void SwapModel::renew() {
    if (isBusy() || m_stage != Stage::Review) return;
    m_preview = {};
    emit previewChanged();
    askThen([this] { askPreview(); });
}

void SwapModel::backToEdit() {
    if (m_stage != Stage::Review) return;
    m_expiry.stop();
    m_preview = {};
    m_needsPassphrase = false;
    clearError();
    setStage(Stage::Edit);
    emit previewChanged();
    ask();
}

void SwapModel::confirm() {
    const auto owner = m_session.trader();
    if (isBusy() || m_stage != Stage::Review || !m_quote || !owner) return;
    trading::StartSwap request;
    request.quoteId = m_quote->quoteId;
    request.owner = *owner;
    request.acceptedRules = m_risk.acceptedRules();
    begin();
    m_session.client().call(std::move(request), command(m_idempotencyKey), this, [this](auto swap) {
        if (!swap && m_risk.takeRefusal(swap.error())) return end();
        if (!finish(swap)) {
            m_needsPassphrase = errorKey() == u"vault.signing_locked";
            if (errorKey() == u"quote.expired") m_isExpired = true;
            emit previewChanged();
            return;
        }
        m_expiry.stop();
        m_needsPassphrase = false;
        setStage(Stage::Progress);
        takeSwap(*swap);
        if (swap->status == trading::SwapStatus::pending) follow(swap->swapId);
    });
}

void SwapModel::unlockAndConfirm(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit previewChanged();
        confirm();
    });
}

/// Events tell at once; the poll catches what a feed without history may have missed.
void SwapModel::follow(const Id& swapId) {
    m_swapId = swapId;
    m_feed =
        m_session.client().subscribe({"trading.swap_progressed", "wallet.transaction_changed"},
                                     this, [this](const events::Event&) { readSwap(m_swapId); });
    m_poll.start();
}

void SwapModel::readSwap(const Id& swapId) {
    m_session.client().call(trading::GetSwap{swapId}, this, [this, swapId](auto swap) {
        if (swap && swapId == m_swapId && m_stage == Stage::Progress) takeSwap(*swap);
    });
}

void SwapModel::takeSwap(const trading::Swap& swap) {
    m_progress = ProgressView::of(swap);
    if (swap.status != trading::SwapStatus::pending) {
        m_feed.reset();
        m_poll.stop();
        loadBalances();
    }
    emit progressChanged();
}

void SwapModel::startOver() {
    m_feed.reset();
    m_poll.stop();
    m_expiry.stop();
    m_swapId = {};
    m_progress = {};
    m_preview = {};
    m_needsPassphrase = false;
    m_amount.clear();
    m_isExactOutput = false;
    dropQuote();
    clearError();
    setStage(Stage::Edit);
    emit previewChanged();
    emit progressChanged();
    emit inputChanged();
}

}  // namespace kosh::ui
