// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "registry.h"

#include "domain/credential.h"

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr std::size_t kMostCached = 10'000;
constexpr Duration kUseStep = std::chrono::minutes(1);

Failure refused(std::string_view key, std::string_view why) {
    return fail(ErrorKind::unauthenticated, std::string(key), std::string(why));
}

Failure revoked() {
    return refused("auth.revoked", "this access has been ended; sign in again");
}

}  // namespace

void Registry::note(Known& known) {
    if (known.means == Means::session || m_clock.now() - known.noted < kUseStep) return;
    known.noted = m_clock.now();
    m_onUse(known.means, known.id);
}

Result<Identity> Registry::fromCache(Cache& cache, Cache::iterator found) {
    Known& known = found->second;
    if (known.identity.expiresAt && *known.identity.expiresAt <= m_clock.now()) {
        const bool isKey = known.means == Means::key;
        cache.erase(found);
        if (isKey) return refused("auth.key", "the API key has expired");
        return refused("auth.token_expired", "the access token has expired; refresh it");
    }
    note(known);
    return known.identity;
}

Result<Identity> Registry::admit(Cache& cache, const Hash256& key, Means means,
                                 const Access& access, std::optional<Timestamp> expiresAt) {
    const User* const user = this->user(access.userId);
    if (user == nullptr || user->isDisabled) return revoked();
    ops::Principal principal{cat("user:", user->userId.toString()), scopesOf(user->role)};
    if (means == Means::key) {
        const ops::Principal whole = std::move(principal);
        principal = {cat("key:", access.id.toString()), {}};
        for (const auto& scope : access.scopes) {
            if (whole.has(scope)) principal.scopes.insert(scope);
        }
    }
    Known known{{std::make_shared<const ops::Principal>(std::move(principal)),
                 std::string(nameOf(user->role)), access.id.toString(), expiresAt},
                means,
                access.id,
                {}};
    if (cache.size() >= kMostCached) cache.clear();
    const auto cached = cache.insert_or_assign(key, std::move(known)).first;
    return fromCache(cache, cached);
}

Result<Identity> Registry::fromToken(std::string_view token, const Hash256& hash) {
    static constexpr std::array kAllowed{crypto::jose::Algorithm::eddsa};
    std::vector<crypto::jose::Jwk> keys;
    for (const auto& key : m_verifying) {
        if (key.usedUntil && *key.usedUntil <= m_clock.now()) continue;
        keys.push_back(crypto::jose::Jwk::ed25519(key.key, key.keyId));
    }
    const auto bad = [] { return refused("auth.token", "the access token is not valid"); };
    const auto jws = crypto::jose::verify(token, crypto::jose::KeySet(std::move(keys)), kAllowed);
    if (!jws || jws->keyId.empty() || jws->type != kAccessType) return bad();
    const auto claims = json::decodeText<Claims>(asText(jws->payload));
    if (!claims || claims->iss != kIssuer || claims->aud != kIssuer) return bad();
    constexpr std::int64_t kMostSeconds = std::int64_t{1} << 40;
    const auto sessionId = Id::parse(claims->sid);
    if (!sessionId || claims->exp < 0 || claims->exp > kMostSeconds) return bad();
    const Timestamp expiresAt{claims->exp * 1'000'000};
    if (expiresAt <= m_clock.now()) {
        return refused("auth.token_expired", "the access token has expired; refresh it");
    }
    const auto session = m_sessions.find(*sessionId);
    if (session == m_sessions.end() || *session->second.expiresAt <= m_clock.now()) {
        return revoked();
    }
    if (claims->sub != cat("user:", session->second.userId.toString())) return bad();
    return admit(m_tokenCache, hash, Means::session, session->second, expiresAt);
}

Result<Identity> Registry::authenticate(std::string_view credential) {
    const auto hash = tokenHash(credential);
    if (const auto cached = m_tokenCache.find(hash); cached != m_tokenCache.end()) {
        return fromCache(m_tokenCache, cached);
    }
    if (!credential.starts_with(kKeyPrefix)) return fromToken(credential, hash);
    const auto key = m_keys.find(hash);
    if (key == m_keys.end()) return refused("auth.key", "there is no such API key");
    return admit(m_tokenCache, hash, Means::key, key->second, key->second.expiresAt);
}

Result<Identity> Registry::authenticateDevice(const Hash256& fingerprint) {
    const auto device = m_devices.find(fingerprint);
    if (device == m_devices.end() && m_revoked.contains(fingerprint)) {
        return refused("auth.revoked", "the pairing of this device has been ended; pair it again");
    }
    if (device == m_devices.end()) {
        return refused("auth.unpaired", "this device is not paired with the node");
    }
    if (const auto cached = m_deviceCache.find(fingerprint); cached != m_deviceCache.end()) {
        return fromCache(m_deviceCache, cached);
    }
    return admit(m_deviceCache, fingerprint, Means::device, device->second, std::nullopt);
}

/// Where devices come in is the gate's to know.
void Registry::announce(WaysIn) {}

bool Registry::hasOwner() const {
    return std::ranges::any_of(m_users, [](const auto& entry) {
        return entry.second.role == Role::owner && !entry.second.isDisabled;
    });
}

void Registry::forget() {
    m_tokenCache.clear();
    m_deviceCache.clear();
}

void Registry::putUser(const User& user) {
    m_users.insert_or_assign(user.userId, user);
    forget();
}

const User* Registry::user(const Id& userId) const {
    const auto found = m_users.find(userId);
    return found == m_users.end() ? nullptr : &found->second;
}

std::vector<User> Registry::users() const {
    std::vector<User> users;
    for (const auto& [id, user] : m_users) users.push_back(user);
    std::ranges::sort(users, {}, &User::name);
    return users;
}

void Registry::putSession(Access session) {
    const Id id = session.id;
    m_sessions.insert_or_assign(id, std::move(session));
}
void Registry::putKey(const Hash256& hash, Access key) {
    m_keys.insert_or_assign(hash, std::move(key));
}
void Registry::putDevice(const Hash256& fingerprint, Access device) {
    m_devices.insert_or_assign(fingerprint, std::move(device));
    m_revoked.erase(fingerprint);
}

std::vector<KnownDevice> Registry::devices() const {
    std::vector<KnownDevice> devices;
    for (const auto& [fingerprint, device] : m_devices) {
        const User* const owner = user(device.userId);
        if (owner == nullptr || owner->isDisabled) continue;
        devices.push_back({device.id, device.userId, fingerprint, owner->role});
    }
    std::ranges::sort(devices, {}, &KnownDevice::deviceId);
    return devices;
}

bool Registry::hasSession(const Id& sessionId) const {
    return m_sessions.contains(sessionId);
}

void Registry::end(const Id& id) {
    const auto isIt = [&id](const auto& entry) { return entry.second.id == id; };
    std::erase_if(m_keys, isIt);
    std::erase_if(m_devices, [&](const auto& entry) {
        if (isIt(entry)) m_revoked.insert(entry.first);
        return isIt(entry);
    });
    m_sessions.erase(id);
    forget();
}

void Registry::endSessionsOf(const Id& userId, const Id& except) {
    std::erase_if(m_sessions, [&](const auto& entry) {
        return entry.second.userId == userId && entry.first != except;
    });
    forget();
}

void Registry::setVerifyingKeys(std::vector<VerifyingKey> keys) {
    m_verifying = std::move(keys);
    forget();
}

}  // namespace kosh::auth
