// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/auth/authenticator.h>
#include <kosh/auth/provider.h>
#include <kosh/auth/site.h>
#include <kosh/chain/rpc_pool.h>
#include <kosh/net/http_client.h>
#include <kosh/net/web_socket.h>
#include <kosh/observe/observe.h>
#include <kosh/ops/nodes.h>
#include <kosh/store/key_envelope.h>
#include <kosh/vault/host.h>

#include <memory>
#include <string>
#include <vector>

namespace kosh::app {

struct EngineOptions {
    std::string vaultPath;
    store::StretchCost stretch;
    Duration signingAutoLock = std::chrono::minutes(15);
    auth::Provider signIn{};  ///< Whose accounts may sign in.
};

/// What outlives the engine: clocks, logs, threads and the way out.
struct EngineEnvironment {
    const Clock& clock;
    Random& random;
    observe::Observer observer;
    async::CoreThread& core;
    async::ComputePool& compute;
    net::HttpClient& http;
    net::SocketClient& sockets;
};

/// Every operation any service declares: the one composition list, for dispatcher, gateway, CLI and
/// help.
std::vector<const ops::OperationType*> allOperations();

/// A service as the node's overview shows it.
struct ServiceState {
    std::string name;
    std::string state;  ///< running, locked, degraded or failed.
    std::vector<std::string> dependencies;
};

/// Kosh itself: dispatcher, vault and, while the vault is open, every service. Desktop and daemon
/// differ only in what they put in front of `node()`. Thread: core, but for construction.
class Engine final : private vault::Host {
public:
    Engine(EngineOptions options, EngineEnvironment environment);
    ~Engine() override;

    ops::Node& node();
    ops::Dispatcher& dispatcher();
    /// `vault.locked` while the vault is not open.
    auth::Authenticator& authenticator();
    /// Under which address browsers know this node; none until it is said.
    void setSite(auth::Site site);
    /// Every service, whether the vault is open or not.
    std::vector<ServiceState> services() const;
    /// Counts how often the vault has been opened; 0 while it is locked.
    std::uint64_t vaultOpening() const;
    /// Locks the vault: drains and stops every service. Call before destroying.
    Task<> shutdown();

private:
    Task<> open(std::unique_ptr<store::Store> store) override;
    Task<> close() override;
    store::Store* store() override;

    struct State;
    struct OpenVault;
    std::unique_ptr<State> m_state;
};

}  // namespace kosh::app
