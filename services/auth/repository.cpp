// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

#include "domain/roles.h"

namespace kosh::auth::repository {
namespace {

Role roleNamed(std::string_view name) {
    for (const auto& [role, each] : enumNames(Role())) {
        if (each == name) return role;
    }
    return Role::viewer;
}

StoredUser readUser(const store::Row& row) {
    StoredUser stored;
    stored.user = {row.get<Id>(0),       row.get<std::string>(1), roleNamed(row.text(2)),
                   row.get<bool>(3),     !row.isNull(5),          !row.isNull(10),
                   row.get<Timestamp>(4)};
    if (!row.isNull(5)) {
        stored.password.emplace(row.get<Bytes>(5), row.get<Bytes>(6));
        stored.password->cost.iterations = row.get<std::uint32_t>(7);
        stored.password->cost.memoryKib = row.get<std::uint32_t>(8);
        stored.password->cost.lanes = row.get<std::uint32_t>(9);
    }
    if (!row.isNull(10)) stored.otpSecret = row.get<Bytes>(10);
    if (!row.isNull(11)) stored.otpPending = row.get<Bytes>(11);
    stored.otpCounter = row.get<std::int64_t>(12);
    return stored;
}

Result<bool> isThereAnOwner(store::Reader& reader) {
    KOSH_TRY(const auto owner,
             reader.first("SELECT 1 FROM auth_user WHERE role = 'owner' AND is_disabled = 0", {},
                          [](const store::Row&) { return true; }));
    return owner.has_value();
}

/// Runs `sql` and fails, which rolls it back, when it took away the last owner.
Result<> changeKeepingAnOwner(store::Transaction& tx, std::string_view sql, store::Params params) {
    KOSH_TRY(const bool wasThere, isThereAnOwner(tx));
    KOSH_CHECK(tx.execute(sql, params));
    KOSH_TRY(const bool isThere, isThereAnOwner(tx));
    if (isThere || !wasThere) return {};
    return fail(ErrorKind::conflict, "auth.last_owner",
                "this is the last owner: make another first", {{"field", "userId"}});
}

}  // namespace

Result<std::vector<User>> users(store::Reader& reader) {
    return reader.all(
        "SELECT id, name, role, is_disabled, created_at, password_hash, password_salt, iterations, "
        "memory_kib, lanes, otp_secret, otp_pending, otp_counter FROM auth_user "
        "ORDER BY name",
        {}, [](const store::Row& row) { return readUser(row).user; });
}

Result<std::optional<StoredUser>> findUser(store::Reader& reader, const Id& userId) {
    return reader.first(
        "SELECT id, name, role, is_disabled, created_at, password_hash, password_salt, iterations, "
        "memory_kib, lanes, otp_secret, otp_pending, otp_counter FROM auth_user "
        "WHERE id = :id",
        {{":id", userId}}, readUser);
}

Result<std::optional<StoredUser>> findUserByName(store::Reader& reader, const std::string& name) {
    return reader.first(
        "SELECT id, name, role, is_disabled, created_at, password_hash, password_salt, iterations, "
        "memory_kib, lanes, otp_secret, otp_pending, otp_counter FROM auth_user "
        "WHERE name = :name",
        {{":name", name}}, readUser);
}

Result<> insertUser(store::Transaction& tx, const StoredUser& stored, bool mustBeFirstOwner) {
    KOSH_TRY(const bool hasOwner, isThereAnOwner(tx));
    if (mustBeFirstOwner && hasOwner) {
        return fail(ErrorKind::conflict, "auth.owner_exists", "this node has an owner already");
    }
    const auto& user = stored.user;
    KOSH_TRY(const auto other, findUserByName(tx, user.name));
    if (other) {
        return fail(ErrorKind::conflict, "auth.name_taken",
                    cat("there is a user ", user.name, " already"), {{"field", "name"}});
    }
    KOSH_CHECK(
        tx.execute("INSERT INTO auth_user (id, name, role, created_at) VALUES (:id, :name, "
                   ":role, :at)",
                   {{":id", user.userId},
                    {":name", user.name},
                    {":role", nameOf(user.role)},
                    {":at", user.createdAt}}));
    if (!stored.password) return {};
    return setPassword(tx, user.userId, *stored.password);
}

Result<> setRole(store::Transaction& tx, const Id& userId, Role role) {
    return changeKeepingAnOwner(tx, "UPDATE auth_user SET role = :role WHERE id = :id",
                                {{":id", userId}, {":role", nameOf(role)}});
}

Result<> setDisabled(store::Transaction& tx, const Id& userId, bool isDisabled) {
    return changeKeepingAnOwner(tx, "UPDATE auth_user SET is_disabled = :is WHERE id = :id",
                                {{":id", userId}, {":is", isDisabled}});
}

Result<> setPassword(store::Transaction& tx, const Id& userId, const PasswordHash& password) {
    KOSH_CHECK(
        tx.execute("UPDATE auth_user SET password_hash = :hash, password_salt = :salt, "
                   "iterations = :iterations, memory_kib = :memory, lanes = :lanes "
                   "WHERE id = :id",
                   {{":id", userId},
                    {":hash", password.hash},
                    {":salt", password.salt},
                    {":iterations", password.cost.iterations},
                    {":memory", password.cost.memoryKib},
                    {":lanes", password.cost.lanes}}));
    return {};
}

Result<> setOtpPending(store::Transaction& tx, const Id& userId, const Bytes& secret) {
    KOSH_CHECK(tx.execute("UPDATE auth_user SET otp_pending = :secret WHERE id = :id",
                          {{":id", userId}, {":secret", secret}}));
    return {};
}

Result<> confirmOtp(store::Transaction& tx, const Id& userId, std::uint64_t counter,
                    const std::vector<Hash256>& recoveryCodes) {
    KOSH_CHECK(
        tx.execute("UPDATE auth_user SET otp_secret = otp_pending, otp_pending = NULL, "
                   "otp_counter = :counter WHERE id = :id",
                   {{":id", userId}, {":counter", counter}}));
    KOSH_CHECK(tx.execute("DELETE FROM auth_recovery_code WHERE user_id = :id", {{":id", userId}}));
    for (const auto& hash : recoveryCodes) {
        KOSH_CHECK(tx.execute("INSERT INTO auth_recovery_code (user_id, hash) VALUES (:id, :hash)",
                              {{":id", userId}, {":hash", hash}}));
    }
    return {};
}

Result<> removeOtp(store::Transaction& tx, const Id& userId) {
    KOSH_CHECK(
        tx.execute("UPDATE auth_user SET otp_secret = NULL, otp_pending = NULL WHERE id = :id",
                   {{":id", userId}}));
    KOSH_CHECK(tx.execute("DELETE FROM auth_recovery_code WHERE user_id = :id", {{":id", userId}}));
    return {};
}

Result<bool> useOtpCounter(store::Transaction& tx, const Id& userId, std::uint64_t counter) {
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE auth_user SET otp_counter = :counter WHERE id = :id AND "
                        "otp_counter < :counter",
                        {{":id", userId}, {":counter", counter}}));
    return changed == 1;
}

