// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/observe/observe.h>

namespace kosh::observe {

/// All that a scrape gives, in the text exposition format 0.0.4: the registry; `kosh_health{part}`
/// (0 ok, 1 degraded, 2 failed); `kosh_build_info{version}`; and of the process what Prometheus'
/// own client libraries tell (process_cpu_seconds_total, process_resident_memory_bytes, …; Linux
/// only).
std::string exposition(const Metrics& metrics, const Health& health, std::string_view version);

}  // namespace kosh::observe
