// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/sql_error.h"

#include <kosh/base/bytes.h>

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace kosh::store {

Error ioError(int number, std::string_view doing) {
    const bool isFull = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return {isFull ? ErrorKind::unavailable : ErrorKind::internal,
            isFull ? "store.full" : "store.io",
            isFull ? cat("no space left to ", doing)
                   : cat("could not ", doing, ": ", std::generic_category().message(number))};
}

Error sqlError(sqlite3* db, int rc, std::string_view doing) {
    const std::string said = db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
        case SQLITE_FULL:
            return ioError(ENOSPC, doing);
        case SQLITE_IOERR:
            return ioError(db ? sqlite3_system_errno(db) : EIO, doing);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {
                ErrorKind::internal, "store.corrupt",
                cat("the vault is damaged; restore a backup (could not ", doing, ": ", said, ")")};
        case SQLITE_AUTH:
            return {ErrorKind::forbidden, "store.denied", cat("could not ", doing, ": ", said)};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::conflict, "store.constraint", cat("could not ", doing, ": ", said)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
        case SQLITE_PERM:
            return {ErrorKind::unavailable, "store.failed", cat("could not ", doing, ": ", said)};
        case SQLITE_CANTOPEN:
            return {ErrorKind::internal, "store.io", cat("could not ", doing, ": ", said)};
        default:
            return {ErrorKind::internal, "store.sql", cat("could not ", doing, ": ", said)};
    }
}

}  // namespace kosh::store
