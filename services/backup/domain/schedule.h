// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/backup/api.h>

#include <span>

namespace kosh::backup {

/// "kosh-20260131T235959.123Z.backup": sorts by time, and tells a plan's files from others.
std::string fileName(Timestamp at);
/// The time in a name made by `fileName`; nothing for any other name.
std::optional<Timestamp> timeOf(std::string_view name);

/// When the next backup is due; `newest` is that of the newest file. At once when there is none, or
/// when it claims to be of the future.
Timestamp dueAt(const Plan& plan, std::optional<Timestamp> newest, Timestamp now);

/// Those of `files` (newest first) that the plan does not keep.
std::span<const File> superfluous(std::span<const File> files, const Plan& plan);

}  // namespace kosh::backup
