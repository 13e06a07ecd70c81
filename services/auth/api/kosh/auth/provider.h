// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

#include <string>
#include <tuple>

namespace kosh::auth {

/// The OpenID Connect provider whose accounts may sign in here, those on the list at least.
struct Provider {
    std::string name, issuer, clientId;
    SharedSecret clientSecret;

    static constexpr auto fields() {
        return std::tuple{
            json::optional("name", &Provider::name, "what people call the provider: Example"),
            json::optional("issuer", &Provider::issuer,
                           "OpenID Connect provider whose accounts may sign in, if an owner has "
                           "admitted them: https://accounts.example"),
            json::optional("clientId", &Provider::clientId,
                           "what the provider calls this node; its redirect URI there is "
                           "gateway.public-url and /console"),
            json::optional("clientSecret", &Provider::clientSecret,
                           "shared with the provider; none for a public client; not as a flag")};
    }
    bool isSet() const { return !issuer.empty(); }
    /// Error: `auth.provider_setting` (invalid), naming the field.
    Result<> check() const;
};

/// As the list of outbound hosts has it: "sign-in with Example".
inline std::string purposeOf(const Provider& provider) {
    return cat("sign-in with ", provider.name);
}

}  // namespace kosh::auth
