// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/ui/client.h>
#include <kosh/ui/network.h>
#include <kosh/ui/preferences.h>
#include <kosh/ui/view_model.h>
#include <kosh/vault/api.h>
#include <kosh/wallet/api.h>

#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

namespace kosh::ui {

/// What all screens share: the vault's state, the wallets, the chosen network and its newest block.
/// Wallets and networks follow the node, whoever changes them.
class Session : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Stage stage READ stage NOTIFY stageChanged)
    Q_PROPERTY(QList<QString> chainNames READ chainNames NOTIFY chainsChanged)
    Q_PROPERTY(int chainIndex READ chainIndex NOTIFY chainIndexChanged)
    Q_PROPERTY(QString chainName READ chainName NOTIFY chainChanged)
    Q_PROPERTY(bool isTestChain READ isTestChain NOTIFY chainChanged)
    Q_PROPERTY(QString address READ address NOTIFY walletsChanged)
    Q_PROPERTY(bool isBackedUp READ isBackedUp NOTIFY walletsChanged)
    Q_PROPERTY(QList<QString> signerNames READ signerNames NOTIFY walletsChanged)
    /// Which of the signers trades; -1 = nobody can sign.
    Q_PROPERTY(int traderIndex READ traderIndex NOTIFY traderIndexChanged)
    /// No endpoint answers: what is shown is the last that was known.
    Q_PROPERTY(bool isOffline READ isOffline NOTIFY headChanged)
    Q_PROPERTY(QString nativeSymbol READ nativeSymbol NOTIFY chainChanged)
    /// What `makePaymentUri` gave, or why it gave nothing.
    Q_PROPERTY(QString paymentUri READ paymentUri NOTIFY paymentUriChanged)
    Q_PROPERTY(QString paymentError READ paymentError NOTIFY paymentUriChanged)
    Q_PROPERTY(double headNumber READ headNumber NOTIFY headChanged)
    Q_PROPERTY(double headAt READ headAt NOTIFY headChanged)
    /// The keys of this device, while a node elsewhere is used; null when this device is the node.
    Q_PROPERTY(kosh::ui::Session* device READ device NOTIFY walletsChanged)

public:
    enum class Stage {
        Starting,  ///< The vault's state is not known yet.
        Absent,    ///< No vault: onboarding.
        Locked,
        Loading,  ///< Open; wallets and networks are being read.
        NoWallet,
        Ready
    };
    Q_ENUM(Stage)

    /// Whose newest block is followed: that of the node whose screens are shown.
    enum class Heads { followed, ignored };

    Session(Client client, Preferences& preferences, std::optional<Network> network,
            Heads heads = Heads::followed);

    Stage stage() const { return m_stage; }
    QStringList chainNames() const;
    int chainIndex() const;
    QString chainName() const;
    bool isTestChain() const;
    QString address() const;
    bool isBackedUp() const;
    bool isOffline() const { return m_isOffline; }
    double headNumber() const { return double(m_headNumber); }
    double headAt() const { return double(m_headAt); }

    QString nativeSymbol() const;
    QString paymentUri() const { return m_paymentUri; }
    QString paymentError() const { return m_paymentError; }

    const Client& client() const { return m_client; }
    chain::ChainId chainId() const { return m_chainId; }
    const chain::Chain* chain() const;
    const std::vector<chain::Chain>& chains() const { return m_chains; }
    const std::vector<wallet::Wallet>& wallets() const { return m_wallets; }
    std::vector<Address> addresses() const;
    /// The key of an address is in this vault.
    bool hasKey(const Address& address) const;
    /// Those whose key is on the node or on this device, and their names in the same order. A
    /// locked vault of this device does not tell its keys: it is asked when something is signed.
    std::vector<Address> signers() const;
    /// Who trades: the chosen signer, else the first, else the first address there is, which the
    /// node then refuses with the reason. Null without addresses.
    std::optional<Address> trader() const;
    int traderIndex() const;
    QStringList signerNames() const;
    /// Where the key of a signer is: this one, or that of this device.
    Session& keeperOf(const Address& signer);
    /// Opens the vault when it is locked, else signing in it.
    void unlockSigning(SharedSecret passphrase, QObject* receiver,
                       const std::function<void(Result<>)>& done);

    Session* device() const { return m_device; }
    /// It outlives this one, or is replaced by null before it goes.
    void setDevice(Session* device);

    /// Asks for the vault's state; onwards from there by itself.
    Q_INVOKABLE void start();
    Q_INVOKABLE void chooseChain(int index);
    Q_INVOKABLE void chooseTrader(int signerIndex);
    Q_INVOKABLE void lock();
    /// The EIP-681 link for paying to `address` on the chosen network; an empty amount leaves it to
    /// the payer.
    Q_INVOKABLE void makePaymentUri(const QString& address, const QString& amount);
    /// Another node answers from now on: everything is read anew.
    void nodeSwitched();
    /// Nobody asks for it any more: what was read is forgotten until the next `start`.
    void rest();
    /// The node is there again after a time without it: its vault may have been locked meanwhile.
    void nodeCameBack();
    /// The vault was opened, or created and given a wallet: read everything again.
    void vaultOpened();
    void reloadWallets();
    void reloadChains();
    /// A network changed, for one its endpoints.
    void replaceChain(const chain::Chain& chain);
    /// A network is new, or another one under the same id.
    void putChain(const chain::Chain& chain);

signals:
    void stageChanged();
    void chainsChanged();
    void chainIndexChanged();
    /// Another network is chosen, or what the chosen one is (not only its endpoints) is another.
    void chainChanged();
    /// A token of some network is new, or shown or hidden.
    void tokensChanged();
    void walletsChanged();
    void traderChanged();
    void traderIndexChanged();
    void headChanged();
    void paymentUriChanged();
    /// The vault is about to close: whoever holds something of it lets go.
    void closing();

private:
    void setStage(Stage stage);
    void takeState(vault::State state);
    void letGo();
    void follow();
    void take(const events::Event& event);
    void readAgain();
    bool canSign(const wallet::Wallet& wallet, const Address& address) const;
    void noteTrader();
    void loadWallets(bool isFirst);
    void loadChains();
    void takeChains(std::vector<chain::Chain> chains);
    void addNetwork();
    void addTokens(std::size_t index);
    void selectChain(chain::ChainId chainId);
    void watchHead(quint64 generation);
    void readStatus(quint64 generation);
    void setHead(const std::optional<chain::Block>& head, bool isOffline);

    Client m_client;
    Preferences& m_preferences;
    std::optional<Network> m_network;
    Heads m_heads;
    Session* m_device = nullptr;
    Stage m_stage = Stage::Starting;
    std::vector<chain::Chain> m_chains;
    std::vector<wallet::Wallet> m_wallets;
    std::optional<Address> m_chosenTrader, m_knownTrader;
    bool m_hasWallets = false, m_hasChains = false;
    std::unique_ptr<EventFeed> m_feed;  ///< While the vault is open.
    QTimer m_again;
    bool m_areWalletsOld = false, m_areChainsOld = false, m_areTokensOld = false;
    chain::ChainId m_chainId = 0;
    std::uint64_t m_headNumber = 0;
    qint64 m_headAt = 0;
    bool m_isOffline = false;
    QString m_paymentUri, m_paymentError;
    quint64 m_paymentSerial = 0;
    quint64 m_generation = 0;  ///< Of the watch: answers of an earlier chain or session are stale.
};

}  // namespace kosh::ui
