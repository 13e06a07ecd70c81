// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/repository.h"

#include <deque>
#include <mutex>

namespace kosh::events {

/// The newest events of the log, kept in memory after their commit: who keeps up need not read and
/// decrypt what was just written. Bounded; what it no longer has is in the log. Thread-safe.
class Recent {
public:
    /// `commit` follows all that was added before.
    void add(store::CommittedEvents commit);
    /// As `repository::readBatch`; nothing when it does not have all events after `after`
    /// or none.
    std::optional<repository::Batch> read(const std::vector<std::string>& topics,
                                          std::int64_t after, repository::Bounds bounds) const;

private:
    struct Commit {
        store::CommittedEvents events;
        std::size_t bytes = 0;
    };
    mutable std::mutex m_mutex;
    std::deque<Commit> m_commits;
    std::size_t m_bytes = 0;
};

}  // namespace kosh::events
