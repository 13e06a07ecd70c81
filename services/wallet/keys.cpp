// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "keys.h"

#include "requests.h"

#include "domain/rules.h"

#include <kosh/crypto/bip39.h>
#include <kosh/crypto/keystore.h>

#include <algorithm>

namespace kosh::wallet {

namespace {

Failure unknownWallet(const Id& id) {
    return fail(ErrorKind::not_found, "wallet.unknown", cat("there is no wallet ", id.toString()));
}

/// The error with the field of the request it is about.
Failure inField(Error error, std::string field) {
    error.details["field"] = std::move(field);
    return Failure(std::move(error));
}

Failure alreadyHere(const AddressInfo& address, const repository::KeyOrigin& existing) {
    return fail(
        ErrorKind::conflict, "wallet.exists",
        cat(address.address.toString(), " is in the wallet \"", existing.walletLabel, "\" already"),
        {{"walletId", existing.walletId.toString()},
         {"label", existing.walletLabel},
         {"address", address.address.toString()}});
}

}  // namespace

void Keys::addHandlers(ops::Handlers& handlers) {
    handlers.add<CreateWallet>(*this, &Keys::create);
    handlers.add<ImportWallet>(*this, &Keys::import);
    handlers.add<ImportKey>(*this, &Keys::importKey);
    handlers.add<ImportKeystore>(*this, &Keys::importKeystore);
    handlers.add<WatchAddress>(*this, &Keys::watch);
    handlers.add<ListWallets>(*this, &Keys::list);
    handlers.add<AddAddress>(*this, &Keys::addAddress);
    handlers.add<DiscoverAddresses>(*this, &Keys::discover);
    handlers.add<RenameWallet>(*this, &Keys::rename);
    handlers.add<LabelAddress>(*this, &Keys::labelAddress);
    handlers.add<PreviewRemoval>(*this, &Keys::previewRemoval);
    handlers.add<RemoveWallet>(*this, &Keys::remove);
    handlers.add<RevealPhrase>(*this, &Keys::revealPhrase);
    handlers.add<ExportKey>(*this, &Keys::exportKey);
    handlers.add<ExportKeystore>(*this, &Keys::exportKeystore);
    handlers.add<ConfirmBackup>(*this, &Keys::confirmBackup);
}

Task<CreateWallet::Response> Keys::create(CreateWallet request, ops::Context) {
    KOSH_CO_CHECK(checkWordCount(request.words));
    KOSH_CO_TRY(auto phrase, crypto::bip39::generate(m_shared.env.random,
                                                     static_cast<std::size_t>(request.words)));
    const SharedSecret shared(std::move(phrase));
    KOSH_CO_TRY(auto wallet,
                co_await addPhrase({shared, std::move(request.passphrase), std::move(request.label),
                                    std::move(request.path), false}));
    co_return CreateWallet::Response{std::move(wallet), shared};
}

Task<Wallet> Keys::import(ImportWallet request, ops::Context) {
    auto canonical = crypto::bip39::normalisePhrase(request.phrase.view());
    auto checked = crypto::bip39::entropyFromPhrase(canonical);
    if (!checked) co_return inField(checked.error(), "phrase");
    // Who types a phrase in has it written down.
    co_return co_await addPhrase({SharedSecret(std::move(canonical)), std::move(request.passphrase),
                                  std::move(request.label), std::move(request.path), true});
}

Task<Wallet> Keys::addPhrase(PhraseSource source) {
    KOSH_CO_CHECK(checkLabel(source.label));
    KOSH_CO_TRY(auto path, canonicalPath(source.path));
    KOSH_CO_TRY(
        const auto seed,
        co_await m_shared.env.compute.run(
            [phrase = source.phrase, passphrase = source.passphrase]() -> Result<SharedSecret> {
                KOSH_TRY(auto bytes, crypto::bip39::seedFromPhrase(SecretBytes(phrase.view()),
                                                                   passphrase.view()));
                return SharedSecret(std::move(bytes));
            }));
    repository::SealedWallet sealed;
    auto& wallet = sealed.wallet;
    wallet.walletId = makeId(m_shared.env.clock, m_shared.env.random);
    wallet.label = std::move(source.label);
    wallet.createdAt = m_shared.env.clock.now();
    wallet.isBackedUp = source.isBackedUp;
    wallet.path = std::move(path);
    wallet.hasPassphrase = !source.passphrase.isEmpty();
    const auto id = wallet.walletId.toString();
    KOSH_CO_TRY(sealed.sealedPhrase,
                m_shared.keyring.seal(source.phrase.view(), "wallet phrase", id));
    KOSH_CO_TRY(sealed.sealedSecret,
                m_shared.keyring.seal(seed.view(), sealPurpose(wallet.kind), id));
    KOSH_CO_TRY(auto first, deriveAddress(seed.view(), wallet.path, 0, {}));
    co_return co_await store(std::move(sealed), std::move(first));
}

Task<Wallet> Keys::addKey(std::shared_ptr<const crypto::PrivateKey> key, std::string label) {
    KOSH_CO_CHECK(checkLabel(label));
    repository::SealedWallet sealed;
    auto& wallet = sealed.wallet;
    wallet.walletId = makeId(m_shared.env.clock, m_shared.env.random);
    wallet.kind = WalletKind::privateKey;
    wallet.label = std::move(label);
    wallet.createdAt = m_shared.env.clock.now();
    // It came from somewhere: there is another copy.
    wallet.isBackedUp = true;
    KOSH_CO_TRY(sealed.sealedSecret,
                m_shared.keyring.seal(key->bytes().view(), sealPurpose(wallet.kind),
                                      wallet.walletId.toString()));
    co_return co_await store(std::move(sealed), {key->publicKey().address(), {}, {}});
}

Task<Wallet> Keys::importKey(ImportKey request, ops::Context) {
    KOSH_CO_TRY(auto key, parsePrivateKey(request.privateKey));
    co_return co_await addKey(std::make_shared<const crypto::PrivateKey>(std::move(key)),
                              std::move(request.label));
}

Task<Wallet> Keys::importKeystore(ImportKeystore request, ops::Context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    using Key = std::shared_ptr<const crypto::PrivateKey>;
    auto opened = co_await m_shared.env.compute.run(
        [text = std::move(request.keystore), passphrase = request.passphrase]() -> Result<Key> {
            KOSH_TRY(auto key, crypto::keystore::open(text, SecretBytes(passphrase.view())));
            return std::make_shared<const crypto::PrivateKey>(std::move(key));
        });
    if (!opened) {
        auto error = opened.error();
        const auto inner = error.details.find("field");
        if (inner != error.details.end()) error.details["part"] = inner->second;
        const std::string field = error.key == "keystore.password" ? "passphrase" : "keystore";
        co_return inField(std::move(error), field);
    }
    co_return co_await addKey(*std::move(opened), std::move(request.label));
}

Task<Wallet> Keys::watch(WatchAddress request, ops::Context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    if (request.address.isZero()) {
        co_return invalidField("address", "wallet.zero_address", "nobody owns the zero address");
    }
    repository::SealedWallet sealed;
    sealed.wallet.walletId = makeId(m_shared.env.clock, m_shared.env.random);
    sealed.wallet.kind = request.isOnDevice ? WalletKind::device : WalletKind::watchOnly;
    sealed.wallet.label = std::move(request.label);
    sealed.wallet.createdAt = m_shared.env.clock.now();
    sealed.wallet.isBackedUp = true;
    co_return co_await store(std::move(sealed), {request.address, {}, {}});
}

Task<Wallet> Keys::store(repository::SealedWallet sealed, AddressInfo first) {
    KOSH_CO_TRY(const auto walletId,
                co_await m_shared.db.write([sealed, first](store::Transaction& tx) -> Result<Id> {
                    const auto& wallet = sealed.wallet;
                    KOSH_TRY(const auto existing, repository::findKey(tx, first.address));
                    if (existing && existing->kind == WalletKind::watchOnly &&
                        wallet.kind == WalletKind::device) {
                        KOSH_CHECK(repository::putOnDevice(tx, existing->walletId));
                        KOSH_CHECK(events::append(
                            tx, WalletChanged{existing->walletId, existing->walletLabel}));
                        return existing->walletId;
                    }
                    if (existing) return alreadyHere(first, *existing);
                    KOSH_CHECK(repository::insertWallet(tx, sealed));
                    KOSH_CHECK(repository::insertAddress(tx, wallet.walletId, 0, first));
                    KOSH_CHECK(events::append(tx, WalletCreated{wallet.walletId, wallet.label}));
                    return wallet.walletId;
                }));
    co_return co_await find(walletId);
}

Task<ListWallets::Response> Keys::list(ListWallets, ops::Context) {
    KOSH_CO_TRY(auto wallets, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listWallets(reader);
    }));
    co_return ListWallets::Response{std::move(wallets)};
}

