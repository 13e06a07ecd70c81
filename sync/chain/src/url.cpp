// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/url.h"

#include <kosh/base/bytes.h>

namespace kosh::chain_rpc {
namespace {

struct Parts {
    std::string_view scheme, host;
};

Result<Parts> split(std::string_view url) {
    const auto bad = [] {
        return invalidField("endpoints", "chain.endpoint_url",
                            "an endpoint must be an http://, https://, ws:// or wss:// URL with a "
                            "host");
    };
    const auto colon = url.find("://");
    if (colon == std::string_view::npos) return bad();
    const auto scheme = url.substr(0, colon);
    if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss") return bad();
    auto authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        authority.remove_prefix(at + 1);
    }
    if (authority.empty() || authority.front() == ':') return bad();
    for (const char c : url) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return bad();
    }
    return Parts{scheme, authority};
}

}  // namespace

Result<std::string> hostOf(std::string_view url) {
    KOSH_TRY(const auto parts, split(url));
    return std::string(parts.host);
}

bool isSocketUrl(std::string_view url) {
    return url.starts_with("ws://") || url.starts_with("wss://");
}

Result<std::string> originOf(std::string_view url) {
    KOSH_TRY(const auto parts, split(url));
    return cat(parts.scheme, "://", parts.host);
}

}  // namespace kosh::chain_rpc
