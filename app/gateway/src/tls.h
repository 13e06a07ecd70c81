// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>
#include <kosh/gateway/http_server.h>

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace kosh::gateway {

struct TlsDeleter {
    void operator()(SSL* session) const { SSL_free(session); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
/// Of one connection; null for one without TLS.
using TlsSession = std::unique_ptr<SSL, TlsDeleter>;

/// Certificate and key of the node, read again when their files change. Sessions that are open keep
/// what they began with.
class TlsContext {
public:
    /// Errors name the file: `gateway.tls_certificate`, `gateway.tls_key`.
    static Result<TlsContext> create(TlsOptions options);
    /// For a socket that stays open as long as the session.
    TlsSession session(int socket) const;
    /// SHA-256 of the DER form of the certificate in use.
    Hash256 fingerprint() const;
    /// True when the files have changed since they were read and are in use now. A failure keeps
    /// what was there.
    Result<bool> reload();

private:
    explicit TlsContext(TlsOptions options) : m_options(std::move(options)) {}
    using Stamp = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;
    Result<> load();
    Stamp stamp() const;
    TlsOptions m_options;
    std::unique_ptr<SSL_CTX, TlsDeleter> m_context;
    Stamp m_stamp{};
};

/// SHA-256 of the DER form of the other side's certificate.
std::optional<Hash256> peerFingerprint(SSL* session);

}  // namespace kosh::gateway
