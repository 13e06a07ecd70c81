// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/mint_model.h"

#include <kosh/vault/api.h>

#include <QUuid>
#include <array>

namespace kosh::ui {

namespace {

constexpr std::array kFees{100, 500, 3000, 10'000};

/// For drawing only.
double height(const U256& liquidity) {
    return QString::fromStdString(liquidity.toString()).toDouble();
}

}  // namespace

MintModel::MintModel(Session& session) : m_session(session) {
    connect(&session, &Session::chainChanged, this, &MintModel::loadTokens);
    loadTokens();
}

void MintModel::loadTokens() {
    ++m_serial;
    m_hasRange = m_isReviewing = false;
    m_tokens.clear();
    m_indexA = m_indexB = -1;
    emit changed();
    begin();
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!finish(list) || chainId != m_session.chainId()) return;
        m_tokens = std::move(list->tokens);
        if (m_tokens.size() >= 2) chooseTokens(0, 1);
    });
}

QStringList MintModel::symbols() const {
    QStringList all;
    for (const auto& token : m_tokens) all << QString::fromStdString(token.symbol);
    return all;
}

std::string MintModel::tokenName(int index) const {
    const auto& token = m_tokens[std::size_t(index)];
    return token.isNative() ? token.symbol : token.address.toString();
}

void MintModel::chooseTokens(int indexA, int indexB) {
    const auto count = int(m_tokens.size());
    if (indexA < 0 || indexB < 0 || indexA >= count || indexB >= count) return;
    m_indexA = indexA;
    m_indexB = indexB;
    askRange();
}

void MintModel::chooseFee(int index) {
    if (index < 0 || index >= int(kFees.size())) return;
    m_feeIndex = index;
    askRange();
}

void MintModel::askRange() {
    m_hasRange = m_isReviewing = false;
    m_bars.clear();
    clearError();
    emit changed();
    if (m_indexA < 0 || m_indexB < 0) return;
    const auto serial = ++m_serial;
    liquidity::GetRange request;
    request.chainId = m_session.chainId();
    request.tokenA = tokenName(m_indexA);
    request.tokenB = tokenName(m_indexB);
    request.feePips = kFees[std::size_t(m_feeIndex)];
    begin();
    m_session.client().call(std::move(request), this, [this, serial](auto range) {
        if (serial != m_serial) return end();
        if (!finish(range)) return;
        m_range = *std::move(range);
        for (const auto& bar : m_range.distribution)
            m_bars << bar.tickLower << bar.tickUpper << height(bar.liquidity);
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
    fields.owner = m_session.addresses().front();
    fields.tokenA = tokenName(m_indexA);
    fields.tokenB = tokenName(m_indexB);
    fields.amountA = m_amountA.trimmed().toStdString();
    fields.amountB = m_amountB.trimmed().toStdString();
    fields.feePips = kFees[std::size_t(m_feeIndex)];
    fields.tickLower = tickLower();
    fields.tickUpper = tickUpper();
}

void MintModel::review(const QString& amountA, const QString& amountB) {
    if (isBusy() || !m_hasRange || m_session.addresses().empty()) return;
    m_amountA = amountA;
    m_amountB = amountB;
    liquidity::PreviewMint request;
    fill(request);
    begin();
    const auto serial = m_serial;
    m_session.client().call(std::move(request), this, [this, serial](auto preview) {
        if (!finish(preview) || serial != m_serial) return;
        m_preview = *std::move(preview);
        m_risk.take(m_preview.review);
        m_isReviewing = true;
        m_needsPassphrase = false;
        m_idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
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
    if (isBusy() || !m_isReviewing || m_session.addresses().empty()) return;
    liquidity::Mint request;
    fill(request);
    request.acceptedRules = m_risk.acceptedRules();
    begin();
    const auto context = ops::Context::owner().withKey(m_idempotencyKey.toStdString());
    m_session.client().call(std::move(request), context, this, [this](auto change) {
        if (!change && m_risk.takeRefusal(change.error())) return end();
        if (!finish(change)) {
            m_needsPassphrase = errorKey() == u"vault.signing_locked";
            emit changed();
            return;
        }
        back();
        emit minted();
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
