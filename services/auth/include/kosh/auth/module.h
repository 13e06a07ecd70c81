// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/authenticator.h>
#include <kosh/auth/provider.h>
#include <kosh/auth/site.h>
#include <kosh/crypto/argon2.h>
#include <kosh/net/http_client.h>
#include <kosh/runtime/service.h>

#include <memory>

namespace kosh::auth {

struct KnownDevice;

/// The authenticator that outlives the open vault. Until the service fills it, it knows nobody
/// (`vault.locked`) but the paired devices, from a file beside the vault, so that their owner can
/// unlock it from there. Thread: core.
class Gate final : public Authenticator {
public:
    /// `devicesFile` holds who is paired, nothing secret; empty: devices are forgotten with the
    /// process.
    explicit Gate(std::string devicesFile = {});
    ~Gate() override;
    Result<Identity> authenticate(std::string_view credential) override;
    Result<Identity> authenticateDevice(const Hash256& fingerprint) override;
    bool hasOwner() const override;
    void announce(WaysIn ways) override { m_ways = std::move(ways); }

    const std::optional<WaysIn>& waysIn() const { return m_ways; }
    void open(Authenticator& open) { m_open = &open; }
    void close() { m_open = nullptr; }
    /// Whom to know while the vault is locked. Error: `auth.devices_file`.
    Result<> remember(std::vector<KnownDevice> devices);

    /// Known only once the transport listens.
    void setSite(Site site) { m_site = std::move(site); }
    const Site& site() const { return m_site; }

private:
    Authenticator* m_open = nullptr;
    Site m_site;
    std::optional<WaysIn> m_ways;
    std::string m_file;
    std::vector<KnownDevice> m_known;
};

/// The provider whose accounts may sign in, and the way to it.
struct Elsewhere {
    Provider provider;
    net::HttpClient* http = nullptr;  ///< Needed with a provider; outlives the service.
};

/// `gate` outlives the service. `cost` is what a password is hashed at from now on.
runtime::ServiceModule module(Gate& gate, crypto::Argon2Parameters cost = {},
                              Elsewhere elsewhere = {});

}  // namespace kosh::auth
