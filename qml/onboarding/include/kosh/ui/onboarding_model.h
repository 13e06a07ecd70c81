// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/node_model.h>
#include <kosh/ui/phrase_view.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>

#include <QList>

namespace kosh::ui {

/// From nothing to a wallet whose recovery phrase is written down. Each step leaves something whole
/// behind: whoever stops goes on there the next time.
class OnboardingModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Step step READ step NOTIFY stepChanged)
    /// For pairing with a node elsewhere; null when that is no choice.
    Q_PROPERTY(kosh::ui::NodeModel* node READ node CONSTANT)
    Q_PROPERTY(bool isUnderWay READ isUnderWay NOTIFY stepChanged)
    /// Word numbers that the confirm step asks for, from 1.
    Q_PROPERTY(QList<int> positions READ positions NOTIFY stepChanged)

public:
    enum class Step { Welcome, Passphrase, Restore, Wallet, Phrase, Confirm, Import, Node };
    Q_ENUM(Step)

    OnboardingModel(Session& session, NodeModel* node);

    NodeModel* node() { return m_node; }
    Step step() const { return m_step; }
    bool isUnderWay() const { return m_step != Step::Welcome; }
    QList<int> positions() const { return m_positions; }

    Q_INVOKABLE void go(kosh::ui::OnboardingModel::Step step);
    Q_INVOKABLE void createVault(kosh::ui::SecretField* passphrase, kosh::ui::SecretField* again);
    Q_INVOKABLE void restore(const QString& path, kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void createWallet();
    Q_INVOKABLE void importWallet(kosh::ui::SecretField* phrase);
    Q_INVOKABLE void showPhrase(kosh::ui::PhraseView* view);
    Q_INVOKABLE void confirm(kosh::ui::SecretField* first, kosh::ui::SecretField* second,
                             kosh::ui::SecretField* third);
    /// Shows the phrase of the first wallet that is not backed up, for the one who skipped it.
    Q_INVOKABLE void beginBackup(kosh::ui::SecretField* passphrase);
    /// Ends with the phrase unconfirmed; the portfolio goes on reminding.
    Q_INVOKABLE void later();

signals:
    void stepChanged();

private:
    void setStep(Step step);
    void keepPhrase(Id walletId, SharedSecret phrase);
    void finishHere();

    Session& m_session;
    NodeModel* m_node;
    Step m_step = Step::Welcome;
    Id m_walletId;
    SharedSecret m_phrase;
    QList<int> m_positions{1, 2, 3};
};

}  // namespace kosh::ui
