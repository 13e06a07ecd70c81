// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include <kosh/store/core_access.h>

#include <limits>

namespace kosh::events {

Task<std::vector<DeadLetter>> deadLettersOf(std::shared_ptr<Engine> self, std::string group) {
    KOSH_CO_CHECK(self->find(group));
    co_return co_await self->database.read(
        [group](store::Reader& reader) { return repository::deadLetters(reader, group); });
}

Task<> retryDeadLetterOf(std::shared_ptr<Engine> self, std::string group, std::int64_t sequence) {
    KOSH_CO_TRY(const auto run, self->find(group));
    const auto hasHandlerFailed = std::make_shared<bool>(false);
    auto done = co_await self->database.write([=](store::Transaction& tx) -> Result<> {
        KOSH_TRY(const auto letter, repository::deadLetter(tx, group, sequence));
        auto handled = store::asService(tx, run->group.service, [&](store::Transaction& own) {
            return handOver(run->group, own, letter.event);
        });
        *hasHandlerFailed = !handled;
        KOSH_CHECK(handled);
        return repository::removeDeadLetter(tx, group, sequence);
    });
    if (*hasHandlerFailed) {
        // The failed try went with its savepoint; that it was made is noted on its own.
        KOSH_CO_CHECK(
            co_await self->database.write([=, error = done.error()](store::Transaction& tx) {
                return repository::addDeadLetter(tx, group, sequence, error, 1, self->clock.now());
            }));
    }
    if (!done) co_return done;
    co_return co_await self->reportHealth(group);
}

Task<std::vector<Event>> readLog(std::shared_ptr<Engine> self, std::vector<std::string> topics,
                                 std::int64_t afterSequence, std::size_t limit) {
    if (limit == 0) co_return std::vector<Event>{};
    constexpr auto kAll = std::numeric_limits<std::size_t>::max();
    constexpr auto kToTheEnd = std::numeric_limits<std::int64_t>::max();
    KOSH_CO_TRY(auto batch, co_await self->database.read([=](store::Reader& reader) {
        return repository::readBatch(
            reader, topics, afterSequence,
            {.maxEvents = limit, .maxScanned = kToTheEnd, .maxBytes = kAll});
    }));
    co_return std::move(batch.events);
}

}  // namespace kosh::events
