// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "repository.h"

namespace kosh::wallet::repository {

namespace {

std::string_view nameOf(WalletKind kind) {
    for (const auto& [value, name] : enumNames(kind)) {
        if (value == kind) return name;
    }
    return {};
}

WalletKind kindOf(std::string_view name) {
    for (const auto& [value, known] : enumNames(WalletKind{})) {
        if (known == name) return value;
    }
    return WalletKind::watchOnly;
}

/// Columns: wallet_id, label, created_at, is_backed_up, kind, path, has_passphrase.
Wallet toWallet(const store::Row& row) {
    Wallet wallet;
    wallet.walletId = row.get<Id>(0);
    wallet.label = row.get<std::string>(1);
    wallet.createdAt = row.get<Timestamp>(2);
    wallet.isBackedUp = row.get<bool>(3);
    wallet.kind = kindOf(row.text(4));
    wallet.path = row.get<std::string>(5);
    wallet.hasPassphrase = row.get<bool>(6);
    return wallet;
}

Contact toContact(const store::Row& row) {
    Contact contact;
    contact.contactId = row.get<Id>(0);
    contact.label = row.get<std::string>(1);
    contact.address = row.get<Address>(2);
    if (row.integer(3) != 0) contact.chainId = static_cast<ChainId>(row.integer(3));
    contact.createdAt = row.get<Timestamp>(4);
    return contact;
}

std::optional<Bytes> unlessEmpty(const Bytes& bytes) {
    if (bytes.empty()) return std::nullopt;
    return bytes;
}

}  // namespace

Result<> insertWallet(store::Transaction& tx, const SealedWallet& sealed) {
    const auto& wallet = sealed.wallet;
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_wallet (wallet_id, kind, label, path, has_passphrase, created_at, "
        "is_backed_up, sealed_phrase, sealed_secret) VALUES (:id, :kind, :label, :path, "
        ":hasPassphrase, :at, :isBackedUp, :phrase, :secret)",
        {{":id", wallet.walletId},
         {":kind", nameOf(wallet.kind)},
         {":label", wallet.label},
         {":path", wallet.path},
         {":hasPassphrase", wallet.hasPassphrase},
         {":at", wallet.createdAt},
         {":isBackedUp", wallet.isBackedUp},
         {":phrase", unlessEmpty(sealed.sealedPhrase)},
         {":secret", unlessEmpty(sealed.sealedSecret)}}));
    return {};
}

Result<> insertAddress(store::Transaction& tx, const Id& walletId, std::int64_t position,
                       const AddressInfo& address) {
    KOSH_CHECK(
        tx.execute("INSERT INTO wallet_address (address, wallet_id, position, path, label) "
                   "VALUES (:address, :wallet, :position, :path, :label)",
                   {{":address", address.address},
                    {":wallet", walletId},
                    {":position", position},
                    {":path", address.path},
                    {":label", address.label}}));
    return {};
}

Result<std::vector<Wallet>> listWallets(store::Reader& reader) {
    KOSH_TRY(auto wallets, reader.all("SELECT wallet_id, label, created_at, is_backed_up, kind, "
                                      "path, has_passphrase FROM wallet_wallet "
                                      "ORDER BY created_at, wallet_id",
                                      {}, toWallet));
    for (auto& wallet : wallets) {
        KOSH_TRY(wallet.addresses,
                 reader.all("SELECT address, path, label FROM wallet_address WHERE wallet_id = :id "
                            "ORDER BY position",
                            {{":id", wallet.walletId}}, [](const store::Row& row) {
                                return AddressInfo{row.get<Address>(0), row.get<std::string>(1),
                                                   row.get<std::string>(2)};
                            }));
    }
    return wallets;
}

Result<std::optional<SealedWallet>> findWallet(store::Reader& reader, const Id& walletId) {
    return reader.first(
        "SELECT wallet_id, label, created_at, is_backed_up, kind, path, has_passphrase, "
        "sealed_phrase, sealed_secret FROM wallet_wallet WHERE wallet_id = :id",
        {{":id", walletId}}, [](const store::Row& row) {
            return SealedWallet{toWallet(row), row.get<std::optional<Bytes>>(7).value_or(Bytes{}),
                                row.get<std::optional<Bytes>>(8).value_or(Bytes{})};
        });
}

