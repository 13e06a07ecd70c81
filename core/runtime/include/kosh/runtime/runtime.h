// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/observe/observe.h>

#include <memory>
#include <string>
#include <vector>

namespace kosh::runtime {

/// A part of the program with a start and a stop. Construction only wires; start may do I/O.
class Module {
 public:
    virtual ~Module() = default;
    virtual std::string name() const = 0;
    virtual std::vector<std::string> dependencies() const { return {}; }
    virtual Task<> start() = 0;
    virtual Task<> stop() = 0;
};

/// Starts modules in dependency order, stops them in reverse. If one fails to start, those already started
/// are stopped and the failure names the module. A cycle or an unknown dependency is `runtime.order`.
class Runtime {
 public:
    Runtime(observe::Observer observer, const Clock& clock);
    ~Runtime();
    void add(std::unique_ptr<Module> module);
    Task<> start();
    Task<> stop();  ///< Stops what was started; safe to call twice.
    std::vector<std::string> running() const;

 private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// SIGINT, SIGTERM → `onStop` once on the executor; a second signal is ignored while stopping. SIGPIPE ignored.
class Signals {
 public:
    Signals(async::Executor executor, std::function<void(int signal)> onStop);
    ~Signals();

 private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace kosh::runtime
