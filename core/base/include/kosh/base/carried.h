// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <array>
#include <cstddef>

namespace kosh {

/// What a thread carries along with the work it does; core/async keeps it with a coroutine that
/// waits and keeps it from one that is spawned. Its meaning is that of core/observe (current.h).
struct Carried {
    std::array<std::byte, 32> bytes{};
};

inline Carried& carried() {
    thread_local Carried now;
    return now;
}

}  // namespace kosh
