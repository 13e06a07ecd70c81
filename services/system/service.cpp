// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <algorithm>

namespace kosh::system {
namespace {

constexpr auto kKeepEvery = std::chrono::minutes(5);
constexpr Duration kKeptFor = std::chrono::days(90);

/// Five minutes since 1970.
std::int64_t periodOf(Timestamp at) {
    return at.micros / Duration(kKeepEvery).count();
}

}  // namespace

SystemService::SystemService(const runtime::ServiceEnvironment& env, std::string folder)
    : m_env(env),
      m_database(env.store.database("system")),
      m_folder(std::move(folder)),
      m_total(env.observer.metrics.counter("kosh_operations_total", "Operations")),
      m_failed(env.observer.metrics.counter("kosh_operations_failed_total",
                                            "Operations that failed by the node's own fault")),
      m_slow(env.observer.metrics.counter("kosh_operations_slow_total",
                                          "Quick operations that took over 200 ms")),
      m_kept(counted()),
      m_changed(env.executor) {}

ops::Handlers SystemService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetHealth>(*this, &SystemService::getHealth);
    handlers.add<SetLogLevel>(*this, &SystemService::setLogLevel);
    handlers.add<GetSlo>(*this, &SystemService::getSlo);
    handlers.add<RunDoctor>(*this, &SystemService::runDoctor);
    return handlers;
}

Task<> SystemService::start() {
    m_isLooping = true;
    async::spawn(m_env.executor, loop(), [](const Error&) {});
    co_return ok();
}

Task<> SystemService::stop() {
    m_isStopping = true;
    m_changed.notifyAll();
    while (m_isLooping) KOSH_CO_CHECK(co_await m_changed.wait(std::chrono::seconds(1)));
    co_return co_await keep();
}

Task<> SystemService::loop() {
    while (!m_isStopping) {
        static_cast<void>(co_await m_changed.wait(kKeepEvery));
        if (m_isStopping) break;
        if (const auto kept = co_await keep(); !kept) {
            m_env.observer.log.warning("system", "counts not kept",
                                       {{"reason", kept.error().message}});
        }
    }
    m_isLooping = false;
    m_changed.notifyAll();
    co_return ok();
}

Counts SystemService::counted() const {
    // The parts first: they never exceed a total that is read later.
    Counts counts{0, m_failed.value(), m_slow.value()};
    counts.total = m_total.value();
    return counts;
}

Task<> SystemService::keep() {
    const auto now = counted();
    const auto fresh = now - m_kept;
    if (fresh == Counts{}) co_return ok();
    const auto at = m_env.clock.now();
    KOSH_CO_CHECK(co_await m_database.write([fresh, at](store::Transaction& tx) {
        return repository::add(tx, periodOf(at), fresh, periodOf(at - kKeptFor));
    }));
    m_kept = m_kept + fresh;
    co_return ok();
}

Result<GetHealth::Response> SystemService::getHealth(const GetHealth&, const ops::Context&) {
    const auto& health = m_env.observer.health;
    GetHealth::Response response{health.overall(), {}};
    for (auto& entry : health.entries()) {
        response.parts.push_back(
            {std::move(entry.name), entry.state, std::move(entry.reason), entry.since});
    }
    return response;
}

Task<ops::Nothing> SystemService::setLogLevel(SetLogLevel request, ops::Context) {
    m_env.observer.log.setLevel(request.level);
    co_return ops::Nothing{};
}

Task<GetSlo::Response> SystemService::getSlo(GetSlo request, ops::Context) {
    const auto at = m_env.clock.now();
    const auto since = at - std::chrono::days(request.days);
    std::vector<std::int64_t> periods{periodOf(since)};
    for (const auto& window : kWindows) periods.push_back(periodOf(at - window.length));
    KOSH_CO_TRY(const auto sums, co_await m_database.read([periods](store::Reader& reader) {
        return repository::sumsSince(reader, periods);
    }));
    const auto fresh = counted() - m_kept;
    GetSlo::Response response{since, objectivesOf(sums.front() + fresh)};
    for (std::size_t i = 0; i < kWindows.size(); ++i) {
        addBurnRates(response.objectives, kWindows.at(i), sums[i + 1] + fresh);
    }
    co_return response;
}

}  // namespace kosh::system
