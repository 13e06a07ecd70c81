// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"
#include "domain/one_time.h"

#include <kosh/crypto/base64url.h>

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr Duration kChallengeLife = std::chrono::minutes(5);
constexpr std::size_t kMostChallenges = 10'000;
constexpr std::size_t kMostPasskeys = 50;

Failure refused(std::string_view why) {
    return fail(ErrorKind::unauthenticated, "auth.passkey", cat("the passkey is refused: ", why));
}

Failure unknownPasskey(const std::string& credentialId) {
    return fail(ErrorKind::not_found, "auth.unknown_passkey",
                cat("there is no passkey ", credentialId.substr(0, 64)),
                {{"field", "credentialId"}});
}

Result<Bytes> binary(std::string_view field, std::string_view text) {
    auto bytes = crypto::fromBase64Url(text);
    if (bytes) return bytes;
    return invalidField(std::string(field), "auth.base64", cat(field, " is no base64url"));
}

}  // namespace

Result<std::string> AuthService::newChallenge(const Id& userId) {
    if (m_gate.site().host.empty()) {
        return fail(ErrorKind::precondition, "auth.no_host",
                    "passkeys need a name under which browsers reach this node: start koshd with "
                    "gateway.public-url");
    }
    const auto now = m_env.clock.now();
    std::erase_if(m_challenges, [now](const auto& entry) { return entry.second.expiresAt <= now; });
    if (m_challenges.size() >= kMostChallenges) {
        return fail(ErrorKind::unavailable, "auth.busy", "too many sign-ins at once; try again");
    }
    Bytes bytes(32);
    m_env.random.fill(bytes);
    auto text = crypto::toBase64Url(bytes);
    m_challenges[text] = {userId, now + kChallengeLife};
    return text;
}

