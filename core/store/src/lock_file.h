// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <string>
#include <utility>

namespace kosh::store {

/// Keeps every other process from the vault. The system lets go of it when the process ends,
/// however it ends; the file itself stays, since removing it would let two in.
class LockFile {
public:
    /// `store.locked` when somebody else has it, `store.io`.
    static Result<LockFile> acquire(const std::string& path);
    LockFile(LockFile&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    LockFile& operator=(LockFile&&) = delete;
    ~LockFile();

private:
    explicit LockFile(int fd) : m_fd(fd) {}
    int m_fd;
};

}  // namespace kosh::store
