// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "shared.h"

#include <kosh/ops/dispatcher.h>

namespace kosh::wallet {

/// Wallets of all kinds: making, importing, naming, discovering, removing.
class Keys {
public:
    explicit Keys(Shared& shared) : m_shared(shared) {}
    void addHandlers(ops::Handlers& handlers);

private:
    Task<CreateWallet::Response> create(CreateWallet request, ops::Context context);
    Task<Wallet> import(ImportWallet request, ops::Context context);
    Task<Wallet> importKey(ImportKey request, ops::Context context);
    Task<Wallet> importKeystore(ImportKeystore request, ops::Context context);
    Task<Wallet> watch(WatchAddress request, ops::Context context);
    Task<ListWallets::Response> list(ListWallets request, ops::Context context);
    Task<AddressInfo> addAddress(AddAddress request, ops::Context context);
    Task<DiscoverAddresses::Response> discover(DiscoverAddresses request, ops::Context context);
    Task<Wallet> rename(RenameWallet request, ops::Context context);
    Task<AddressInfo> labelAddress(LabelAddress request, ops::Context context);
    Task<PreviewRemoval::Response> previewRemoval(PreviewRemoval request, ops::Context context);
    Task<PreviewRemoval::Response> remove(RemoveWallet request, ops::Context context);
    Task<RevealPhrase::Response> revealPhrase(RevealPhrase request, ops::Context context);
    Task<ExportKey::Response> exportKey(ExportKey request, ops::Context context);
    Task<ExportKeystore::Response> exportKeystore(ExportKeystore request, ops::Context context);
    Task<Wallet> confirmBackup(ConfirmBackup request, ops::Context context);

    struct PhraseSource {
        SharedSecret phrase, passphrase;
        std::string label, path;
        bool isBackedUp = false;
    };
    Task<Wallet> addPhrase(PhraseSource source);
    Task<Wallet> addKey(std::shared_ptr<const crypto::PrivateKey> key, std::string label);
    /// Stores a wallet with its first address; `wallet.exists` names the one that has it.
    Task<Wallet> store(repository::SealedWallet sealed, AddressInfo first);
    Task<Wallet> find(Id walletId);
    Task<repository::SealedWallet> findSealed(Id walletId);
    /// The seed of a phrase wallet; `wallet.one_address` for the others.
    Task<std::shared_ptr<const SecretBytes>> seedOf(repository::SealedWallet sealed);
    /// The networks among `chainIds` on which it was ever used.
    Task<std::vector<ChainId>> usedOn(Address address, std::vector<ChainId> chainIds,
                                      observe::Trace trace);
    Task<bool> isUsedOn(ChainId chainId, Address address, observe::Trace trace);

    Shared& m_shared;
};

}  // namespace kosh::wallet