Task<Wallet> Keys::find(Id walletId) {
    KOSH_CO_TRY(auto wallets, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listWallets(reader);
    }));
    for (auto& wallet : wallets) {
        if (wallet.walletId == walletId) co_return std::move(wallet);
    }
    co_return unknownWallet(walletId);
}

Task<repository::SealedWallet> Keys::findSealed(Id walletId) {
    KOSH_CO_TRY(auto sealed, co_await m_shared.db.read([walletId](store::Reader& reader) {
        return repository::findWallet(reader, walletId);
    }));
    if (!sealed) co_return unknownWallet(walletId);
    co_return *std::move(sealed);
}

Task<std::shared_ptr<const SecretBytes>> Keys::seedOf(repository::SealedWallet sealed) {
    const auto& wallet = sealed.wallet;
    if (wallet.kind != WalletKind::phrase) {
        co_return fail(ErrorKind::precondition, "wallet.one_address",
                       cat("\"", wallet.label, "\" has one address: it has no recovery phrase"),
                       {{"field", "walletId"}});
    }
    KOSH_CO_TRY(auto seed, m_shared.keyring.open(sealed.sealedSecret, sealPurpose(wallet.kind),
                                                 wallet.walletId.toString()));
    co_return std::make_shared<const SecretBytes>(std::move(seed));
}

