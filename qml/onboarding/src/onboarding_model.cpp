// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/onboarding_model.h"

#include <QRandomGenerator>
#include <algorithm>

namespace kosh::ui {

namespace {

constexpr int kMinPassphraseBytes = 8;

/// Three different word numbers, in order.
QList<int> randomPositions(int words) {
    QList<int> positions;
    while (positions.size() < 3) {
        const int position = QRandomGenerator::system()->bounded(1, words + 1);
        if (!positions.contains(position)) positions << position;
    }
    std::sort(positions.begin(), positions.end());
    return positions;
}

int wordsIn(std::string_view phrase) {
    return int(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

}  // namespace

OnboardingModel::OnboardingModel(Session& session, NodeModel* node)
    : m_session(session), m_node(node) {
    const auto follow = [this] {
        const bool needsWallet = m_session.stage() == Session::Stage::NoWallet;
        if (needsWallet && m_step == Step::Welcome) setStep(Step::Wallet);
    };
    connect(&session, &Session::stageChanged, this, follow);
    const auto startAnew = [this] { setStep(Step::Welcome); };
    if (node != nullptr) {
        connect(node, &NodeModel::switched, this, startAnew);
    } else {
        connect(&session, &Session::closing, this, startAnew);
    }
    follow();
}

void OnboardingModel::setStep(Step step) {
    m_step = step;
    clearError();
    emit stepChanged();
}

void OnboardingModel::go(Step step) {
    if (isBusy() || (m_node != nullptr && m_node->isBusy())) return;
    if (m_node != nullptr) m_node->clearError();
    setStep(step);
}

void OnboardingModel::createVault(SecretField* passphrase, SecretField* again) {
    if (isBusy() || passphrase == nullptr || again == nullptr) return;
    if (passphrase->length() < kMinPassphraseBytes) {
        showError("vault.passphrase_short", tr("The passphrase needs at least 8 characters."));
        return;
    }
    if (!passphrase->equals(*again)) {
        showError("onboarding.mismatch", tr("The two passphrases differ."));
        again->clear();
        return;
    }
    again->clear();
    begin();
    m_session.client().call(vault::Create{passphrase->take()}, this, [this](auto created) {
        if (!finish(created)) return;
        setStep(Step::Wallet);
        m_session.vaultOpened();
    });
}

void OnboardingModel::restore(const QString& path, SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    vault::Restore request{path.trimmed().toStdString(), passphrase->take()};
    m_session.client().call(std::move(request), this, [this](auto restored) {
        if (!finish(restored)) return;
        setStep(Step::Welcome);
        m_session.start();
    });
}

void OnboardingModel::createWallet() {
    if (isBusy()) return;
    begin();
    wallet::CreateWallet request;
    request.label = tr("My wallet").toStdString();
    m_session.client().call(std::move(request), this, [this](auto created) {
        if (finish(created)) keepPhrase(created->wallet.walletId, created->phrase);
    });
}

void OnboardingModel::importWallet(SecretField* phrase) {
    if (isBusy() || phrase == nullptr) return;
    begin();
    wallet::ImportWallet request;
    request.phrase = phrase->share();
    request.label = tr("My wallet").toStdString();
    const QPointer<SecretField> field(phrase);
    m_session.client().call(std::move(request), this, [this, field](auto imported) {
        // A wrong word is corrected, not typed again.
        if (!finish(imported)) return;
        if (field) field->clear();
        finishHere();
    });
}

void OnboardingModel::keepPhrase(Id walletId, SharedSecret phrase) {
    m_walletId = walletId;
    m_positions = randomPositions(wordsIn(phrase.text()));
    m_phrase = std::move(phrase);
    setStep(Step::Phrase);
}

void OnboardingModel::showPhrase(PhraseView* view) {
    if (view != nullptr) view->setPhrase(m_phrase);
}

void OnboardingModel::confirm(SecretField* first, SecretField* second, SecretField* third) {
    if (isBusy() || first == nullptr || second == nullptr || third == nullptr) return;
    wallet::ConfirmBackup request{m_walletId, {}, {}};
    for (const int position : m_positions) request.positions.push_back(position);
    for (auto* field : {first, second, third}) request.words.push_back(field->share());
    begin();
    m_session.client().call(std::move(request), this, [this](auto confirmed) {
        if (finish(confirmed)) finishHere();
    });
}

void OnboardingModel::beginBackup(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    const auto& wallets = m_session.wallets();
    const auto open = std::find_if(wallets.begin(), wallets.end(),
                                   [](const auto& wallet) { return !wallet.isBackedUp; });
    if (open == wallets.end()) return;
    begin();
    wallet::RevealPhrase request{open->walletId, passphrase->take()};
    const auto walletId = open->walletId;
    m_session.client().call(std::move(request), this, [this, walletId](auto revealed) {
        if (finish(revealed)) keepPhrase(walletId, revealed->phrase);
    });
}

void OnboardingModel::later() {
    if (!isBusy()) finishHere();
}

void OnboardingModel::finishHere() {
    m_phrase = {};
    m_session.reloadWallets();
    setStep(Step::Welcome);
}

}  // namespace kosh::ui
