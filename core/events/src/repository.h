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
/// Makes a batch of the events that one look meets.
class Gathering {
public:
    Gathering(const std::vector<std::string>& topics, std::int64_t after, Bounds bounds)
        : m_topics(topics), m_bounds(bounds), m_batch{.events = {}, .scannedTo = after} {}
    /// False when the look ends here. `make()` gives the event, if its type is wanted.
    template <typename F>
    bool add(std::int64_t sequence, std::string_view type, F make) {
        m_batch.scannedTo = sequence;
        ++m_scanned;
        if (isWanted(type)) {
            m_batch.events.push_back(make());
            m_bytes += m_batch.events.back().payload.size();
        }
        return m_batch.events.size() < m_bounds.maxEvents && m_bytes < m_bounds.maxBytes &&
               m_scanned < m_bounds.maxScanned;
    }
    Batch batch() && { return std::move(m_batch); }

private:
    bool isWanted(std::string_view type) const;

    const std::vector<std::string>& m_topics;
    Bounds m_bounds;
    Batch m_batch;
    std::size_t m_bytes = 0;
    std::int64_t m_scanned = 0;
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
