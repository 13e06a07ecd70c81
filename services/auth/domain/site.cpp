// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/auth/site.h>

#include <algorithm>

namespace kosh::auth {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isHostCharacter(char c) {
    return (c >= 'a' && c <= 'z') || isDigit(c) || c == '.' || c == '-';
}

bool isPort(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, isDigit);
}

bool isAddress(std::string_view host) {
    return host.starts_with('[') ||
           std::ranges::all_of(host, [](char c) { return isDigit(c) || c == '.'; });
}

bool isHost(std::string_view host) {
    if (host.starts_with('[')) {
        return host.ends_with(']') && std::ranges::all_of(host, [](char c) {
                   return isDigit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '[' || c == ']';
               });
    }
    return !host.empty() && host.size() <= 253 && host.front() != '.' && host.back() != '.' &&
           std::ranges::all_of(host, isHostCharacter);
}

}  // namespace

Result<Site> Site::fromUrl(std::string_view url) {
    const auto refused = [url] {
        return fail(ErrorKind::invalid, "auth.public_url",
                    cat("\"", url,
                        "\" is no address of a node: https://host or https://host:port in lower "
                        "case, without a path; http:// for localhost only"));
    };
    const bool isPlain = url.starts_with("http://");
    if (!isPlain && !url.starts_with("https://")) return refused();
    auto host = url.substr(url.find("//") + 2);
    const auto colon = host.rfind(':');
    if (colon != host.npos && !host.ends_with(']')) {
        if (!isPort(host.substr(colon + 1))) return refused();
        host = host.substr(0, colon);
    }
    const bool isHere = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
    if (!isHost(host) || (isPlain && !isHere)) return refused();
    return Site{std::string(url), isAddress(host) ? std::string() : std::string(host)};
}

}  // namespace kosh::auth
