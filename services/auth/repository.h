// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/password.h"
#include "domain/webauthn.h"

#include <kosh/auth/api.h>
#include <kosh/crypto/ed25519.h>
#include <kosh/store/store.h>

/// The tables auth_*.
namespace kosh::auth::repository {

struct StoredUser {
    User user;
    std::optional<PasswordHash> password;
    Bytes otpSecret, otpPending;  ///< Empty: none.
    std::int64_t otpCounter = 0;  ///< Last one used.
};
Result<std::vector<User>> users(store::Reader& reader);
Result<std::optional<StoredUser>> findUser(store::Reader& reader, const Id& userId);
Result<std::optional<StoredUser>> findUserByName(store::Reader& reader, const std::string& name);
/// Errors: `auth.name_taken`; with `mustBeFirstOwner` `auth.owner_exists`.
Result<> insertUser(store::Transaction& tx, const StoredUser& user, bool mustBeFirstOwner);
/// Error: `auth.last_owner` when no owner would be left.
Result<> setRole(store::Transaction& tx, const Id& userId, Role role);
Result<> setDisabled(store::Transaction& tx, const Id& userId, bool isDisabled);
Result<> setPassword(store::Transaction& tx, const Id& userId, const PasswordHash& password);

Result<> setOtpPending(store::Transaction& tx, const Id& userId, const Bytes& secret);
/// The pending secret is in force from now on; its `counter` is used.
Result<> confirmOtp(store::Transaction& tx, const Id& userId, std::uint64_t counter,
                    const std::vector<Hash256>& recoveryCodes);
Result<> removeOtp(store::Transaction& tx, const Id& userId);
/// False when this counter or a later one has been used already.
Result<bool> useOtpCounter(store::Transaction& tx, const Id& userId, std::uint64_t counter);
/// False when there is no such code any more.
Result<bool> useRecoveryCode(store::Transaction& tx, const Id& userId, const Hash256& hash);

Result<std::vector<Session>> lastingSessions(store::Reader& reader, Timestamp now);
Result<std::optional<Session>> findSession(store::Reader& reader, const Id& sessionId,
                                           Timestamp now);
Result<> insertSession(store::Transaction& tx, const Session& session);
Result<> touchSession(store::Transaction& tx, const Session& session);
/// Its refresh tokens go, too. False: it had ended before.
Result<bool> endSession(store::Transaction& tx, const Id& sessionId, Timestamp now);
Result<> endSessionsOf(store::Transaction& tx, const Id& userId, const Id& except, Timestamp now);

struct RefreshToken {
    Hash256 hash;
    Id sessionId;
    Timestamp expiresAt;
    std::optional<Timestamp> usedAt;
};
Result<std::optional<RefreshToken>> findRefresh(store::Reader& reader, const Hash256& hash);
Result<> insertRefresh(store::Transaction& tx, const RefreshToken& token);
Result<> useRefresh(store::Transaction& tx, const Hash256& hash, Timestamp now);

/// Drops what has ended by itself.
Result<> purge(store::Transaction& tx, Timestamp now);

struct StoredKey {
    ApiKey key;
    Hash256 hash;
};
Result<std::vector<StoredKey>> keys(store::Reader& reader);
Result<> insertKey(store::Transaction& tx, const StoredKey& key);
Result<std::vector<Device>> devices(store::Reader& reader);
/// Certificates of devices whose pairing was ended.
Result<std::vector<Hash256>> revokedDevices(store::Reader& reader);
/// Error: `auth.device_paired`.
Result<> insertDevice(store::Transaction& tx, const Device& device);
enum class Access : std::uint8_t { key, device };
/// False: there is none with this id (and user, unless nil) that lasts.
Result<bool> endAccess(store::Transaction& tx, Access access, const Id& id, Timestamp now);
Result<> noteUse(store::Transaction& tx, Access access, const Id& id, Timestamp now);

struct Invitation {
    Hash256 hash;
    Id userId;
    std::string label;
    Timestamp expiresAt;
};
Result<> insertInvitation(store::Transaction& tx, const Invitation& invitation);
/// It is gone with this. Error: `auth.invitation`.
Result<Invitation> takeInvitation(store::Transaction& tx, const Hash256& hash, Timestamp now);

struct SigningKey {
    std::string keyId;
    Bytes seed;
    crypto::Ed25519PublicKey publicKey;
    Timestamp createdAt;
    std::optional<Timestamp> retiredAt;
};
/// Newest first.
Result<std::vector<SigningKey>> signingKeys(store::Reader& reader);
/// The others retire; those retired before `forgetBefore` go.
Result<> rotateSigningKey(store::Transaction& tx, const SigningKey& key, Timestamp forgetBefore);

struct StoredPasskey {
    Passkey passkey;
    Bytes credentialId;
    PasskeyKey key;
    std::uint32_t signCount = 0;
};
Result<std::vector<StoredPasskey>> passkeys(store::Reader& reader);
Result<std::optional<StoredPasskey>> findPasskey(store::Reader& reader, const Bytes& credentialId);
/// Error: `auth.passkey_known`.
Result<> insertPasskey(store::Transaction& tx, const StoredPasskey& passkey);
/// False when the counter has moved meanwhile.
Result<bool> usePasskey(store::Transaction& tx, const StoredPasskey& passkey,
                        std::uint32_t signCount, Timestamp now);
Result<> removePasskey(store::Transaction& tx, const Bytes& credentialId);
Result<> removePasskeysOf(store::Transaction& tx, const Id& userId);

Result<std::vector<AdmittedIdentity>> identities(store::Reader& reader);
/// By subject; else by an e-mail address that nobody has come with yet.
Result<std::optional<AdmittedIdentity>> findIdentity(store::Reader& reader,
                                                     const std::string& issuer,
                                                     const std::string& subject,
                                                     const std::string& email);
/// Error: `auth.identity_known`.
Result<> insertIdentity(store::Transaction& tx, const AdmittedIdentity& identity);
/// From now on it is this subject's. False when it is another's, or gone.
Result<bool> useIdentity(store::Transaction& tx, const Id& identityId, const std::string& subject,
                         Timestamp now);
Result<bool> removeIdentity(store::Transaction& tx, const Id& identityId);

}  // namespace kosh::auth::repository
