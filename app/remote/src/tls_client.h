// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/remote/paired_nodes.h>

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <memory>

namespace kosh::remote {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;
using Socket = websocket::stream<TlsStream>;

/// TLS 1.3 with this device's certificate to the one node that shows the expected one.
class TlsClient {
public:
    /// Error: `remote.credentials`.
    static Result<std::shared_ptr<TlsClient>> create(const Credentials& credentials);

    asio::ssl::context& context() { return m_context; }
    /// Whether the last handshake met another certificate.
    bool sawAnother() const { return m_sawAnother; }
    void forgetAnother() { m_sawAnother = false; }

private:
    TlsClient() : m_context(asio::ssl::context::tls_client) {}
    static int check(X509_STORE_CTX* store, void* self);
    asio::ssl::context m_context;
    Hash256 m_expected;
    bool m_sawAnother = false;
};

/// Errors: `remote.unreachable` (unavailable), `remote.certificate` (unauthenticated).
Task<std::unique_ptr<TlsStream>> openTls(std::shared_ptr<TlsClient> client, std::string address);

/// The gateway's WebSocket. Errors: those of `openTls` and what the gateway answers instead.
Task<std::shared_ptr<Socket>> openSocket(std::shared_ptr<TlsClient> client, std::string address);

/// The error in an answer of the gateway that is no success.
Error problemOf(int status, std::string_view body);

}  // namespace kosh::remote
