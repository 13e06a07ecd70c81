// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/net/http_client.h>
#include <kosh/observe/observe.h>
#include <kosh/transport/host_registry.h>

#include <memory>

namespace kosh::transport {

/// net::HttpClient on Qt's network stack, with an event loop on a thread of its own. The program
/// needs a QCoreApplication for as long as this lives.
///
/// Connections are kept and reused; HTTP/1.1 on plain http. No redirects (a 3xx is a response like
/// any other), cookies, cache, proxy or stored credentials. TLS 1.2 or later; a certificate that
/// does not verify is `net.tls`. `request.timeout` covers everything from the call to the last
/// byte. At most kMaxInFlight requests wait at once, more are `net.busy` (unavailable). A malformed
/// header is `net.header` (invalid). Errors name the host only: paths and queries may hold keys.
///
/// Two traits of Qt 6 to know. A chunked body whose connection ends together with its last bytes
/// counts as whole: parse strictly. Qt sends a request again when a kept connection turns out to be
/// closed before a byte of the answer came, also a POST: what must not happen twice needs an
/// idempotency key.
///
/// `send` may be called from any executor. Destroying the client ends requests under way with
/// `net.interrupted`; `hosts` and `metrics` outlive them.
class QtHttpClient final : public net::HttpClient {
public:
    static constexpr int kMaxInFlight = 512;

    QtHttpClient(HostRegistry& hosts, observe::Metrics& metrics);
    ~QtHttpClient() override;
    Task<net::HttpResponse> send(net::HttpRequest request) override;
    net::HostDirectory* hosts() override { return &m_hosts; }

private:
    class Loop;
    HostRegistry& m_hosts;
    observe::Metrics& m_metrics;
    std::unique_ptr<Loop> m_loop;
};

}  // namespace kosh::transport
