// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"
#include "domain/one_time.h"

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr Duration kAccessLife = std::chrono::minutes(15);
constexpr Duration kRefreshLife = std::chrono::hours(24 * 14);
constexpr Duration kSessionLife = std::chrono::hours(24 * 60);

struct Refreshed {
    bool isReuse = false;
    Session session;
};

}  // namespace

Result<> AuthService::useCode(store::Transaction& tx, const repository::StoredUser& user,
                              const SharedSecret& code, Timestamp now) {
    const auto counter = otpCounterOf(user.otpSecret, code.text(), now, user.otpCounter);
    const auto& id = user.user.userId;
    KOSH_TRY(const bool isUsed, counter
                                    ? repository::useOtpCounter(tx, id, *counter)
                                    : repository::useRecoveryCode(tx, id, codeHash(code.text())));
    if (!isUsed) return wrongOtp();
    return {};
}

Tokens AuthService::tokensFor(const User& user, const Session& session, SharedSecret refreshToken,
                              Timestamp refreshExpiresAt) {
    const auto now = m_env.clock.now();
    const auto expiresAt = std::min(now + kAccessLife, session.expiresAt);
    Claims claims;
    claims.iss = claims.aud = kIssuer;
    claims.sub = cat("user:", user.userId.toString());
    claims.sid = session.sessionId.toString();
    claims.jti = makeId(m_env.clock, m_env.random).toString();
    claims.iat = now.micros / 1'000'000;
    claims.exp = expiresAt.micros / 1'000'000;
    auto token = crypto::jose::sign(*m_signing, m_signingId, kAccessType, json::encodeText(claims));
    Tokens tokens;
    tokens.accessToken = SharedSecret::fromText(token);
    wipe(token.data(), token.size());
    tokens.refreshToken = std::move(refreshToken);
    tokens.expiresAt = expiresAt;
    tokens.refreshExpiresAt = refreshExpiresAt;
    tokens.userId = user.userId;
    tokens.sessionId = session.sessionId;
    tokens.role = user.role;
    return tokens;
}

Task<Tokens> AuthService::beginSession(repository::StoredUser user, Admit admit, std::string label,
                                       std::string address) {
    const auto now = m_env.clock.now();
    const Session session{makeId(m_env.clock, m_env.random),
                          user.user.userId,
                          std::move(label),
                          address.substr(0, 64),
                          now,
                          now,
                          now + kSessionLife};
    const auto refreshToken = newToken(kRefreshPrefix, m_env.random);
    const repository::RefreshToken stored{tokenHash(refreshToken.text()), session.sessionId,
                                          now + kRefreshLife, std::nullopt};
    KOSH_CO_CHECK(co_await m_db.write([admit, session, stored](store::Transaction& tx) -> Result<> {
        if (admit) {
            KOSH_CHECK(admit(tx));
        }
        KOSH_CHECK(repository::insertSession(tx, session));
        return repository::insertRefresh(tx, stored);
    }));
    // Whoever was locked out meanwhile stays out: the registry asks for the user each time.
    m_registry.putSession({session.sessionId, session.userId, session.expiresAt, {}});
    co_return tokensFor(user.user, session, refreshToken, stored.expiresAt);
}

Task<Tokens> AuthService::signIn(SignIn request, ops::Context context) {
    KOSH_CO_CHECK(checkLabel(request.label, true));
    KOSH_CO_TRY(auto user,
                co_await checkCredentials(request.name, request.password, context.address));
    if (!user.otpSecret.empty() && request.code.isEmpty()) {
        co_return neededOtp();
    }
    const auto name = user.user.name;
    Admit admit;
    if (!user.otpSecret.empty()) {
        admit = [user, code = request.code, now = m_env.clock.now()](store::Transaction& tx) {
            return useCode(tx, user, code, now);
        };
    }
    KOSH_CO_TRY(auto tokens, co_await beginSession(std::move(user), std::move(admit), request.label,
                                                   context.address));
    m_byUser.forget(name);
    co_return tokens;
}

