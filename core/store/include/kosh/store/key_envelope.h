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
    /// New random keys under `passphrase`. CPU-heavy: compute pool. Errors: `vault.stretch_cost`.
    static Result<std::pair<KeyEnvelope, VaultKeys>> create(const SharedSecret& passphrase,
                                                            StretchCost cost, Random& random);
    static Result<KeyEnvelope> fromJson(
        std::string_view json);  ///< `vault.key_file` when damaged, `store.newer`.
    std::string toJson() const;
    /// One error for every wrong passphrase: `vault.passphrase` (unauthenticated). CPU-heavy:
    /// compute pool.
    Result<VaultKeys> unwrap(const SharedSecret& passphrase) const;
    Result<KeyEnvelope> rewrap(const SharedSecret& oldPassphrase, const SharedSecret& newPassphrase,
                               Random& random) const;
    const std::string& vaultId() const { return m_vaultId; }

private:
    static Result<KeyEnvelope> seal(std::string vaultId, const VaultKeys& keys,
                                    const SharedSecret& passphrase, StretchCost cost,
                                    Random& random);
    std::string m_vaultId;
    StretchCost m_cost;
    Bytes m_salt, m_nonce, m_wrapped;
};

/// At most `maxBytes`, else `store.file_size`. Errors: `store.no_file` (not_found), `store.io`.
Result<std::string> readFile(const std::string& path, std::size_t maxBytes);
/// Temporary file of mode 0600, fsync, rename, fsync of the folder. Errors: `store.full`,
/// `store.io`.
Result<> writeFileAtomically(const std::string& path, std::string_view content);

/// What a backup says about itself and, once opened, proves.
struct BackupInfo {
    std::string vaultId;
    Timestamp createdAt;
    std::int64_t bytes = 0;
    std::int64_t lastEventSequence = 0;
};

/// A backup is one file: magic, header (JSON with the key envelope), the encrypted database, a
/// checksum. It opens with the passphrase that was the vault's when the backup was made. All three
/// functions block: compute pool.
///
/// Packs `databasePath`, a closed copy made by Store::backup; `outputPath` is written atomically
/// and never over another file (`vault.exists`).
Result<> packBackup(const std::string& databasePath, const KeyEnvelope& envelope, Timestamp at,
                    const std::string& outputPath);
/// Proves it restorable: unwraps, opens a private copy (removed afterwards), checks integrity and
/// versions. Errors: `backup.format` (no backup of Kosh), `backup.truncated`, `backup.damaged`,
/// `vault.passphrase`, `vault.key_file`, `store.key`, `store.newer`, `store.full`, `store.io`.
Result<BackupInfo> verifyBackup(const std::string& backupPath, const SharedSecret& passphrase);
/// Verifies, then unpacks to `databasePath` and `databasePath + ".key"`; refuses to overwrite
/// (`vault.exists`). On any error nothing is left behind.
Result<BackupInfo> restoreBackup(const std::string& backupPath, const SharedSecret& passphrase,
                                 const std::string& databasePath);

}  // namespace kosh::store
