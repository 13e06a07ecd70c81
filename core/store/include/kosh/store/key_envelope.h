// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>

#include <string>

namespace kosh::store {

/// Cost of stretching a passphrase: Argon2id. Defaults are for people's machines (about 0.3 s);
/// tests and phones choose less, never below 8 MiB and 1 pass.
struct StretchCost {
    std::uint32_t memoryKiB = 64 * 1024;
    std::uint32_t passes = 3;
    std::uint32_t lanes = 1;
};

/// What one passphrase opens: two independent random 256-bit keys. `database` is SQLCipher's;
/// `signing` encrypts seeds and private keys once more inside the vault and is in memory only while
/// signing is unlocked.
struct VaultKeys {
    SecretBytes database;
    SecretBytes signing;
};

/// The vault's random keys (64 bytes in one sealed box, so that a passphrase change is one atomic
/// file), wrapped (AES-256-GCM) by a key that Argon2id makes from the passphrase. It lies beside
/// the vault as "<vault>.key" (JSON, replaced atomically, mode 0600) and inside each backup.
/// Changing the passphrase rewraps; the vault is never re-encrypted.
class KeyEnvelope {
   public:
    /// New random keys under `passphrase`.
    static Result<std::pair<KeyEnvelope, VaultKeys>> create(const SharedSecret& passphrase,
                                                            StretchCost cost, Random& random);
    static Result<KeyEnvelope> fromJson(std::string_view json);  ///< `vault.key_file` when damaged.
    std::string toJson() const;
    /// One error for every wrong passphrase: `vault.passphrase` (unauthenticated). CPU-heavy:
    /// compute pool.
    Result<VaultKeys> unwrap(const SharedSecret& passphrase) const;
    Result<KeyEnvelope> rewrap(const SharedSecret& oldPassphrase, const SharedSecret& newPassphrase,
                               Random& random) const;
    const std::string& vaultId() const { return m_vaultId; }

   private:
    std::string m_vaultId;
    StretchCost m_cost;
    Bytes m_salt, m_nonce, m_wrapped;
};

/// Reads and atomically writes (temporary file, fsync, rename, fsync of the folder).
Result<std::string> readFile(const std::string& path, std::size_t maxBytes);
Result<> writeFileAtomically(const std::string& path, std::string_view content);

/// A backup is one file: magic, key envelope, then the encrypted database. `verify` proves it
/// restorable: unwraps, opens a private copy, checks integrity and schema versions.
struct BackupInfo {
    std::string vaultId;
    Timestamp createdAt;
    std::int64_t bytes = 0;
    std::int64_t lastEventSequence = 0;
};
Result<> packBackup(const std::string& databasePath, const KeyEnvelope& envelope, Timestamp at,
                    const std::string& outputPath);
Result<BackupInfo> verifyBackup(const std::string& backupPath, const SharedSecret& passphrase);
/// Unpacks to `databasePath` and `databasePath + ".key"`; refuses to overwrite (`vault.exists`).
Result<BackupInfo> restoreBackup(const std::string& backupPath, const SharedSecret& passphrase,
                                 const std::string& databasePath);

}  // namespace kosh::store
