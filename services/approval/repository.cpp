// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::approval::repository {
namespace {

std::string_view nameOf(RevocationStatus status) {
    for (const auto& [value, name] : enumNames(status)) {
        if (value == status) return name;
    }
    return "queued";
}

Result<Revocation> toRevocation(const store::Row& row) {
    return json::decodeText<Revocation>(row.text(0));
}

Result<std::vector<Revocation>> all(Result<std::vector<Result<Revocation>>> rows) {
    if (!rows) return Failure(rows.error());
    std::vector<Revocation> list;
    for (auto& row : *rows) {
        if (!row) return Failure(row.error());
        list.push_back(*std::move(row));
    }
    return list;
}

}  // namespace

Result<std::uint64_t> nextBlock(store::Reader& reader, chain::ChainId chainId,
                                const Address& owner) {
    KOSH_TRY(const auto found,
             reader.first("SELECT next_block FROM approval_scan "
                          "WHERE chain_id = :chain AND owner = :owner",
                          {{":chain", chainId}, {":owner", owner}},
                          [](const store::Row& row) { return row.get<std::uint64_t>(0); }));
    return found.value_or(0);
}

Result<> setNextBlock(store::Transaction& tx, chain::ChainId chainId, const Address& owner,
                      std::uint64_t nextBlock) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO approval_scan (chain_id, owner, next_block) VALUES (:chain, :owner, :next) "
        "ON CONFLICT (chain_id, owner) DO UPDATE SET next_block = excluded.next_block",
        {{":chain", chainId}, {":owner", owner}, {":next", nextBlock}}));
    return {};
}

Result<> goBack(store::Transaction& tx, chain::ChainId chainId, std::uint64_t commonAncestor) {
    KOSH_CHECK(
        tx.execute("UPDATE approval_scan SET next_block = :next "
                   "WHERE chain_id = :chain AND next_block > :next",
                   {{":chain", chainId}, {":next", commonAncestor + 1}}));
    return {};
}

Result<bool> saveSighting(store::Transaction& tx, chain::ChainId chainId, const Address& owner,
                          const ApprovalKey& key, const Sighting& sighting) {
    const auto text = key.toString();
    KOSH_TRY(const auto known,
             tx.first("SELECT 1 FROM approval_seen WHERE chain_id = :chain AND owner = :owner "
                      "AND approval_key = :key",
                      {{":chain", chainId}, {":owner", owner}, {":key", text}},
                      [](const store::Row&) { return true; }));
    KOSH_CHECK(tx.execute(
        "INSERT INTO approval_seen (chain_id, owner, approval_key, block_number, "
        "transaction_hash) VALUES (:chain, :owner, :key, :block, :hash) "
        "ON CONFLICT (chain_id, owner, approval_key) DO UPDATE SET "
        "block_number = excluded.block_number, transaction_hash = excluded.transaction_hash",
        {{":chain", chainId},
         {":owner", owner},
         {":key", text},
         {":block", sighting.blockNumber},
         {":hash", sighting.transactionHash}}));
    return !known.has_value();
}

Result<Sightings> sightings(store::Reader& reader, chain::ChainId chainId, const Address& owner) {
    Sightings found;
    std::optional<Error> broken;
    KOSH_CHECK(
        reader.query("SELECT approval_key, block_number, transaction_hash FROM approval_seen "
                     "WHERE chain_id = :chain AND owner = :owner",
                     {{":chain", chainId}, {":owner", owner}}, [&](const store::Row& row) {
                         const auto key = ApprovalKey::parse(row.text(0));
                         if (!key) {
                             broken = key.error();
                             return false;
                         }
                         found[*key] = {row.get<std::uint64_t>(1), row.get<Hash256>(2)};
                         return true;
                     }));
    if (broken) return Failure(*broken);
    return found;
}

Result<> insert(store::Transaction& tx, const Revocation& revocation) {
    KOSH_CHECK(
        tx.execute("INSERT INTO approval_revocation (revocation_id, status, detail, "
                   "created_at) VALUES (:id, :status, :detail, :at)",
                   {{":id", revocation.revocationId},
                    {":status", nameOf(revocation.status)},
                    {":detail", json::encodeText(revocation)},
                    {":at", revocation.createdAt}}));
    return {};
}

Result<bool> update(store::Transaction& tx, const Revocation& revocation) {
    KOSH_TRY(const auto changed,
             tx.execute("UPDATE approval_revocation SET status = :status, detail = :detail "
                        "WHERE revocation_id = :id AND status IN ('queued', 'working')",
                        {{":id", revocation.revocationId},
                         {":status", nameOf(revocation.status)},
                         {":detail", json::encodeText(revocation)}}));
    return changed > 0;
}

Result<std::optional<Revocation>> find(store::Reader& reader, const Id& revocationId) {
    KOSH_TRY(auto row, reader.first("SELECT detail FROM approval_revocation "
                                    "WHERE revocation_id = :id",
                                    {{":id", revocationId}}, toRevocation));
    if (!row) return std::nullopt;
    KOSH_TRY(auto revocation, *std::move(row));
    return revocation;
}

Result<std::vector<Revocation>> list(store::Reader& reader, std::int64_t limit) {
    return all(
        reader.all("SELECT detail FROM approval_revocation "
                   "ORDER BY created_at DESC, revocation_id DESC LIMIT :limit",
                   {{":limit", limit}}, toRevocation));
}

Result<std::vector<Revocation>> open(store::Reader& reader) {
    return all(
        reader.all("SELECT detail FROM approval_revocation "
                   "WHERE status IN ('queued', 'working') ORDER BY created_at, "
                   "revocation_id",
                   {}, toRevocation));
}

Result<bool> isPaused(store::Reader& reader) {
    KOSH_TRY(const auto row, reader.first("SELECT 1 FROM approval_pause", {},
                                          [](const store::Row&) { return true; }));
    return row.has_value();
}

Result<> setPaused(store::Transaction& tx, bool isPaused, Timestamp now) {
    if (isPaused) {
        KOSH_CHECK(
            tx.execute("INSERT INTO approval_pause (id, paused_at) VALUES (1, :at) "
                       "ON CONFLICT (id) DO NOTHING",
                       {{":at", now}}));
    } else {
        KOSH_CHECK(tx.execute("DELETE FROM approval_pause", {}));
    }
    return {};
}

}  // namespace kosh::approval::repository
