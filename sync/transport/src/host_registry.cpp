// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>
#include <kosh/transport/host_registry.h>

namespace kosh::transport {

HostUse& HostRegistry::entry(std::string_view host, std::string_view purpose) {
    HostUse& use = m_hosts[std::string(host)];
    use.host = host;
    if (!purpose.empty()) use.purposes.emplace(purpose);
    return use;
}

void HostRegistry::declare(std::string_view host, std::string_view purpose) {
    const std::scoped_lock lock(m_mutex);
    entry(host, purpose);
}

Result<> HostRegistry::admit(std::string_view host, std::string_view purpose) {
    const std::scoped_lock lock(m_mutex);
    if (entry(host, purpose).isEnabled) return {};
    return fail(ErrorKind::precondition, "net.host_disabled",
                cat("requests to ", host, " are switched off in the list of outbound hosts"),
                {{"host", std::string(host)}});
}

void HostRegistry::recordUse(std::string_view host, std::uint64_t bytesOut, std::uint64_t bytesIn) {
    const std::scoped_lock lock(m_mutex);
    HostUse& use = entry(host, {});
    use.requests += 1;
    use.bytesOut += bytesOut;
    use.bytesIn += bytesIn;
}

void HostRegistry::recordBytes(std::string_view host, std::uint64_t bytesIn) {
    const std::scoped_lock lock(m_mutex);
    entry(host, {}).bytesIn += bytesIn;
}

void HostRegistry::setEnabled(std::string_view host, bool isEnabled) {
    const std::scoped_lock lock(m_mutex);
    entry(host, {}).isEnabled = isEnabled;
}

std::vector<HostUse> HostRegistry::list() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<HostUse> out;
    out.reserve(m_hosts.size());
    for (const auto& [host, use] : m_hosts) out.push_back(use);
    return out;
}

}  // namespace kosh::transport
