// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/app/engine.h"

#include <kosh/approval/module.h>
#include <kosh/auth/module.h>
#include <kosh/backup/module.h>
#include <kosh/chain/module.h>
#include <kosh/chain_rpc/endpoint_pool.h>
#include <kosh/events/log.h>
#include <kosh/ledger/module.h>
#include <kosh/liquidity/module.h>
#include <kosh/name/module.h>
#include <kosh/ops/audit.h>
#include <kosh/ops/event_operations.h>
#include <kosh/ops/store_journal.h>
#include <kosh/pool/module.h>
#include <kosh/portfolio/module.h>
#include <kosh/quote/module.h>
#include <kosh/resilience/saga.h>
#include <kosh/runtime/runtime.h>
#include <kosh/runtime/service.h>
#include <kosh/simulation/module.h>
#include <kosh/system/module.h>
#include <kosh/token/module.h>
#include <kosh/trading/module.h>
#include <kosh/vault/service.h>
#include <kosh/wallet/module.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace kosh::app {

namespace {

/// A part of the open vault whose start and stop are given as functions.
class Part final : public runtime::Module {
public:
    Part(std::string name, std::vector<std::string> dependencies, std::function<Task<>()> start,
         std::function<Task<>()> stop)
        : m_name(std::move(name)),
          m_dependencies(std::move(dependencies)),
          m_start(std::move(start)),
          m_stop(std::move(stop)) {}
    std::string name() const override { return m_name; }
    std::vector<std::string> dependencies() const override { return m_dependencies; }
    Task<> start() override { return m_start(); }
    Task<> stop() override { return m_stop(); }

private:
    std::string m_name;
    std::vector<std::string> m_dependencies;
    std::function<Task<>()> m_start, m_stop;
};

}  // namespace

/// Lives from unlock to lock. Members go in reverse: services before what they stand on.
struct Engine::OpenVault {
    std::unique_ptr<store::Store> store;
    std::unique_ptr<events::Log> events;
    std::unique_ptr<resilience::SagaRunner> sagas;
    std::unique_ptr<runtime::ServiceEnvironment> environment;
    std::unique_ptr<ops::EventOperations> eventOperations;
    std::unique_ptr<ops::AuditOperations> auditOperations;
    std::vector<std::unique_ptr<runtime::Service>> services;
    std::vector<std::unique_ptr<ops::Dispatcher::Installation>> installations;
    std::unique_ptr<runtime::Runtime> runtime;
};

struct Engine::State {
    EngineOptions options;
    EngineEnvironment env;
    ops::Dispatcher dispatcher;
    ops::LocalNode node;
    chain_rpc::EndpointPool rpc;
    vault::VaultService vault;
    auth::Gate gate;
    std::vector<runtime::ServiceModule> modules;
    std::unique_ptr<ops::Dispatcher::Installation> vaultInstallation;
    std::unique_ptr<OpenVault> open;
    std::uint64_t openings = 0;

    State(EngineOptions o, EngineEnvironment e, vault::Host& host)
        : options(std::move(o)),
          env(e),
          dispatcher(e.clock, e.observer),
          node(dispatcher),
          rpc(e.http, e.sockets, e.clock, e.random, e.observer),
          vault({options.vaultPath, options.stretch, options.signingAutoLock, {}}, host, e.compute,
                e.core.executor(), e.clock, e.random, e.observer),
          gate((std::filesystem::path(options.vaultPath).parent_path() / "devices.json").string()) {
    }
};

Engine::Engine(EngineOptions options, EngineEnvironment environment)
    : m_state(std::make_unique<State>(std::move(options), environment,
                                      static_cast<vault::Host&>(*this))) {
    m_state->dispatcher.declare(allOperations());
    m_state->vaultInstallation = m_state->dispatcher.install(m_state->vault.handlers());
    // The one list of services.
    m_state->modules.push_back(chain::module(m_state->rpc, m_state->env.http.hosts()));
    m_state->modules.push_back(token::module());
    m_state->modules.push_back(wallet::module(m_state->vault));
    m_state->modules.push_back(pool::module());
    m_state->modules.push_back(quote::module());
    m_state->modules.push_back(liquidity::module());
    m_state->modules.push_back(trading::module());
    m_state->modules.push_back(ledger::module());
    m_state->modules.push_back(portfolio::module());
    m_state->modules.push_back(simulation::module());
    m_state->modules.push_back(approval::module());
    m_state->modules.push_back(name::module());
    m_state->modules.push_back(
        auth::module(m_state->gate, {}, {m_state->options.signIn, &m_state->env.http}));
    m_state->modules.push_back(backup::module());
    m_state->modules.push_back(
        system::module(std::filesystem::path(m_state->options.vaultPath).parent_path().string()));
}

Engine::~Engine() {
    KOSH_ASSERT(!m_state->open);
}