Task<Tokens> AuthService::refresh(Refresh request, ops::Context) {
    const auto now = m_env.clock.now();
    const auto hash = tokenHash(request.refreshToken.text());
    const auto next = newToken(kRefreshPrefix, m_env.random);
    const auto expiresAt = now + kRefreshLife;
    const auto nextHash = tokenHash(next.text());
    KOSH_CO_TRY(const auto done,
                co_await m_db.write([=](store::Transaction& tx) -> Result<Refreshed> {
                    KOSH_TRY(const auto token, repository::findRefresh(tx, hash));
                    if (!token) {
                        return fail(ErrorKind::unauthenticated, "auth.token",
                                    "this refresh token is not valid; sign in again");
                    }
                    KOSH_TRY(auto session, repository::findSession(tx, token->sessionId, now));
                    if (!session || token->expiresAt <= now) {
                        return fail(ErrorKind::unauthenticated, "auth.token_expired",
                                    "this session has ended; sign in again");
                    }
                    if (token->usedAt) {
                        KOSH_CHECK(repository::endSession(tx, session->sessionId, now));
                        KOSH_CHECK(events::append(
                            tx, AccessEnded{session->userId, session->sessionId.toString()}));
                        return Refreshed{true, *std::move(session)};
                    }
                    session->lastUsedAt = now;
                    KOSH_CHECK(repository::useRefresh(tx, hash, now));
                    KOSH_CHECK(repository::insertRefresh(
                        tx, {nextHash, session->sessionId, expiresAt, std::nullopt}));
                    KOSH_CHECK(repository::touchSession(tx, *session));
                    return Refreshed{false, *std::move(session)};
                }));
    if (done.isReuse) {
        m_registry.end(done.session.sessionId);
        co_return fail(ErrorKind::unauthenticated, "auth.refresh_reused",
                       "this refresh token has been used before: somebody else may have it, so the "
                       "session is ended; sign in again");
    }
    const User* const user = m_registry.user(done.session.userId);
    if (user == nullptr || user->isDisabled || !m_registry.hasSession(done.session.sessionId)) {
        co_return fail(ErrorKind::unauthenticated, "auth.revoked",
                       "this access has been ended; sign in again");
    }
    co_return tokensFor(*user, done.session, next, expiresAt);
}

Task<ops::Nothing> AuthService::signOut(SignOut, ops::Context context) {
    const auto sessionId = Id::parse(context.session);
    if (!sessionId || !m_registry.hasSession(*sessionId)) {
        co_return fail(ErrorKind::precondition, "auth.no_session",
                       "this call came under no session");
    }
    co_return co_await revokeSession(RevokeSession{*sessionId}, std::move(context));
}

Result<Me::Response> AuthService::me(const Me&, const ops::Context& context) {
    if (!context.principal) {
        return fail(ErrorKind::unauthenticated, "auth.nobody", "nobody is signed in");
    }
    Me::Response response;
    response.subject = context.principal->subject;
    response.session = context.session;
    response.scopes.assign(context.principal->scopes.begin(), context.principal->scopes.end());
    if (const auto user = self(context)) {
        response.userId = user->userId;
        response.name = user->name;
        response.role = user->role;
    }
    return response;
}

Task<ListSessions::Response> AuthService::listSessions(ListSessions request, ops::Context context) {
    KOSH_CO_TRY(const auto whose, filter(context, request.userId));
    KOSH_CO_TRY(auto sessions, co_await m_db.read([now = m_env.clock.now()](store::Reader& reader) {
        return repository::lastingSessions(reader, now);
    }));
    if (whose) {
        std::erase_if(sessions, [&](const Session& s) { return s.userId != *whose; });
    }
    for (auto& session : sessions) {
        session.isThisOne = session.sessionId.toString() == context.session;
    }
    co_return ListSessions::Response{std::move(sessions)};
}

Task<ops::Nothing> AuthService::revokeSession(RevokeSession request, ops::Context context) {
    const auto now = m_env.clock.now();
    KOSH_CO_TRY(const auto whose, filter(context, std::nullopt));
    const auto id = request.sessionId;
    KOSH_CO_CHECK(co_await m_db.write([id, whose, now](store::Transaction& tx) -> Result<> {
        KOSH_TRY(const auto session, repository::findSession(tx, id, now));
        if (!session || (whose && session->userId != *whose)) {
            return fail(ErrorKind::not_found, "auth.unknown_session",
                        cat("there is no session ", id.toString()), {{"field", "sessionId"}});
        }
        KOSH_CHECK(repository::endSession(tx, id, now));
        KOSH_CHECK(events::append(tx, AccessEnded{session->userId, id.toString()}));
        return {};
    }));
    m_registry.end(id);
    co_return ops::Nothing{};
}

}  // namespace kosh::auth
