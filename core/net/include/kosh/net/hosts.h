// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::net {

/// What the node says to one host of the outside world.
struct HostUse {
    std::string host;                ///< Lower case, without port.
    std::set<std::string> purposes;  ///< Why: "chain 1 endpoint".
    std::uint64_t requests = 0;
    std::uint64_t bytesOut = 0;  ///< Of request bodies.
    std::uint64_t bytesIn = 0;   ///< Of response bodies.
    bool isEnabled = true;
};

/// Port: every host the node has a reason to talk to, for its owner to see and to switch off.
/// Thread-safe.
class HostDirectory {
public:
    virtual ~HostDirectory() = default;
    virtual std::vector<HostUse> list() const = 0;  ///< By name.
    /// Also for a host that is not known yet. Requests under way are not cut.
    virtual void setEnabled(std::string_view host, bool isEnabled) = 0;
};

}  // namespace kosh::net
