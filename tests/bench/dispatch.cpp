// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// An operation through Node::call with everything on that the dispatcher does: permission, trace,
// metrics, spans, accounting.
#include "bench.h"

#include <kosh/ops/dispatcher.h>
#include <kosh/ops/nodes.h>

namespace kosh::bench {
namespace {

struct Twice {
    static constexpr ops::Info kInfo{"bench.twice", ops::Kind::query, "bench:read",
                                     "GET",         "/bench/twice",   "Twice a number"};
    struct Response {
        std::int64_t doubled = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("doubled", &Response::doubled, "twice the value")};
        }
    };
    std::int64_t value = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("value", &Twice::value, "a number")};
    }
};

class Service {
public:
    Task<Twice::Response> twice(Twice request, ops::Context) {
        co_return Twice::Response{request.value * 2};
    }
};

Task<> callOften(ops::Node& node, ops::Context context, std::size_t count) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        KOSH_CO_TRY(const auto response, co_await node.call(Twice{1}, context));
        sum += response.doubled;
    }
    KOSH_ASSERT(sum == static_cast<std::int64_t>(2 * count));
    co_return ok();
}

ops::Context contextOf(std::set<std::string, std::less<>> scopes) {
    return {
        std::make_shared<const ops::Principal>(ops::Principal{"user:bench", std::move(scopes)})};
}

void run() {
    const SystemClock clock;
    test::TestObserver observer(clock);
    test::CoreLoop core;
    ops::Dispatcher dispatcher(clock, observer);
    ops::LocalNode node(dispatcher);
    Service service;
    ops::Handlers handlers;
    handlers.add<Twice>(service, &Service::twice);
    auto installed = core.call([&] { return dispatcher.install(std::move(handlers)); });

    const auto nanos = [&](const ops::Context& context) {
        return nanosOf([&](std::size_t n) { need(core.run(callOften(node, context, n))); });
    };
    report("dispatch.owner", nanos(ops::Context::owner()), "ns");
    report("dispatch.scoped",
           nanos(contextOf({"bench:read", "ledger:read", "trade:read", "trade:write", "wallet:read",
                            "wallet:sign"})),
           "ns");
    report("dispatch.deadline", nanos(ops::Context::owner().withTimeout(std::chrono::hours(1))),
           "ns");
    core.call([&] { installed.reset(); });
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::run();
}
