// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/auth/authenticator.h>
#include <kosh/observe/observe.h>
#include <kosh/ops/dispatcher.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kosh::gateway {

/// Certificate chain and key as PEM files; both are read again when they change.
struct TlsOptions {
    std::string certificateFile, keyFile;  ///< For `check`, empty: they will be made.
    bool allowsTls12 = false;              ///< Else 1.3 only.
    bool asksForCertificate = false;       ///< Paired devices show theirs.
};

struct RateOptions {
    std::chrono::seconds window = std::chrono::minutes(15);
    std::uint32_t anonymous = 1'000;  ///< Units per address (IPv6: per /64) and window.
    /// Units per user, key or device and window, by role.
    std::map<std::string, std::uint32_t, std::less<>> byRole{{"owner", 60'000},
                                                             {"member", 30'000},
                                                             {"accountant", 15'000},
                                                             {"viewer", 15'000},
                                                             {"service", 60'000}};
};

struct HttpOptions {
    std::string address = "127.0.0.1";  ///< IPv4 or IPv6.
    std::uint16_t port = 8080;          ///< 0: the system chooses.
    std::optional<TlsOptions> tls;
    std::vector<std::string> names;  ///< By which others reach it; none: its addresses.
    RateOptions rate;
    std::vector<std::string> corsOrigins;     ///< "https://app.example"; nothing else.
    std::vector<std::string> trustedProxies;  ///< Addresses or networks: "10.0.0.0/8".
    std::size_t maxConnections = 12'000;
    std::string version;           ///< Of the program.
    std::string developmentToken;  ///< Owner's rights; loopback only. Empty: none.
};

/// What HttpServer::start would refuse before it binds: `gateway.tls_required`,
/// `gateway.development_token`, `gateway.option`, those of the certificate.
Result<> check(const HttpOptions& options);

/// A module of the node as `/api/services` shows it.
struct ServiceInfo {
    std::string name;
    std::string state;  ///< running, locked, degraded, failed
    std::vector<std::string> dependencies;
};

struct HttpEnvironment {
    ops::Dispatcher& dispatcher;
    ops::Node& node;
    async::Executor executor;
    const Clock& clock;
    observe::Observer observer;
    auth::Authenticator* authenticator = nullptr;  ///< Null: nobody can sign in.
    std::function<std::vector<ServiceInfo>()> services;
    /// Counts how often the vault has been opened; 0 while it is locked.
    std::function<std::uint64_t()> vaultOpening;
};

/// The node over HTTP/1.1, WebSocket and Server-Sent Events (README.md says what is where).
/// Thread: core.
class HttpServer {
public:
    HttpServer(HttpOptions options, HttpEnvironment environment);
    ~HttpServer();
    /// Binds. An address that others can reach needs TLS (`gateway.tls_required`), forbids a
    /// development token (`gateway.development_token`), and is bound only once there is an owner.
    /// Others: `gateway.listen`, `gateway.option`, those of the certificate.
    Task<> start();
    /// Takes over what may change while it runs: allowances, origins and trusted proxies. Error:
    /// `gateway.option`, and nothing has changed.
    Result<> change(const HttpOptions& options);
    /// Stops accepting, lets requests in flight finish (5 s at most).
    Task<> stop();
    std::uint16_t port() const;  ///< 0 while not bound.

    struct State;  ///< Implementation.

private:
    std::shared_ptr<State> m_state;
};

}  // namespace kosh::gateway