Result<bool> useRecoveryCode(store::Transaction& tx, const Id& userId, const Hash256& hash) {
    KOSH_TRY(const auto changed,
             tx.execute("DELETE FROM auth_recovery_code WHERE user_id = :id AND hash = :hash",
                        {{":id", userId}, {":hash", hash}}));
    return changed == 1;
}

Result<std::vector<SigningKey>> signingKeys(store::Reader& reader) {
    return reader.all(
        "SELECT kid, seed, public_key, created_at, retired_at FROM auth_signing_key "
        "ORDER BY created_at DESC, kid DESC",
        {}, [](const store::Row& row) {
            return SigningKey{row.get<std::string>(0), row.get<Bytes>(1),
                              row.get<crypto::Ed25519PublicKey>(2), row.get<Timestamp>(3),
                              row.get<std::optional<Timestamp>>(4)};
        });
}

Result<> rotateSigningKey(store::Transaction& tx, const SigningKey& key, Timestamp forgetBefore) {
    KOSH_CHECK(tx.execute("DELETE FROM auth_signing_key WHERE retired_at < :before",
                          {{":before", forgetBefore}}));
    KOSH_CHECK(tx.execute("UPDATE auth_signing_key SET retired_at = :at WHERE retired_at IS NULL",
                          {{":at", key.createdAt}}));
    KOSH_CHECK(
        tx.execute("INSERT INTO auth_signing_key (kid, seed, public_key, created_at) "
                   "VALUES (:kid, :seed, :public, :at)",
                   {{":kid", key.keyId},
                    {":seed", key.seed},
                    {":public", key.publicKey},
                    {":at", key.createdAt}}));
    return {};
}

}  // namespace kosh::auth::repository