Task<AddressInfo> Keys::addAddress(AddAddress request, ops::Context) {
    if (!request.label.empty()) {
        KOSH_CO_CHECK(checkLabel(request.label));
    }
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_TRY(const auto seed, co_await seedOf(sealed));
    co_return co_await m_shared.db.write([seed, wallet = sealed.wallet, label = request.label](
                                             store::Transaction& tx) -> Result<AddressInfo> {
        KOSH_TRY(const auto position, repository::nextPosition(tx, wallet.walletId));
        KOSH_TRY(auto address, deriveAddress(seed->view(), wallet.path,
                                             static_cast<std::uint32_t>(position), label));
        KOSH_TRY(const auto existing, repository::findKey(tx, address.address));
        if (existing) return alreadyHere(address, *existing);
        KOSH_CHECK(repository::insertAddress(tx, wallet.walletId, position, address));
        KOSH_CHECK(events::append(tx, WalletChanged{wallet.walletId, wallet.label}));
        return address;
    });
}

Task<Wallet> Keys::rename(RenameWallet request, ops::Context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    KOSH_CO_CHECK(co_await find(request.walletId));
    KOSH_CO_CHECK(co_await m_shared.db.write([request](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::renameWallet(tx, request.walletId, request.label));
        KOSH_CHECK(events::append(tx, WalletChanged{request.walletId, request.label}));
        return {};
    }));
    co_return co_await find(request.walletId);
}

Task<AddressInfo> Keys::labelAddress(LabelAddress request, ops::Context) {
    if (!request.label.empty()) {
        KOSH_CO_CHECK(checkLabel(request.label));
    }
    KOSH_CO_TRY(const auto origin, co_await originOf(m_shared, request.address, "address"));
    KOSH_CO_CHECK(co_await m_shared.db.write([request, origin](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::labelAddress(tx, request.address, request.label));
        KOSH_CHECK(events::append(tx, WalletChanged{origin.walletId, origin.walletLabel}));
        return {};
    }));
    co_return AddressInfo{request.address, origin.path, request.label};
}

Task<PreviewRemoval::Response> Keys::previewRemoval(PreviewRemoval request, ops::Context) {
    PreviewRemoval::Response response;
    KOSH_CO_TRY(response.wallet, co_await find(request.walletId));
    KOSH_CO_TRY(response.unsettled,
                co_await m_shared.db.read([id = request.walletId](store::Reader& reader) {
                    return repository::countUnsettled(reader, id);
                }));
    response.losses = lossesOf(response.wallet, response.unsettled);
    response.needsPassphrase = response.wallet.kind == WalletKind::phrase ||
                               response.wallet.kind == WalletKind::privateKey;
    response.needsAcceptance = !response.wallet.isBackedUp;
    co_return response;
}

Task<PreviewRemoval::Response> Keys::remove(RemoveWallet request, ops::Context context) {
    KOSH_CO_TRY(auto lost,
                co_await previewRemoval(PreviewRemoval{request.walletId}, std::move(context)));
    if (lost.needsPassphrase) {
        KOSH_CO_CHECK(co_await m_shared.keyring.reauthenticate(request.passphrase));
    }
    if (lost.needsAcceptance && !request.acceptLoss) {
        co_return fail(ErrorKind::precondition, "wallet.not_backed_up",
                       cat("\"", lost.wallet.label,
                           "\" was never confirmed as backed up; confirm it, or accept the loss: ",
                           lost.losses.front()),
                       {{"field", "acceptLoss"}});
    }
    WalletRemoved removed{request.walletId, lost.wallet.label, {}};
    for (const auto& info : lost.wallet.addresses) removed.addresses.push_back(info.address);
    KOSH_CO_CHECK(co_await m_shared.db.write(
        [removed, at = m_shared.env.clock.now()](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto waiting, repository::listWaiting(tx));
            for (const auto& request : waiting) {
                const auto& from = request.unsignedTransaction.from;
                const auto& own = removed.addresses;
                if (std::ranges::find(own, from) == own.end()) continue;
                KOSH_CHECK(declineIn(tx, request, "Not signed: its wallet was removed.", at));
            }
            KOSH_CHECK(repository::removeWallet(tx, removed.walletId));
            KOSH_CHECK(events::append(tx, removed));
            return {};
        }));
    co_return lost;
}

}  // namespace kosh::wallet
