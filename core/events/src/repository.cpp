// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/repository.h"

#include <algorithm>

namespace kosh::events::repository {

namespace {

Event eventFrom(const store::Row& row) {
    Event event;
    event.sequence = row.integer(0);
    event.type = row.text(1);
    event.version = static_cast<int>(row.integer(2));
    event.key = row.text(3);
    event.payload = row.text(4);
    event.traceId = row.text(5);
    event.at = Timestamp{row.integer(6)};
    return event;
}

DeadLetter letterFrom(const store::Row& row) {
    return {.event = eventFrom(row),
            .group = std::string(row.text(7)),
            .errorKey = std::string(row.text(8)),
            .errorMessage = std::string(row.text(9)),
            .attempts = static_cast<int>(row.integer(10)),
            .at = Timestamp{row.integer(11)}};
}

}  // namespace

bool Gathering::isWanted(std::string_view type) const {
    return std::ranges::any_of(
        m_topics, [type](const std::string& pattern) { return matches(pattern, type); });
}

Result<Batch> readBatch(store::Reader& reader, const std::vector<std::string>& topics,
                        std::int64_t after, Bounds bounds) {
    Gathering gathering(topics, after, bounds);
    KOSH_CHECK(reader.query(
        "SELECT sequence, type, version, key, payload, trace_id, at FROM events_log "
        "WHERE sequence > :after ORDER BY sequence LIMIT :limit",
        {{":after", after}, {":limit", bounds.maxScanned}}, [&](const store::Row& row) {
            return gathering.add(row.integer(0), row.text(1), [&row] { return eventFrom(row); });
        }));
    return std::move(gathering).batch();
}

Result<std::int64_t> lastSequence(store::Reader& reader) {
    KOSH_TRY(const auto last, reader.first("SELECT coalesce(max(sequence), 0) FROM events_log", {},
                                           [](const store::Row& row) { return row.integer(0); }));
    return last.value_or(0);
}

Result<std::int64_t> openCursor(store::Transaction& tx, const std::string& group) {
    KOSH_CHECK(
        tx.execute("INSERT INTO events_cursor (group_name, sequence) VALUES (:group, 0) "
                   "ON CONFLICT (group_name) DO NOTHING",
                   {{":group", group}}));
    KOSH_TRY(const auto cursor,
             tx.first("SELECT sequence FROM events_cursor WHERE group_name = :group",
                      {{":group", group}}, [](const store::Row& row) { return row.integer(0); }));
    return cursor.value_or(0);
}

Result<> moveCursor(store::Transaction& tx, const std::string& group, std::int64_t from,
                    std::int64_t to) {
    KOSH_TRY(const auto moved, tx.execute("UPDATE events_cursor SET sequence = :to "
                                          "WHERE group_name = :group AND sequence = :from",
                                          {{":to", to}, {":group", group}, {":from", from}}));
    if (moved == 1) return {};
    return fail(ErrorKind::conflict, "events.cursor_moved",
                cat("the cursor of '", group, "' is no longer at ", from));
}

Result<> addDeadLetter(store::Transaction& tx, const std::string& group, std::int64_t sequence,
                       const Error& error, int attempts, Timestamp at) {
    KOSH_CHECK(
        tx.execute("INSERT INTO events_dead_letter "
                   "(group_name, sequence, error_key, error_message, attempts, at) "
                   "VALUES (:group, :sequence, :key, :message, :attempts, :at) "
                   "ON CONFLICT (group_name, sequence) DO UPDATE SET error_key = :key, "
                   "error_message = :message, attempts = attempts + :attempts, at = :at",
                   {{":group", group},
                    {":sequence", sequence},
                    {":key", error.key},
                    {":message", error.message},
                    {":attempts", attempts},
                    {":at", at}}));
    return {};
}

Result<std::vector<DeadLetter>> deadLetters(store::Reader& reader, const std::string& group) {
    return reader.all(
        "SELECT l.sequence, l.type, l.version, l.key, l.payload, l.trace_id, l.at, "
        "d.group_name, d.error_key, d.error_message, d.attempts, d.at "
        "FROM events_dead_letter d JOIN events_log l ON l.sequence = d.sequence "
        "WHERE d.group_name = :group ORDER BY d.sequence",
        {{":group", group}}, letterFrom);
}

Result<DeadLetter> deadLetter(store::Reader& reader, const std::string& group,
                              std::int64_t sequence) {
    KOSH_TRY(
        auto letter,
        reader.first("SELECT l.sequence, l.type, l.version, l.key, l.payload, l.trace_id, l.at, "
                     "d.group_name, d.error_key, d.error_message, d.attempts, d.at "
                     "FROM events_dead_letter d JOIN events_log l ON l.sequence = d.sequence "
                     "WHERE d.group_name = :group AND d.sequence = :sequence",
                     {{":group", group}, {":sequence", sequence}}, letterFrom));
    if (letter) return std::move(*letter);
    return fail(ErrorKind::not_found, "events.dead_letter",
                cat("'", group, "' has no dead letter ", sequence));
}

Result<> removeDeadLetter(store::Transaction& tx, const std::string& group, std::int64_t sequence) {
    KOSH_CHECK(tx.execute(
        "DELETE FROM events_dead_letter WHERE group_name = :group AND sequence = :sequence",
        {{":group", group}, {":sequence", sequence}}));
    return {};
}

Result<> removeDeadLettersFrom(store::Transaction& tx, const std::string& group,
                               std::int64_t sequence) {
    KOSH_CHECK(
        tx.execute("DELETE FROM events_dead_letter WHERE group_name = :group AND sequence >= :from",
                   {{":group", group}, {":from", sequence}}));
    return {};
}

Result<std::int64_t> countDeadLetters(store::Reader& reader, const std::string& group) {
    KOSH_TRY(
        const auto count,
        reader.first("SELECT count(*) FROM events_dead_letter WHERE group_name = :group",
                     {{":group", group}}, [](const store::Row& row) { return row.integer(0); }));
    return count.value_or(0);
}

}  // namespace kosh::events::repository
