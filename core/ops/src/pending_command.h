// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/dispatcher.h>

#include <atomic>

namespace kosh::ops {

/// A command at work, for whoever records it: its own transaction or the dispatcher.
struct PendingCommand {
    const Clock& clock;
    std::chrono::steady_clock::time_point startedAt;
    Journal::Command command;
    bool holdsSecret = false;
    bool hasJournal = false;
    /// By its own transaction, on the writer's thread; counts once that has committed.
    std::atomic<bool> isRecorded{false};
};

}  // namespace kosh::ops
