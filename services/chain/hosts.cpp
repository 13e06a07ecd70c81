// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxHost = 253;

bool isHost(std::string_view host) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]_";
    return !host.empty() && host.size() <= kMaxHost &&
           host.find_first_not_of(kAllowed) == host.npos;
}

}  // namespace

Result<ListHosts::Response> ChainService::listHosts(const ListHosts&, const ops::Context&) {
    ListHosts::Response response;
    if (!m_hosts) return response;
    for (const auto& use : m_hosts->list()) {
        response.hosts.push_back({use.host,
                                  {use.purposes.begin(), use.purposes.end()},
                                  use.requests,
                                  use.bytesOut,
                                  use.bytesIn,
                                  use.isEnabled});
    }
    return response;
}

Task<ops::Nothing> ChainService::setHost(SetHost request, ops::Context) {
    std::ranges::transform(request.host, request.host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (!isHost(request.host)) {
        co_return invalidField("host", "chain.host", "a host name or address, without port");
    }
    KOSH_CO_CHECK(co_await m_database.write([request](store::Transaction& tx) -> Result<bool> {
        KOSH_CHECK(Repository::saveHost(tx, request.host, request.isEnabled));
        return true;
    }));
    if (m_hosts) m_hosts->setEnabled(request.host, request.isEnabled);
    co_return ops::Nothing{};
}

}  // namespace kosh::chain
