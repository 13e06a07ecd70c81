// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/log.h>

#include <optional>
#include <string>
#include <vector>

/// The log's only SQL. Every function runs under the service "events".
namespace kosh::events::repository {

inline constexpr std::string_view kService = "events";

/// What one look at the log found: matching events and how far the look went.
struct Batch {
    std::vector<Event> events;
    std::int64_t scannedTo = 0;
};
/// Bounds of one look: it ends at whichever comes first.
struct Bounds {
    std::size_t maxEvents = 0;
    std::int64_t maxScanned = 0;
    std::size_t maxBytes = std::size_t{4} << 20;  ///< Of payloads.
};
Result<Batch> readBatch(store::Reader& reader, const std::vector<std::string>& topics,
                        std::int64_t after, Bounds bounds);
Result<std::int64_t> lastSequence(store::Reader& reader);

/// The group's cursor; a group that has none gets one before the first event.
Result<std::int64_t> openCursor(store::Transaction& tx, const std::string& group);
/// Moves the cursor if it is still at `from`; else `events.cursor_moved` (conflict).
Result<> moveCursor(store::Transaction& tx, const std::string& group, std::int64_t from,
                    std::int64_t to);

/// Adds `attempts` when the event lies there already.
Result<> addDeadLetter(store::Transaction& tx, const std::string& group, std::int64_t sequence,
                       const Error& error, int attempts, Timestamp at);
Result<std::vector<DeadLetter>> deadLetters(store::Reader& reader, const std::string& group);
/// The dead letter; none is `events.dead_letter` (not_found).
Result<DeadLetter> deadLetter(store::Reader& reader, const std::string& group,
                              std::int64_t sequence);
Result<> removeDeadLetter(store::Transaction& tx, const std::string& group, std::int64_t sequence);
Result<> removeDeadLettersFrom(store::Transaction& tx, const std::string& group,
                               std::int64_t sequence);
Result<std::int64_t> countDeadLetters(store::Reader& reader, const std::string& group);

}  // namespace kosh::events::repository
