// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

/// Wallets: sets of keys and the addresses they give.
namespace kosh::wallet {

using chain::ChainId;

enum class WalletKind : std::uint8_t {
    phrase,      ///< BIP-39 recovery phrase: any number of addresses.
    privateKey,  ///< One key, one address.
    watchOnly,   ///< An address without its key: cannot sign.
    device,      ///< Its key is on a paired device, which signs what this node asks it to.
};
constexpr auto enumNames(WalletKind) {
    using K = WalletKind;
    return std::array{std::pair{K::phrase, "phrase"}, std::pair{K::privateKey, "private_key"},
                      std::pair{K::watchOnly, "watch_only"}, std::pair{K::device, "device"}};
}

struct AddressInfo {
    Address address;
    std::string path;  ///< BIP-32: "m/44'/60'/0'/0/0"; empty where there is none.
    std::string label;
    static constexpr auto fields() {
        return std::tuple{json::required("address", &AddressInfo::address, "on-chain address"),
                          json::optional("path", &AddressInfo::path, "derivation path"),
                          json::optional("label", &AddressInfo::label, "name for people")};
    }
};
struct Wallet {
    Id walletId;
    std::string label;
    Timestamp createdAt;
    bool isBackedUp = false;  ///< The owner has the phrase or key elsewhere too.
    std::vector<AddressInfo> addresses;
    WalletKind kind = WalletKind::phrase;
    std::string path{};          ///< Phrases: where its addresses come from.
    bool hasPassphrase = false;  ///< Phrases: a BIP-39 passphrase is needed besides the words.
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &Wallet::walletId, "identifier"),
            json::required("label", &Wallet::label, "name for people"),
            json::required("createdAt", &Wallet::createdAt, "when"),
            json::required("isBackedUp", &Wallet::isBackedUp, "phrase written down and confirmed"),
            json::required("addresses", &Wallet::addresses, "by derivation index"),
            json::optional("kind", &Wallet::kind, "phrase, private_key, watch_only or device"),
            json::optional("path", &Wallet::path, "phrases: derivation path of the addresses"),
            json::optional("hasPassphrase", &Wallet::hasPassphrase,
                           "phrases: a BIP-39 passphrase is needed too")};
    }
};

/// Where the addresses of a phrase come from: a BIP-32 path in which "{index}" counts from 0, or
/// the path of the first address, whose last step counts. Errors: `bip32.path`, `wallet.path`.
inline constexpr std::string_view kDefaultPath = "m/44'/60'/0'/0/{index}";

struct CreateWallet {
    static constexpr ops::Info kInfo{"wallet.create", ops::Kind::command,
                                     "wallet:manage", "POST",
                                     "/wallets",      "Create a wallet from a new recovery phrase"};
    struct Response {
        Wallet wallet;
        SharedSecret
            phrase;  ///< BIP-39 words, shown once; `wallet.reveal_phrase` shows them again.
        static constexpr auto fields() {
            return std::tuple{
                json::required("wallet", &Response::wallet, "the new wallet"),
                json::required("phrase", &Response::phrase, "recovery phrase: write it down")};
        }
    };
    std::string label = "Wallet";
    std::int64_t words = 12;
    SharedSecret passphrase{};
    std::string path{kDefaultPath};
    static constexpr auto fields() {
        return std::tuple{
            json::optional("label", &CreateWallet::label, "name, up to 64 characters"),
            json::optional("words", &CreateWallet::words, "12, 15, 18, 21 or 24", 12, 24),
            json::optional("passphrase", &CreateWallet::passphrase,
                           "BIP-39 passphrase: not stored, needed besides the words"),
            json::optional("path", &CreateWallet::path, "derivation path of the addresses")};
    }
};

/// Errors: `bip39.unknown_word` (names the position), `bip39.checksum`, `bip39.word_count`,
/// `wallet.exists` (conflict: same first address; names the wallet that has it).
struct ImportWallet {
    static constexpr ops::Info kInfo{"wallet.import",   ops::Kind::command,
                                     "wallet:manage",   "POST",
                                     "/wallets/import", "Add a wallet from its recovery phrase"};
    using Response = Wallet;
    SharedSecret phrase;
    SharedSecret passphrase;
    std::string label = "Wallet";
    std::string path{kDefaultPath};
    static constexpr auto fields() {
        return std::tuple{
            json::required("phrase", &ImportWallet::phrase, "12 to 24 BIP-39 words"),
            json::optional("passphrase", &ImportWallet::passphrase, "BIP-39 passphrase"),
            json::optional("label", &ImportWallet::label, "name, up to 64 characters"),
            json::optional("path", &ImportWallet::path, "derivation path of the addresses")};
    }
};

