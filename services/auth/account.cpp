// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"
#include "domain/one_time.h"

#include <kosh/crypto/base64url.h>

namespace kosh::auth {
namespace {

constexpr std::size_t kOtpSecretSize = 20;
constexpr int kRecoveryCodes = 10;

}  // namespace

Task<repository::StoredUser> AuthService::checkOwnPassword(ops::Context context,
                                                           SharedSecret password) {
    KOSH_CO_TRY(const auto user, self(context));
    co_return co_await checkCredentials(user.name, std::move(password), context.address);
}

Task<ops::Nothing> AuthService::changePassword(ChangePassword request, ops::Context context) {
    KOSH_CO_TRY(const auto stored, co_await checkOwnPassword(context, request.password));
    const auto user = stored.user;
    KOSH_CO_CHECK(checkPassword(request.newPassword.text(), user.name, "newPassword"));
    KOSH_CO_TRY(const auto hash, co_await hashPassword(request.newPassword));
    const auto now = m_env.clock.now();
    const auto own = Id::parse(context.session).value_or(Id{});
    KOSH_CO_CHECK(
        co_await m_db.write([id = user.userId, hash, own, now](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::setPassword(tx, id, hash));
            return repository::endSessionsOf(tx, id, own, now);
        }));
    m_registry.endSessionsOf(user.userId, own);
    m_byUser.forget(user.name);
    co_return ops::Nothing{};
}

Task<OtpBegin::Response> AuthService::otpBegin(OtpBegin request, ops::Context context) {
    KOSH_CO_TRY(const auto stored, co_await checkOwnPassword(context, request.password));
    const auto user = stored.user;
    m_byUser.forget(user.name);
    Bytes secret(kOtpSecretSize);
    m_env.random.fill(secret);
    auto text = crypto::toBase32(secret);
    auto uri = cat("otpauth://totp/Kosh:", user.name, "?secret=", text, "&issuer=Kosh");
    KOSH_CO_CHECK(co_await m_db.write([id = user.userId, secret](store::Transaction& tx) {
        return repository::setOtpPending(tx, id, secret);
    }));
    OtpBegin::Response response{SharedSecret::fromText(text), SharedSecret::fromText(uri)};
    wipe(text.data(), text.size());
    wipe(uri.data(), uri.size());
    wipe(secret.data(), secret.size());
    co_return response;
}

Task<OtpConfirm::Response> AuthService::otpConfirm(OtpConfirm request, ops::Context context) {
    KOSH_CO_TRY(const auto user, self(context));
    KOSH_CO_CHECK(m_byUser.begin(user.name, m_env.clock.steady()));
    OtpConfirm::Response response;
    std::vector<Hash256> hashes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        response.recoveryCodes.push_back(newCode(m_env.random));
        hashes.push_back(codeHash(response.recoveryCodes.back().text()));
    }
    const auto now = m_env.clock.now();
    const auto code = request.code;
    KOSH_CO_CHECK(co_await m_db.write(
        [id = user.userId, code, now, hashes](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto stored, repository::findUser(tx, id));
            if (!stored || stored->otpPending.empty()) {
                return fail(ErrorKind::precondition, "auth.otp_not_begun",
                            "ask for a secret with auth.otp_begin first");
            }
            const auto counter = otpCounterOf(stored->otpPending, code.text(), now, 0);
            if (!counter) return wrongOtp();
            return repository::confirmOtp(tx, id, *counter, hashes);
        }));
    m_byUser.forget(user.name);
    KOSH_CO_CHECK(co_await reload(user.userId));
    co_return response;
}

Task<ops::Nothing> AuthService::otpRemove(OtpRemove request, ops::Context context) {
    KOSH_CO_TRY(const auto stored, co_await checkOwnPassword(context, request.password));
    const auto now = m_env.clock.now();
    const auto code = request.code;
    KOSH_CO_CHECK(co_await m_db.write([stored, code, now](store::Transaction& tx) -> Result<> {
        if (!stored.otpSecret.empty()) {
            KOSH_CHECK(useCode(tx, stored, code, now));
        }
        return repository::removeOtp(tx, stored.user.userId);
    }));
    m_byUser.forget(stored.user.name);
    KOSH_CO_CHECK(co_await reload(stored.user.userId));
    co_return ops::Nothing{};
}

}  // namespace kosh::auth
