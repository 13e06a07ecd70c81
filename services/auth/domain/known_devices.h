// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>

#include <string_view>
#include <vector>

namespace kosh::auth {

/// A paired device as it is known while the vault is locked.
struct KnownDevice {
    Id deviceId, userId;
    Hash256 fingerprint;
    Role role = Role::viewer;
    static constexpr auto fields() {
        return std::tuple{json::required("deviceId", &KnownDevice::deviceId, "the device"),
                          json::required("userId", &KnownDevice::userId, "whose it is"),
                          json::required("fingerprint", &KnownDevice::fingerprint,
                                         "SHA-256 of its certificate (DER)"),
                          json::required("role", &KnownDevice::role, "its user's")};
    }
    friend bool operator==(const KnownDevice&, const KnownDevice&) = default;
};

/// The file that keeps them; one that is not there or cannot be read knows nobody.
std::vector<KnownDevice> readKnownDevices(const std::string& path);
/// Replaces the file as a whole, for its owner's eyes only. Error: `auth.devices_file`.
Result<> writeKnownDevices(const std::string& path, const std::vector<KnownDevice>& devices);

}  // namespace kosh::auth