/// Errors: `wallet.private_key` (not 64 hex digits, or no key of the curve), `wallet.exists`.
struct ImportKey {
    static constexpr ops::Info kInfo{"wallet.import_key",   ops::Kind::command,
                                     "wallet:manage",       "POST",
                                     "/wallets/import-key", "Add a wallet from one private key"};
    using Response = Wallet;
    SharedSecret privateKey;
    std::string label = "Key";
    static constexpr auto fields() {
        return std::tuple{
            json::required("privateKey", &ImportKey::privateKey, "64 hex digits, 0x or not"),
            json::optional("label", &ImportKey::label, "name, up to 64 characters")};
    }
};

/// Web3 secret storage, version 3. Errors: the keystore's own (`keystore.password`, …),
/// `wallet.exists`.
struct ImportKeystore {
    static constexpr ops::Info kInfo{"wallet.import_keystore",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/import-keystore",
                                     "Add a wallet from a keystore file",
                                     10};
    using Response = Wallet;
    std::string keystore;
    SharedSecret passphrase;
    std::string label = "Keystore";
    static constexpr auto fields() {
        return std::tuple{
            json::required("keystore", &ImportKeystore::keystore, "text of the keystore file"),
            json::required("passphrase", &ImportKeystore::passphrase, "the file's passphrase"),
            json::optional("label", &ImportKeystore::label, "name, up to 64 characters")};
    }
};

/// With `isOnDevice` the address can send: what it would sign waits for the signature of the device
/// that has its key (`wallet.signature_requests`). One that was watched only becomes such a one and
/// stays the same wallet. Errors: `wallet.exists` (names it), `wallet.zero_address`.
struct WatchAddress {
    static constexpr ops::Info kInfo{"wallet.watch",   ops::Kind::command,
                                     "wallet:manage",  "POST",
                                     "/wallets/watch", "Add an address without its key"};
    using Response = Wallet;
    Address address;
    std::string label = "Watched";
    bool isOnDevice = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &WatchAddress::address, "on-chain address"),
            json::optional("label", &WatchAddress::label, "name, up to 64 characters"),
            json::optional("isOnDevice", &WatchAddress::isOnDevice,
                           "its key is on a paired device of yours, which will sign")};
    }
};

struct ListWallets {
    static constexpr ops::Info kInfo{"wallet.list", ops::Kind::query,
                                     "wallet:read", "GET",
                                     "/wallets",    "Wallets and their addresses"};
    struct Response {
        std::vector<Wallet> wallets;
        static constexpr auto fields() {
            return std::tuple{json::required("wallets", &Response::wallets, "oldest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Phrases only: `wallet.one_address` (precondition) for the other kinds.
struct AddAddress {
    static constexpr ops::Info kInfo{"wallet.add_address",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/addresses",
                                     "Derive the wallet's next address"};
    using Response = AddressInfo;
    Id walletId;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &AddAddress::walletId, "wallet"),
                          json::optional("label", &AddAddress::label, "name, up to 64 characters")};
    }
};

/// Looks along the path for addresses that were ever used (sent from, or holding the native coin or
/// a known token) on any of the networks, and adds them. Stops after `gapLimit` unused ones in a
/// row. A network that does not answer ends it with its error: unknown is not unused.
struct DiscoverAddresses {
    static constexpr ops::Info kInfo{"wallet.discover",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/discover",
                                     "Find and add a phrase's used addresses",
                                     20,
                                     true};
    struct Found {
        AddressInfo address;
        std::vector<ChainId> chainIds;
        bool isNew = false;
        static constexpr auto fields() {
            return std::tuple{
                json::required("address", &Found::address, "used address"),
                json::required("chainIds", &Found::chainIds, "networks it was used on"),
                json::required("isNew", &Found::isNew, "added now")};
        }
    };
    struct Response {
        std::vector<Found> found;
        std::int64_t checked = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("found", &Response::found, "used, along the path"),
                              json::required("checked", &Response::checked, "addresses looked at")};
        }
    };
    Id walletId;
    std::vector<ChainId> chainIds;
    std::int64_t gapLimit = 20;
    static constexpr auto fields() {
        using D = DiscoverAddresses;
        return std::tuple{
            json::required("walletId", &D::walletId, "wallet"),
            json::required("chainIds", &D::chainIds, "networks to look on", 1),
            json::optional("gapLimit", &D::gapLimit, "unused addresses in a row to end", 1, 100)};
    }
};

