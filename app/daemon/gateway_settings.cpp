// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "gateway_settings.h"

#include <kosh/crypto/certificate.h>

#include <algorithm>
#include <charconv>

namespace kosh::daemon {
namespace {

Failure badValue(std::string_view name, std::string_view expected, std::string_view value) {
    return invalidField(cat("gateway.", name), "daemon.option",
                        cat("gateway.", name, " takes ", expected, ", not \"", value, "\""));
}

Result<std::uint32_t> number(std::string_view name, std::string_view text, std::uint32_t most) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > most) {
        return badValue(name, cat("a number up to ", most), text);
    }
    return value;
}

Result<> takeListen(std::string_view value, gateway::HttpOptions& options) {
    const auto colon = value.rfind(':');
    if (colon == value.npos) return badValue("listen", "ADDRESS:PORT", value);
    auto address = value.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    KOSH_TRY(const auto port, number("listen", value.substr(colon + 1), 65'535));
    options.address = address;
    options.port = static_cast<std::uint16_t>(port);
    return {};
}

Result<> takeRate(std::string_view value, gateway::RateOptions& rate) {
    const auto equals = value.find('=');
    const auto role = value.substr(0, equals);
    const auto known = rate.byRole.find(role);
    if (equals == value.npos || (role != "anonymous" && known == rate.byRole.end())) {
        return badValue("rate-limits", "anonymous=N or ROLE=N", value);
    }
    KOSH_TRY(const auto units, number("rate-limits", value.substr(equals + 1), 2'000'000'000));
    (role == "anonymous" ? rate.anonymous : known->second) = units;
    return {};
}

/// A certificate of its own is made for its names; else one is given.
bool hasOwnCertificate(const GatewaySettings& settings) {
    return settings.tlsCertificate.empty() && settings.tlsKey.empty() && !settings.tlsNames.empty();
}

Result<> takeTls(const GatewaySettings& settings, const std::string& folder,
                 gateway::HttpOptions& options) {
    if (settings.tlsMinVersion != "1.2" && settings.tlsMinVersion != "1.3") {
        return badValue("tls-min-version", "1.2 or 1.3", settings.tlsMinVersion);
    }
    const bool isOwn = hasOwnCertificate(settings);
    if (!isOwn && settings.tlsCertificate.empty() && settings.tlsKey.empty()) {
        if (!settings.tlsClients) return {};
        return badValue("tls-clients", "tls-names or a tls-certificate beside it", "true");
    }
    gateway::TlsOptions tls{settings.tlsCertificate, settings.tlsKey,
                            settings.tlsMinVersion == "1.2", settings.tlsClients};
    if (isOwn) {
        tls.certificateFile = folder + "/tls/certificate.pem";
        tls.keyFile = folder + "/tls/key.pem";
    } else if (tls.certificateFile.empty()) {
        return badValue("tls-certificate", "a file beside tls-key", "");
    } else if (tls.keyFile.empty()) {
        return badValue("tls-key", "a file beside tls-certificate", "");
    }
    options.tls = std::move(tls);
    options.names = settings.tlsNames;
    return {};
}

/// The name of this node that its settings lead to; empty: none.
std::string guessedName(const GatewaySettings& settings, const gateway::HttpOptions& options) {
    if (options.address == "127.0.0.1" || options.address == "::1") return "localhost";
    const auto isName = [](const std::string& name) {
        const auto site = auth::Site::fromUrl(cat("https://", name));
        return site && !site->host.empty();
    };
    const auto name = std::ranges::find_if(settings.tlsNames, isName);
    return name == settings.tlsNames.end() ? std::string() : *name;
}

}  // namespace

Result<gateway::HttpOptions> gatewayOptions(const GatewaySettings& settings,
                                            const std::string& folder) {
    constexpr std::size_t kShortestToken = 16;
    gateway::HttpOptions options;
    options.version = KOSH_VERSION;
    if (settings.listen.empty()) return options;
    KOSH_CHECK(takeListen(settings.listen, options));
    for (const auto& rate : settings.rateLimits) KOSH_CHECK(takeRate(rate, options.rate));
    KOSH_CHECK(takeTls(settings, folder, options));
    KOSH_CHECK(siteOf(settings, options, options.port));
    options.corsOrigins = settings.corsOrigins;
    options.trustedProxies = settings.trustedProxies;
    options.maxConnections = static_cast<std::size_t>(settings.maxConnections);
    options.developmentToken = std::string(settings.developmentToken.text());
    if (!options.developmentToken.empty() && options.developmentToken.size() < kShortestToken) {
        return badValue("development-token", cat("at least ", kShortestToken, " characters"),
                        "***");
    }
    return options;
}

Result<> ensureCertificate(const GatewaySettings& settings, const gateway::HttpOptions& options,
                           observe::Logger& log) {
    if (!options.tls || !hasOwnCertificate(settings)) return {};
    const auto& file = options.tls->certificateFile;
    KOSH_CHECK(crypto::ensureCertificate(file, options.tls->keyFile,
                                         {"Kosh node", settings.tlsNames, true}));
    KOSH_TRY(const auto uncovered, crypto::uncoveredNames(file, settings.tlsNames));
    for (const auto& name : uncovered) {
        // Devices know the certificate itself: a new one would end every pairing.
        log.warning("gateway",
                    "the certificate was made without this name; remove it to have a new one made, "
                    "then pair devices again",
                    {{"name", name}, {"file", file}});
    }
    return {};
}

Result<> checkGateway(const GatewaySettings& settings) {
    if (settings.listen.empty()) return {};
    KOSH_TRY(auto options, gatewayOptions(settings, {}));
    if (hasOwnCertificate(settings)) options.tls->certificateFile.clear();
    return gateway::check(options);
}

Result<auth::Site> siteOf(const GatewaySettings& settings, const gateway::HttpOptions& options,
                          std::uint16_t port) {
    if (!settings.publicUrl.empty()) {
        const auto site = auth::Site::fromUrl(settings.publicUrl);
        if (site) return site;
        return badValue("public-url", "https://HOST or https://HOST:PORT", settings.publicUrl);
    }
    const auto name = guessedName(settings, options);
    if (name.empty()) return auth::Site{};
    const bool isUsual = port == (options.tls ? 443 : 80);
    return auth::Site::fromUrl(
        cat(options.tls ? "https://" : "http://", name, isUsual ? std::string() : cat(':', port)));
}

}  // namespace kosh::daemon
