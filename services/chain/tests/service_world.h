// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/nodes.h>
#include <kosh/runtime/service.h>
#include <kosh/test/fakes.h>

namespace kosh::test {

/// A service on a real vault with fake time and a fake node, started on a running core thread.
class ServiceWorld {
    // First: the vault below reads its schema.
    runtime::ServiceModule m_module;

public:
    explicit ServiceWorld(runtime::ServiceModule module) : m_module(std::move(module)) { start(); }
    ~ServiceWorld() { stop(); }
    ServiceWorld(const ServiceWorld&) = delete;
    ServiceWorld& operator=(const ServiceWorld&) = delete;

    /// As locking and unlocking the vault would.
    void restart() {
        stop();
        vault.reopen();
        start();
    }

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request) {
        return core.run(local->call(std::move(request), ops::Context::owner()));
    }

    /// Events of these topics, oldest first.
    std::vector<events::Event> eventsOf(std::string topic) {
        return core.run(log->read({std::move(topic)}, 0, 100)).value();
    }

    FakeClock clock;
    SeededRandom random;
    TestObserver observer{clock};
    TempVault vault{clock, observer, schemas()};
    ops::FakeNode node;
    async::ComputePool compute{1};
    std::unique_ptr<events::Log> log;
    std::unique_ptr<ops::LocalNode> local;
    CoreLoop core;

private:
    std::vector<store::ServiceSchema> schemas() const {
        return {events::schema(), resilience::schema(), m_module.schema};
    }
    void start() {
        auto& store = vault.store();
        log = std::make_unique<events::Log>(store, clock, observer, core.executor());
        m_sagas = std::make_unique<resilience::SagaRunner>(store, clock, random, observer,
                                                           core.executor());
        m_env = std::make_unique<runtime::ServiceEnvironment>(
            runtime::ServiceEnvironment{node, store, *log, *m_sagas, compute, core.executor(),
                                        clock, random, observer.observer()});
        m_service = core.call([this] { return m_module.create(*m_env); });
        m_dispatcher = std::make_unique<ops::Dispatcher>(clock, observer.observer());
        auto handlers = m_service->handlers();
        std::vector<const ops::OperationType*> types;
        for (const auto& entry : handlers.entries()) types.push_back(entry.type);
        m_dispatcher->declare(types);
        m_installation = m_dispatcher->install(std::move(handlers));
        local = std::make_unique<ops::LocalNode>(*m_dispatcher);
        if (!core.run(m_service->start())) giveUp("the service did not start");
    }
    void stop() {
        if (!core.run(m_service->stop())) giveUp("the service did not stop");
        core.call([this] {
            m_installation.reset();
            m_service.reset();
        });
        m_sagas.reset();
        log.reset();
        local.reset();
        m_dispatcher.reset();
    }

    std::unique_ptr<resilience::SagaRunner> m_sagas;
    std::unique_ptr<runtime::ServiceEnvironment> m_env;
    std::unique_ptr<runtime::Service> m_service;
    std::unique_ptr<ops::Dispatcher> m_dispatcher;
    std::unique_ptr<ops::Dispatcher::Installation> m_installation;
};

}  // namespace kosh::test
