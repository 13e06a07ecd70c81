// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"

#include <kosh/auth/invitation.h>

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr Duration kDay = std::chrono::hours(24);
constexpr Duration kInvitationLife = std::chrono::minutes(15);
/// Of a key, to tell it from others by.
constexpr std::size_t kShownPrefix = kKeyPrefix.size() + 6;

template <typename T>
void keepOnly(std::vector<T>& list, const std::optional<Id>& userId) {
    if (userId) std::erase_if(list, [&](const T& each) { return each.userId != *userId; });
}

Result<> checkScopes(const std::vector<std::string>& scopes, const ops::Principal& maker,
                     Role role) {
    const ops::Principal user{{}, scopesOf(role)};
    if (scopes.empty()) {
        return invalidField("scopes", "auth.scope", "a key needs a scope, such as ledger:read");
    }
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        const auto& scope = scopes[i];
        if (isKeyScope(scope) && maker.has(scope) && user.has(scope)) continue;
        return invalidField(cat("scopes[", i, "]"), "auth.scope",
                            cat("a key can have no scope but those of its user and of its maker, "
                                "and none of auth; ",
                                scope.substr(0, 64), " is none of them"));
    }
    return {};
}

}  // namespace

Task<CreateApiKey::Response> AuthService::createApiKey(CreateApiKey request, ops::Context context) {
    KOSH_CO_TRY(const auto user, target(context, request.userId));
    KOSH_CO_CHECK(checkLabel(request.label, false));
    KOSH_CO_CHECK(checkScopes(request.scopes, *context.principal, user.role));
    const auto now = m_env.clock.now();
    const auto secret = newToken(kKeyPrefix, m_env.random);
    repository::StoredKey stored;
    stored.hash = tokenHash(secret.text());
    const Scopes scopes(request.scopes.begin(), request.scopes.end());
    stored.key = {makeId(m_env.clock, m_env.random),
                  user.userId,
                  request.label,
                  std::string(secret.text().substr(0, kShownPrefix)),
                  {scopes.begin(), scopes.end()},
                  now,
                  std::nullopt,
                  std::nullopt};
    if (request.expiresInDays > 0) stored.key.expiresAt = now + request.expiresInDays * kDay;
    KOSH_CO_CHECK(co_await m_db.write(
        [stored](store::Transaction& tx) { return repository::insertKey(tx, stored); }));
    m_registry.putKey(stored.hash, {stored.key.keyId, user.userId, stored.key.expiresAt, scopes});
    co_return CreateApiKey::Response{stored.key, secret};
}

Task<ListApiKeys::Response> AuthService::listApiKeys(ListApiKeys request, ops::Context context) {
    KOSH_CO_TRY(const auto whose, filter(context, request.userId));
    KOSH_CO_TRY(const auto stored,
                co_await m_db.read([](store::Reader& reader) { return repository::keys(reader); }));
    ListApiKeys::Response response;
    for (const auto& [key, hash] : stored) response.keys.push_back(key);
    keepOnly(response.keys, whose);
    co_return response;
}

Task<ops::Nothing> AuthService::revokeApiKey(RevokeApiKey request, ops::Context context) {
    KOSH_CO_TRY(const auto list, co_await listApiKeys({}, std::move(context)));
    const auto id = request.keyId;
    const auto key = std::ranges::find(list.keys, id, &ApiKey::keyId);
    if (key == list.keys.end()) {
        co_return fail(ErrorKind::not_found, "auth.unknown_key",
                       cat("there is no key ", id.toString()), {{"field", "keyId"}});
    }
    KOSH_CO_CHECK(co_await m_db.write(
        [id, userId = key->userId, now = m_env.clock.now()](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::endAccess(tx, repository::Access::key, id, now));
            KOSH_CHECK(events::append(tx, AccessEnded{userId, id.toString()}));
            return {};
        }));
    m_registry.end(id);
    co_return ops::Nothing{};
}

