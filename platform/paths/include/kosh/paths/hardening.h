// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

namespace kosh::platform {

/// No core file, and no other process of the user may read this one's memory: secrets live in it.
/// `platform.core_dumps` (internal) if the system refuses.
Result<> disableCoreDumps();

/// What koshd and kosh-cli do first: no core dumps, new files for the user alone (umask 077), and
/// no rights gained by what they start (PR_SET_NO_NEW_PRIVS). The desktop app opens other programs,
/// whose sandboxes may need such rights: it calls disableCoreDumps only. `platform.hardening` if
/// the system refuses.
Result<> hardenProcess();

}  // namespace kosh::platform
