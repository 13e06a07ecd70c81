// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/sign_model.h"

#include <kosh/base/bytes.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <algorithm>

namespace kosh::ui {

namespace {

/// Unix seconds as microseconds; what lies beyond the calendar counts as never.
double instant(const std::optional<U256>& seconds) {
    constexpr std::uint64_t kLast = 253'402'300'799;  // the end of year 9999
    if (!seconds || *seconds > U256(kLast)) return 0;
    return QString::fromStdString(seconds->toString()).toDouble() * 1e6;
}

GrantRow rowOf(const wallet::Grant& grant, qsizetype place) {
    GrantRow row;
    row.key = QString::number(place);
    row.token = grant.symbol.empty() ? text(grant.token.toString()) : text(grant.symbol);
    if (!grant.spender.isZero()) row.spender = text(grant.spender.toString());
    row.amount = grant.amountText.empty() ? text(grant.amount.toString()) : text(grant.amountText);
    row.isUnlimited = grant.isUnlimited;
    row.expiresAt = instant(grant.expiresAt);
    return row;
}

/// Text as it is, bytes where "0x…" was typed.
template <typename Request>
Request messageOf(const std::string& content) {
    Request request;
    if (content.starts_with("0x")) {
        if (auto bytes = fromHex(content)) {
            request.data = *std::move(bytes);
            return request;
        }
    }
    request.text = content;
    return request;
}

}  // namespace

SignModel::SignModel(Session& session) : m_session(session) {
    connect(&session, &Session::walletsChanged, this, &SignModel::keepSigner);
    connect(&session, &Session::chainChanged, this, [this] {
        m_stage = Stage::Edit;
        emit changed();
    });
    keepSigner();
}

/// Wallets come and go: whoever signs is an address and no place in their list.
void SignModel::keepSigner() {
    const auto able = m_session.signers();
    if (!m_signer || std::ranges::find(able, *m_signer) == able.end()) {
        // What was read was meant for another address.
        if (m_stage == Stage::Review) m_stage = Stage::Edit;
        ++m_serial;
        m_signer = able.empty() ? std::nullopt : std::optional(able.front());
    }
    emit changed();
}

int SignModel::signerIndex() const {
    const auto able = m_session.signers();
    const auto at = std::ranges::find(able, m_signer.value_or(Address{}));
    return at == able.end() ? -1 : int(at - able.begin());
}

void SignModel::chooseSigner(int index) {
    const auto able = m_session.signers();
    if (index < 0 || index >= int(able.size())) return;
    m_signer = able[std::size_t(index)];
    emit changed();
}

void SignModel::reviewMessage(const QString& message) {
    if (isBusy()) return;
    m_isTyped = false;
    m_content = message.toStdString();
    begin();
    auto& keeper = m_signer ? m_session.keeperOf(*m_signer) : m_session;
    // In the words of whoever signs it.
    keeper.client().call(messageOf<wallet::DecodeMessage>(m_content), this,
                         [this, serial = m_serial](auto read) {
                             if (!finish(read)) return refuse();
                             if (serial == m_serial) take(*read);
                         });
}

void SignModel::reviewTyped(const QString& json) {
    const auto by = m_signer;
    if (isBusy() || !by) return;
    m_isTyped = true;
    m_content = json.toStdString();
    wallet::DecodeTypedData request;
    request.typedData = m_content;
    request.chainId = m_session.chainId();
    request.address = *by;
    begin();
    m_session.keeperOf(*by).client().call(std::move(request), this,
                                          [this, serial = m_serial](auto meaning) {
                                              if (!finish(meaning)) return refuse();
                                              if (serial == m_serial) take(*meaning);
                                          });
}

void SignModel::take(const wallet::DecodeMessage::Response& message) {
    m_meaning = {};
    m_meaning.kind = message.text.empty() ? QStringLiteral("bytes") : QStringLiteral("message");
    m_meaning.summary = message.text.empty() ? text(m_content) : text(message.text);
    m_meaning.digest = text(message.digest.toString());
    m_grants.setRows({});
    m_tree.setRows({});
    m_hasDanger = m_notices.take(message.notices);
    m_idempotencyKey = freshKey();
    m_stage = Stage::Review;
    emit changed();
}

void SignModel::take(const wallet::TypedDataMeaning& meaning) {
    m_meaning = {};
    m_meaning.kind = nameOf(meaning.kind);
    m_meaning.summary = text(meaning.summary);
    m_meaning.domain = text(meaning.domainName);
    if (!meaning.domainVersion.empty()) m_meaning.domain += u' ' + text(meaning.domainVersion);
    if (meaning.domainChainId) m_meaning.network = text(meaning.domainChainId->toString());
    if (meaning.verifyingContract) m_meaning.contract = text(meaning.verifyingContract->toString());
    m_meaning.primaryType = text(meaning.primaryType);
    m_meaning.digest = text(meaning.digest.toString());
    m_meaning.deadline = instant(meaning.deadline);
    QList<GrantRow> grants;
    for (const auto& one : meaning.grants) grants << rowOf(one, grants.size());
    m_grants.setRows(std::move(grants));
    QList<SignedField> tree;
    for (const auto& one : meaning.tree)
        tree << SignedField{text(one.path), text(one.type), text(one.value)};
    m_tree.setRows(std::move(tree));
    m_hasDanger = m_notices.take(meaning.notices);
    m_idempotencyKey = freshKey();
    m_stage = Stage::Review;
    emit changed();
}

void SignModel::back() {
    if (isBusy()) return;
    clearError();
    m_stage = Stage::Edit;
    m_needsPassphrase = false;
    m_signature.clear();
    emit changed();
}

void SignModel::show(const Bytes& signature) {
    m_signature = text(toHex0x(signature));
    m_needsPassphrase = false;
    m_stage = Stage::Signed;
    emit changed();
}
void SignModel::refuse() {
    m_needsPassphrase = errorKey() == u"vault.signing_locked" || errorKey() == u"vault.locked";
    emit changed();
}

void SignModel::sign(bool acceptDanger) {
    const auto by = m_signer;
    if (isBusy() || m_stage != Stage::Review || !by) return;
    const auto& client = m_session.keeperOf(*by).client();
    begin();
    if (!m_isTyped) {
        auto request = messageOf<wallet::SignMessage>(m_content);
        request.address = *by;
        client.call(std::move(request), command(m_idempotencyKey), this,
                    [this](auto made) { finish(made) ? show(made->signature) : refuse(); });
        return;
    }
    wallet::SignTypedData request;
    request.address = *by;
    request.typedData = m_content;
    request.chainId = m_session.chainId();
    // Never for a danger that was not shown.
    request.acceptDanger = acceptDanger && m_hasDanger;
    client.call(std::move(request), command(m_idempotencyKey), this,
                [this](auto made) { finish(made) ? show(made->signature) : refuse(); });
}

void SignModel::unlockAndSign(SecretField* passphrase, bool acceptDanger) {
    const auto by = m_signer;
    if (isBusy() || passphrase == nullptr || !by) return;
    begin();
    m_session.keeperOf(*by).unlockSigning(passphrase->take(), this,
                                          [this, acceptDanger](const Result<>& unlocked) {
                                              if (!finish(unlocked)) return;
                                              m_needsPassphrase = false;
                                              emit changed();
                                              sign(acceptDanger);
                                          });
}

}  // namespace kosh::ui
