// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <string_view>

struct sqlite3;

namespace kosh::store {

/// The Error for result code `rc` of `db`; `doing` says what was tried ("write the vault").
Error sqlError(sqlite3* db, int rc, std::string_view doing);
inline Failure sqlFailure(sqlite3* db, int rc, std::string_view doing) {
    return Failure(sqlError(db, rc, doing));
}

/// `store.full` when `number` (errno) says that no more can be written, else `store.io`.
Error ioError(int number, std::string_view doing);
inline Failure ioFailure(int number, std::string_view doing) {
    return Failure(ioError(number, doing));
}

}  // namespace kosh::store
