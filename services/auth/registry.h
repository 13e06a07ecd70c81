// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/known_devices.h"
#include "domain/roles.h"

#include <kosh/auth/authenticator.h>
#include <kosh/crypto/jose.h>

#include <functional>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kosh::auth {

/// What is known of who may come in, in memory, and what it says of a credential. Whoever changes
/// the tables changes this after the commit. Thread: core.
class Registry final : public Authenticator {
public:
    enum class Means : std::uint8_t { session, key, device };
    struct Access {
        Id id, userId;
        std::optional<Timestamp> expiresAt;
        Scopes scopes;  ///< Of a key.
    };
    struct VerifyingKey {
        std::string keyId;
        crypto::Ed25519PublicKey key;
        std::optional<Timestamp> usedUntil;
    };

    /// `onUse` is told of keys and devices at their first use in a minute.
    Registry(const Clock& clock, std::function<void(Means, Id)> onUse)
        : m_clock(clock), m_onUse(std::move(onUse)) {}

    Result<Identity> authenticate(std::string_view credential) override;
    Result<Identity> authenticateDevice(const Hash256& fingerprint) override;
    void announce(WaysIn ways) override;
    bool hasOwner() const override;

    void putUser(const User& user);
    const User* user(const Id& userId) const;
    std::vector<User> users() const;

    void putSession(Access session);
    void putKey(const Hash256& hash, Access key);
    void putDevice(const Hash256& fingerprint, Access device);
    void putRevokedDevice(const Hash256& fingerprint) { m_revoked.insert(fingerprint); }
    /// The devices that may come in, as they are known while the vault is locked.
    std::vector<KnownDevice> devices() const;
    bool hasSession(const Id& sessionId) const;
    void end(const Id& id);  ///< A session, key or device.
    void endSessionsOf(const Id& userId, const Id& except);
    void setVerifyingKeys(std::vector<VerifyingKey> keys);

private:
    struct Known {
        Identity identity;
        Means means;
        Id id;
        Timestamp noted;
    };
    using Cache = std::unordered_map<Hash256, Known>;

    Result<Identity> fromCache(Cache& cache, Cache::iterator found);
    Result<Identity> admit(Cache& cache, const Hash256& key, Means means, const Access& access,
                           std::optional<Timestamp> expiresAt);
    Result<Identity> fromToken(std::string_view token, const Hash256& hash);
    void note(Known& known);
    void forget();

    const Clock& m_clock;
    std::function<void(Means, Id)> m_onUse;
    std::map<Id, User> m_users;
    std::unordered_map<Id, Access> m_sessions;
    std::unordered_map<Hash256, Access> m_keys, m_devices;
    std::unordered_set<Hash256> m_revoked;  ///< Devices that were paired once.
    std::vector<VerifyingKey> m_verifying;
    /// Verified credentials by hash, so that a signature is checked once and not with every
    /// request. Cleared by every change. Devices have their own: a fingerprint is the hash of what
    /// anybody may see.
    Cache m_tokenCache, m_deviceCache;
};

}  // namespace kosh::auth
