// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/mint_model.h"

#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

namespace kosh::ui {

MintModel::MintModel(Session& session) : m_session(session) {
    connect(&session, &Session::chainChanged, this, &MintModel::loadTokens);
    connect(&session, &Session::tokensChanged, this, &MintModel::updateTokens);
    connect(&session, &Session::traderChanged, this, [this] {
        if (m_isReviewing) back();
    });
    loadTokens();
}

void MintModel::loadTokens() {
    ++m_serial;
    m_hasRange = m_isReviewing = false;
    m_pool.setTokens({});
    emit changed();
    begin();
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!finish(list) || chainId != m_session.chainId()) return;
        m_pool.setTokens(std::move(list->tokens));
        chooseTokens(0, 1);
    });
}

/// What is filled in stays while its pool is there.
void MintModel::updateTokens() {
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!list || chainId != m_session.chainId()) return;
        if (m_pool.updateTokens(std::move(list->tokens))) return emit changed();
        m_pool.chooseTokens(0, 1);
        askRange();
    });
}

void MintModel::chooseTokens(int indexA, int indexB) {
    if (m_pool.chooseTokens(indexA, indexB)) askRange();
}
void MintModel::chooseFee(int index) {
    if (m_pool.chooseFee(index)) askRange();
}

void MintModel::askRange() {
    m_hasRange = m_isReviewing = false;
    m_bars.clear();
    clearError();
    emit changed();
    if (!m_pool.isChosen()) return;
    const auto serial = ++m_serial;
    begin();
    m_session.client().call(m_pool.range(m_session.chainId()), this, [this, serial](auto range) {
        if (serial != m_serial) return end();
        if (!finish(range)) return;
        m_range = *std::move(range);
        m_bars = barsOf(m_range.distribution);
        m_rangeIndex = std::min(1, int(m_range.suggestions.size()) - 1);
        m_hasRange = m_rangeIndex >= 0;
        emit changed();
    });
}

QStringList MintModel::ranges() const {
    QStringList all;
    for (const auto& one : m_range.suggestions) all << QString::fromStdString(one.name);
    return all;
}
QString MintModel::priceLower() const {
    if (!m_hasRange) return {};
    return QString::fromStdString(m_range.suggestions[std::size_t(m_rangeIndex)].priceLower);
}
QString MintModel::priceUpper() const {
    if (!m_hasRange) return {};
    return QString::fromStdString(m_range.suggestions[std::size_t(m_rangeIndex)].priceUpper);
}
int MintModel::tickLower() const {
    return m_hasRange ? m_range.suggestions[std::size_t(m_rangeIndex)].tickLower : 0;
}
int MintModel::tickUpper() const {
    return m_hasRange ? m_range.suggestions[std::size_t(m_rangeIndex)].tickUpper : 0;
}
QStringList MintModel::problems() const {
    QStringList all;
    for (const auto& one : m_preview.problems) all << QString::fromStdString(one);
    return all;
}

void MintModel::chooseRange(int index) {
    if (index < 0 || index >= int(m_range.suggestions.size())) return;
    m_rangeIndex = index;
    emit changed();
}

void MintModel::fill(liquidity::MintFields& fields) const {
    fields.chainId = m_session.chainId();
    fields.owner = *m_session.trader();
    fields.tokenA = m_pool.firstName();
    fields.tokenB = m_pool.secondName();
    fields.amountA = m_amountA.trimmed().toStdString();
    fields.amountB = m_amountB.trimmed().toStdString();
    fields.feePips = m_pool.feePips();
    fields.tickLower = tickLower();
    fields.tickUpper = tickUpper();
}

void MintModel::review(const QString& amountA, const QString& amountB) {
    if (isBusy() || !m_hasRange || !m_session.trader()) return;
    m_amountA = amountA;
    m_amountB = amountB;
    liquidity::PreviewMint request;
    fill(request);
    begin();
    const auto serial = m_serial;
    const auto owner = m_session.trader();
    m_session.client().call(std::move(request), this, [this, serial, owner](auto preview) {
        if (!finish(preview) || serial != m_serial || owner != m_session.trader()) return;
        m_preview = *std::move(preview);
        m_risk.take(m_preview.review);
        m_isReviewing = true;
        m_needsPassphrase = false;
        m_idempotencyKey = freshKey();
        emit changed();
    });
}

void MintModel::back() {
    if (isBusy()) return;
    m_isReviewing = m_needsPassphrase = false;
    clearError();
    emit changed();
}

void MintModel::confirm() {
    if (isBusy() || !m_isReviewing || !m_session.trader()) return;
    liquidity::Mint request;
    fill(request);
    request.acceptedRules = m_risk.acceptedRules();
    begin();
    m_session.client().call(std::move(request), command(m_idempotencyKey), this,
                            [this](auto change) {
                                if (!change && m_risk.takeRefusal(change.error())) return end();
                                if (!finish(change)) {
                                    m_needsPassphrase = errorKey() == u"vault.signing_locked";
                                    emit changed();
                                    return;
                                }
                                back();
                                emit minted(text(change->changeId.toString()));
                            });
}

void MintModel::unlockAndConfirm(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        confirm();
    });
}

}  // namespace kosh::ui
