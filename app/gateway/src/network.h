// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::gateway {

using Address = boost::asio::ip::address;

/// Addresses whose word about the real client is taken.
class TrustedProxies {
public:
    /// "10.0.0.0/8", "fd00::/8" or one address; else `gateway.option`.
    static Result<TrustedProxies> parse(const std::vector<std::string>& networks);
    bool has(const Address& address) const;
    /// Who sent the request: the socket's peer or, when that is a trusted proxy, the last address
    /// of X-Forwarded-For that is none.
    Address clientOf(const Address& peer, std::string_view forwardedFor) const;

private:
    struct Network {
        Address address;
        unsigned bits;
    };
    std::vector<Network> m_networks;
};

/// IPv4 inside IPv6 undone.
Address plain(const Address& address);
/// Whose allowance an address uses: an IPv6 network of 64 bits belongs to one customer.
std::string limiterKey(const Address& address);

/// By which hosts a socket bound to `address` is reached: itself, or this machine's
/// addresses where it stands for all of them.
std::vector<std::string> reachableHosts(const Address& address);
/// "host:port", with brackets around an IPv6 address.
std::string hostAndPort(std::string_view host, std::uint16_t port);

}  // namespace kosh::gateway
