// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

#include <algorithm>

namespace kosh::auth::repository {
namespace {

Session readSession(const store::Row& row) {
    return {row.get<Id>(0),          row.get<Id>(1),        row.get<std::string>(2),
            row.get<std::string>(3), row.get<Timestamp>(4), row.get<Timestamp>(5),
            row.get<Timestamp>(6)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += cat(text.empty() ? "" : " ", word);
    return text;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return words;
}

}  // namespace

Result<std::vector<Session>> lastingSessions(store::Reader& reader, Timestamp now) {
    return reader.all(
        "SELECT id, user_id, label, address, created_at, last_used_at, expires_at "
        "FROM auth_session WHERE ended_at IS NULL AND expires_at > :now "
        "ORDER BY created_at DESC, id DESC",
        {{":now", now}}, readSession);
}

Result<std::optional<Session>> findSession(store::Reader& reader, const Id& sessionId,
                                           Timestamp now) {
    return reader.first(
        "SELECT id, user_id, label, address, created_at, last_used_at, expires_at "
        "FROM auth_session WHERE id = :id AND ended_at IS NULL AND "
        "expires_at > :now",
        {{":id", sessionId}, {":now", now}}, readSession);
}

Result<> insertSession(store::Transaction& tx, const Session& session) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO auth_session (id, user_id, label, address, created_at, last_used_at, "
        "expires_at) VALUES (:id, :user, :label, :address, :created, :used, :expires)",
        {{":id", session.sessionId},
         {":user", session.userId},
         {":label", session.label},
         {":address", session.address},
         {":created", session.createdAt},
         {":used", session.lastUsedAt},
         {":expires", session.expiresAt}}));
    return {};
}

Result<> touchSession(store::Transaction& tx, const Session& session) {
    KOSH_CHECK(tx.execute("UPDATE auth_session SET last_used_at = :used WHERE id = :id",
                          {{":id", session.sessionId}, {":used", session.lastUsedAt}}));
    return {};
}

Result<bool> endSession(store::Transaction& tx, const Id& sessionId, Timestamp now) {
    KOSH_CHECK(tx.execute("DELETE FROM auth_refresh WHERE session_id = :id", {{":id", sessionId}}));
    KOSH_TRY(const auto changed, tx.execute("UPDATE auth_session SET ended_at = :now WHERE "
                                            "id = :id AND ended_at IS NULL",
                                            {{":id", sessionId}, {":now", now}}));
    return changed == 1;
}

Result<> endSessionsOf(store::Transaction& tx, const Id& userId, const Id& except, Timestamp now) {
    KOSH_CHECK(
        tx.execute("DELETE FROM auth_refresh WHERE session_id IN (SELECT id FROM "
                   "auth_session WHERE user_id = :user AND id <> :except)",
                   {{":user", userId}, {":except", except}}));
    KOSH_CHECK(
        tx.execute("UPDATE auth_session SET ended_at = :now WHERE user_id = :user AND "
                   "id <> :except AND ended_at IS NULL",
                   {{":user", userId}, {":except", except}, {":now", now}}));
    return {};
}

Result<std::optional<RefreshToken>> findRefresh(store::Reader& reader, const Hash256& hash) {
    return reader.first(
        "SELECT hash, session_id, expires_at, used_at FROM auth_refresh "
        "WHERE hash = :hash",
        {{":hash", hash}}, [](const store::Row& row) {
            return RefreshToken{row.get<Hash256>(0), row.get<Id>(1), row.get<Timestamp>(2),
                                row.get<std::optional<Timestamp>>(3)};
        });
}

Result<> insertRefresh(store::Transaction& tx, const RefreshToken& token) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO auth_refresh (hash, session_id, expires_at) VALUES (:hash, "
        ":session, :expires)",
        {{":hash", token.hash}, {":session", token.sessionId}, {":expires", token.expiresAt}}));
    return {};
}

Result<> useRefresh(store::Transaction& tx, const Hash256& hash, Timestamp now) {
    KOSH_CHECK(tx.execute("UPDATE auth_refresh SET used_at = :now WHERE hash = :hash",
                          {{":hash", hash}, {":now", now}}));
    return {};
}

Result<> purge(store::Transaction& tx, Timestamp now) {
    KOSH_CHECK(tx.execute("DELETE FROM auth_refresh WHERE expires_at <= :now", {{":now", now}}));
    KOSH_CHECK(tx.execute("DELETE FROM auth_invitation WHERE expires_at <= :now", {{":now", now}}));
    return {};
}

Result<std::vector<StoredKey>> keys(store::Reader& reader) {
    return reader.all(
        "SELECT id, user_id, label, prefix, scopes, created_at, expires_at, "
        "last_used_at, hash FROM auth_key WHERE ended_at IS NULL "
        "ORDER BY created_at DESC, id DESC",
        {}, [](const store::Row& row) {
            return StoredKey{
                {row.get<Id>(0), row.get<Id>(1), row.get<std::string>(2), row.get<std::string>(3),
                 wordsOf(row.text(4)), row.get<Timestamp>(5), row.get<std::optional<Timestamp>>(6),
                 row.get<std::optional<Timestamp>>(7)},
                row.get<Hash256>(8)};
        });
}

