// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/credential.h"

#include <kosh/crypto/base64url.h>

#include <algorithm>

namespace kosh::auth {
namespace {

constexpr Duration kTicketLife = std::chrono::minutes(10);
constexpr std::size_t kMostTickets = 10'000;
constexpr std::size_t kMostText = 255;

Failure noProvider() {
    return fail(ErrorKind::precondition, "auth.no_provider",
                "nobody's accounts may sign in here: start koshd with sign-in.issuer");
}

Failure notAdmitted(const oidc::Person& person) {
    return fail(ErrorKind::forbidden, "auth.not_admitted",
                cat("this account is not on the list of this node; an owner admits it with ",
                    "auth.admit_identity"),
                {{"subject", person.subject}});
}

bool isPlain(std::string_view text) {
    return text.size() <= kMostText &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c != 0x7F; });
}

}  // namespace

std::string AuthService::randomText() {
    Bytes bytes(32);
    m_env.random.fill(bytes);
    return crypto::toBase64Url(bytes);
}

Result<GetProvider::Response> AuthService::getProvider(const GetProvider&, const ops::Context&) {
    if (!m_provider) return GetProvider::Response{};
    return GetProvider::Response{m_provider->provider().name, m_provider->provider().issuer};
}

Task<OidcBegin::Response> AuthService::oidcBegin(OidcBegin, ops::Context) {
    if (!m_provider) co_return noProvider();
    const auto site = m_gate.site();
    if (site.origin.empty()) {
        co_return fail(ErrorKind::precondition, "auth.no_host",
                       "the provider has to send browsers back here: start koshd with "
                       "gateway.public-url");
    }
    KOSH_CO_TRY(const auto metadata, co_await m_provider->metadata());
    const auto now = m_env.clock.now();
    std::erase_if(m_tickets, [now](const auto& entry) { return entry.second.expiresAt <= now; });
    if (m_tickets.size() >= kMostTickets) {
        co_return fail(ErrorKind::unavailable, "auth.busy", "too many sign-ins at once; try again");
    }
    const Ticket ticket{{m_provider->provider().clientId, cat(site.origin, "/console"),
                         randomText(), randomText(), randomText()},
                        now + kTicketLife};
    OidcBegin::Response response;
    response.url = oidc::authorizationUrl(metadata, ticket.request);
    response.site = site.origin;
    response.ticket = newToken("kosh-ticket_", m_env.random);
    response.expiresAt = ticket.expiresAt;
    m_tickets.emplace(tokenHash(response.ticket.text()), ticket);
    co_return response;
}

Result<oidc::Request> AuthService::takeTicket(const OidcSignIn& request) {
    const auto ticket = m_tickets.extract(tokenHash(request.ticket.text()));
    if (ticket.empty() || ticket.mapped().expiresAt <= m_env.clock.now() ||
        !equalConstantTime(asBytes(ticket.mapped().request.state), asBytes(request.state))) {
        return fail(ErrorKind::unauthenticated, "auth.oidc_state",
                    "this sign-in was not begun here, is used up or took too long: begin again");
    }
    return ticket.mapped().request;
}

Task<Tokens> AuthService::oidcSignIn(OidcSignIn request, ops::Context context) {
    KOSH_CO_CHECK(checkLabel(request.label, true));
    if (!m_provider) co_return noProvider();
    KOSH_CO_CHECK(m_byAddress.begin(context.address, m_env.clock.steady()));
    KOSH_CO_TRY(const auto begun, takeTicket(request));
    KOSH_CO_TRY(const auto metadata, co_await m_provider->metadata());
    const auto issuer = m_provider->provider().issuer;
    if (request.issuer.empty() ? metadata.namesItself : request.issuer != issuer) {
        co_return fail(ErrorKind::unauthenticated, "auth.oidc",
                       "the answer comes from another provider than the one asked");
    }
    KOSH_CO_TRY(const auto person, co_await m_provider->redeem(begun, request.code));
    struct Found {
        std::optional<AdmittedIdentity> identity;
        std::optional<repository::StoredUser> user;
    };
    KOSH_CO_TRY(
        auto found, co_await m_db.read([issuer, person](store::Reader& reader) -> Result<Found> {
            Found both;
            KOSH_TRY(both.identity,
                     repository::findIdentity(reader, issuer, person.subject, person.email));
            if (!both.identity) return both;
            KOSH_TRY(both.user, repository::findUser(reader, both.identity->userId));
            return both;
        }));
    if (!found.user || found.user->user.isDisabled) co_return notAdmitted(person);
    m_byAddress.undo(context.address);
    const auto use = [id = found.identity->identityId, person,
                      now = m_env.clock.now()](store::Transaction& tx) -> Result<> {
        KOSH_TRY(const bool isUsed, repository::useIdentity(tx, id, person.subject, now));
        if (!isUsed) return notAdmitted(person);
        return {};
    };
    co_return co_await beginSession(*std::move(found.user), use, request.label, context.address);
}

Task<AdmittedIdentity> AuthService::admitIdentity(AdmitIdentity request, ops::Context context) {
    if (!m_provider) co_return noProvider();
    KOSH_CO_TRY(const auto user, manageable(context, request.userId));
    if (user.role == Role::service) {
        co_return invalidField("userId", "auth.role", "a service signs in with API keys only");
    }
    if (request.subject.empty() == request.email.empty()) {
        co_return invalidField("subject", "auth.identity",
                               "give the subject or the e-mail address");
    }
    if (!isPlain(request.subject)) {
        co_return invalidField("subject", "auth.identity",
                               cat("a subject has 1 to ", kMostText, " bytes without spaces"));
    }
    const auto at = request.email.find('@');
    const bool isAddress = isPlain(request.email) && at != 0 && at != request.email.npos &&
                           at + 1 < request.email.size();
    if (!request.email.empty() && !isAddress) {
        co_return invalidField("email", "auth.identity", "an e-mail address is name@host");
    }
    AdmittedIdentity identity;
    identity.identityId = makeId(m_env.clock, m_env.random);
    identity.userId = user.userId;
    identity.issuer = m_provider->provider().issuer;
    if (!request.subject.empty()) identity.subject = request.subject;
    if (!request.email.empty()) identity.email = oidc::lowered(request.email);
    identity.createdAt = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_db.write(
        [identity](store::Transaction& tx) { return repository::insertIdentity(tx, identity); }));
    co_return identity;
}

Task<ListIdentities::Response> AuthService::listIdentities(ListIdentities, ops::Context) {
    KOSH_CO_TRY(auto stored, co_await m_db.read([](store::Reader& reader) {
        return repository::identities(reader);
    }));
    co_return ListIdentities::Response{std::move(stored)};
}

Task<ops::Nothing> AuthService::removeIdentity(RemoveIdentity request, ops::Context) {
    const auto id = request.identityId;
    KOSH_CO_TRY(const bool isRemoved, co_await m_db.write([id](store::Transaction& tx) {
        return repository::removeIdentity(tx, id);
    }));
    if (isRemoved) co_return ops::Nothing{};
    co_return fail(ErrorKind::not_found, "auth.unknown_identity",
                   cat("there is no admitted account ", id.toString()), {{"field", "identityId"}});
}

}  // namespace kosh::auth
