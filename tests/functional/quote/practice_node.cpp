// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "practice_node.h"

namespace kosh::test {

namespace {

template <typename T>
T orGiveUp(Result<T> result, std::string_view what) {
    if (!result) giveUp(cat(what, ": ", result.error().key, " ", result.error().message));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::vector<store::ServiceSchema> schemasOf(const std::vector<runtime::ServiceModule>& modules) {
    std::vector<store::ServiceSchema> schemas{events::schema(), resilience::schema()};
    for (const auto& module : modules) {
        if (!module.schema.migrations.empty()) schemas.push_back(module.schema);
    }
    return schemas;
}

}  // namespace

ServiceHost::ServiceHost(CoreLoop& loop, const Clock& clock, Random& random,
                         observe::Observer observer, std::vector<runtime::ServiceModule> modules,
                         ops::Node* outer)
    : m_loop(loop),
      m_clock(clock),
      m_random(random),
      m_observer(observer),
      m_modules(std::move(modules)),
      m_outer(outer),
      m_vault(clock, observer, schemasOf(m_modules)),
      m_dispatcher(clock, observer),
      m_node(m_dispatcher) {
    start();
}

ServiceHost::~ServiceHost() {
    stop();
}

void ServiceHost::restart() {
    stop();
    m_vault.reopen();
    start();
}

void ServiceHost::start() {
    auto& store = m_vault.store();
    m_log = std::make_unique<events::Log>(store, m_clock, m_observer, m_loop.executor());
    m_sagas = std::make_unique<resilience::SagaRunner>(store, m_clock, m_random, m_observer,
                                                       m_loop.executor());
    ops::Node& node = m_outer != nullptr ? *m_outer : m_node;
    m_env = std::make_unique<runtime::ServiceEnvironment>(
        runtime::ServiceEnvironment{node, store, *m_log, *m_sagas, m_compute, m_loop.executor(),
                                    m_clock, m_random, m_observer});
    m_loop.call([this] {
        for (const auto& module : m_modules) {
            m_services.push_back(module.create(*m_env));
            m_installations.push_back(m_dispatcher.install(m_services.back()->handlers()));
        }
        m_node.setLog(m_log.get());
    });
    orGiveUp(m_loop.run(m_log->start()), "events");
    for (const auto& service : m_services) orGiveUp(m_loop.run(service->start()), "service");
}

void ServiceHost::stop() {
    for (auto service = m_services.rbegin(); service != m_services.rend(); ++service) {
        orGiveUp(m_loop.run((*service)->stop()), "service");
    }
    orGiveUp(m_loop.run(m_log->stop()), "events");
    for (const auto& installation : m_installations) {
        orGiveUp(m_loop.run(installation->drain()), "drain");
    }
    m_loop.call([this] {
        m_node.setLog(nullptr);
        m_installations.clear();
        m_services.clear();
        m_sagas.reset();
        m_log.reset();
        m_env.reset();
    });
}

}  // namespace kosh::test
