// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/provider.h>
#include "domain/oidc.h"

#include <kosh/net/http_client.h>

#include <optional>

namespace kosh::auth {

/// Talks to the one provider. Its description and keys are remembered for an hour; keys are asked
/// for again when a token names an unknown one. Thread: core.
class OidcClient {
public:
    OidcClient(Provider provider, net::HttpClient& http, const Clock& clock)
        : m_provider(std::move(provider)), m_http(http), m_clock(clock) {}

    const Provider& provider() const { return m_provider; }
    /// Errors: `auth.provider`, `auth.provider_down` (unavailable), `net.host_disabled`.
    Task<oidc::Metadata> metadata();
    /// Whom the code stands for. Errors: those above, `auth.oidc` (unauthenticated).
    Task<oidc::Person> redeem(oidc::Request request, SharedSecret code);

private:
    Task<net::HttpResponse> ask(net::HttpRequest request);
    Task<std::string> get(std::string url);
    Task<crypto::jose::KeySet> keys(bool mustBeFresh);

    Provider m_provider;
    net::HttpClient& m_http;
    const Clock& m_clock;
    std::optional<oidc::Metadata> m_metadata;
    std::optional<crypto::jose::KeySet> m_keys;
    Timestamp m_metadataUntil, m_keysUntil;
};

}  // namespace kosh::auth
