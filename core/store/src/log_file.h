// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

namespace kosh::store {

/// Name of an SQLite VFS that is the system's, but for the write-ahead log: SQLite appends to it
/// in two writes a page, and here those are gathered and written at once, before a sync or
/// whatever else looks at the file. Registered at the first call. Sound only with
/// synchronous=FULL: each commit then syncs the log before anybody else may read it.
const char* gatheringVfs();

}  // namespace kosh::store
