// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/network.h>

/// Every host of the outside world that this node has a reason to talk to.
namespace kosh::chain {

struct OutboundHost {
    std::string host;
    std::vector<std::string> purposes;
    std::uint64_t requests = 0, bytesOut = 0, bytesIn = 0;
    bool isEnabled = true;
    static constexpr auto fields() {
        using H = OutboundHost;
        return std::tuple{json::required("host", &H::host, "name or address"),
                          json::required("purposes", &H::purposes, "why it is asked"),
                          json::required("requests", &H::requests, "since the program's start"),
                          json::required("bytesOut", &H::bytesOut, "sent since then"),
                          json::required("bytesIn", &H::bytesIn, "received since then"),
                          json::required("isEnabled", &H::isEnabled, "false = never asked")};
    }
};
struct ListHosts {
    static constexpr ops::Info kInfo{"chain.hosts", ops::Kind::query,
                                     "chain:read",  "GET",
                                     "/hosts",      "Hosts that this node talks to, and why"};
    struct Response {
        std::vector<OutboundHost> hosts;
        static constexpr auto fields() {
            return std::tuple{json::required("hosts", &Response::hosts, "by name")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};
/// Switches a host off or on again; remembered. Requests to it fail with `net.host_disabled`.
struct SetHost {
    static constexpr ops::Info kInfo{"chain.set_host",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "PUT",
                                     "/hosts/{host}",
                                     "Switch a host of the outside world off or on",
                                     1,
                                     true};
    using Response = ops::Nothing;
    std::string host;
    bool isEnabled = true;
    static constexpr auto fields() {
        return std::tuple{json::required("host", &SetHost::host, "name, without port"),
                          json::required("isEnabled", &SetHost::isEnabled, "false = off")};
    }
};

}  // namespace kosh::chain