Result<std::optional<KeyOrigin>> findKey(store::Reader& reader, const Address& address) {
    return reader.first(
        "SELECT w.wallet_id, w.label, w.kind, a.path, w.sealed_secret "
        "FROM wallet_address a JOIN wallet_wallet w ON w.wallet_id = a.wallet_id "
        "WHERE a.address = :address",
        {{":address", address}}, [](const store::Row& row) {
            return KeyOrigin{row.get<Id>(0), row.get<std::string>(1), kindOf(row.text(2)),
                             row.get<std::string>(3),
                             row.get<std::optional<Bytes>>(4).value_or(Bytes{})};
        });
}

Result<std::int64_t> nextPosition(store::Reader& reader, const Id& walletId) {
    KOSH_TRY(
        const auto next,
        reader.first("SELECT coalesce(max(position) + 1, 0) FROM wallet_address WHERE wallet_id = "
                     ":id",
                     {{":id", walletId}}, [](const store::Row& row) { return row.integer(0); }));
    return next.value_or(0);
}

Result<> markBackedUp(store::Transaction& tx, const Id& walletId) {
    KOSH_CHECK(tx.execute("UPDATE wallet_wallet SET is_backed_up = 1 WHERE wallet_id = :id",
                          {{":id", walletId}}));
    return {};
}

Result<> renameWallet(store::Transaction& tx, const Id& walletId, std::string_view label) {
    KOSH_CHECK(tx.execute("UPDATE wallet_wallet SET label = :label WHERE wallet_id = :id",
                          {{":label", label}, {":id", walletId}}));
    return {};
}

Result<> labelAddress(store::Transaction& tx, const Address& address, std::string_view label) {
    KOSH_CHECK(tx.execute("UPDATE wallet_address SET label = :label WHERE address = :address",
                          {{":label", label}, {":address", address}}));
    return {};
}

Result<> putOnDevice(store::Transaction& tx, const Id& walletId) {
    KOSH_CHECK(tx.execute("UPDATE wallet_wallet SET kind = :kind WHERE wallet_id = :id",
                          {{":kind", nameOf(WalletKind::device)}, {":id", walletId}}));
    return {};
}

Result<> removeWallet(store::Transaction& tx, const Id& walletId) {
    KOSH_CHECK(tx.execute("DELETE FROM wallet_address WHERE wallet_id = :id", {{":id", walletId}}));
    KOSH_CHECK(tx.execute("DELETE FROM wallet_wallet WHERE wallet_id = :id", {{":id", walletId}}));
    return {};
}

Result<> insertContact(store::Transaction& tx, const Contact& contact) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO wallet_contact (contact_id, label, address, chain_id, created_at) VALUES "
        "(:id, :label, :address, :chain, :at)",
        {{":id", contact.contactId},
         {":label", contact.label},
         {":address", contact.address},
         {":chain", contact.chainId.value_or(0)},
         {":at", contact.createdAt}}));
    return {};
}

Result<std::vector<Contact>> listContacts(store::Reader& reader) {
    return reader.all(
        "SELECT contact_id, label, address, chain_id, created_at FROM wallet_contact "
        "ORDER BY label, contact_id",
        {}, toContact);
}

Result<std::optional<Contact>> findContact(store::Reader& reader, const Id& contactId) {
    return reader.first(
        "SELECT contact_id, label, address, chain_id, created_at FROM wallet_contact "
        "WHERE contact_id = :id",
        {{":id", contactId}}, toContact);
}

Result<> renameContact(store::Transaction& tx, const Id& contactId, std::string_view label) {
    KOSH_CHECK(tx.execute("UPDATE wallet_contact SET label = :label WHERE contact_id = :id",
                          {{":label", label}, {":id", contactId}}));
    return {};
}

Result<> removeContact(store::Transaction& tx, const Id& contactId) {
    KOSH_CHECK(
        tx.execute("DELETE FROM wallet_contact WHERE contact_id = :id", {{":id", contactId}}));
    return {};
}

}  // namespace kosh::wallet::repository
