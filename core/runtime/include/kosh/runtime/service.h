// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/events/log.h>
#include <kosh/observe/observe.h>
#include <kosh/ops/dispatcher.h>
#include <kosh/resilience/saga.h>
#include <kosh/store/store.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kosh::runtime {

/// What every service is given. All of it outlives the service; it exists while the vault is open.
struct ServiceEnvironment {
    ops::Node& node;  ///< The only way to another service; call with `serviceContext`.
    store::Store& store;
    events::Log& events;
    resilience::SagaRunner& sagas;
    async::ComputePool& compute;
    async::Executor executor;  ///< The core thread's.
    const Clock& clock;
    Random& random;
    observe::Observer observer;
};

/// A service: constructed when the vault opens, destroyed when it locks. Everything but
/// construction runs on the core thread. Operations answer between `start` and `stop`.
class Service {
public:
    virtual ~Service() = default;
    virtual ops::Handlers handlers() = 0;
    /// Consumer groups, added before the log starts.
    virtual std::vector<events::Group> groups() { return {}; }
    /// Saga definitions, before unfinished sagas go on.
    virtual void defineSagas(resilience::SagaRunner&) {}
    /// After all services' handlers are installed. Loads state, starts background loops; never
    /// waits for a remote.
    virtual Task<> start() { co_return ok(); }
    /// Ends background loops and waits for them; operations that wait for something answer at once
    /// from now on. Operations in flight are drained after this, before the service is destroyed.
    virtual Task<> stop() { co_return ok(); }
};

/// What a service contributes to the composition list, from its module.h:
/// `runtime::ServiceModule module(…ports…)`.
struct ServiceModule {
    std::string name;
    std::vector<std::string> dependencies;  ///< Other services it calls in `start`.
    store::ServiceSchema schema;            ///< Empty migrations: it has no tables.
    std::function<std::unique_ptr<Service>(const ServiceEnvironment&)> create;
};

/// The context in which a service calls another: its own principal, the caller's trace.
ops::Context serviceContext(std::string_view service, const observe::Trace& trace = {});

}  // namespace kosh::runtime
