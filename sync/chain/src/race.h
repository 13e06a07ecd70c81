// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "src/pool_state.h"

#include <kosh/async/async.h>

#include <deque>

namespace kosh::chain_rpc {

/// Endpoints asked the same at the same time. Those still under way when the answer is there go on
/// without it, and say how it went.
struct Race {
    explicit Race(async::Executor on) : executor(on), changed(std::move(on)) {}

    struct Finish {
        EndpointPtr endpoint;
        Result<std::vector<Reply>> replies;
    };
    async::Executor executor;
    async::Notifier changed;
    std::vector<EndpointPtr> running;
    std::deque<Finish> finished;
};
using RacePtr = std::shared_ptr<Race>;

/// Sends the job to one endpoint; its finish is put into the race.
void start(const PoolPtr& pool, const Job& job, const EndpointPtr& endpoint,
           Endpoint::Permit permit, const RacePtr& race);

}  // namespace kosh::chain_rpc
