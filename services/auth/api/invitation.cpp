// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/auth/invitation.h"

#include <kosh/crypto/base64url.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace kosh::auth {
namespace {

constexpr std::string_view kScheme = "kosh:pair?";
constexpr std::size_t kMaxText = 2'048;
constexpr std::size_t kMaxAddresses = 8;
constexpr std::size_t kMaxHost = 253;
constexpr std::size_t kMaxCode = 64;
/// The year 9999: what a Timestamp can show.
constexpr std::uint64_t kMaxSeconds = 253'402'300'799;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isPlain = !text.empty() && (text == "0" || text.front() != '0');
    if (!isPlain || error != std::errc() || end != text.data() + text.size() || value > most) {
        return std::nullopt;
    }
    return value;
}

bool isCode(std::string_view text) {
    return !text.empty() && text.size() <= kMaxCode &&
           std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
}

Failure unusable(std::string_view why) {
    return fail(ErrorKind::invalid, "auth.invitation_text",
                cat("this is no invitation of a Kosh node: ", why,
                    "; it begins with kosh:pair? and is shown by kosh-cli pair"),
                {{"field", "invitation"}});
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

/// Which of the parameters that may come once have come.
struct Seen {
    bool version = false, fingerprint = false, code = false, expiry = false;
    bool isWhole() const { return version && fingerprint && code && expiry; }
};

Result<> take(std::string_view name, std::string_view value, Invitation& invitation, Seen& seen) {
    const auto once = [](bool& flag) { return !std::exchange(flag, true); };
    if (name == "v" && once(seen.version)) {
        if (value != "1") return unusable("it needs a newer Kosh");
    } else if (name == "a") {
        if (!isHostAndPort(value) || invitation.addresses.size() >= kMaxAddresses) {
            return unusable("an address is not HOST:PORT, or there are more than eight");
        }
        invitation.addresses.emplace_back(value);
    } else if (name == "f" && once(seen.fingerprint)) {
        const auto bytes = crypto::fromBase64Url(value);
        if (!bytes || bytes->size() != Hash256::kSize) {
            return unusable("its fingerprint is not whole");
        }
        std::ranges::copy(*bytes, invitation.certificate.bytes.begin());
    } else if (name == "c" && once(seen.code)) {
        if (!isCode(value)) return unusable("its code is not whole");
        invitation.code = SharedSecret::fromText(value);
    } else if (name == "e" && once(seen.expiry)) {
        const auto seconds = number(value, kMaxSeconds);
        if (!seconds) return unusable("its end is no time");
        invitation.expiresAt.micros = static_cast<std::int64_t>(*seconds) * 1'000'000;
    } else {
        return unusable("it has parts that are not known or come twice");
    }
    return {};
}

}  // namespace

bool isHostAndPort(std::string_view address) {
    const auto colon = address.rfind(':');
    if (colon == address.npos || !number(address.substr(colon + 1), 65'535).value_or(0)) {
        return false;
    }
    auto host = address.substr(0, colon);
    if (host.empty() || host.size() > kMaxHost) return false;
    if (host.front() == '[') {
        if (host.size() < 4 || host.back() != ']') return false;
        host = host.substr(1, host.size() - 2);
        return std::ranges::all_of(host, [](char c) {
            return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
                   c == '.';
        });
    }
    return std::ranges::all_of(
        host, [](char c) { return isLetter(c) || isDigit(c) || c == '.' || c == '-'; });
}

SharedSecret Invitation::toText() const {
    auto text = cat(kScheme, "v=1");
    for (const auto& address : addresses) text += cat("&a=", address);
    text += cat("&f=", crypto::toBase64Url(certificate.view()), "&c=", code.text(),
                "&e=", expiresAt.micros / 1'000'000);
    auto secret = SharedSecret::fromText(text);
    wipe(text.data(), text.size());
    return secret;
}

Result<Invitation> Invitation::parse(std::string_view text) {
    text = trimmed(text);
    if (text.size() > kMaxText) return unusable("it is too long");
    if (!text.starts_with(kScheme)) return unusable("it begins with something else");
    text.remove_prefix(kScheme.size());
    Invitation invitation;
    Seen seen;
    for (bool isLast = false; !isLast;) {
        const auto end = text.find('&');
        isLast = end == text.npos;
        const auto part = text.substr(0, end);
        const auto equals = part.find('=');
        if (equals == part.npos) return unusable("a part has no value");
        KOSH_CHECK(take(part.substr(0, equals), part.substr(equals + 1), invitation, seen));
        if (!isLast) text.remove_prefix(end + 1);
    }
    if (!seen.isWhole() || invitation.addresses.empty()) return unusable("a part of it is missing");
    return invitation;
}

}  // namespace kosh::auth
