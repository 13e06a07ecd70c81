// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/auth/module.h"

#include "service.h"

#include <auth_migrations.h>

namespace kosh::auth {
namespace {

Failure locked() {
    return fail(ErrorKind::precondition, "vault.locked",
                "nobody can be known until the vault is unlocked");
}

}  // namespace

Result<Identity> Gate::authenticate(std::string_view credential) {
    if (m_open == nullptr) return locked();
    return m_open->authenticate(credential);
}

Result<Identity> Gate::authenticateDevice(const Hash256& fingerprint) {
    if (m_open == nullptr) return locked();
    return m_open->authenticateDevice(fingerprint);
}

runtime::ServiceModule module(Gate& gate, crypto::Argon2Parameters cost, Elsewhere elsewhere) {
    return {"auth",
            {},
            {"auth", kMigrations},
            [&gate, cost, elsewhere = std::move(elsewhere)](
                const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<AuthService>(env, gate, cost, elsewhere);
            }};
}

}  // namespace kosh::auth
