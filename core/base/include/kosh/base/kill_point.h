// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>

#include <functional>
#include <string>
#include <string_view>

namespace kosh {

#ifdef KOSH_TEST_HOOKS
/// Ends the process by SIGKILL when the environment variable KOSH_KILL_POINT is `name` (or
/// `name#3`: the third time). Compiled out of releases.
void killPoint(std::string_view name);
#define KOSH_KILL_POINT(name) ::kosh::killPoint(name)
/// Throws when the environment variable KOSH_THROW_POINT is `name`. Compiled out of releases.
void throwPoint(std::string_view name);
#define KOSH_THROW_POINT(name) ::kosh::throwPoint(name)
#else
#define KOSH_KILL_POINT(name) static_cast<void>(0)
#define KOSH_THROW_POINT(name) static_cast<void>(0)
#endif

}  // namespace kosh
