// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/event.h>
#include <kosh/ops/operation.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kosh::ops {

/// Ends the subscription when it goes.
class Subscription {
public:
    virtual ~Subscription() = default;
};

/// The only way to reach a service, near or far. Thread: the node's core thread.
class Node {
public:
    virtual ~Node() = default;

    template <Operation Op>
    Task<typename Op::Response> call(Op request, Context context) {
        typename Op::Response response{};
        auto done = co_await dispatch(typeOf<Op>(), &request, &response, std::move(context));
        if (!done) co_return Failure(std::move(done).error());
        co_return std::move(response);
    }

    /// `request` and `response` are objects of the operation's types that outlive the call.
    virtual Task<> dispatch(const OperationType& type, const void* request, void* response,
                            Context context) = 0;

    /// Published events whose topic matches one of `topics` ("trading.*", "*"), from `fromSequence`
    /// (0 = only new ones), each after its commit, in order, on the core thread.
    virtual Result<std::unique_ptr<Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) = 0;
};

}  // namespace kosh::ops
