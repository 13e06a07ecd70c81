// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/keys.h>

/// Secrets on their way out. Each needs the vault's passphrase again (`vault.passphrase`).
namespace kosh::wallet {

/// Phrases only: `wallet.no_phrase` (precondition) for the other kinds.
struct RevealPhrase {
    static constexpr ops::Info kInfo{"wallet.reveal_phrase",
                                     ops::Kind::query,
                                     "wallet:export",
                                     "POST",
                                     "/wallets/{walletId}/phrase",
                                     "Show the recovery phrase",
                                     10};
    struct Response {
        SharedSecret phrase;
        static constexpr auto fields() {
            return std::tuple{json::required("phrase", &Response::phrase, "recovery phrase")};
        }
    };
    Id walletId;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &RevealPhrase::walletId, "wallet"),
            json::required("passphrase", &RevealPhrase::passphrase, "the vault's passphrase")};
    }
};

/// Errors: `wallet.unknown_address`, `wallet.watch_only` (precondition).
struct ExportKey {
    static constexpr ops::Info kInfo{"wallet.export_key",
                                     ops::Kind::query,
                                     "wallet:export",
                                     "POST",
                                     "/wallets/addresses/{address}/key",
                                     "Show the private key of an address",
                                     10};
    struct Response {
        SharedSecret privateKey;
        static constexpr auto fields() {
            return std::tuple{
                json::required("privateKey", &Response::privateKey, "0x and 64 hex digits")};
        }
    };
    Address address;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &ExportKey::address, "one of this vault's addresses"),
            json::required("passphrase", &ExportKey::passphrase, "the vault's passphrase")};
    }
};

/// Web3 secret storage, version 3 (scrypt). Errors as `wallet.export_key`, and
/// `wallet.keystore_passphrase` (8 characters at least).
struct ExportKeystore {
    static constexpr ops::Info kInfo{"wallet.export_keystore",
                                     ops::Kind::query,
                                     "wallet:export",
                                     "POST",
                                     "/wallets/addresses/{address}/keystore",
                                     "Write the key of an address as a keystore file",
                                     20};
    struct Response {
        std::string keystore;
        static constexpr auto fields() {
            return std::tuple{
                json::required("keystore", &Response::keystore, "text of a keystore file")};
        }
    };
    Address address;
    SharedSecret passphrase, keystorePassphrase;
    static constexpr auto fields() {
        using E = ExportKeystore;
        return std::tuple{
            json::required("address", &E::address, "one of this vault's addresses"),
            json::required("passphrase", &E::passphrase, "the vault's passphrase"),
            json::required("keystorePassphrase", &E::keystorePassphrase, "the new file's own")};
    }
};

/// Checks words of the phrase the owner wrote down: positions 1-based. `wallet.word_mismatch` names
/// the position.
struct ConfirmBackup {
    static constexpr ops::Info kInfo{"wallet.confirm_backup",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/backup",
                                     "Confirm that the phrase was written down"};
    using Response = Wallet;
    Id walletId;
    std::vector<std::int64_t> positions;
    std::vector<SharedSecret> words;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &ConfirmBackup::walletId, "wallet"),
            json::required("positions", &ConfirmBackup::positions, "word numbers, from 1"),
            json::required("words", &ConfirmBackup::words, "the words at these positions")};
    }
};

}  // namespace kosh::wallet
