// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>

/// The vault: the one encrypted file of a profile. These operations answer whether it is open or
/// not.
namespace kosh::vault {

enum class State : std::uint8_t { absent, locked, opening, unlocked };
constexpr auto enumNames(State) {
    return std::array{std::pair{State::absent, "absent"}, std::pair{State::locked, "locked"},
                      std::pair{State::opening, "opening"}, std::pair{State::unlocked, "unlocked"}};
}

struct GetStatus {
    static constexpr ops::Info kInfo{
        "vault.status", ops::Kind::query, "",
        "GET",          "/vault",         "Whether the vault exists, is locked or open"};
    struct Response {
        State state = State::absent;
        std::string vaultId;
        bool isSigningUnlocked = false;
        std::int64_t signingLocksInMs = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("state", &Response::state, "absent, locked, opening or unlocked"),
                json::optional("vaultId", &Response::vaultId, "identifier; empty when absent"),
                json::optional("isSigningUnlocked", &Response::isSigningUnlocked,
                               "keys may sign now"),
                json::optional("signingLocksInMs", &Response::signingLocksInMs,
                               "milliseconds until signing locks by itself; 0 = locked or never")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Passphrase: 8 to 1024 bytes of UTF-8 (`vault.passphrase_short`, `vault.passphrase_long`).
struct Create {
    static constexpr ops::Info kInfo{
        "vault.create", ops::Kind::command, "vault:manage",
        "POST",         "/vault",           "Create the vault under a passphrase and open it"};
    struct Response {
        std::string vaultId;
        static constexpr auto fields() {
            return std::tuple{
                json::required("vaultId", &Response::vaultId, "identifier of the new vault")};
        }
    };
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("passphrase", &Create::passphrase, "at least 8 characters")};
    }
};

/// Opens the vault and signing. Errors: `vault.passphrase`, `vault.absent`, `vault.wait`
/// (rate_limited, after repeated failures; details: retryAfterMs), and the store's
/// (`store.corrupt`, `store.locked`, …).
struct Unlock {
    static constexpr ops::Info kInfo{"vault.unlock",
                                     ops::Kind::command,
                                     "vault:unlock",
                                     "POST",
                                     "/vault/unlock",
                                     "Open the vault",
                                     10,
                                     true};
    using Response = Create::Response;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("passphrase", &Unlock::passphrase, "the vault's passphrase")};
    }
};

struct Lock {
    static constexpr ops::Info kInfo{"vault.lock",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/vault/lock",
                                     "Close the vault and wipe its keys from memory",
                                     1,
                                     true};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

/// Signing locks by itself after a while; this opens it again without reopening the vault.
struct UnlockSigning {
    static constexpr ops::Info kInfo{"vault.unlock_signing",
                                     ops::Kind::command,
                                     "vault:unlock",
                                     "POST",
                                     "/vault/signing/unlock",
                                     "Allow keys to sign until auto-lock",
                                     10,
                                     true};
    using Response = ops::Nothing;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("passphrase", &UnlockSigning::passphrase, "the vault's passphrase")};
    }
};

struct LockSigning {
    static constexpr ops::Info kInfo{"vault.lock_signing",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/vault/signing/lock",
                                     "Forbid signing until unlocked again",
                                     1,
                                     true};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

struct ChangePassphrase {
    static constexpr ops::Info kInfo{"vault.change_passphrase",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/vault/passphrase",
                                     "Rewrap the vault's keys under a new passphrase",
                                     10};
    using Response = ops::Nothing;
    SharedSecret passphrase, newPassphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("passphrase", &ChangePassphrase::passphrase, "the present passphrase"),
            json::required("newPassphrase", &ChangePassphrase::newPassphrase,
                           "at least 8 characters")};
    }
};

struct Backup {
    static constexpr ops::Info kInfo{"vault.backup",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/vault/backup",
                                     "Write one encrypted, verified backup file",
                                     20};
    struct Response {
        std::string path;
        std::int64_t bytes = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("path", &Response::path, "the file written"),
                              json::required("bytes", &Response::bytes, "its size")};
        }
    };
    std::string path;
    static constexpr auto fields() {
        return std::tuple{
            json::required("path", &Backup::path, "absolute path of a file that does not exist")};
    }
};

/// Proves that a backup can be restored: opens a private copy and checks all of it.
struct VerifyBackup {
    static constexpr ops::Info kInfo{"vault.verify_backup",
                                     ops::Kind::query,
                                     "vault:manage",
                                     "POST",
                                     "/vault/backup/verify",
                                     "Prove a backup file restorable",
                                     20};
    struct Response {
        std::string vaultId;
        Timestamp createdAt;
        std::int64_t bytes = 0;
        std::int64_t lastEventSequence = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("vaultId", &Response::vaultId, "the vault it is of"),
                              json::required("createdAt", &Response::createdAt, "when it was made"),
                              json::required("bytes", &Response::bytes, "size"),
                              json::required("lastEventSequence", &Response::lastEventSequence,
                                             "last event it holds")};
        }
    };
    std::string path;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("path", &VerifyBackup::path, "absolute path of the backup"),
            json::required("passphrase", &VerifyBackup::passphrase,
                           "passphrase at the time of the backup")};
    }
};

/// Only when no vault is there (`vault.exists`); the vault stays locked.
struct Restore {
    static constexpr ops::Info kInfo{"vault.restore",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/vault/restore",
                                     "Make the vault from a backup file",
                                     20};
    using Response = VerifyBackup::Response;
    std::string path;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{json::required("path", &Restore::path, "absolute path of the backup"),
                          json::required("passphrase", &Restore::passphrase,
                                         "passphrase at the time of the backup")};
    }
};

struct Verify {
    static constexpr ops::Info kInfo{
        "vault.verify",
        ops::Kind::query,
        "vault:manage",
        "GET",
        "/vault/verify",
        "Check every page, the structure and the schema of the open vault",
        20};
    struct Response {
        bool isIntact = false;
        std::vector<std::string> problems;
        static constexpr auto fields() {
            return std::tuple{
                json::required("isIntact", &Response::isIntact, "nothing wrong found"),
                json::optional("problems", &Response::problems, "what was found")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

using Operations = ops::List<GetStatus, Create, Unlock, Lock, UnlockSigning, LockSigning,
                             ChangePassphrase, Backup, VerifyBackup, Restore, Verify>;

}  // namespace kosh::vault
