// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

#include <kosh/crypto/base64url.h>

namespace kosh::auth::repository {
namespace {

constexpr std::string_view kColumns =
    "SELECT credential_id, user_id, label, algorithm, public_key, sign_count, created_at, "
    "last_used_at "
    "FROM auth_passkey ";

StoredPasskey readPasskey(const store::Row& row) {
    StoredPasskey stored;
    stored.credentialId = row.get<Bytes>(0);
    stored.passkey = {crypto::toBase64Url(stored.credentialId), row.get<std::string>(2),
                      row.get<Id>(1), row.get<Timestamp>(6), row.get<std::optional<Timestamp>>(7)};
    stored.key = {static_cast<PasskeyAlgorithm>(row.integer(3)), row.get<std::string>(4)};
    stored.signCount = row.get<std::uint32_t>(5);
    return stored;
}

}  // namespace

Result<std::vector<StoredPasskey>> passkeys(store::Reader& reader) {
    return reader.all(cat(kColumns, "ORDER BY created_at DESC, credential_id"), {}, readPasskey);
}

Result<std::optional<StoredPasskey>> findPasskey(store::Reader& reader, const Bytes& credentialId) {
    return reader.first(cat(kColumns, "WHERE credential_id = :id"), {{":id", credentialId}},
                        readPasskey);
}

Result<> insertPasskey(store::Transaction& tx, const StoredPasskey& stored) {
    KOSH_TRY(const auto other, findPasskey(tx, stored.credentialId));
    if (other) {
        return fail(ErrorKind::conflict, "auth.passkey_known", "this passkey is known already");
    }
    KOSH_CHECK(tx.execute(
        "INSERT INTO auth_passkey (credential_id, user_id, label, algorithm, public_key, "
        "sign_count, created_at) VALUES (:id, :user, :label, :algorithm, :key, :count, :at)",
        {{":id", stored.credentialId},
         {":user", stored.passkey.userId},
         {":label", stored.passkey.label},
         {":algorithm", static_cast<std::int64_t>(stored.key.algorithm)},
         {":key", stored.key.jwk},
         {":count", stored.signCount},
         {":at", stored.passkey.createdAt}}));
    return {};
}

Result<bool> usePasskey(store::Transaction& tx, const StoredPasskey& stored,
                        std::uint32_t signCount, Timestamp now) {
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE auth_passkey SET sign_count = :count, last_used_at = :now WHERE "
                        "credential_id = :id AND sign_count = :before",
                        {{":id", stored.credentialId},
                         {":count", signCount},
                         {":before", stored.signCount},
                         {":now", now}}));
    return changed == 1;
}

Result<> removePasskey(store::Transaction& tx, const Bytes& credentialId) {
    KOSH_CHECK(
        tx.execute("DELETE FROM auth_passkey WHERE credential_id = :id", {{":id", credentialId}}));
    return {};
}

Result<> removePasskeysOf(store::Transaction& tx, const Id& userId) {
    KOSH_CHECK(tx.execute("DELETE FROM auth_passkey WHERE user_id = :user", {{":user", userId}}));
    return {};
}

}  // namespace kosh::auth::repository
