// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/engine.h"

#include <algorithm>

namespace kosh::events {

namespace {

constexpr repository::Bounds kBounds{.maxEvents = 512, .maxScanned = 16'384};
constexpr Duration kIdle = std::chrono::hours(1);
constexpr Duration kAfterFailure = std::chrono::seconds(1);

const std::vector<std::string>& everything() {
    static const std::vector<std::string> kAll{"*"};
    return kAll;
}

void offer(LiveRun& live, const Event& event) {
    if (live.isEnded || event.sequence <= live.position) return;
    live.position = event.sequence;
    const bool isWanted = std::ranges::any_of(
        live.topics, [&event](const std::string& pattern) { return matches(pattern, event.type); });
    if (isWanted) live.onEvent(event);
}

}  // namespace

void Engine::attach(std::shared_ptr<LiveRun> live) {
    if (live->isOnlyNew) {
        live->position = last();
        live->isCaughtUp = true;
        committed.notifyAll();
        return;
    }
    launch(catchUp(shared_from_this(), std::move(live)));
}

Task<> Engine::catchUp(std::shared_ptr<Engine> self, std::shared_ptr<LiveRun> live) {
    // The tail offers what lies after it; from its position on the two meet without gap or repeat.
    while (!self->isStopping && !live->isEnded && live->position < self->tail) {
        auto batch = co_await look(self, live->topics, live->position, kBounds);
        if (!batch) {
            static_cast<void>(co_await self->stopping.wait(kAfterFailure));
            continue;
        }
        for (const auto& event : batch->events) offer(*live, event);
        live->position = std::max(live->position, batch->scannedTo);
    }
    live->isCaughtUp = true;
    self->committed.notifyAll();
    co_return ok();
}

Task<> Engine::runTail(std::shared_ptr<Engine> self) {
    while (!self->isStopping) {
        std::erase_if(self->lives, [](const auto& live) { return live->isEnded; });
        const bool isWatched =
            std::ranges::any_of(self->lives, [](const auto& live) { return live->isCaughtUp; });
        if (!isWatched) self->tail = self->last();
        if (self->tail >= self->last()) {
            static_cast<void>(co_await self->committed.wait(kIdle));
            continue;
        }
        auto batch = co_await look(self, everything(), self->tail, kBounds);
        if (!batch) {
            static_cast<void>(co_await self->stopping.wait(kAfterFailure));
            continue;
        }
        // A copy: a subscriber may begin another from inside its callback.
        const auto lives = self->lives;
        for (const auto& event : batch->events) {
            for (const auto& live : lives) {
                if (live->isCaughtUp) offer(*live, event);
            }
            self->tail = event.sequence;
        }
        self->tail = std::max(self->tail, batch->scannedTo);
    }
    co_return ok();
}

}  // namespace kosh::events