Result<Bytes> AuthService::takeChallenge(ByteView clientData, const Id& userId) {
    const auto document = json::Document::parse(asText(clientData), {16'384, 8});
    const auto named = document ? document->root().find("challenge") : json::Value();
    const auto found = named.type() == json::Type::string
                           ? m_challenges.find(std::string(named.asString()))
                           : m_challenges.end();
    if (found == m_challenges.end()) return refused("its challenge is unknown, used or expired");
    const auto challenge = m_challenges.extract(found);
    if (challenge.mapped().expiresAt <= m_env.clock.now() || challenge.mapped().userId != userId) {
        return refused("its challenge is unknown, used or expired");
    }
    return crypto::fromBase64Url(challenge.key());
}

Task<PasskeyBegin::Response> AuthService::passkeyBegin(PasskeyBegin request, ops::Context context) {
    KOSH_CO_TRY(const auto stored, co_await checkOwnPassword(context, request.password));
    const auto user = stored.user;
    if (!stored.otpSecret.empty()) {
        if (request.code.isEmpty()) co_return neededOtp();
        const auto use = [stored, code = request.code, now = m_env.clock.now()](
                             store::Transaction& tx) { return useCode(tx, stored, code, now); };
        KOSH_CO_CHECK(co_await m_db.write(use));
    }
    m_byUser.forget(user.name);
    PasskeyBegin::Response response;
    KOSH_CO_TRY(response.challenge, newChallenge(user.userId));
    response.host = m_gate.site().host;
    response.userHandle = crypto::toBase64Url(user.userId.bytes);
    response.userName = user.name;
    response.algorithms = {-8, -7, -257};
    ListPasskeys own{user.userId};
    KOSH_CO_TRY(const auto list, co_await listPasskeys(own, context));
    if (list.passkeys.size() >= kMostPasskeys) {
        co_return fail(ErrorKind::precondition, "auth.too_many_passkeys",
                       "remove a passkey before adding another");
    }
    for (const auto& passkey : list.passkeys) {
        response.excludeCredentials.push_back(passkey.credentialId);
    }
    co_return response;
}

Task<Passkey> AuthService::passkeyFinish(PasskeyFinish request, ops::Context context) {
    KOSH_CO_TRY(const auto user, self(context));
    KOSH_CO_CHECK(checkLabel(request.label, false));
    KOSH_CO_TRY(const auto clientData, binary("clientDataJson", request.clientDataJson));
    KOSH_CO_TRY(const auto attestation, binary("attestationObject", request.attestationObject));
    KOSH_CO_TRY(const auto challenge, takeChallenge(clientData, user.userId));
    KOSH_CO_TRY(auto registered,
                verifyRegistration(m_gate.site(), challenge, clientData, attestation));
    repository::StoredPasskey stored;
    stored.passkey = {crypto::toBase64Url(registered.credentialId), request.label, user.userId,
                      m_env.clock.now(), std::nullopt};
    stored.credentialId = std::move(registered.credentialId);
    stored.key = std::move(registered.key);
    stored.signCount = registered.signCount;
    KOSH_CO_CHECK(co_await m_db.write(
        [stored](store::Transaction& tx) { return repository::insertPasskey(tx, stored); }));
    co_return stored.passkey;
}

Task<PasskeyChallenge::Response> AuthService::passkeyChallenge(PasskeyChallenge, ops::Context) {
    KOSH_CO_TRY(auto challenge, newChallenge({}));
    co_return PasskeyChallenge::Response{std::move(challenge), m_gate.site().host};
}

Task<Tokens> AuthService::passkeySignIn(PasskeySignIn request, ops::Context context) {
    KOSH_CO_CHECK(checkLabel(request.label, true));
    KOSH_CO_CHECK(m_byAddress.begin(context.address, m_env.clock.steady()));
    KOSH_CO_TRY(const auto id, binary("credentialId", request.credentialId));
    KOSH_CO_TRY(const auto clientData, binary("clientDataJson", request.clientDataJson));
    KOSH_CO_TRY(const auto authData, binary("authenticatorData", request.authenticatorData));
    KOSH_CO_TRY(const auto signature, binary("signature", request.signature));
    KOSH_CO_TRY(const auto challenge, takeChallenge(clientData, {}));
    struct Found {
        std::optional<repository::StoredPasskey> passkey;
        std::optional<repository::StoredUser> user;
    };
    KOSH_CO_TRY(auto found, co_await m_db.read([id](store::Reader& reader) -> Result<Found> {
        Found both;
        KOSH_TRY(both.passkey, repository::findPasskey(reader, id));
        if (!both.passkey) return both;
        KOSH_TRY(both.user, repository::findUser(reader, both.passkey->passkey.userId));
        return both;
    }));
    if (!found.user || found.user->user.isDisabled) co_return refused("nobody here has it");
    const auto& passkey = *found.passkey;
    KOSH_CO_TRY(const auto count,
                verifyAssertion(m_gate.site(), challenge, passkey.key, passkey.signCount,
                                clientData, authData, signature));
    m_byAddress.undo(context.address);
    const auto use = [passkey, count, now = m_env.clock.now()](store::Transaction& tx) -> Result<> {
        KOSH_TRY(const bool isUsed, repository::usePasskey(tx, passkey, count, now));
        if (!isUsed) return refused("it was used at the same time elsewhere");
        return {};
    };
    co_return co_await beginSession(*std::move(found.user), use, request.label, context.address);
}

Task<ListPasskeys::Response> AuthService::listPasskeys(ListPasskeys request, ops::Context context) {
    KOSH_CO_TRY(const auto whose, filter(context, request.userId));
    KOSH_CO_TRY(const auto stored, co_await m_db.read([](store::Reader& reader) {
        return repository::passkeys(reader);
    }));
    ListPasskeys::Response response;
    for (const auto& each : stored) {
        if (!whose || each.passkey.userId == *whose) response.passkeys.push_back(each.passkey);
    }
    co_return response;
}

Task<ops::Nothing> AuthService::removePasskey(RemovePasskey request, ops::Context context) {
    KOSH_CO_TRY(const auto list, co_await listPasskeys({}, std::move(context)));
    const bool isThere = std::ranges::any_of(list.passkeys, [&](const Passkey& each) {
        return each.credentialId == request.credentialId;
    });
    if (!isThere) co_return unknownPasskey(request.credentialId);
    KOSH_CO_TRY(const auto id, binary("credentialId", request.credentialId));
    KOSH_CO_CHECK(co_await m_db.write(
        [id](store::Transaction& tx) { return repository::removePasskey(tx, id); }));
    co_return ops::Nothing{};
}

}  // namespace kosh::auth
