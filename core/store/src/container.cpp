// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/backup.h"
#include "src/files.h"
#include "src/sql_error.h"
#include "src/store_format.h"

#include <kosh/crypto/hash.h>
#include <kosh/json/json.h>
#include <kosh/store/key_envelope.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

namespace kosh::store {

namespace {

// Layout: magic · length of the header (4 bytes, big-endian) · header · database · checksum.
constexpr std::string_view kMagic = "KOSHBAK1";
constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kMaxHeader = 64 * 1024;
constexpr std::size_t kChunk = std::size_t{1} << 20;

/// Over a file of any size in constant memory: each step hashes the last state and a chunk.
class Checksum {
public:
    void add(std::string_view chunk) {
        const auto hash = crypto::sha256(asBytes(chunk));
        std::array<std::uint8_t, 2 * Hash256::kSize> both;
        std::ranges::copy(m_state.bytes, both.begin());
        std::ranges::copy(hash.bytes, both.begin() + Hash256::kSize);
        m_state = crypto::sha256(both);
    }
    std::string_view text() const { return asText(m_state.bytes); }

private:
    Hash256 m_state;
};

struct Header {
    BackupInfo info;
    KeyEnvelope envelope;
    std::int64_t databaseBytes = 0;
    std::string text;  ///< Everything before the database, as read.
};

Failure damaged(std::string_view path, std::string_view what) {
    return fail(ErrorKind::invalid, "backup.damaged",
                cat(path, " is damaged (", what, "); use another backup"));
}

Failure truncated(std::string_view path) {
    return fail(ErrorKind::invalid, "backup.truncated",
                cat(path, " is incomplete; use another backup"));
}

/// A folder only we can look into, gone with everything in it at the end.
class PrivateFolder {
public:
    static Result<PrivateFolder> create() {
        std::error_code error;
        auto name = (std::filesystem::temp_directory_path(error) / "kosh-XXXXXX").string();
        if (error || !::mkdtemp(name.data())) return ioFailure(errno, "make a temporary folder");
        return PrivateFolder(std::move(name));
    }
    PrivateFolder(PrivateFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    PrivateFolder& operator=(PrivateFolder&&) = delete;
    ~PrivateFolder() {
        std::error_code ignored;
        if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
    }
    const std::string& path() const { return m_path; }

private:
    explicit PrivateFolder(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

std::string makeHeader(const KeyEnvelope& envelope, Timestamp at, std::int64_t databaseBytes) {
    std::string json;
    json::Writer writer(json);
    writer.beginObject();
    writer.key("createdAt");
    writer.string(at.toString());
    writer.key("databaseBytes");
    writer.integer(databaseBytes);
    writer.key("key");
    writer.raw(envelope.toJson());
    writer.endObject();
    std::string header(kMagic);
    for (int shift = 24; shift >= 0; shift -= 8) {
        header += static_cast<char>(json.size() >> shift & 0xff);
    }
    return header + json;
}

Result<Header> parseHeader(std::string_view json, std::string_view path) {
    const auto document = json::Document::parse(json, {.maxBytes = kMaxHeader, .maxDepth = 8});
    if (!document) return damaged(path, "header");
    const auto root = document->root();
    const auto createdAt = root.find("createdAt");
    Header header;
    if (createdAt.type() != json::Type::string ||
        !root.find("databaseBytes").toInt64(header.databaseBytes) || header.databaseBytes <= 0) {
        return damaged(path, "header");
    }
    const auto at = Timestamp::parse(createdAt.asString());
    if (!at) return damaged(path, "header");
    header.info.createdAt = *at;
    KOSH_TRY(header.envelope, KeyEnvelope::fromJson(root.find("key").serialize()));
    header.info.vaultId = header.envelope.vaultId();
    return header;
}

/// Leaves `file` at the database's first byte.
Result<Header> readHeader(std::ifstream& file, const std::string& path) {
    if (!fileExists(path)) {
        return fail(ErrorKind::not_found, "store.no_file", cat(path, " does not exist"));
    }
    KOSH_TRY(const auto size, fileSize(path));
    file.open(path, std::ios::binary);
    if (!file) return ioFailure(errno, cat("read ", path));
    std::string start(kMagic.size() + kLengthSize, '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    if (!std::string_view(start).substr(0, got).starts_with(kMagic.substr(0, got)) || got == 0) {
        return fail(ErrorKind::invalid, "backup.format", cat(path, " is no backup of a vault"));
    }
    if (got < start.size()) return truncated(path);
    std::size_t length = 0;
    for (std::size_t i = kMagic.size(); i < start.size(); ++i) {
        length = length << 8 | static_cast<std::uint8_t>(start[i]);
    }
    if (length > kMaxHeader) return damaged(path, "header");
    std::string json(length, '\0');
    if (!file.read(json.data(), static_cast<std::streamsize>(length))) return truncated(path);
    KOSH_TRY(auto header, parseHeader(json, path));
    header.text = start + json;
    header.info.bytes = size;
    const auto rest = size - static_cast<std::int64_t>(header.text.size() + Hash256::kSize);
    if (rest < header.databaseBytes) return truncated(path);
    if (rest > header.databaseBytes) return damaged(path, "size");
    return header;
}

/// Copies `bytes` from `in` to `out` while adding them to `checksum`.
Result<> pump(std::ifstream& in, std::ofstream& out, std::int64_t bytes, Checksum& checksum,
              const std::string& from, const std::string& to) {
    std::string chunk;
    while (bytes > 0) {
        chunk.resize(std::min<std::size_t>(kChunk, static_cast<std::size_t>(bytes)));
        if (!in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()))) {
            return ioFailure(errno, cat("read ", from));
        }
        checksum.add(chunk);
        if (!out.write(chunk.data(), static_cast<std::streamsize>(chunk.size()))) {
            return ioFailure(errno, cat("write ", to));
        }
        bytes -= static_cast<std::int64_t>(chunk.size());
    }
    return {};
}

Result<> writeContainer(const std::string& database, const std::string& header,
                        std::int64_t databaseBytes, const std::string& path) {
    std::ifstream in(database, std::ios::binary);
    std::ofstream out(path, std::ios::binary);
    if (!in || !out) return ioFailure(errno, cat("write ", path));
    Checksum checksum;
    checksum.add(header);
    out << header;
    KOSH_CHECK(pump(in, out, databaseBytes, checksum, database, path));
    out << checksum.text();
    out.close();
    if (!out) return ioFailure(errno, cat("write ", path));
    return syncFile(path);
}

/// Takes the database out to `target`, which must be an empty private file.
Result<> extract(std::ifstream& in, const Header& header, const std::string& backup,
                 const std::string& target) {
    std::ofstream out(target, std::ios::binary);
    if (!out) return ioFailure(errno, cat("write ", target));
    Checksum checksum;
    checksum.add(header.text);
    KOSH_CHECK(pump(in, out, header.databaseBytes, checksum, backup, target));
    out.close();
    if (!out) return ioFailure(errno, cat("write ", target));
    std::array<char, Hash256::kSize> stored;
    if (!in.read(stored.data(), stored.size())) return truncated(backup);
    if (std::string_view(stored.data(), stored.size()) != checksum.text()) {
        return damaged(backup, "checksum");
    }
    return syncFile(target);
}

/// The restored database is whole, ours and not newer than we are.
Result<std::int64_t> proveDatabase(const std::string& path, const SecretBytes& key,
                                   const std::string& backup) {
    KOSH_TRY(auto connection, Connection::open(path, key, Access::write));
    KOSH_TRY(const auto mark, connection->number("PRAGMA application_id", "read the backup"));
    KOSH_TRY(const auto version, connection->number("PRAGMA user_version", "read the backup"));
    if (mark != kApplicationId || version < 1) return damaged(backup, "not a vault");
    if (version > kFormatVersion) {
        return fail(ErrorKind::precondition, "store.newer",
                    cat(backup, " was made by a newer Kosh; use that one"));
    }
    if (const auto problems = integrityProblems(*connection); !problems.empty()) {
        return damaged(backup, problems.front());
    }
    KOSH_TRY(const auto gaps,
             connection->number("SELECT count(*) FROM (SELECT service FROM store_schema "
                                "GROUP BY service HAVING count(*) <> max(version))",
                                "read the backup"));
    if (gaps != 0) return damaged(backup, "schema versions");
    return connection->number("SELECT coalesce(max(sequence), 0) FROM events_log",
                              "read the backup");
}

Result<Header> openBackup(const std::string& backupPath, const SharedSecret& passphrase,
                          const std::string& target) {
    std::ifstream file;
    KOSH_TRY(auto header, readHeader(file, backupPath));
    // First, since it is the commoner mistake and the cheaper to find.
    KOSH_TRY(const auto keys, header.envelope.unwrap(passphrase));
    KOSH_CHECK(createPrivateFile(target));
    KOSH_CHECK(extract(file, header, backupPath, target));
    KOSH_TRY(header.info.lastEventSequence, proveDatabase(target, keys.database, backupPath));
    return header;
}

Failure existsFailure(const std::string& path) {
    return fail(ErrorKind::conflict, "vault.exists",
                cat(path, " exists already; restore to another place"));
}

}  // namespace

Result<> packBackup(const std::string& databasePath, const KeyEnvelope& envelope, Timestamp at,
                    const std::string& outputPath) {
    if (fileExists(outputPath)) return existsFailure(outputPath);
    KOSH_TRY(const auto size, fileSize(databasePath));
    const std::string temporary = outputPath + ".packing";
    KOSH_CHECK(removeFile(temporary));
    KOSH_CHECK(createPrivateFile(temporary));
    auto packed = writeContainer(databasePath, makeHeader(envelope, at, size), size, temporary);
    if (packed) packed = moveDurably(temporary, outputPath);
    if (!packed) static_cast<void>(removeFile(temporary));
    return packed;
}

Result<BackupInfo> verifyBackup(const std::string& backupPath, const SharedSecret& passphrase) {
    KOSH_TRY(const auto folder, PrivateFolder::create());
    KOSH_TRY(auto header, openBackup(backupPath, passphrase, folder.path() + "/vault"));
    return std::move(header.info);
}

Result<BackupInfo> restoreBackup(const std::string& backupPath, const SharedSecret& passphrase,
                                 const std::string& databasePath) {
    const std::string keyPath = databasePath + ".key";
    for (const auto& path : {databasePath, keyPath, databasePath + "-wal"}) {
        if (fileExists(path)) return existsFailure(path);
    }
    const std::string temporary = databasePath + ".restoring";
    KOSH_CHECK(removeFile(temporary));
    auto header = openBackup(backupPath, passphrase, temporary);
    Result<> placed;
    // An empty file of our own reserves the name; whoever came first keeps it.
    if (header) placed = createPrivateFile(databasePath);
    if (!header || !placed) {
        static_cast<void>(removeFile(temporary));
        return Failure(header ? placed.error() : header.error());
    }
    placed = moveDurably(temporary, databasePath);
    // The key comes last: with it the vault exists.
    if (placed) placed = writeFileAtomically(keyPath, header->envelope.toJson());
    if (placed) return std::move(header->info);
    for (const auto& path : {temporary, databasePath}) static_cast<void>(removeFile(path));
    return Failure(std::move(placed).error());
}

}  // namespace kosh::store
