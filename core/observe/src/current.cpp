// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/carried.h>
#include <kosh/observe/current.h>

#include <cstring>
#include <type_traits>

namespace kosh::observe {
namespace {

constexpr auto kSlow = std::chrono::milliseconds(10);

}  // namespace

Current current() {
    Current now;
    std::memcpy(&now, carried().bytes.data(), sizeof(now));
    return now;
}

void setCurrent(const Current& now) {
    static_assert(std::is_trivially_copyable_v<Current> && sizeof(Current) <= sizeof(Carried));
    std::memcpy(carried().bytes.data(), &now, sizeof(now));
}

bool isSampledByCaller(std::string_view traceparent) {
    constexpr std::string_view kOdd = "13579bdf";
    constexpr std::size_t kLastOfFlags = 54;
    return traceparent.size() > kLastOfFlags &&
           kOdd.find(traceparent[kLastOfFlags]) != std::string_view::npos &&
           Trace::fromTraceparent(traceparent);
}

Part::Part(Tracer& tracer, const Clock& clock)
    : m_tracer(tracer), m_clock(clock), m_parent(current()) {
    if (m_parent.trace.isSet()) m_begun = clock.steady();
}

bool Part::isWanted(bool hasFailed) const {
    return m_parent.trace.isSet() &&
           (m_parent.isSampled || hasFailed || m_clock.steady() - m_begun >= kSlow);
}

void Part::record(std::string name, std::string errorKey) const {
    const auto took = std::chrono::duration_cast<Duration>(m_clock.steady() - m_begun);
    m_tracer.record({childOf(m_parent.trace), m_parent.trace.spanId, std::move(name),
                     m_clock.now() - took, took, std::move(errorKey)});
}

}  // namespace kosh::observe
