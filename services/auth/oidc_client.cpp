// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "oidc_client.h"

namespace kosh::auth {
namespace {

constexpr Duration kTimeout = std::chrono::seconds(10);
constexpr std::size_t kMostBytes = std::size_t{256} << 10;
constexpr Duration kRemembered = std::chrono::hours(1);

Failure setting(std::string_view field, std::string_view why) {
    return invalidField(std::string(field), "auth.provider_setting", std::string(why));
}

}  // namespace

Result<> Provider::check() const {
    if (!isSet()) {
        if (name.empty() && clientId.empty() && clientSecret.isEmpty()) return {};
        return setting("issuer", "the provider needs its issuer: https://accounts.example");
    }
    if (!oidc::isSafeUrl(issuer) || issuer.find('?') != issuer.npos) {
        return setting("issuer",
                       cat("an issuer is https://host, with or without a path, not ", issuer));
    }
    if (name.empty() || name.size() > 64) {
        return setting("name", "what people call the provider, 1 to 64 characters");
    }
    if (clientId.empty()) return setting("clientId", "what the provider calls this node");
    return {};
}

Task<net::HttpResponse> OidcClient::ask(net::HttpRequest request) {
    request.timeout = kTimeout;
    request.maxResponseBytes = kMostBytes;
    request.purpose = purposeOf(m_provider);
    request.headers.emplace_back("Accept", "application/json");
    const auto down = [this](std::string_view why) {
        return fail(ErrorKind::unavailable, "auth.provider_down",
                    cat(m_provider.name, " does not answer: ", why));
    };
    auto response = co_await m_http.send(std::move(request));
    if (!response) {
        if (response.error().key == "net.host_disabled") co_return Failure(response.error());
        co_return down(response.error().message);
    }
    if (response->status >= 500 || response->status == 429) {
        co_return down(cat("its status is ", response->status));
    }
    co_return response;
}

Task<std::string> OidcClient::get(std::string url) {
    net::HttpRequest request;
    request.method = "GET";
    request.url = std::move(url);
    KOSH_CO_TRY(auto response, co_await ask(std::move(request)));
    if (response.status == 200) co_return std::move(response.body);
    co_return fail(ErrorKind::unavailable, "auth.provider_down",
                   cat(m_provider.name, " answers with the status ", response.status));
}

Task<oidc::Metadata> OidcClient::metadata() {
    if (m_metadata && m_clock.now() < m_metadataUntil) co_return *m_metadata;
    KOSH_CO_TRY(const auto text, co_await get(oidc::metadataUrl(m_provider.issuer)));
    KOSH_CO_TRY(m_metadata, oidc::readMetadata(m_provider.issuer, text));
    m_metadataUntil = m_clock.now() + kRemembered;
    co_return *m_metadata;
}

Task<crypto::jose::KeySet> OidcClient::keys(bool mustBeFresh) {
    if (!mustBeFresh && m_keys && m_clock.now() < m_keysUntil) co_return *m_keys;
    KOSH_CO_TRY(const auto known, co_await metadata());
    KOSH_CO_TRY(const auto text, co_await get(known.keysUrl));
    const auto document = json::Document::parse(text, {kMostBytes, 16});
    auto keys = document ? crypto::jose::KeySet::parse(document->root())
                         : Result<crypto::jose::KeySet>(Failure(document.error()));
    if (!keys) {
        co_return fail(ErrorKind::unavailable, "auth.provider",
                       cat("the provider's keys cannot be read: ", keys.error().message));
    }
    m_keys = *std::move(keys);
    m_keysUntil = m_clock.now() + kRemembered;
    co_return *m_keys;
}

Task<oidc::Person> OidcClient::redeem(oidc::Request request, SharedSecret code) {
    KOSH_CO_TRY(const auto known, co_await metadata());
    const auto secret = m_provider.clientSecret.text();
    net::HttpRequest trade;
    trade.url = known.tokenEndpoint;
    trade.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    const bool isBasic = !secret.empty() && known.takesBasic;
    if (isBasic) {
        trade.headers.emplace_back("Authorization",
                                   oidc::basicAuthorization(m_provider.clientId, secret));
    }
    trade.body = oidc::tokenForm(request, code.text(), isBasic ? std::string_view() : secret);
    KOSH_CO_TRY(const auto response, co_await ask(std::move(trade)));
    if (response.status != 200) {
        const auto reason = oidc::refusalOf(response.body);
        co_return fail(ErrorKind::unauthenticated, "auth.oidc",
                       cat(m_provider.name, " refuses this sign-in",
                           reason.empty() ? std::string() : cat(": ", reason)));
    }
    KOSH_CO_TRY(const auto token, oidc::idTokenOf(response.body));
    const oidc::Expected expected{m_provider.issuer, m_provider.clientId, request.nonce,
                                  m_clock.now()};
    KOSH_CO_TRY(const auto remembered, co_await keys(false));
    auto person = oidc::readIdToken(token, remembered, expected);
    if (!person && person.error().key == "jose.unknown_key") {
        KOSH_CO_TRY(const auto fresh, co_await keys(true));
        person = oidc::readIdToken(token, fresh, expected);
    }
    if (person || person.error().key == "auth.oidc") co_return person;
    co_return fail(ErrorKind::unauthenticated, "auth.oidc",
                   cat("the provider's answer is refused: ", person.error().message));
}

}  // namespace kosh::auth
