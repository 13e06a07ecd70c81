// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/observe.h>

namespace kosh::observe {

std::string_view toString(HealthState state) {
    switch (state) {
        case HealthState::ok:
            return "ok";
        case HealthState::degraded:
            return "degraded";
        case HealthState::failed:
            return "failed";
    }
    return "failed";
}

Health::Health(const Clock& clock) : m_clock(clock) {}

void Health::report(std::string name, HealthState state, std::string reason) {
    const Timestamp now = m_clock.now();
    const std::scoped_lock lock(m_mutex);
    const auto [it, isNew] = m_entries.try_emplace(name);
    Entry& entry = it->second;
    if (isNew || entry.state != state) entry.since = now;
    entry.name = std::move(name);
    entry.state = state;
    entry.reason = state == HealthState::ok ? std::string() : std::move(reason);
}

void Health::remove(std::string_view name) {
    const std::scoped_lock lock(m_mutex);
    const auto it = m_entries.find(name);
    if (it != m_entries.end()) m_entries.erase(it);
}

std::vector<Health::Entry> Health::entries() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<Entry> out;
    out.reserve(m_entries.size());
    for (const auto& [name, entry] : m_entries) out.push_back(entry);
    return out;
}

HealthState Health::overall() const {
    const std::scoped_lock lock(m_mutex);
    HealthState worst = HealthState::ok;
    for (const auto& [name, entry] : m_entries) {
        const bool isCritical = name.find('/') == std::string::npos;
        worst = std::max(worst,
                         isCritical ? entry.state : std::min(entry.state, HealthState::degraded));
    }
    return worst;
}

}  // namespace kosh::observe
