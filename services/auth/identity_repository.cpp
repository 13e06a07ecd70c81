// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::auth::repository {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, user_id, issuer, subject, email, created_at, last_used_at FROM auth_identity ";

AdmittedIdentity readIdentity(const store::Row& row) {
    return {row.get<Id>(0),
            row.get<Id>(1),
            row.get<std::string>(2),
            row.get<std::optional<std::string>>(3),
            row.get<std::optional<std::string>>(4),
            row.get<Timestamp>(5),
            row.get<std::optional<Timestamp>>(6)};
}

}  // namespace

Result<std::vector<AdmittedIdentity>> identities(store::Reader& reader) {
    return reader.all(cat(kColumns, "ORDER BY created_at DESC, id DESC"), {}, readIdentity);
}

Result<std::optional<AdmittedIdentity>> findIdentity(store::Reader& reader,
                                                     const std::string& issuer,
                                                     const std::string& subject,
                                                     const std::string& email) {
    KOSH_TRY(auto known,
             reader.first(cat(kColumns, "WHERE issuer = :issuer AND subject = :subject"),
                          {{":issuer", issuer}, {":subject", subject}}, readIdentity));
    if (known || email.empty()) return known;
    return reader.first(
        cat(kColumns, "WHERE issuer = :issuer AND email = :email AND subject IS NULL"),
        {{":issuer", issuer}, {":email", email}}, readIdentity);
}

Result<> insertIdentity(store::Transaction& tx, const AdmittedIdentity& identity) {
    auto inserted = tx.execute(
        "INSERT INTO auth_identity (id, user_id, issuer, subject, email, created_at) VALUES "
        "(:id, :user, :issuer, :subject, :email, :at)",
        {{":id", identity.identityId},
         {":user", identity.userId},
         {":issuer", identity.issuer},
         {":subject", identity.subject},
         {":email", identity.email},
         {":at", identity.createdAt}});
    if (!inserted && inserted.error().key == "store.constraint") {
        return fail(ErrorKind::conflict, "auth.identity_known",
                    "this account has been admitted already");
    }
    KOSH_CHECK(std::move(inserted));
    return {};
}

Result<bool> useIdentity(store::Transaction& tx, const Id& identityId, const std::string& subject,
                         Timestamp now) {
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE auth_identity SET subject = :subject, last_used_at = :now WHERE "
                        "id = :id AND (subject IS NULL OR subject = :subject)",
                        {{":id", identityId}, {":subject", subject}, {":now", now}}));
    return changed == 1;
}

Result<bool> removeIdentity(store::Transaction& tx, const Id& identityId) {
    KOSH_TRY(const auto changed,
             tx.execute("DELETE FROM auth_identity WHERE id = :id", {{":id", identityId}}));
    return changed == 1;
}

}  // namespace kosh::auth::repository
