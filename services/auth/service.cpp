// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/hash.h>

namespace kosh::auth {
namespace {

/// How long a key signs, and how long it verifies after that: a token's life and some.
constexpr Duration kSigningLife = std::chrono::hours(24 * 30);
constexpr Duration kVerifyingLife = std::chrono::minutes(20);
/// Each password at work takes its memory for as long as it takes.
constexpr int kMostPasswordsAtWork = 16;

std::string_view userPrefix() {
    return "user:";
}

}  // namespace

AuthService::AuthService(const runtime::ServiceEnvironment& env, Gate& gate,
                         crypto::Argon2Parameters cost, const Elsewhere& elsewhere)
    : m_env(env),
      m_db(env.store.database("auth")),
      m_gate(gate),
      m_registry(env.clock, [this](Registry::Means means, Id id) { noteUse(means, id); }),
      m_cost(cost),
      m_decoy{Bytes(32), Bytes(16), cost},
      m_written(env.executor) {
    if (!elsewhere.provider.isSet()) return;
    KOSH_ASSERT(elsewhere.http != nullptr);
    m_provider.emplace(elsewhere.provider, *elsewhere.http, env.clock);
}

AuthService::~AuthService() {
    m_gate.close();
}

ops::Handlers AuthService::handlers() {
    ops::Handlers handlers;
    handlers.add<SetupCode>(*this, &AuthService::setupCode);
    handlers.add<ClaimOwner>(*this, &AuthService::claimOwner);
    handlers.add<ListUsers>(*this, &AuthService::listUsers);
    handlers.add<AddUser>(*this, &AuthService::addUser);
    handlers.add<SetRole>(*this, &AuthService::setRole);
    handlers.add<DisableUser>(*this, &AuthService::disableUser);
    handlers.add<ResetPassword>(*this, &AuthService::resetPassword);
    handlers.add<SignIn>(*this, &AuthService::signIn);
    handlers.add<Refresh>(*this, &AuthService::refresh);
    handlers.add<SignOut>(*this, &AuthService::signOut);
    handlers.add<Me>(*this, &AuthService::me);
    handlers.add<ListSessions>(*this, &AuthService::listSessions);
    handlers.add<RevokeSession>(*this, &AuthService::revokeSession);
    handlers.add<ChangePassword>(*this, &AuthService::changePassword);
    handlers.add<OtpBegin>(*this, &AuthService::otpBegin);
    handlers.add<OtpConfirm>(*this, &AuthService::otpConfirm);
    handlers.add<OtpRemove>(*this, &AuthService::otpRemove);
    handlers.add<PasskeyBegin>(*this, &AuthService::passkeyBegin);
    handlers.add<PasskeyFinish>(*this, &AuthService::passkeyFinish);
    handlers.add<PasskeyChallenge>(*this, &AuthService::passkeyChallenge);
    handlers.add<PasskeySignIn>(*this, &AuthService::passkeySignIn);
    handlers.add<ListPasskeys>(*this, &AuthService::listPasskeys);
    handlers.add<RemovePasskey>(*this, &AuthService::removePasskey);
    handlers.add<GetProvider>(*this, &AuthService::getProvider);
    handlers.add<OidcBegin>(*this, &AuthService::oidcBegin);
    handlers.add<OidcSignIn>(*this, &AuthService::oidcSignIn);
    handlers.add<AdmitIdentity>(*this, &AuthService::admitIdentity);
    handlers.add<ListIdentities>(*this, &AuthService::listIdentities);
    handlers.add<RemoveIdentity>(*this, &AuthService::removeIdentity);
    handlers.add<CreateApiKey>(*this, &AuthService::createApiKey);
    handlers.add<ListApiKeys>(*this, &AuthService::listApiKeys);
    handlers.add<RevokeApiKey>(*this, &AuthService::revokeApiKey);
    handlers.add<InviteDevice>(*this, &AuthService::inviteDevice);
    handlers.add<PairDevice>(*this, &AuthService::pairDevice);
    handlers.add<ListDevices>(*this, &AuthService::listDevices);
    handlers.add<RevokeDevice>(*this, &AuthService::revokeDevice);
    handlers.add<Jwks>(*this, &AuthService::jwks);
    handlers.add<RotateKeys>(*this, &AuthService::rotateKeys);
    return handlers;
}

Task<> AuthService::start() {
    const auto now = m_env.clock.now();
    KOSH_CO_CHECK(
        co_await m_db.write([now](store::Transaction& tx) { return repository::purge(tx, now); }));
    struct Stored {
        std::vector<User> users;
        std::vector<Session> sessions;
        std::vector<repository::StoredKey> keys;
        std::vector<Device> devices;
        std::vector<Hash256> revokedDevices;
        std::vector<repository::SigningKey> signing;
    };
    KOSH_CO_TRY(const auto stored,
                co_await m_db.read([now](store::Reader& reader) -> Result<Stored> {
                    Stored all;
                    KOSH_TRY(all.users, repository::users(reader));
                    KOSH_TRY(all.sessions, repository::lastingSessions(reader, now));
                    KOSH_TRY(all.keys, repository::keys(reader));
                    KOSH_TRY(all.devices, repository::devices(reader));
                    KOSH_TRY(all.revokedDevices, repository::revokedDevices(reader));
                    KOSH_TRY(all.signing, repository::signingKeys(reader));
                    return all;
                }));
    for (const auto& user : stored.users) m_registry.putUser(user);
    for (const auto& s : stored.sessions) {
        m_registry.putSession({s.sessionId, s.userId, s.expiresAt, {}});
    }
    for (const auto& [key, hash] : stored.keys) {
        m_registry.putKey(hash, {key.keyId, key.userId, key.expiresAt,
                                 Scopes(key.scopes.begin(), key.scopes.end())});
    }
    for (const auto& fingerprint : stored.revokedDevices) m_registry.putRevokedDevice(fingerprint);
    for (const auto& d : stored.devices) {
        m_registry.putDevice(d.fingerprint, {d.deviceId, d.userId, std::nullopt, {}});
    }
    adopt(stored.signing);
    const bool isFresh =
        !stored.signing.empty() && now - stored.signing.front().createdAt < kSigningLife;
    if (!isFresh) {
        KOSH_CO_CHECK(co_await useNewSigningKey());
    }
    m_gate.open(m_registry);
    rememberDevices();
    co_return ok();
}

Task<> AuthService::stop() {
    m_gate.close();
    while (m_writes > 0) co_await m_written.wait(std::chrono::seconds(1));
    co_return ok();
}

Result<User> AuthService::known(const Id& userId) const {
    const User* const user = m_registry.user(userId);
    if (user != nullptr) return *user;
    return fail(ErrorKind::not_found, "auth.unknown_user",
                cat("there is no user ", userId.toString()), {{"field", "userId"}});
}

Result<User> AuthService::self(const ops::Context& context) const {
    const auto& subject = context.principal ? context.principal->subject : std::string();
    if (subject.starts_with(userPrefix())) {
        if (const auto id = Id::parse(std::string_view(subject).substr(userPrefix().size()))) {
            return known(*id);
        }
    }
    return fail(ErrorKind::precondition, "auth.no_user",
                "this is for users who signed in; name a user in an operation for managers");
}

Result<User> AuthService::target(const ops::Context& context,
                                 const std::optional<Id>& userId) const {
    const auto own = self(context);
    if (own && (!userId || *userId == own->userId)) return own;
    if (!userId) {
        return invalidField("userId", "auth.user_needed",
                            "name the user: the owner of this device is none of them");
    }
    if (!context.principal || !context.principal->has("auth:manage")) {
        return fail(ErrorKind::forbidden, "ops.forbidden", "another user's needs auth:manage",
                    {{"scope", "auth:manage"}});
    }
    return manageable(context, *userId);
}

Result<User> AuthService::manageable(const ops::Context& context, const Id& userId) const {
    KOSH_TRY(auto user, known(userId));
    if (context.principal && covers(*context.principal, user.role)) return user;
    return fail(ErrorKind::forbidden, "auth.role",
                cat("that needs somebody who may do all that ", nameOf(user.role), " may"),
                {{"field", "userId"}});
}

Result<std::optional<Id>> AuthService::filter(const ops::Context& context,
                                              const std::optional<Id>& userId) const {
    const bool isManager = context.principal && context.principal->has("auth:manage");
    if (isManager) return userId;
    KOSH_TRY(const auto user, target(context, userId));
    return std::optional(user.userId);
}

Task<User> AuthService::reload(Id userId) {
    KOSH_CO_TRY(const auto stored, co_await m_db.read([userId](store::Reader& reader) {
        return repository::findUser(reader, userId);
    }));
    KOSH_ASSERT(stored.has_value());
    m_registry.putUser(stored->user);
    rememberDevices();
    co_return stored->user;
}

void AuthService::rememberDevices() {
    if (const auto kept = m_gate.remember(m_registry.devices()); !kept) {
        m_env.observer.log.warning("auth", "the list of paired devices could not be kept",
                                   {{"reason", kept.error().message}});
    }
}

Task<PasswordHash> AuthService::hashPassword(SharedSecret password) {
    if (m_passwordsAtWork >= kMostPasswordsAtWork) {
        co_return fail(ErrorKind::unavailable, "auth.busy", "too many sign-ins at once; try again");
    }
    PasswordHash made{{}, Bytes(16), m_cost};
    m_env.random.fill(made.salt);
    ++m_passwordsAtWork;
    auto hashed = co_await m_env.compute.run([password, made]() mutable -> Result<PasswordHash> {
        KOSH_TRY(const auto key, crypto::argon2(password.view(), made.salt, made.cost, 32));
        made.hash.assign(key.view().begin(), key.view().end());
        return made;
    });
    --m_passwordsAtWork;
    co_return hashed;
}

Task<repository::StoredUser> AuthService::checkCredentials(std::string name, SharedSecret password,
                                                           std::string address) {
    // As typed where it is no name: it counts and takes its time like any other.
    const auto proper = normalisedName(name);
    const std::string key = proper ? *proper : cat('?', name.substr(0, 64));
    const auto steady = m_env.clock.steady();
    KOSH_CO_CHECK(m_byAddress.begin(address, steady));
    KOSH_CO_CHECK(m_byUser.begin(key, steady));
    KOSH_CO_TRY(auto stored, co_await m_db.read([key](store::Reader& reader) {
        return repository::findUserByName(reader, key);
    }));
    const bool mayCome = stored && stored->password && !stored->user.isDisabled;
    const PasswordHash against = mayCome ? *stored->password : m_decoy;
    if (m_passwordsAtWork >= kMostPasswordsAtWork) {
        co_return fail(ErrorKind::unavailable, "auth.busy", "too many sign-ins at once; try again");
    }
    ++m_passwordsAtWork;
    const auto isRight = co_await m_env.compute.run([password, against]() -> Result<bool> {
        if (password.view().size() > kMostPassword) return false;
        KOSH_TRY(const auto made,
                 crypto::argon2(password.view(), against.salt, against.cost, against.hash.size()));
        return equalConstantTime(made.view(), against.hash);
    });
    --m_passwordsAtWork;
    KOSH_CO_CHECK(isRight);
    if (!mayCome || !*isRight) {
        co_return fail(ErrorKind::unauthenticated, "auth.credentials",
                       "this name and password do not go together");
    }
    m_byAddress.undo(address);
    co_return *std::move(stored);
}

Task<> AuthService::useNewSigningKey() {
    const auto now = m_env.clock.now();
    SecretBytes seed(32);
    m_env.random.fill(seed.span());
    const Bytes stored(seed.view().begin(), seed.view().end());
    KOSH_CO_TRY(const auto made, crypto::Ed25519PrivateKey::fromSeed(std::move(seed)));
    const auto digest = crypto::sha256(made.publicKey().view());
    const repository::SigningKey key{crypto::toBase64Url(digest.view().first(9)), stored,
                                     made.publicKey(), now, std::nullopt};
    KOSH_CO_TRY(
        const auto keys,
        co_await m_db.write(
            [key, now](store::Transaction& tx) -> Result<std::vector<repository::SigningKey>> {
                KOSH_CHECK(repository::rotateSigningKey(tx, key, now - kVerifyingLife));
                return repository::signingKeys(tx);
            }));
    adopt(keys);
    co_return ok();
}

void AuthService::adopt(const std::vector<repository::SigningKey>& keys) {
    std::vector<Registry::VerifyingKey> verifying;
    m_verifying.clear();
    for (const auto& key : keys) {
        std::optional<Timestamp> until;
        if (key.retiredAt) until = *key.retiredAt + kVerifyingLife;
        if (until && *until <= m_env.clock.now()) continue;
        verifying.push_back({key.keyId, key.publicKey, until});
        VerifyingKey published;
        published.kid = key.keyId;
        published.x = crypto::toBase64Url(key.publicKey.view());
        m_verifying.push_back(std::move(published));
        if (key.retiredAt) continue;
        auto own = crypto::Ed25519PrivateKey::fromSeed(SecretBytes(key.seed));
        KOSH_ASSERT(own.has_value());
        m_signing.emplace(*std::move(own));
        m_signingId = key.keyId;
    }
    m_registry.setVerifyingKeys(std::move(verifying));
}

void AuthService::noteUse(Registry::Means means, Id id) {
    ++m_writes;
    async::spawn(m_env.executor, writeUse(means, id), [this](const Error& error) {
        m_env.observer.log.warning("auth", "a use could not be noted", {{"reason", error.message}});
    });
}

Task<> AuthService::writeUse(Registry::Means means, Id id) {
    const auto access =
        means == Registry::Means::key ? repository::Access::key : repository::Access::device;
    const auto written =
        co_await m_db.write([access, id, now = m_env.clock.now()](store::Transaction& tx) {
            return repository::noteUse(tx, access, id, now);
        });
    --m_writes;
    m_written.notifyAll();
    co_return written;
}

}  // namespace kosh::auth
