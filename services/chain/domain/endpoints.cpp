// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/endpoints.h"

#include <kosh/base/bytes.h>

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxEndpoints = 16;
constexpr std::size_t kMaxUrl = 2000;
// Words in a path are shorter than any key in use.
constexpr std::size_t kMaxPlainSegment = 15;
constexpr std::string_view kHidden = "…";

bool isHttpUrl(std::string_view url) {
    const bool isHttp = url.starts_with("http://");
    if (!isHttp && !url.starts_with("https://")) return false;
    auto authority = url.substr(isHttp ? 7 : 8);
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

std::vector<std::string> shownEndpoints(const std::vector<std::string>& urls) {
    std::vector<std::string> shown;
    for (const auto& url : urls) shown.push_back(shownEndpoint(url));
    return shown;
}

Result<std::vector<std::string>> acceptEndpoints(std::vector<std::string> urls,
                                                 const std::vector<std::string>& stored) {
    if (urls.size() > kMaxEndpoints) {
        return invalidField("endpoints", "chain.endpoints", "at most 16 endpoints");
    }
    std::vector<std::string> accepted;
    for (std::size_t i = 0; i < urls.size(); ++i) {
        auto& url = urls[i];
        const auto known = std::ranges::find(stored, url, &shownEndpoint);
        if (known != stored.end()) url = *known;
        if (url.size() > kMaxUrl || !isHttpUrl(url)) {
            return invalidField(cat("endpoints[", i, "]"), "chain.endpoint_url",
                                "an endpoint is a complete http:// or https:// URL with a host");
        }
        if (std::ranges::find(accepted, url) == accepted.end()) accepted.push_back(std::move(url));
    }
    return accepted;
}

}  // namespace kosh::chain
