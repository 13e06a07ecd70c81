// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/files.h"

#include "src/sql_error.h"

#include <kosh/base/bytes.h>
#include <kosh/store/key_envelope.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace kosh::store {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd;
};

Result<> writeAll(int fd, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return ioFailure(errno, cat("write ", path));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd) != 0) return ioFailure(errno, cat("write ", path));
    return {};
}

}  // namespace

Result<> createPrivateFile(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.isOpen()) return {};
    if (errno != EEXIST) return ioFailure(errno, cat("create ", path));
    return fail(ErrorKind::conflict, "vault.exists", cat(path, " exists already"));
}

Result<> removeFile(const std::string& path) {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
    return ioFailure(errno, cat("remove ", path));
}

bool fileExists(const std::string& path) {
    struct stat info{};
    return ::lstat(path.c_str(), &info) == 0;
}

Result<std::int64_t> fileSize(const std::string& path) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return ioFailure(errno, cat("read ", path));
    return static_cast<std::int64_t>(info.st_size);
}

Result<> syncFile(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen() || ::fsync(file.get()) != 0) return ioFailure(errno, cat("write ", path));
    return {};
}

Result<> moveDurably(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return ioFailure(errno, cat("write ", to));
    const auto folder = std::filesystem::path(to).parent_path().string();
    return syncFile(folder.empty() ? "." : folder);
}

Result<std::string> readFile(const std::string& path, std::size_t maxBytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT) {
        return fail(ErrorKind::not_found, "store.no_file", cat(path, " does not exist"));
    }
    if (!file.isOpen()) return ioFailure(errno, cat("read ", path));
    std::string content;
    // One byte more than allowed tells a file that is too large.
    content.resize(maxBytes + 1);
    std::size_t size = 0;
    while (size < content.size()) {
        const auto got = ::read(file.get(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ioFailure(errno, cat("read ", path));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > maxBytes) {
        return fail(ErrorKind::invalid, "store.file_size",
                    cat(path, " has more than ", maxBytes, " bytes"));
    }
    content.resize(size);
    return content;
}

Result<> writeFileAtomically(const std::string& path, std::string_view content) {
    const std::string temporary = path + ".tmp";
    KOSH_CHECK(removeFile(temporary));
    KOSH_CHECK(createPrivateFile(temporary));
    Result<> written;
    {
        const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CLOEXEC));
        written = file.isOpen() ? writeAll(file.get(), content, path)
                                : Result<>(ioFailure(errno, cat("write ", path)));
    }
    if (written) written = moveDurably(temporary, path);
    if (!written) static_cast<void>(removeFile(temporary));
    return written;
}

}  // namespace kosh::store
