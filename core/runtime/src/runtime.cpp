// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/runtime/runtime.h>

#include <algorithm>
#include <map>
#include <set>

namespace kosh::runtime {
namespace {

Failure badOrder(std::string message) {
    return fail(ErrorKind::internal, "runtime.order", std::move(message));
}

Failure naming(const std::string& module, std::string_view doing, Error error) {
    error.message = cat("module '", module, "' did not ", doing, ": ", error.message);
    error.details["module"] = module;
    return Failure(std::move(error));
}

enum class Mark { visiting, placed };

/// Depth first, so that modules keep the order they were added in wherever their needs allow.
struct Sorter {
    const std::vector<std::unique_ptr<Module>>& modules;
    std::map<std::string, Module*> byName{};
    std::map<std::string, Mark> marks{};
    std::vector<Module*> sorted{};

    Result<> place(Module* module) {
        const std::string name = module->name();
        if (const auto mark = marks.find(name); mark != marks.end()) {
            if (mark->second == Mark::placed) return {};
            return badOrder(cat("module '", name, "' depends on itself by way of others"));
        }
        marks[name] = Mark::visiting;
        for (const std::string& needed : module->dependencies()) {
            const auto found = byName.find(needed);
            if (found == byName.end()) {
                return badOrder(
                    cat("module '", name, "' needs '", needed, "', which nobody added"));
            }
            KOSH_CHECK(place(found->second));
        }
        marks[name] = Mark::placed;
        sorted.push_back(module);
        return {};
    }

    Result<std::vector<Module*>> sort() {
        for (const auto& module : modules) {
            const std::string name = module->name();
            if (!byName.emplace(name, module.get()).second) {
                return badOrder(cat("two modules are named '", name, "'"));
            }
        }
        for (const auto& module : modules) KOSH_CHECK(place(module.get()));
        return std::move(sorted);
    }
};

enum class Step { start, stop };

/// An exception of a module must not keep the others from being stopped.
Task<> guarded(Module* module, Step step) {
    try {
        co_return co_await (step == Step::start ? module->start() : module->stop());
    } catch (const std::exception& e) {
        co_return fail(ErrorKind::internal, "runtime.exception", e.what());
    }
}

}  // namespace

struct Runtime::State {
    observe::Observer observer;
    const Clock& clock;
    std::vector<std::unique_ptr<Module>> modules{};
    std::vector<Module*> started{};

    std::string millisSince(std::chrono::steady_clock::time_point begin) const {
        const auto took = clock.steady() - begin;
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
    }
};

Runtime::Runtime(observe::Observer observer, const Clock& clock)
    : m_state(std::make_unique<State>(State{observer, clock})) {}

Runtime::~Runtime() {
    // One added later may refer to one added earlier.
    while (!m_state->modules.empty()) m_state->modules.pop_back();
}

void Runtime::add(std::unique_ptr<Module> module) {
    KOSH_ASSERT(m_state->started.empty());
    m_state->modules.push_back(std::move(module));
}

Task<> Runtime::start() {
    KOSH_ASSERT(m_state->started.empty());
    State& state = *m_state;
    KOSH_CO_TRY(const std::vector<Module*> order, Sorter{state.modules}.sort());
    for (Module* module : order) {
        const std::string name = module->name();
        const auto begin = state.clock.steady();
        const Result<> result = co_await guarded(module, Step::start);
        if (!result) {
            state.observer.health.report(name, observe::HealthState::failed,
                                         result.error().message);
            const Failure failure = naming(name, "start", result.error());
            state.observer.log.error("runtime", failure.error().message,
                                     {{"module", name}, {"error", failure.error().key}});
            // The failure to start is what matters; stop() has logged its own.
            static_cast<void>(co_await stop());
            co_return failure;
        }
        state.started.push_back(module);
        state.observer.health.report(name, observe::HealthState::ok);
        state.observer.log.info("runtime", "module started",
                                {{"module", name}, {"millis", state.millisSince(begin)}});
    }
    co_return ok();
}

Task<> Runtime::stop() {
    State& state = *m_state;
    Result<> first;
    while (!state.started.empty()) {
        Module* const module = state.started.back();
        state.started.pop_back();
        const std::string name = module->name();
        const auto begin = state.clock.steady();
        const Result<> result = co_await guarded(module, Step::stop);
        state.observer.health.remove(name);
        if (result) {
            state.observer.log.info("runtime", "module stopped",
                                    {{"module", name}, {"millis", state.millisSince(begin)}});
            continue;
        }
        const Failure failure = naming(name, "stop", result.error());
        state.observer.log.error("runtime", failure.error().message,
                                 {{"module", name}, {"error", failure.error().key}});
        if (first) first = failure;
    }
    co_return first;
}

std::vector<std::string> Runtime::running() const {
    std::vector<std::string> names;
    for (const Module* module : m_state->started) names.push_back(module->name());
    return names;
}

}  // namespace kosh::runtime
