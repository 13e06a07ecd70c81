// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>
#include <kosh/net/hosts.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace kosh::transport {

using net::HostUse;

/// Every host the node has a reason to talk to, for its owner to see and to switch off.
/// Thread-safe.
class HostRegistry final : public net::HostDirectory {
public:
    /// Makes a host known before its first use, so that it can be switched off in time.
    void declare(std::string_view host, std::string_view purpose);
    /// Declares the host and says whether it may be asked: `net.host_disabled` (precondition).
    Result<> admit(std::string_view host, std::string_view purpose);
    void recordUse(std::string_view host, std::uint64_t bytesOut, std::uint64_t bytesIn);
    /// That came without being asked for.
    void recordBytes(std::string_view host, std::uint64_t bytesIn);
    void setEnabled(std::string_view host, bool isEnabled) override;
    std::vector<HostUse> list() const override;

private:
    HostUse& entry(std::string_view host, std::string_view purpose);

    mutable std::mutex m_mutex;
    std::map<std::string, HostUse> m_hosts;
};

}  // namespace kosh::transport