struct RenameWallet {
    static constexpr ops::Info kInfo{"wallet.rename",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/label",
                                     "Give a wallet another name",
                                     1,
                                     true};
    using Response = Wallet;
    Id walletId;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &RenameWallet::walletId, "wallet"),
            json::required("label", &RenameWallet::label, "name, up to 64 characters")};
    }
};

struct LabelAddress {
    static constexpr ops::Info kInfo{"wallet.label_address",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/addresses/{address}/label",
                                     "Name one address of this vault",
                                     1,
                                     true};
    using Response = AddressInfo;
    Address address;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &LabelAddress::address, "one of this vault's addresses"),
            json::optional("label", &LabelAddress::label, "up to 64 characters; empty = none")};
    }
};

struct PreviewRemoval {
    static constexpr ops::Info kInfo{"wallet.preview_removal",
                                     ops::Kind::query,
                                     "wallet:manage",
                                     "GET",
                                     "/wallets/{walletId}/removal",
                                     "What removing a wallet would lose"};
    struct Response {
        Wallet wallet;
        std::vector<std::string> losses;
        std::int64_t unsettled = 0;
        bool needsPassphrase = false, needsAcceptance = false;
        static constexpr auto fields() {
            return std::tuple{
                json::required("wallet", &Response::wallet, "the wallet"),
                json::required("losses", &Response::losses, "what is lost, in sentences"),
                json::required("unsettled", &Response::unsettled, "transactions under way"),
                json::required("needsPassphrase", &Response::needsPassphrase,
                               "keys go: the vault's passphrase is asked"),
                json::required("needsAcceptance", &Response::needsAcceptance,
                               "not backed up: acceptLoss must be given")};
        }
    };
    Id walletId;
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &PreviewRemoval::walletId, "wallet")};
    }
};

/// The keys are gone from this vault (not from its backups). Transactions stay in the history and
/// are followed to their end. Errors: `vault.passphrase`, `wallet.not_backed_up` (precondition).
struct RemoveWallet {
    static constexpr ops::Info kInfo{"wallet.remove",
                                     ops::Kind::command,
                                     "wallet:export",
                                     "POST",
                                     "/wallets/{walletId}/remove",
                                     "Remove a wallet and its keys",
                                     10};
    using Response = PreviewRemoval::Response;
    Id walletId;
    SharedSecret passphrase;
    bool acceptLoss = false;
    static constexpr auto fields() {
        using R = RemoveWallet;
        return std::tuple{
            json::required("walletId", &R::walletId, "wallet"),
            json::optional("passphrase", &R::passphrase, "the vault's; not for watch-only"),
            json::optional("acceptLoss", &R::acceptLoss, "remove although not backed up")};
    }
};

struct WalletCreated {
    static constexpr events::Info kInfo{"wallet.created", 1};
    Id walletId;
    std::string label;
    std::string eventKey() const { return walletId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &WalletCreated::walletId, "wallet"),
                          json::required("label", &WalletCreated::label, "its name")};
    }
};
/// Its name or its addresses changed.
struct WalletChanged {
    static constexpr events::Info kInfo{"wallet.changed", 1};
    Id walletId;
    std::string label;
    std::string eventKey() const { return walletId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &WalletChanged::walletId, "wallet"),
                          json::required("label", &WalletChanged::label, "its name")};
    }
};
struct WalletRemoved {
    static constexpr events::Info kInfo{"wallet.removed", 1};
    Id walletId;
    std::string label;
    std::vector<Address> addresses;
    std::string eventKey() const { return walletId.toString(); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &WalletRemoved::walletId, "wallet"),
            json::required("label", &WalletRemoved::label, "its name"),
            json::required("addresses", &WalletRemoved::addresses, "no longer of this vault")};
    }
};

}  // namespace kosh::wallet
