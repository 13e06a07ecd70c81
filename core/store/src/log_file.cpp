// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/log_file.h"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <vector>

namespace kosh::store {
namespace {

/// So much is written at once: SQLite's own files take less than 128 KiB in a call.
constexpr std::size_t kMostPending = std::size_t{64} << 10;

/// What SQLite knows as the log: the system's file lies behind it in the same memory.
struct LogFile {
    sqlite3_file base{};  ///< First: SQLite finds the methods here.
    std::vector<char> pending;
    sqlite3_int64 at = 0;  ///< Where `pending` belongs.

    sqlite3_file* real();
    int flush() {
        if (pending.empty()) return SQLITE_OK;
        const int rc =
            real()->pMethods->xWrite(real(), pending.data(), static_cast<int>(pending.size()), at);
        // A failed write fails the transaction: nothing of it is to be written again.
        pending.clear();
        return rc;
    }
    int write(const char* data, std::size_t size, sqlite3_int64 offset) {
        const bool follows = offset == at + static_cast<sqlite3_int64>(pending.size());
        if (!follows || pending.size() + size > kMostPending) {
            if (const int rc = flush(); rc != SQLITE_OK) return rc;
        }
        if (pending.empty()) at = offset;
        pending.insert(pending.end(), data, data + size);
        return SQLITE_OK;
    }
};

constexpr std::size_t kRealAt =
    (sizeof(LogFile) + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);

LogFile& logOf(sqlite3_file* file) {
    return *reinterpret_cast<LogFile*>(file);
}

sqlite3_file* realOf(void* memory) {
    return reinterpret_cast<sqlite3_file*>(static_cast<char*>(memory) + kRealAt);
}

sqlite3_file* LogFile::real() {
    return realOf(this);
}

sqlite3_vfs* rootOf(sqlite3_vfs* vfs) {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

/// A method that the system's VFS or file carries out. Of the file, after what is pending.
template <auto Method>
struct Forward;
template <typename R, typename... A, R (*sqlite3_vfs::*Method)(sqlite3_vfs*, A...)>
struct Forward<Method> {
    static R call(sqlite3_vfs* vfs, A... arguments) {
        sqlite3_vfs* const root = rootOf(vfs);
        return (root->*Method)(root, arguments...);
    }
};
template <typename... A, int (*sqlite3_io_methods::*Method)(sqlite3_file*, A...)>
struct Forward<Method> {
    static int call(sqlite3_file* file, A... arguments) {
        LogFile& log = logOf(file);
        if (const int rc = log.flush(); rc != SQLITE_OK) return rc;
        return (log.real()->pMethods->*Method)(log.real(), arguments...);
    }
};

int closeLog(sqlite3_file* file) {
    LogFile& log = logOf(file);
    const int flushed = log.flush();
    const int closed = log.real()->pMethods->xClose(log.real());
    log.~LogFile();
    return flushed != SQLITE_OK ? flushed : closed;
}

int writeLog(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    try {
        return logOf(file).write(static_cast<const char*>(data), static_cast<std::size_t>(size),
                                 offset);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
}

constexpr sqlite3_io_methods kLogMethods = [] {
    using M = sqlite3_io_methods;
    M methods{};
    methods.iVersion = 1;  // The rest is of shared memory, which a log has none of.
    methods.xClose = closeLog;
    methods.xRead = Forward<&M::xRead>::call;
    methods.xWrite = writeLog;
    methods.xTruncate = Forward<&M::xTruncate>::call;
    methods.xSync = Forward<&M::xSync>::call;
    methods.xFileSize = Forward<&M::xFileSize>::call;
    methods.xLock = Forward<&M::xLock>::call;
    methods.xUnlock = Forward<&M::xUnlock>::call;
    methods.xCheckReservedLock = Forward<&M::xCheckReservedLock>::call;
    methods.xFileControl = Forward<&M::xFileControl>::call;
    methods.xSectorSize = Forward<&M::xSectorSize>::call;
    methods.xDeviceCharacteristics = Forward<&M::xDeviceCharacteristics>::call;
    return methods;
}();

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    sqlite3_vfs* const root = rootOf(vfs);
    if ((flags & SQLITE_OPEN_WAL) == 0) return root->xOpen(root, name, file, flags, outFlags);
    file->pMethods = nullptr;
    const int rc = root->xOpen(root, name, realOf(file), flags, outFlags);
    if (rc != SQLITE_OK) return rc;
    (new (file) LogFile)->base.pMethods = &kLogMethods;
    return SQLITE_OK;
}

/// Lives as long as the program: SQLite keeps its address.
sqlite3_vfs makeVfs(sqlite3_vfs* root) {
    using V = sqlite3_vfs;
    V vfs = *root;
    vfs.iVersion = 2;  // The third version's system calls are for SQLite's own tests.
    vfs.zName = "kosh";
    vfs.pNext = nullptr;
    vfs.pAppData = root;
    vfs.szOsFile = static_cast<int>(kRealAt) + root->szOsFile;
    vfs.xOpen = openFile;
    vfs.xDelete = Forward<&V::xDelete>::call;
    vfs.xAccess = Forward<&V::xAccess>::call;
    vfs.xFullPathname = Forward<&V::xFullPathname>::call;
    vfs.xDlOpen = Forward<&V::xDlOpen>::call;
    vfs.xDlError = Forward<&V::xDlError>::call;
    vfs.xDlSym = Forward<&V::xDlSym>::call;
    vfs.xDlClose = Forward<&V::xDlClose>::call;
    vfs.xRandomness = Forward<&V::xRandomness>::call;
    vfs.xSleep = Forward<&V::xSleep>::call;
    vfs.xCurrentTime = Forward<&V::xCurrentTime>::call;
    vfs.xGetLastError = Forward<&V::xGetLastError>::call;
    vfs.xCurrentTimeInt64 = Forward<&V::xCurrentTimeInt64>::call;
    return vfs;
}

}  // namespace

const char* gatheringVfs() {
    static sqlite3_vfs vfs = makeVfs(sqlite3_vfs_find(nullptr));
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace kosh::store
