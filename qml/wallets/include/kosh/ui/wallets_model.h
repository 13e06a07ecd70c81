// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/phrase_view.h>
#include <kosh/ui/row_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>
#include <kosh/wallet/api.h>

namespace kosh::ui {

struct WalletRow {
    Q_GADGET
    QML_VALUE_TYPE(walletRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString label MEMBER label)
    /// "phrase", "private_key", "watch_only" or "device".
    Q_PROPERTY(QString kind MEMBER kind)
    Q_PROPERTY(bool isKeyHere MEMBER isKeyHere)  ///< Of a device: of this one.
    Q_PROPERTY(QString path MEMBER path)
    Q_PROPERTY(int addressCount MEMBER addressCount)
    Q_PROPERTY(bool isBackedUp MEMBER isBackedUp)
    Q_PROPERTY(bool hasPassphrase MEMBER hasPassphrase)

public:
    QString key, label, kind, path;
    int addressCount = 0;
    bool isKeyHere = false, isBackedUp = false, hasPassphrase = false;
    friend bool operator==(const WalletRow&, const WalletRow&) = default;
};
class WalletRows : public RowModel<WalletRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

struct AddressRow {
    Q_GADGET
    QML_VALUE_TYPE(addressRow)
    Q_PROPERTY(QString key MEMBER key)  ///< The address.
    Q_PROPERTY(QString label MEMBER label)
    Q_PROPERTY(QString path MEMBER path)

public:
    QString key, label, path;
    friend bool operator==(const AddressRow&, const AddressRow&) = default;
};
class AddressRows : public RowModel<AddressRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// All wallets, one of them in detail, and what can be done with it. Secrets go from the fields to
/// the node and from the node to the view that draws them.
class WalletsModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::WalletRows* wallets READ wallets CONSTANT)
    Q_PROPERTY(kosh::ui::AddressRows* addresses READ addresses CONSTANT)
    /// Keys of this device that the node elsewhere could ask for signatures and does not yet.
    Q_PROPERTY(kosh::ui::AddressRows* deviceKeys READ deviceKeys CONSTANT)
    Q_PROPERTY(kosh::ui::WalletRow chosen READ chosen NOTIFY changed)
    /// What went well last; empty after the next action starts.
    Q_PROPERTY(QString success READ success NOTIFY changed)
    /// A keystore file's text, after it was asked for.
    Q_PROPERTY(QString keystore READ keystore NOTIFY changed)
    Q_PROPERTY(bool hasSecret READ hasSecret NOTIFY changed)
    /// What removing the chosen wallet would lose.
    Q_PROPERTY(QList<QString> losses READ losses NOTIFY changed)

public:
    explicit WalletsModel(Session& session);

    WalletRows* wallets() { return &m_wallets; }
    AddressRows* addresses() { return &m_addresses; }
    AddressRows* deviceKeys() { return &m_deviceKeys; }
    WalletRow chosen() const { return m_chosen; }
    QString success() const { return m_success; }
    QString keystore() const { return m_keystore; }
    bool hasSecret() const { return !m_secret.isEmpty(); }
    QStringList losses() const { return m_losses; }

    /// An empty key goes back to the list.
    Q_INVOKABLE void choose(const QString& key);

    Q_INVOKABLE void importPhrase(const QString& label, kosh::ui::SecretField* phrase,
                                  kosh::ui::SecretField* passphrase, const QString& path);
    Q_INVOKABLE void importKey(const QString& label, kosh::ui::SecretField* key);
    Q_INVOKABLE void importKeystore(const QString& label, const QString& keystore,
                                    kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void watch(const QString& label, const QString& address);
    /// The node sends for it what this device signs.
    Q_INVOKABLE void useDeviceKey(const QString& address);

    Q_INVOKABLE void rename(const QString& label);
    Q_INVOKABLE void labelAddress(const QString& address, const QString& label);
    Q_INVOKABLE void addAddress();
    /// Looks for used addresses on the chosen network.
    Q_INVOKABLE void discover();

    Q_INVOKABLE void revealPhrase(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void exportKey(const QString& address, kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void exportKeystore(const QString& address, kosh::ui::SecretField* passphrase,
                                    kosh::ui::SecretField* own);
    /// Gives the revealed phrase or key to the item that draws it.
    Q_INVOKABLE void show(kosh::ui::PhraseView* view) const;
    /// Lets go of what was revealed.
    Q_INVOKABLE void forgetSecret();

    Q_INVOKABLE void previewRemoval();
    Q_INVOKABLE void removeWallet(kosh::ui::SecretField* passphrase, bool acceptLoss);

signals:
    void changed();
    /// A wallet was added or removed: its sheet can close.
    void finished();

private:
    void take();
    QList<AddressRow> unusedDeviceKeys() const;
    void start();
    void succeed(const QString& text);
    Id chosenId() const;
    template <typename Request>
    void add(Request request);

    Session& m_session;
    WalletRows m_wallets;
    AddressRows m_addresses, m_deviceKeys;
    WalletRow m_chosen;
    SharedSecret m_secret;
    QString m_success, m_keystore;
    QStringList m_losses;
};

}  // namespace kosh::ui
