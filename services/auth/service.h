// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/backoff.h"
#include "domain/password.h"
#include "kosh/auth/module.h"
#include "oidc_client.h"
#include "registry.h"
#include "repository.h"

namespace kosh::auth {

/// The auth service: see README.md. Thread: core.
class AuthService final : public runtime::Service {
public:
    AuthService(const runtime::ServiceEnvironment& env, Gate& gate, crypto::Argon2Parameters cost,
                const Elsewhere& elsewhere);
    ~AuthService() override;
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    // users.cpp
    Task<SetupCode::Response> setupCode(SetupCode request, ops::Context context);
    Task<Tokens> claimOwner(ClaimOwner request, ops::Context context);
    Result<ListUsers::Response> listUsers(const ListUsers& request, const ops::Context& context);
    Task<User> addUser(AddUser request, ops::Context context);
    Task<User> setRole(SetRole request, ops::Context context);
    Task<User> disableUser(DisableUser request, ops::Context context);
    Task<ops::Nothing> resetPassword(ResetPassword request, ops::Context context);

    // sessions.cpp
    Task<Tokens> signIn(SignIn request, ops::Context context);
    Task<Tokens> refresh(Refresh request, ops::Context context);
    Task<ops::Nothing> signOut(SignOut request, ops::Context context);
    Result<Me::Response> me(const Me& request, const ops::Context& context);
    Task<ListSessions::Response> listSessions(ListSessions request, ops::Context context);
    Task<ops::Nothing> revokeSession(RevokeSession request, ops::Context context);

    // account.cpp
    Task<ops::Nothing> changePassword(ChangePassword request, ops::Context context);
    Task<OtpBegin::Response> otpBegin(OtpBegin request, ops::Context context);
    Task<OtpConfirm::Response> otpConfirm(OtpConfirm request, ops::Context context);
    Task<ops::Nothing> otpRemove(OtpRemove request, ops::Context context);

    // passkeys.cpp
    Task<PasskeyBegin::Response> passkeyBegin(PasskeyBegin request, ops::Context context);
    Task<Passkey> passkeyFinish(PasskeyFinish request, ops::Context context);
    Task<PasskeyChallenge::Response> passkeyChallenge(PasskeyChallenge request,
                                                      ops::Context context);
    Task<Tokens> passkeySignIn(PasskeySignIn request, ops::Context context);
    Task<ListPasskeys::Response> listPasskeys(ListPasskeys request, ops::Context context);
    Task<ops::Nothing> removePasskey(RemovePasskey request, ops::Context context);
    /// A new challenge; for `userId` to register under, or nil to sign in.
    Result<std::string> newChallenge(const Id& userId);
    /// Uses the challenge up that `clientData` names, if it was made for `userId`.
    Result<Bytes> takeChallenge(ByteView clientData, const Id& userId);

    // oidc.cpp
    Result<GetProvider::Response> getProvider(const GetProvider& request,
                                              const ops::Context& context);
    Task<OidcBegin::Response> oidcBegin(OidcBegin request, ops::Context context);
    Task<Tokens> oidcSignIn(OidcSignIn request, ops::Context context);
    Task<AdmittedIdentity> admitIdentity(AdmitIdentity request, ops::Context context);
    Task<ListIdentities::Response> listIdentities(ListIdentities request, ops::Context context);
    Task<ops::Nothing> removeIdentity(RemoveIdentity request, ops::Context context);
    /// Uses the ticket up, right or wrong.
    Result<oidc::Request> takeTicket(const OidcSignIn& request);
    std::string randomText();

    // access.cpp
    Task<CreateApiKey::Response> createApiKey(CreateApiKey request, ops::Context context);
    Task<ListApiKeys::Response> listApiKeys(ListApiKeys request, ops::Context context);
    Task<ops::Nothing> revokeApiKey(RevokeApiKey request, ops::Context context);
    Task<InviteDevice::Response> inviteDevice(InviteDevice request, ops::Context context);
    Task<Device> pairDevice(PairDevice request, ops::Context context);
    Task<ListDevices::Response> listDevices(ListDevices request, ops::Context context);
    Task<ops::Nothing> revokeDevice(RevokeDevice request, ops::Context context);
    Result<Jwks::Response> jwks(const Jwks& request, const ops::Context& context);
    Task<Jwks::Response> rotateKeys(RotateKeys request, ops::Context context);

    /// The user who asks; `auth.no_user` for callers that are none.
    Result<User> self(const ops::Context& context) const;
    /// Whose things a call is about: `userId` if given, else the caller's own. Errors:
    /// `auth.user_needed`, `auth.unknown_user`, `ops.forbidden`.
    Result<User> target(const ops::Context& context, const std::optional<Id>& userId) const;
    /// Which ones a list shows: nothing stands for everybody's.
    Result<std::optional<Id>> filter(const ops::Context& context,
                                     const std::optional<Id>& userId) const;
    Result<User> known(const Id& userId) const;
    /// The user, whom this caller may change since it may do all that the user may.
    Result<User> manageable(const ops::Context& context, const Id& userId) const;

    Task<PasswordHash> hashPassword(SharedSecret password);
    /// In the same time for a user that is not there or may not come in; `auth.credentials`.
    Task<repository::StoredUser> checkCredentials(std::string name, SharedSecret password,
                                                  std::string address);
    Task<repository::StoredUser> checkOwnPassword(ops::Context context, SharedSecret password);
    /// Uses a one-time or recovery code up, in the transaction of what it allows.
    static Result<> useCode(store::Transaction& tx, const repository::StoredUser& user,
                            const SharedSecret& code, Timestamp now);
    /// `admit` runs in the transaction that makes the session, and may refuse.
    using Admit = std::function<Result<>(store::Transaction&)>;
    Task<Tokens> beginSession(repository::StoredUser user, Admit admit, std::string label,
                              std::string address);
    Tokens tokensFor(const User& user, const Session& session, SharedSecret refreshToken,
                     Timestamp refreshExpiresAt);
    Task<> endSessions(User user, Id except);
    Task<User> reload(Id userId);
    /// For the time while the vault is locked.
    void rememberDevices();

    Task<> useNewSigningKey();
    void adopt(const std::vector<repository::SigningKey>& keys);
    void noteUse(Registry::Means means, Id id);
    Task<> writeUse(Registry::Means means, Id id);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    Gate& m_gate;
    Registry m_registry;
    crypto::Argon2Parameters m_cost;
    PasswordHash m_decoy;  ///< Compared with where there is no password.
    std::optional<crypto::Ed25519PrivateKey> m_signing;
    std::string m_signingId;
    std::vector<VerifyingKey> m_verifying;

    struct Setup {
        SharedSecret code;
        Timestamp expiresAt;
        int wrongGuesses = 0;
    };
    std::optional<Setup> m_setup;
    struct Challenge {
        Id userId;
        Timestamp expiresAt;
    };
    std::map<std::string, Challenge> m_challenges;
    struct Ticket {
        oidc::Request request;
        Timestamp expiresAt;
    };
    std::unordered_map<Hash256, Ticket> m_tickets;
    std::optional<OidcClient> m_provider;
    Backoff m_byUser{5}, m_byAddress{30};
    int m_passwordsAtWork = 0;
    int m_writes = 0;
    async::Notifier m_written;
};

}  // namespace kosh::auth