Task<InviteDevice::Response> AuthService::inviteDevice(InviteDevice request, ops::Context context) {
    KOSH_CO_TRY(const auto user, target(context, request.userId));
    KOSH_CO_CHECK(checkLabel(request.label, false));
    if (user.role == Role::service) {
        co_return invalidField("userId", "auth.role", "a service has no devices: make an API key");
    }
    const auto code = newCode(m_env.random);
    const repository::Invitation invitation{codeHash(code.text()), user.userId, request.label,
                                            m_env.clock.now() + kInvitationLife};
    KOSH_CO_CHECK(co_await m_db.write([invitation](store::Transaction& tx) {
        return repository::insertInvitation(tx, invitation);
    }));
    InviteDevice::Response response{code, invitation.expiresAt, std::nullopt};
    if (const auto& ways = m_gate.waysIn()) {
        response.invitation =
            Invitation{ways->addresses, ways->certificate, code, invitation.expiresAt}.toText();
    }
    co_return response;
}

Task<Device> AuthService::pairDevice(PairDevice request, ops::Context context) {
    const auto certificate = certificateOf(context);
    if (!certificate) {
        co_return fail(ErrorKind::precondition, "auth.certificate_needed",
                       "a device is paired over TLS with the client certificate that it shows, and "
                       "with no other credential");
    }
    KOSH_CO_CHECK(m_byAddress.begin(context.address, m_env.clock.steady()));
    const auto now = m_env.clock.now();
    const auto hash = codeHash(request.code.text());
    const auto id = makeId(m_env.clock, m_env.random);
    KOSH_CO_TRY(const auto device,
                co_await m_db.write([hash, id, now, fingerprint = *certificate](
                                        store::Transaction& tx) -> Result<Device> {
                    KOSH_TRY(const auto invitation, repository::takeInvitation(tx, hash, now));
                    Device made{id, invitation.userId, invitation.label, fingerprint, now, {}};
                    KOSH_CHECK(repository::insertDevice(tx, made));
                    return made;
                }));
    m_byAddress.undo(context.address);
    m_registry.putDevice(device.fingerprint, {device.deviceId, device.userId, std::nullopt, {}});
    rememberDevices();
    co_return device;
}

Task<ListDevices::Response> AuthService::listDevices(ListDevices request, ops::Context context) {
    KOSH_CO_TRY(const auto whose, filter(context, request.userId));
    KOSH_CO_TRY(auto devices, co_await m_db.read([](store::Reader& reader) {
        return repository::devices(reader);
    }));
    keepOnly(devices, whose);
    co_return ListDevices::Response{std::move(devices)};
}

Task<ops::Nothing> AuthService::revokeDevice(RevokeDevice request, ops::Context context) {
    KOSH_CO_TRY(const auto list, co_await listDevices({}, std::move(context)));
    const auto id = request.deviceId;
    const auto device = std::ranges::find(list.devices, id, &Device::deviceId);
    if (device == list.devices.end()) {
        co_return fail(ErrorKind::not_found, "auth.unknown_device",
                       cat("there is no device ", id.toString()), {{"field", "deviceId"}});
    }
    KOSH_CO_CHECK(co_await m_db.write(
        [id, userId = device->userId, now = m_env.clock.now()](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::endAccess(tx, repository::Access::device, id, now));
            KOSH_CHECK(events::append(tx, AccessEnded{userId, id.toString()}));
            return {};
        }));
    m_registry.end(id);
    rememberDevices();
    co_return ops::Nothing{};
}

Result<Jwks::Response> AuthService::jwks(const Jwks&, const ops::Context&) {
    return Jwks::Response{m_verifying};
}

Task<Jwks::Response> AuthService::rotateKeys(RotateKeys, ops::Context) {
    KOSH_CO_CHECK(co_await useNewSigningKey());
    co_return Jwks::Response{m_verifying};
}

}  // namespace kosh::auth
