// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"

namespace kosh::auth {
namespace {

constexpr Duration kSetupLife = std::chrono::hours(1);
/// Wrong codes before a new one has to be asked for.
constexpr int kMostSetupGuesses = 5;

Failure roleTooHigh(Role role) {
    return fail(ErrorKind::forbidden, "auth.role",
                cat("nobody can give away more than they have: ", nameOf(role), " is more"),
                {{"field", "role"}});
}

}  // namespace

Task<SetupCode::Response> AuthService::setupCode(SetupCode, ops::Context context) {
    if (!context.principal || context.principal->subject != ops::ownerPrincipal()->subject) {
        co_return fail(ErrorKind::forbidden, "auth.device_only",
                       "the code is shown on the device itself only: kosh-cli auth setup-code");
    }
    if (m_registry.hasOwner()) {
        co_return fail(ErrorKind::conflict, "auth.owner_exists",
                       "this node has an owner already; add users with auth.add_user");
    }
    if (!m_setup || m_setup->expiresAt <= m_env.clock.now()) {
        m_setup.emplace(newCode(m_env.random), m_env.clock.now() + kSetupLife);
    }
    co_return SetupCode::Response{m_setup->code, m_setup->expiresAt};
}

Task<Tokens> AuthService::claimOwner(ClaimOwner request, ops::Context context) {
    if (m_registry.hasOwner()) {
        co_return fail(ErrorKind::conflict, "auth.owner_exists", "this node has an owner already");
    }
    KOSH_CO_CHECK(m_byAddress.begin(context.address, m_env.clock.steady()));
    const bool isOpen = m_setup && m_setup->expiresAt > m_env.clock.now();
    const auto wanted = codeHash(isOpen ? m_setup->code.text() : "");
    const bool isRight =
        equalConstantTime(codeHash(request.code.text()).view(), wanted.view()) && isOpen;
    if (!isRight) {
        if (isOpen && ++m_setup->wrongGuesses >= kMostSetupGuesses) m_setup.reset();
        co_return fail(ErrorKind::unauthenticated, "auth.setup_code",
                       "this code is wrong, used or expired: kosh-cli auth setup-code shows one");
    }
    KOSH_CO_TRY(auto name, normalisedName(request.name));
    KOSH_CO_CHECK(checkPassword(request.password.text(), name, "password"));
    repository::StoredUser stored;
    stored.user = {makeId(m_env.clock, m_env.random),
                   std::move(name),
                   Role::owner,
                   false,
                   true,
                   false,
                   m_env.clock.now()};
    KOSH_CO_TRY(stored.password, co_await hashPassword(request.password));
    KOSH_CO_CHECK(co_await m_db.write(
        [stored](store::Transaction& tx) { return repository::insertUser(tx, stored, true); }));
    m_setup.reset();
    m_byAddress.undo(context.address);
    m_registry.putUser(stored.user);
    co_return co_await beginSession(std::move(stored), {}, "setup", context.address);
}

Result<ListUsers::Response> AuthService::listUsers(const ListUsers&, const ops::Context&) {
    return ListUsers::Response{m_registry.users()};
}

Task<User> AuthService::addUser(AddUser request, ops::Context context) {
    if (!covers(*context.principal, request.role)) co_return roleTooHigh(request.role);
    KOSH_CO_TRY(auto name, normalisedName(request.name));
    const bool isService = request.role == Role::service;
    if (isService && !request.password.isEmpty()) {
        co_return invalidField("password", "auth.password_weak",
                               "a service has no password: make an API key for it");
    }
    repository::StoredUser stored;
    stored.user = {makeId(m_env.clock, m_env.random),
                   std::move(name),
                   request.role,
                   false,
                   !isService,
                   false,
                   m_env.clock.now()};
    if (!isService) {
        KOSH_CO_CHECK(checkPassword(request.password.text(), stored.user.name, "password"));
        KOSH_CO_TRY(stored.password, co_await hashPassword(request.password));
    }
    KOSH_CO_CHECK(co_await m_db.write(
        [stored](store::Transaction& tx) { return repository::insertUser(tx, stored, false); }));
    m_registry.putUser(stored.user);
    co_return stored.user;
}

Task<User> AuthService::setRole(SetRole request, ops::Context context) {
    KOSH_CO_TRY(const auto user, manageable(context, request.userId));
    if (!covers(*context.principal, request.role)) co_return roleTooHigh(request.role);
    if ((request.role == Role::service) != (user.role == Role::service)) {
        co_return invalidField("role", "auth.role",
                               "people do not become services, nor services people: add a user");
    }
    if (request.role == user.role) co_return user;
    const auto now = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_db.write([request, now](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::setRole(tx, request.userId, request.role));
        KOSH_CHECK(repository::endSessionsOf(tx, request.userId, {}, now));
        KOSH_CHECK(events::append(tx, AccessEnded{request.userId, {}}));
        return {};
    }));
    m_registry.endSessionsOf(request.userId, {});
    co_return co_await reload(request.userId);
}

Task<User> AuthService::disableUser(DisableUser request, ops::Context context) {
    KOSH_CO_TRY(const auto user, manageable(context, request.userId));
    const auto now = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_db.write([request, now](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::setDisabled(tx, request.userId, request.isDisabled));
        if (!request.isDisabled) return {};
        KOSH_CHECK(repository::endSessionsOf(tx, request.userId, {}, now));
        KOSH_CHECK(events::append(tx, AccessEnded{request.userId, {}}));
        return {};
    }));
    if (request.isDisabled) m_registry.endSessionsOf(request.userId, {});
    co_return co_await reload(request.userId);
}

Task<ops::Nothing> AuthService::resetPassword(ResetPassword request, ops::Context context) {
    KOSH_CO_TRY(const auto user, manageable(context, request.userId));
    if (user.role == Role::service) {
        co_return invalidField("userId", "auth.role", "a service has no password");
    }
    KOSH_CO_CHECK(checkPassword(request.newPassword.text(), user.name, "newPassword"));
    KOSH_CO_TRY(const auto hash, co_await hashPassword(request.newPassword));
    const auto now = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_db.write([id = user.userId, hash, now, removes = request.removesOtp](
                                          store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::setPassword(tx, id, hash));
        KOSH_CHECK(repository::removePasskeysOf(tx, id));
        if (removes) {
            KOSH_CHECK(repository::removeOtp(tx, id));
        }
        KOSH_CHECK(repository::endSessionsOf(tx, id, {}, now));
        KOSH_CHECK(events::append(tx, AccessEnded{id, {}}));
        return {};
    }));
    m_registry.endSessionsOf(user.userId, {});
    m_byUser.forget(user.name);
    KOSH_CO_CHECK(co_await reload(user.userId));
    co_return ops::Nothing{};
}

}  // namespace kosh::auth
