// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/resilience/resilience.h>

#include <algorithm>
#include <array>
#include <bit>

namespace kosh::resilience {

Duration Backoff::delay(int attempt, Random& random) const {
    Duration most = std::min(base, cap);
    for (int i = 0; i < attempt && most < cap; ++i) most = most > cap / 2 ? cap : most * 2;
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    random.fill(bytes);
    // The slight bias of the remainder does not matter to a pause.
    const auto range = static_cast<std::uint64_t>(std::max<std::int64_t>(most.count(), 0)) + 1;
    return Duration(static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(bytes) % range));
}

bool isTransient(const Error& error) {
    return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::rate_limited ||
           error.kind == ErrorKind::deadline;
}

}  // namespace kosh::resilience
