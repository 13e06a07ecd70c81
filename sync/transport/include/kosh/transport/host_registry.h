// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::transport {

/// What the node says to one host of the outside world.
struct HostUse {
    std::string host;                ///< Lower case, without port.
    std::set<std::string> purposes;  ///< Why: "chain 1 endpoint".
    std::uint64_t requests = 0;
    std::uint64_t bytesOut = 0;  ///< Of request bodies.
    std::uint64_t bytesIn = 0;   ///< Of response bodies.
    bool isEnabled = true;
};

/// Every host the node has a reason to talk to, for its owner to see and to switch off.
/// Thread-safe.
class HostRegistry {
public:
    /// Makes a host known before its first use, so that it can be switched off in time.
    void declare(std::string_view host, std::string_view purpose);
    /// Declares the host and says whether it may be asked: `net.host_disabled` (precondition).
    Result<> admit(std::string_view host, std::string_view purpose);
    void recordUse(std::string_view host, std::uint64_t bytesOut, std::uint64_t bytesIn);
    /// Also for a host that is not known yet. Requests under way are not cut.
    void setEnabled(std::string_view host, bool isEnabled);
    std::vector<HostUse> list() const;  ///< By name.

private:
    HostUse& entry(std::string_view host, std::string_view purpose);

    mutable std::mutex m_mutex;
    std::map<std::string, HostUse> m_hosts;
};

}  // namespace kosh::transport
