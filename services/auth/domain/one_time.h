// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

#include <optional>
#include <string_view>

namespace kosh::auth {

/// The counter that `code` stands for: now, or one step of 30 seconds to either side (clocks of
/// phones), and after `lastUsed`, so that no code is good twice. All are compared in any case.
std::optional<std::uint64_t> otpCounterOf(ByteView secret, std::string_view code, Timestamp now,
                                          std::int64_t lastUsed);
Failure wrongOtp();
/// `auth.otp_required`.
Failure neededOtp();  ///< `auth.otp`

}  // namespace kosh::auth
