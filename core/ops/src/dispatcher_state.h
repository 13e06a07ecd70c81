// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/observe/current.h>
#include <kosh/ops/dispatcher.h>

#include <array>
#include <unordered_map>

namespace kosh::ops {

/// The handlers of one installation: how many of its calls are at work.
struct Group {
    std::size_t inFlight = 0;
    bool isDraining = false;
    std::unique_ptr<async::Notifier> idle;  ///< While `drain` waits.
};

/// All the dispatcher keeps of one operation; metrics are resolved when it is made.
struct Entry {
    const OperationType* type;
    bool holdsSecret;  ///< In request or response: what is stored of it cannot be replayed.
    /// Costly by declaration, or told how long to wait (`timeoutMs`): slow is not its fault.
    bool mayTakeLong;
    ErasedHandler handler;
    ErasedAnswer answer;  ///< Instead of a handler, for what waits for nothing.
    std::shared_ptr<Group> group;
    observe::Histogram& latency;
    observe::Gauge& inFlight;
    std::array<observe::Counter*, 10> errors{};  ///< By kind, resolved at the first error.

    bool isInstalled() const { return handler || answer; }
};

struct Dispatcher::State : std::enable_shared_from_this<State> {
    State(const Clock& wallAndSteady, observe::Observer observing);

    Entry& entryOf(const OperationType& type);
    Entry* find(const OperationType& type);
    /// What stands in the way of `context` calling this operation now.
    Result<> admit(const Entry& entry, const Context& context) const;
    Task<> run(const OperationType& type, const void* request, void* response, Context context);
    /// The handler with its accounting, for a caller that has been admitted.
    Task<> perform(Entry& entry, const void* request, void* response, Context context);
    /// The same for what has an `answer`.
    Result<> performNow(Entry& entry, const void* request, void* response, Context context);
    /// As `perform` for a caller that waits until its deadline only; the handler finishes
    /// regardless.
    Task<> performBefore(Entry& entry, const void* request, void* response, Context context);

    /// A command: idempotency and audit around the handler.
    Task<> command(Entry& entry, const void* request, void* response, Context context);
    /// Fills `response` from the first result under the context's key; false: the command has to
    /// run.
    Task<bool> replay(Entry& entry, std::string requestHash, void* response, Context context);
    /// Before anything the command writes: that it has begun.
    Result<> beginUnderKey(const Journal::Command& record, const async::Executor& executor);
    /// The handler, its exceptions turned into errors.
    Task<> invoke(Entry& entry, const void* request, void* response, Context context);
    Task<> audit(Journal::Command record);
    Journal::Command recordOf(const Entry& entry, const void* request,
                              const Context& context) const;

    Error exceptionError(const Entry& entry, const observe::Trace& trace, std::string_view what);
    void countError(Entry& entry, ErrorKind kind);
    /// What a call began with.
    struct Running {
        observe::Trace parent, trace;
        observe::Current outer;
        bool isSampled = false;
        std::chrono::steady_clock::time_point at;
    };
    /// Gives `context` a span of its own and makes it the current one, until `finish`.
    Running begin(const Entry& entry, Context& context);
    void finish(Entry& entry, const Running& call, const Result<>& result);
    /// Whether all spans of a call under `trace` are recorded, from what it came under.
    bool isSampled(const Entry& entry, const observe::Trace& parent);

    const Clock& clock;
    observe::Observer observer;
    /// What the objectives of services/system are made from.
    observe::Counter &total, &failed, &slow;
    std::shared_ptr<Journal> journal;
    std::vector<const OperationType*> declared;
    std::unordered_map<const OperationType*, std::unique_ptr<Entry>> entries;
    std::unordered_map<std::string_view, Entry*> byName;
    /// Commands at work under an idempotency key; others with the same key wait for them.
    std::unordered_map<std::string, std::shared_ptr<async::Notifier>> keysAtWork;
    bool isJournalFailing = false;
    std::uint32_t queriesSinceSpan = 0;
};

/// Counts a call in flight for as long as it lives.
class InFlight {
public:
    explicit InFlight(Entry& entry) : m_entry(entry), m_group(entry.group) {
        m_entry.inFlight.add(1);
        ++m_group->inFlight;
    }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;
    ~InFlight() {
        m_entry.inFlight.add(-1);
        if (--m_group->inFlight == 0 && m_group->idle) m_group->idle->notifyAll();
    }

private:
    Entry& m_entry;
    std::shared_ptr<Group> m_group;
};

}  // namespace kosh::ops
