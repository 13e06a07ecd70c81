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

/// Starts modules in dependency order, stops them in reverse. If one fails to start, those already
/// started are stopped and the failure names the module (in `details["module"]` too). A cycle, an
/// unknown dependency or a name given twice is `runtime.order`. Each module reports to health under
/// its name.
class Runtime {
public:
    Runtime(observe::Observer observer, const Clock& clock);
    ~Runtime();
    void add(std::unique_ptr<Module> module);
    Task<> start();
    /// Stops what was started, in reverse; goes on after a failure and gives the first one. Safe to
    /// call twice.
    Task<> stop();
    std::vector<std::string> running() const;  ///< In the order of their start.

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// SIGINT, SIGTERM → `onStop` once on the executor; a second signal is ignored while stopping.
/// SIGHUP → `onReload` each time; without it SIGHUP does what it always does. SIGPIPE and SIGXFSZ
/// are ignored from then on. Destroy it on the executor's thread or after its loop has ended.
class Signals {
public:
    Signals(async::Executor executor, std::function<void(int signal)> onStop,
            std::function<void()> onReload = {});
    ~Signals();

private:
    struct State;
    std::shared_ptr<State> m_state;  // a pending wait outlives *this
};

}  // namespace kosh::runtime
