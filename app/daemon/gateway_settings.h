// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/site.h>
#include <kosh/gateway/http_server.h>
#include <kosh/json/codec.h>

#include <string>
#include <tuple>
#include <vector>

namespace kosh::daemon {

/// The way in over the network, as the settings say it.
struct GatewaySettings {
    std::string listen, publicUrl, tlsCertificate, tlsKey, tlsMinVersion = "1.3";
    SharedSecret developmentToken;
    std::vector<std::string> tlsNames, corsOrigins, trustedProxies, rateLimits;
    bool tlsClients = false;
    std::int64_t maxConnections = 12'000;

    static constexpr auto fields() {
        using S = GatewaySettings;
        return std::tuple{
            json::optional("listen", &S::listen,
                           "ADDRESS:PORT for HTTP, WebSocket and events; none = only the socket"),
            json::optional("publicUrl", &S::publicUrl,
                           "how browsers reach it, for passkeys and sign-in elsewhere: "
                           "https://node.example:8443; else guessed from listen and tls-names"),
            json::optional("tlsCertificate", &S::tlsCertificate,
                           "certificate chain (PEM); read again when it changes"),
            json::optional("tlsKey", &S::tlsKey, "its key (PEM)"),
            json::optional("tlsNames", &S::tlsNames,
                           "makes a certificate of its own for these names and addresses"),
            json::optional("tlsMinVersion", &S::tlsMinVersion, "1.3 or 1.2"),
            json::optional("tlsClients", &S::tlsClients,
                           "paired devices may show their certificate"),
            json::optional("corsOrigins", &S::corsOrigins, "whose pages may use this node"),
            json::optional("trustedProxies", &S::trustedProxies,
                           "addresses or networks whose X-Forwarded-For is believed"),
            json::optional("rateLimits", &S::rateLimits,
                           "units in 15 minutes as ROLE=N; the role may be anonymous"),
            json::optional("maxConnections", &S::maxConnections, "at one time", 1, 1'000'000),
            json::optional("developmentToken", &S::developmentToken,
                           "owner's rights for whoever shows it; loopback only; not as a flag")};
    }
};

/// What the gateway is started with; a certificate of its own is in `folder`. Error:
/// `daemon.option`.
Result<gateway::HttpOptions> gatewayOptions(const GatewaySettings& settings,
                                            const std::string& folder);
/// Makes the certificate of its own when one is asked for and not there yet; says in the log when
/// the one that is there was made for other names.
Result<> ensureCertificate(const GatewaySettings& settings, const gateway::HttpOptions& options,
                           observe::Logger& log);
/// Whether a gateway could be started with them; makes nothing. Errors: `daemon.option` and those
/// of gateway::check.
Result<> checkGateway(const GatewaySettings& settings);

/// Under which address browsers know this node, once it listens on `port`. Error: `daemon.option`.
Result<auth::Site> siteOf(const GatewaySettings& settings, const gateway::HttpOptions& options,
                          std::uint16_t port);

}  // namespace kosh::daemon
