// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "network.h"

#include "http_request.h"

#include <kosh/base/bytes.h>

#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace kosh::gateway {
namespace {

bool shareBits(std::span<const unsigned char> a, std::span<const unsigned char> b, unsigned bits) {
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        const unsigned here = std::min(bits, 8U);
        if (((a[i] ^ b[i]) >> (8U - here)) != 0) return false;
        bits -= here;
    }
    return true;
}

bool isInside(const Address& address, const Address& network, unsigned bits) {
    if (address.is_v4() != network.is_v4()) return false;
    if (address.is_v4()) {
        return shareBits(address.to_v4().to_bytes(), network.to_v4().to_bytes(), bits);
    }
    return shareBits(address.to_v6().to_bytes(), network.to_v6().to_bytes(), bits);
}

}  // namespace

Address plain(const Address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    return address;
}

std::string limiterKey(const Address& address) {
    if (address.is_v4()) return address.to_string();
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6(bytes).to_string();
}

std::vector<std::string> reachableHosts(const Address& address) {
    if (!address.is_unspecified()) return {address.to_string()};
    std::vector<std::string> hosts;
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {"127.0.0.1"};
    for (const auto* one = first; one != nullptr; one = one->ifa_next) {
        std::array<char, NI_MAXHOST> text{};
        const int family = one->ifa_addr == nullptr ? AF_UNSPEC : one->ifa_addr->sa_family;
        if (family != AF_INET && (family != AF_INET6 || address.is_v4())) continue;
        const auto size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
        if (::getnameinfo(one->ifa_addr, static_cast<socklen_t>(size), text.data(), text.size(),
                          nullptr, 0, NI_NUMERICHOST) != 0) {
            continue;
        }
        boost::system::error_code failed;
        const auto own = boost::asio::ip::make_address(text.data(), failed);
        const bool isOfLink = own.is_v6() && own.to_v6().is_link_local();
        if (!failed && !own.is_loopback() && !isOfLink) hosts.push_back(own.to_string());
    }
    ::freeifaddrs(first);
    constexpr std::size_t kMost = 6;
    if (hosts.size() > kMost) hosts.resize(kMost);
    if (hosts.empty()) hosts.emplace_back("127.0.0.1");
    return hosts;
}

std::string hostAndPort(std::string_view host, std::uint16_t port) {
    const bool isV6 = host.find(':') != host.npos;
    return cat(isV6 ? "[" : "", host, isV6 ? "]:" : ":", port);
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
    TrustedProxies proxies;
    for (const auto& text : networks) {
        const auto slash = text.find('/');
        boost::system::error_code failed;
        const auto address = boost::asio::ip::make_address(text.substr(0, slash), failed);
        const unsigned most = address.is_v4() ? 32 : 128;
        unsigned bits = most;
        if (!failed && slash != text.npos) {
            const char* const end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + slash + 1, end, bits);
            if (read.ec != std::errc() || read.ptr != end || bits > most) bits = most + 1;
        }
        if (failed || bits > most) {
            return invalidField("gateway.trusted-proxies", "gateway.option",
                                cat("gateway.trusted-proxies takes an address or a network such as "
                                    "10.0.0.0/8, not ",
                                    text));
        }
        proxies.m_networks.push_back({plain(address), bits});
    }
    return proxies;
}

bool TrustedProxies::has(const Address& address) const {
    return std::ranges::any_of(m_networks, [&address](const Network& network) {
        return isInside(address, network.address, network.bits);
    });
}

Address TrustedProxies::clientOf(const Address& peer, std::string_view forwardedFor) const {
    Address client = plain(peer);
    while (has(client) && !forwardedFor.empty()) {
        const auto comma = forwardedFor.rfind(',');
        const auto last =
            trimmed(comma == forwardedFor.npos ? forwardedFor : forwardedFor.substr(comma + 1));
        boost::system::error_code failed;
        const auto named = boost::asio::ip::make_address(std::string(last), failed);
        if (failed) break;
        client = plain(named);
        forwardedFor =
            comma == forwardedFor.npos ? std::string_view() : forwardedFor.substr(0, comma);
    }
    return client;
}

}  // namespace kosh::gateway
