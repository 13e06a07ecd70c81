// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "practice_network.h"

#include <kosh/chain_rpc/endpoint_pool.h>
#include <kosh/events/log.h>
#include <kosh/ops/nodes.h>
#include <kosh/pool/api.h>
#include <kosh/resilience/saga.h>
#include <kosh/runtime/service.h>
#include <kosh/test/fakes.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>

namespace kosh::test {

/// Services over a vault and a dispatcher of their own. `outer` answers what no service here does.
class ServiceHost {
public:
    ServiceHost(CoreLoop& loop, const Clock& clock, Random& random, observe::Observer observer,
                std::vector<runtime::ServiceModule> modules, ops::Node* outer = nullptr);
    ~ServiceHost();

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request) {
        return m_loop.run(m_node.call(std::move(request), ops::Context::owner()));
    }
    ops::LocalNode& node() { return m_node; }
    /// Stops the services and starts them again over the same vault.
    void restart();

private:
    void start();
    void stop();

    CoreLoop& m_loop;
    const Clock& m_clock;
    Random& m_random;
    observe::Observer m_observer;
    std::vector<runtime::ServiceModule> m_modules;
    ops::Node* m_outer;
    TempVault m_vault;
    async::ComputePool m_compute{1};
    ops::Dispatcher m_dispatcher;
    ops::LocalNode m_node;
    std::unique_ptr<events::Log> m_log;
    std::unique_ptr<resilience::SagaRunner> m_sagas;
    std::unique_ptr<runtime::ServiceEnvironment> m_env;
    std::vector<std::unique_ptr<runtime::Service>> m_services;
    std::vector<std::unique_ptr<ops::Dispatcher::Installation>> m_installations;
};

}  // namespace kosh::test