Result<> insertKey(store::Transaction& tx, const StoredKey& stored) {
    const auto& key = stored.key;
    KOSH_CHECK(
        tx.execute("INSERT INTO auth_key (id, user_id, label, prefix, hash, scopes, "
                   "created_at, expires_at) VALUES (:id, :user, :label, :prefix, :hash, "
                   ":scopes, :created, :expires)",
                   {{":id", key.keyId},
                    {":user", key.userId},
                    {":label", key.label},
                    {":prefix", key.prefix},
                    {":hash", stored.hash},
                    {":scopes", joined(key.scopes)},
                    {":created", key.createdAt},
                    {":expires", key.expiresAt}}));
    return {};
}

Result<std::vector<Device>> devices(store::Reader& reader) {
    return reader.all(
        "SELECT id, user_id, label, fingerprint, created_at, last_used_at FROM "
        "auth_device WHERE ended_at IS NULL ORDER BY created_at DESC, id DESC",
        {}, [](const store::Row& row) {
            return Device{row.get<Id>(0),          row.get<Id>(1),
                          row.get<std::string>(2), row.get<Hash256>(3),
                          row.get<Timestamp>(4),   row.get<std::optional<Timestamp>>(5)};
        });
}

Result<std::vector<Hash256>> revokedDevices(store::Reader& reader) {
    return reader.all("SELECT DISTINCT fingerprint FROM auth_device WHERE ended_at IS NOT NULL", {},
                      [](const store::Row& row) { return row.get<Hash256>(0); });
}

Result<> insertDevice(store::Transaction& tx, const Device& device) {
    auto inserted = tx.execute(
        "INSERT INTO auth_device (id, user_id, label, fingerprint, "
        "created_at) VALUES (:id, :user, :label, :fingerprint, :at)",
        {{":id", device.deviceId},
         {":user", device.userId},
         {":label", device.label},
         {":fingerprint", device.fingerprint},
         {":at", device.createdAt}});
    if (!inserted && inserted.error().key == "store.constraint") {
        return fail(ErrorKind::conflict, "auth.device_paired", "this device is paired already");
    }
    KOSH_CHECK(std::move(inserted));
    return {};
}

Result<bool> endAccess(store::Transaction& tx, Access access, const Id& id, Timestamp now) {
    const auto* const sql =
        access == Access::key
            ? "UPDATE auth_key SET ended_at = :now WHERE id = :id AND ended_at IS NULL"
            : "UPDATE auth_device SET ended_at = :now WHERE id = :id AND ended_at IS NULL";
    KOSH_TRY(const auto changed, tx.execute(sql, {{":id", id}, {":now", now}}));
    return changed == 1;
}

Result<> noteUse(store::Transaction& tx, Access access, const Id& id, Timestamp now) {
    const auto* const sql = access == Access::key
                                ? "UPDATE auth_key SET last_used_at = :now WHERE id = :id"
                                : "UPDATE auth_device SET last_used_at = :now WHERE id = :id";
    KOSH_CHECK(tx.execute(sql, {{":id", id}, {":now", now}}));
    return {};
}

Result<> insertInvitation(store::Transaction& tx, const Invitation& invitation) {
    KOSH_CHECK(
        tx.execute("INSERT INTO auth_invitation (hash, user_id, label, expires_at) VALUES "
                   "(:hash, :user, :label, :expires)",
                   {{":hash", invitation.hash},
                    {":user", invitation.userId},
                    {":label", invitation.label},
                    {":expires", invitation.expiresAt}}));
    return {};
}

Result<Invitation> takeInvitation(store::Transaction& tx, const Hash256& hash, Timestamp now) {
    KOSH_CHECK(tx.execute("DELETE FROM auth_invitation WHERE expires_at <= :now", {{":now", now}}));
    KOSH_TRY(auto found, tx.first("SELECT hash, user_id, label, expires_at FROM auth_invitation "
                                  "WHERE hash = :hash",
                                  {{":hash", hash}}, [](const store::Row& row) {
                                      return Invitation{row.get<Hash256>(0), row.get<Id>(1),
                                                        row.get<std::string>(2),
                                                        row.get<Timestamp>(3)};
                                  }));
    if (!found) {
        return fail(ErrorKind::unauthenticated, "auth.invitation",
                    "this code is wrong, used or expired: ask for a new one");
    }
    KOSH_CHECK(tx.execute("DELETE FROM auth_invitation WHERE hash = :hash", {{":hash", hash}}));
    return *std::move(found);
}

}  // namespace kosh::auth::repository
