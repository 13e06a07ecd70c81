// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/kill_point.h>

#ifdef KOSH_TEST_HOOKS

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace kosh {

void killPoint(std::string_view name) {
    const char* const chosen = std::getenv("KOSH_KILL_POINT");
    if (!chosen) return;
    std::string_view wanted(chosen);
    int nth = 1;
    if (const auto mark = wanted.rfind('#'); mark != std::string_view::npos) {
        nth = std::atoi(chosen + mark + 1);
        wanted = wanted.substr(0, mark);
    }
    if (wanted != name) return;
    // Only one point is chosen for a process, so one count is enough.
    static std::atomic<int> passed{0};
    if (++passed == nth) std::raise(SIGKILL);
}

void throwPoint(std::string_view name) {
    const char* const chosen = std::getenv("KOSH_THROW_POINT");
    if (chosen && chosen == name) throw std::runtime_error("KOSH_THROW_POINT");
}

}  // namespace kosh

#endif
