// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/base/ports.h>
#include <kosh/net/hosts.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace kosh::net {

struct HttpRequest {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Duration timeout = std::chrono::seconds(15);  ///< From the call to the last byte.
    std::size_t maxResponseBytes = std::size_t{32} << 20;
    std::string purpose;  ///< Shown in the list of outbound hosts: "chain 1 endpoint".
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< Names in lower case.
    std::string body;
};

/// Port to the outside world. Errors (kind unavailable or deadline): `net.connect`, `net.tls`,
/// `net.timeout`, `net.too_large`, `net.interrupted`, `net.busy`, `net.host_disabled`
/// (precondition), `net.url` and `net.header` (invalid). Any HTTP status is a response, not an
/// error.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual Task<HttpResponse> send(HttpRequest request) = 0;
    /// Whom it talks to; null when it does not keep account.
    virtual HostDirectory* hosts() { return nullptr; }
};

}  // namespace kosh::net
