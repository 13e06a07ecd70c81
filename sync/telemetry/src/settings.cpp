// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/telemetry/settings.h"

#include <algorithm>
#include <cctype>

namespace kosh::telemetry {
namespace {

std::string_view afterScheme(std::string_view url) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (url.starts_with(scheme)) return url.substr(scheme.size());
    }
    return {};
}

/// HOST, HOST:PORT or [ADDRESS]:PORT.
std::string_view hostIn(std::string_view rest) {
    const auto authority = rest.substr(0, rest.find('/'));
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        return end == authority.npos ? std::string_view() : authority.substr(1, end - 1);
    }
    return authority.substr(0, authority.find(':'));
}

bool isToken(std::string_view text) {
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || kOthers.contains(c);
    });
}

bool isText(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<> Settings::check() const {
    if (!isSet()) return {};
    const auto rest = afterScheme(endpoint);
    const bool isPlain = rest.find_first_of("@?# ") == rest.npos;
    if (hostIn(rest).empty() || !isPlain) {
        return invalidField(
            "endpoint", "telemetry.setting",
            cat("endpoint takes http://HOST:PORT or https://HOST:PORT, not \"", endpoint, "\""));
    }
    for (const auto& [name, value] : headerList()) {
        if (isToken(name) && isText(value)) continue;
        return invalidField("headers", "telemetry.setting", "headers takes NAME=VALUE,NAME=VALUE");
    }
    return {};
}

std::string Settings::url() const {
    auto base = std::string_view(endpoint);
    while (base.ends_with('/')) base.remove_suffix(1);
    return cat(base, "/v1/traces");
}

std::string Settings::host() const {
    std::string host(hostIn(afterScheme(endpoint)));
    std::ranges::transform(host, host.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return host;
}

std::vector<std::pair<std::string, std::string>> Settings::headerList() const {
    std::vector<std::pair<std::string, std::string>> list;
    std::string_view text = headers.text();
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto one = text.substr(0, comma);
        const auto equals = std::min(one.find('='), one.size());
        list.emplace_back(one.substr(0, equals),
                          equals == one.size() ? std::string_view("\n") : one.substr(equals + 1));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return list;
}

}  // namespace kosh::telemetry
