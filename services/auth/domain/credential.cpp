// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "credential.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::auth {
namespace {

SharedSecret wipedCopy(std::string& text) {
    auto secret = SharedSecret::fromText(text);
    wipe(text.data(), text.size());
    return secret;
}

}  // namespace

SharedSecret newToken(std::string_view prefix, Random& random) {
    SecretBytes bytes(32);
    random.fill(bytes.span());
    auto text = cat(prefix, crypto::toBase64Url(bytes.view()));
    return wipedCopy(text);
}

Hash256 tokenHash(std::string_view token) {
    return crypto::sha256(asBytes(token));
}

SharedSecret newCode(Random& random) {
    SecretBytes bytes(10);
    random.fill(bytes.span());
    auto text = crypto::toBase32(bytes.view());
    for (std::size_t at = 12; at > 0; at -= 4) text.insert(at, 1, '-');
    return wipedCopy(text);
}

Hash256 codeHash(std::string_view typed) {
    SecretBytes plain(typed.size());
    std::size_t size = 0;
    for (const char c : typed) {
        if (c == '-' || c == ' ') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        plain.span()[size++] = static_cast<std::uint8_t>(upper);
    }
    plain.resize(size);
    return crypto::sha256(plain.view());
}

Result<std::string> normalisedName(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const bool isProper = std::ranges::all_of(lower, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_' || c == '@';
    });
    if (lower.size() < 2 || lower.size() > 64 || !isProper) {
        return invalidField("name", "auth.name",
                            "a name has 2 to 64 letters, digits, '.', '-', '_' and '@'");
    }
    return lower;
}

Result<> checkLabel(std::string_view label, bool mayBeEmpty) {
    const bool hasControl =
        std::ranges::any_of(label, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
    const auto characters = std::ranges::count_if(
        label, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    if (characters > 64 || hasControl || (label.empty() && !mayBeEmpty)) {
        return invalidField("label", "auth.label",
                            cat("a label has ", mayBeEmpty ? "0" : "1",
                                " to 64 characters, none a control character"));
    }
    return {};
}

}  // namespace kosh::auth
