// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/observe/observe.h>

#include <string>
#include <string_view>

namespace kosh::observe {

/// The span this thread works under. What has no context of its own (a store job, a remote call)
/// learns from it whose part it is, and log lines carry its trace. The dispatcher sets it;
/// core/async keeps it with a coroutine that waits and keeps it from one that is spawned.
struct Current {
    Trace trace;
    /// Every span of this trace is recorded, not only what failed or was slow.
    bool isSampled = false;
    /// Whether `other` lies in this trace and all of it is recorded.
    bool samples(const Trace& other) const { return isSampled && other.traceId == trace.traceId; }
};
Current current();
void setCurrent(const Current& now);

/// W3C trace context: whether the caller records this trace (flag 01 of a traceparent).
bool isSampledByCaller(std::string_view traceparent);

/// A piece of work under the current span, from construction on; nothing when there is none.
class Part {
public:
    Part(Tracer& tracer, const Clock& clock);
    /// Worth recording: its trace is sampled, it failed, or it took 10 ms or more.
    bool isWanted(bool hasFailed) const;
    /// Names: see sync/telemetry/README.md.
    void record(std::string name, std::string errorKey) const;

private:
    Tracer& m_tracer;
    const Clock& m_clock;
    Current m_parent;
    std::chrono::steady_clock::time_point m_begun;
};

}  // namespace kosh::observe
