// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/lock_file.h"

#include "src/sql_error.h"

#include <kosh/base/bytes.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace kosh::store {

Result<LockFile> LockFile::acquire(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return ioFailure(errno, cat("open ", path));
    LockFile lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return ioFailure(errno, cat("lock ", path));
        std::array<char, 32> pid{};
        const auto size = ::pread(fd, pid.data(), pid.size(), 0);
        const std::string_view owner(pid.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        return fail(
            ErrorKind::precondition, "store.locked",
            cat("this vault is open in another process",
                owner.empty() ? std::string() : cat(" (", owner, ")"), "; close it there first"));
    }
    // Only for the message above: not being able to write it does not matter.
    const auto pid = std::to_string(::getpid());
    if (::ftruncate(fd, 0) == 0) static_cast<void>(::pwrite(fd, pid.data(), pid.size(), 0) > 0);
    return lock;
}

LockFile::~LockFile() {
    if (m_fd >= 0) ::close(m_fd);
}

}  // namespace kosh::store
