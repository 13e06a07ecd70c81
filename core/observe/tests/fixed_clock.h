// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

namespace kosh::observe {

/// Stands still until a test moves it.
class FixedClock final : public Clock {
public:
    Timestamp now() const override { return time; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }

    Timestamp time{1'700'000'000'000'000};
};

}  // namespace kosh::observe
