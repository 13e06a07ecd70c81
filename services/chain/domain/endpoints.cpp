// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/endpoints.h"

#include <kosh/base/bytes.h>

#include <algorithm>
#include <map>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxEndpoints = 16;
constexpr std::size_t kMaxUrl = 2000;
// Words in a path are shorter than any key in use.
constexpr std::size_t kMaxPlainSegment = 15;
constexpr std::string_view kHidden = "…";

bool isEndpointUrl(std::string_view url) {
    const auto start = url.find("://");
    const auto scheme = url.substr(0, start);
    if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss") return false;
    auto authority = url.substr(start + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    if (authority.empty() || authority.front() == ':') return false;
    return std::ranges::all_of(url, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7f;
    });
}

}  // namespace

std::string shownEndpoint(std::string_view url) {
    const auto start = url.find("://");
    if (start == url.npos) return std::string(kHidden);
    std::string shown(url.substr(0, start + 3));
    auto rest = url.substr(start + 3);
    rest = rest.substr(0, rest.find_first_of("?#"));
    auto authority = rest.substr(0, rest.find('/'));
    auto path = rest.substr(authority.size());
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    shown += authority;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        shown += '/';
        shown += segment.size() > kMaxPlainSegment ? kHidden : segment;
        path.remove_prefix(segment.size());
    }
    return shown;
}

std::vector<Endpoint> entriesOf(const std::vector<std::string>& urls) {
    std::vector<Endpoint> entries;
    for (const auto& url : urls) entries.push_back({.url = url});
    return entries;
}

void setEntries(Chain& chain, std::vector<Endpoint> entries) {
    std::multimap<std::int64_t, Endpoint> sorted;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& order = entries[i].order;
        if (!order) order = static_cast<std::int64_t>(i);
        sorted.emplace(*order, std::move(entries[i]));
    }
    chain.endpoints.clear();
    chain.entries.clear();
    for (auto& [order, entry] : sorted) {
        const bool isRead = entry.isEnabled && entry.role != EndpointRole::broadcast;
        if (isRead) chain.endpoints.push_back(entry.url);
        chain.entries.push_back(std::move(entry));
    }
}

Chain shownChain(Chain chain) {
    for (auto& url : chain.endpoints) url = shownEndpoint(url);
    for (auto& entry : chain.entries) entry.url = shownEndpoint(entry.url);
    return chain;
}

Result<std::vector<Endpoint>> acceptEndpoints(std::vector<Endpoint> entries,
                                              const std::vector<Endpoint>& stored) {
    if (entries.size() > kMaxEndpoints) {
        return invalidField("endpoints", "chain.endpoints", "at most 16 endpoints");
    }
    std::vector<Endpoint> accepted;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& url = entries[i].url;
        const auto known = std::ranges::find(
            stored, url, [](const Endpoint& entry) { return shownEndpoint(entry.url); });
        if (known != stored.end()) url = known->url;
        if (url.size() > kMaxUrl || !isEndpointUrl(url)) {
            return invalidField(cat("endpoints[", i, "]"), "chain.endpoint_url",
                                "an endpoint is a complete http(s):// or ws(s):// URL with a host");
        }
        if (std::ranges::find(accepted, url, &Endpoint::url) == accepted.end()) {
            accepted.push_back(std::move(entries[i]));
        }
    }
    return accepted;
}

}  // namespace kosh::chain
