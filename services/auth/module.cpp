// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/auth/module.h"

#include "domain/known_devices.h"
#include "service.h"

#include <auth_migrations.h>

#include <algorithm>

namespace kosh::auth {
namespace {

Failure locked() {
    return fail(ErrorKind::precondition, "vault.locked",
                "nobody can be known until the vault is unlocked");
}

}  // namespace

Gate::Gate(std::string devicesFile)
    : m_file(std::move(devicesFile)),
      m_known(m_file.empty() ? std::vector<KnownDevice>() : readKnownDevices(m_file)) {}
Gate::~Gate() = default;

Result<> Gate::remember(std::vector<KnownDevice> devices) {
    if (devices == m_known) return {};
    m_known = std::move(devices);
    return m_file.empty() ? Result<>() : writeKnownDevices(m_file, m_known);
}

Result<Identity> Gate::authenticate(std::string_view credential) {
    if (m_open == nullptr) return locked();
    return m_open->authenticate(credential);
}

Result<Identity> Gate::authenticateDevice(const Hash256& fingerprint) {
    if (m_open != nullptr) return m_open->authenticateDevice(fingerprint);
    const auto device = std::ranges::find(m_known, fingerprint, &KnownDevice::fingerprint);
    if (device == m_known.end()) return locked();
    // What it may do is what its user may: only the vault's own operations answer now.
    return Identity{std::make_shared<const ops::Principal>(cat("user:", device->userId.toString()),
                                                           scopesOf(device->role)),
                    std::string(nameOf(device->role)), device->deviceId.toString(), std::nullopt};
}

bool Gate::hasOwner() const {
    if (m_open != nullptr) return m_open->hasOwner();
    return std::ranges::any_of(
        m_known, [](const KnownDevice& device) { return device.role == Role::owner; });
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