ops::Node& Engine::node() {
    return m_state->node;
}
ops::Dispatcher& Engine::dispatcher() {
    return m_state->dispatcher;
}
auth::Authenticator& Engine::authenticator() {
    return m_state->gate;
}
void Engine::setSite(auth::Site site) {
    m_state->gate.setSite(std::move(site));
}
std::uint64_t Engine::vaultOpening() const {
    return m_state->open ? m_state->openings : 0;
}
std::vector<ServiceState> Engine::services() const {
    const auto health = m_state->env.observer.health.entries();
    std::vector<ServiceState> states;
    for (const auto& module : m_state->modules) {
        const auto reported = std::ranges::find(health, module.name, &observe::Health::Entry::name);
        const bool isWell = reported == health.end() || reported->state == observe::HealthState::ok;
        states.push_back({module.name,
                          !m_state->open ? "locked"
                          : isWell       ? "running"
                                         : std::string(toString(reported->state)),
                          module.dependencies});
    }
    return states;
}
store::Store* Engine::store() {
    return m_state->open ? m_state->open->store.get() : nullptr;
}

Task<> Engine::shutdown() {
    co_return co_await m_state->vault.close();
}

Task<> Engine::open(std::unique_ptr<store::Store> store) {
    KOSH_ASSERT(!m_state->open);
    auto open = std::make_unique<OpenVault>();
    open->store = std::move(store);
    std::vector<store::ServiceSchema> schemas{events::schema(), resilience::schema(),
                                              ops::journalSchema()};
    for (const auto& module : m_state->modules) {
        if (!module.schema.migrations.empty()) schemas.push_back(module.schema);
    }
    KOSH_CO_CHECK(co_await m_state->env.compute.run(
        [&target = *open->store, schemas] { return target.migrate(schemas); }));

    auto& env = m_state->env;
    open->events =
        std::make_unique<events::Log>(*open->store, env.clock, env.observer, env.core.executor());
    open->sagas = std::make_unique<resilience::SagaRunner>(*open->store, env.clock, env.random,
                                                           env.observer, env.core.executor());
    open->environment = std::make_unique<runtime::ServiceEnvironment>(runtime::ServiceEnvironment{
        m_state->node, *open->store, *open->events, *open->sagas, env.compute, env.core.executor(),
        env.clock, env.random, env.observer});
    open->eventOperations =
        std::make_unique<ops::EventOperations>(*open->events, env.core.executor());
    open->auditOperations = std::make_unique<ops::AuditOperations>(*open->store);
    open->runtime = std::make_unique<runtime::Runtime>(env.observer, env.clock);

    std::vector<std::string> names;
    open->runtime->add(std::make_unique<Part>(
        "events", names, [log = open->events.get()] { return log->start(); },
        [log = open->events.get()] { return log->stop(); }));
    for (const auto& module : m_state->modules) {
        auto service = module.create(*open->environment);
        for (auto& group : service->groups()) open->events->add(std::move(group));
        service->defineSagas(*open->sagas);
        open->installations.push_back(m_state->dispatcher.install(service->handlers()));
        auto dependencies = module.dependencies;
        dependencies.push_back("events");
        open->runtime->add(std::make_unique<Part>(
            module.name, std::move(dependencies), [s = service.get()] { return s->start(); },
            [s = service.get()] { return s->stop(); }));
        names.push_back(module.name);
        open->services.push_back(std::move(service));
    }
    open->runtime->add(std::make_unique<Part>(
        "sagas", names, [sagas = open->sagas.get()] { return sagas->start(); },
        [sagas = open->sagas.get()] { return sagas->stop(); }));
    open->installations.push_back(m_state->dispatcher.install(open->eventOperations->handlers()));
    open->installations.push_back(m_state->dispatcher.install(open->auditOperations->handlers()));

    m_state->dispatcher.setJournal(std::make_shared<ops::StoreJournal>(*open->store));
    m_state->node.setLog(open->events.get());
    m_state->open = std::move(open);
    ++m_state->openings;
    if (auto started = co_await m_state->open->runtime->start(); !started) {
        static_cast<void>(co_await close());
        co_return Failure(started.error());
    }
    co_return ok();
}

Task<> Engine::close() {
    if (!m_state->open) co_return ok();
    auto open = std::shared_ptr<OpenVault>(std::move(m_state->open));
    m_state->dispatcher.setJournal(nullptr);
    open->eventOperations->stop();
    auto stopped = co_await open->runtime->stop();
    for (auto& installation : open->installations) {
        if (auto drained = co_await installation->drain(); !drained && stopped) stopped = drained;
    }
    m_state->node.setLog(nullptr);
    open->installations.clear();
    open->runtime.reset();
    open->services.clear();
    open->eventOperations.reset();
    open->auditOperations.reset();
    open->sagas.reset();
    open->events.reset();
    // Closing waits for the disk.
    auto closed = co_await m_state->env.compute.run([open]() -> Result<> {
        open->store.reset();
        return {};
    });
    co_return stopped ? closed : stopped;
}

}  // namespace kosh::app
