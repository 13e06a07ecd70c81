// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/api.h>
#include <kosh/auth/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

namespace kosh::auth::test {

inline const std::string kPassword = "nine purple herons";

/// The service on a real vault with cheap passwords; `owner` is its first user.
struct World {
    Gate gate;
    kosh::test::ServiceRig rig;

    explicit World(Elsewhere elsewhere = {})
        : rig(module(gate, {.iterations = 1, .memoryKib = 64, .lanes = 1}, std::move(elsewhere))) {
        rig.start();
    }

    static SharedSecret secret(std::string_view text) { return SharedSecret::fromText(text); }

    User add(std::string name, Role role) {
        AddUser request{std::move(name), role, {}};
        if (role != Role::service) request.password = secret(kPassword);
        return rig.call(std::move(request)).value();
    }
    Result<Tokens> signIn(std::string name, std::string password = kPassword, std::string code = {},
                          std::string address = "192.0.2.1") {
        auto context = ops::Context{};
        context.address = std::move(address);
        SignIn request{std::move(name), secret(password), {}, {}};
        if (!code.empty()) request.code = secret(code);
        return rig.call(std::move(request), std::move(context));
    }
    Result<Tokens> refresh(const Tokens& tokens) {
        return rig.call(Refresh{tokens.refreshToken}, {});
    }
    Result<Identity> identify(std::string_view credential) {
        return rig.core.call([&] { return gate.authenticate(credential); });
    }
    Result<Identity> identifyDevice(const Hash256& fingerprint) {
        return rig.core.call([&] { return gate.authenticateDevice(fingerprint); });
    }
    /// What a transport makes of a credential.
    ops::Context as(std::string_view credential) {
        const auto identity = identify(credential).value();
        ops::Context context;
        context.principal = identity.principal;
        context.session = identity.sessionId;
        context.address = "192.0.2.1";
        return context;
    }
    ops::Context as(const Tokens& tokens) { return as(tokens.accessToken.text()); }
    ops::Context asUser(std::string name) { return as(signIn(std::move(name)).value()); }
};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? "ok" : result.error().key;
}

/// Someone with just these scopes.
inline ops::Context somebody(std::string subject, ops::Principal base = {}) {
    base.subject = std::move(subject);
    ops::Context context;
    context.principal = std::make_shared<const ops::Principal>(std::move(base));
    return context;
}

}  // namespace kosh::auth::test
