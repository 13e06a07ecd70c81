// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>
#include <kosh/crypto/jose.h>
#include <kosh/json/codec.h>

#include <string>
#include <string_view>

namespace kosh::auth {

inline constexpr std::string_view kKeyPrefix = "kosh_";
inline constexpr std::string_view kRefreshPrefix = "kosh-refresh_";

/// `prefix` and 256 random bits: nothing that could be guessed, so a plain hash is kept of it.
SharedSecret newToken(std::string_view prefix, Random& random);
Hash256 tokenHash(std::string_view token);

/// 80 random bits for people: "ABCD-EFGH-IJKL-MNOP".
SharedSecret newCode(Random& random);
/// Of a code as typed: case, spaces and dashes do not count.
Hash256 codeHash(std::string_view typed);

/// Lower case, 2 to 64 of letters, digits, '.', '-', '_', '@'; else `auth.name`.
Result<std::string> normalisedName(std::string_view name);
/// 1 to 64 characters without control characters; else `auth.label`.
Result<> checkLabel(std::string_view label, bool mayBeEmpty);

/// What an access token says (RFC 9068).
struct Claims {
    std::string iss, aud, sub, sid, jti;
    std::int64_t iat = 0, exp = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("iss", &Claims::iss, "issuer"),
                          json::required("aud", &Claims::aud, "audience"),
                          json::required("sub", &Claims::sub, "user:<id>"),
                          json::required("sid", &Claims::sid, "session"),
                          json::required("jti", &Claims::jti, "unique"),
                          json::required("iat", &Claims::iat, "seconds since 1970"),
                          json::required("exp", &Claims::exp, "seconds since 1970")};
    }
};
inline constexpr std::string_view kIssuer = "kosh";
inline constexpr std::string_view kAccessType = "at+jwt";

}  // namespace kosh::auth
