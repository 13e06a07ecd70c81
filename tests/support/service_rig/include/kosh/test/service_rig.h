// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/nodes.h>
#include <kosh/runtime/service.h>
#include <kosh/test/fakes.h>

namespace kosh::test {

/// One service as the composition runs it (event log, sagas, dispatcher) on a real vault; every
/// other service is a FakeNode, time moves when told. Answers given to `node` before `start`.
class ServiceRig {
    // First: the vault below reads its schema.
    runtime::ServiceModule m_module;

public:
    explicit ServiceRig(runtime::ServiceModule module) : m_module(std::move(module)) {}
    ~ServiceRig() { stop(); }
    ServiceRig(const ServiceRig&) = delete;
    ServiceRig& operator=(const ServiceRig&) = delete;

    void start() {
        auto& store = vault.store();
        log = std::make_unique<events::Log>(store, clock, observer, core.executor());
        sagas = std::make_unique<resilience::SagaRunner>(store, clock, random, observer,
                                                         core.executor());
        m_env = std::make_unique<runtime::ServiceEnvironment>(
            runtime::ServiceEnvironment{node, store, *log, *sagas, compute, core.executor(), clock,
                                        random, observer.observer()});
        core.call([this] { build(); });
        must(log->start());
        must(m_service->start());
        must(sagas->start());
    }
    void stop() {
        if (!m_service) return;
        must(sagas->stop());
        must(m_service->stop());
        must(log->stop());
        must(m_installation->drain());
        core.call([this] {
            local.reset();
            m_installation.reset();
            m_service.reset();
            m_dispatcher.reset();
            sagas.reset();
            log.reset();
        });
    }
    /// As locking and unlocking the vault would.
    void restart() {
        stop();
        vault.reopen();
        start();
    }

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request, ops::Context context = ops::Context::owner()) {
        return core.run(local->call(std::move(request), std::move(context)));
    }
    /// Events of this topic, oldest first.
    std::vector<events::Event> eventsOf(std::string topic) {
        return core.run(log->read({std::move(topic)}, 0, 1000)).value();
    }
    std::size_t callsOf(std::string_view operation) {
        return core.call(
            [&] { return static_cast<std::size_t>(std::ranges::count(node.calls(), operation)); });
    }
    /// Lets fake time go on until `isTrue` (asked on the core thread) says so.
    bool passUntil(std::function<bool()> isTrue) {
        return core.waitUntil([&] {
            clock.advance(std::chrono::milliseconds(20));
            sagas->wake();
            return isTrue();
        });
    }

    FakeClock clock;
    SeededRandom random;
    TestObserver observer{clock, observe::Level::debug};
    TempVault vault{clock, observer, schemas()};
    ops::FakeNode node;
    async::ComputePool compute{1};
    CoreLoop core;
    std::unique_ptr<events::Log> log;
    std::unique_ptr<resilience::SagaRunner> sagas;
    std::unique_ptr<ops::LocalNode> local;

private:
    std::vector<store::ServiceSchema> schemas() const {
        return {events::schema(), resilience::schema(), m_module.schema};
    }
    void must(Task<> task) {
        if (auto done = core.run(std::move(task)); !done) giveUp(done.error().message);
    }
    void build() {
        m_service = m_module.create(*m_env);
        for (auto& group : m_service->groups()) log->add(std::move(group));
        m_service->defineSagas(*sagas);
        m_dispatcher = std::make_unique<ops::Dispatcher>(clock, observer.observer());
        auto handlers = m_service->handlers();
        std::vector<const ops::OperationType*> types;
        for (const auto& entry : handlers.entries()) types.push_back(entry.type);
        m_dispatcher->declare(types);
        m_installation = m_dispatcher->install(std::move(handlers));
        local = std::make_unique<ops::LocalNode>(*m_dispatcher);
    }

    std::unique_ptr<runtime::ServiceEnvironment> m_env;
    std::unique_ptr<runtime::Service> m_service;
    std::unique_ptr<ops::Dispatcher> m_dispatcher;
    std::unique_ptr<ops::Dispatcher::Installation> m_installation;
};

}  // namespace kosh::test
