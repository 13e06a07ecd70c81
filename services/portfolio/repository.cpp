// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

#include <kosh/base/kill_point.h>

namespace kosh::portfolio::repository {

namespace {

std::string_view nameOf(MovementKind kind) {
    for (const auto& [value, name] : enumNames(kind)) {
        if (value == kind) return name;
    }
    return {};
}

MovementKind kindOf(std::string_view name) {
    for (const auto& [value, known] : enumNames(MovementKind{})) {
        if (known == name) return value;
    }
    return MovementKind::opened;
}

token::Token tokenOf(const store::Row& row, int column) {
    // Written by this file from the same struct.
    auto token = json::decodeText<token::Token>(row.text(column));
    KOSH_ASSERT(token);
    return *std::move(token);
}

Result<> storeAsset(store::Transaction& tx, const token::Token& token) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO portfolio_asset (chain_id, token, detail, is_dirty) VALUES (:chain, :token, "
        ":detail, 1) ON CONFLICT DO UPDATE SET is_dirty = 1",
        {{":chain", token.chainId},
         {":token", token.address},
         {":detail", json::encodeText(token)}}));
    return {};
}

struct AssetKey {
    std::int64_t chainId;
    Address token;
};

Result<std::vector<Movement>> movementsOf(store::Reader& reader, const AssetKey& asset) {
    return reader.all(
        "SELECT m.movement_id, m.kind, m.from_address, m.to_address, m.quantity, m.occurred_at, "
        "m.sequence, m.line, v.value, m.from_position, m.to_position FROM portfolio_movement m "
        "LEFT JOIN portfolio_valuation v ON "
        "v.valuation_id = m.valuation_id WHERE m.chain_id = :chain AND m.token = :token",
        {{":chain", asset.chainId}, {":token", asset.token}}, [](const store::Row& row) {
            return Movement{row.get<std::string>(0),
                            kindOf(row.text(1)),
                            row.get<std::optional<Address>>(2),
                            row.get<std::optional<Address>>(3),
                            row.get<U256>(4),
                            {row.get<Timestamp>(5), row.integer(6), row.integer(7)},
                            row.get<std::optional<U256>>(8),
                            row.get<U256>(9),
                            row.get<U256>(10)};
        });
}

/// The fees that are part of what was bought: by movement, in one list.
Result<> addFees(store::Reader& reader, const AssetKey& asset, std::vector<Movement>& movements) {
    std::map<std::string, Movement*> bought;
    for (auto& movement : movements) {
        if (movement.kind == MovementKind::bought) bought[movement.movementId] = &movement;
    }
    if (bought.empty()) return {};
    return reader.query(
        "SELECT b.movement_id, v.value FROM portfolio_movement b JOIN portfolio_movement f ON "
        "f.reference = b.reference AND f.kind = 'fee' LEFT JOIN portfolio_valuation v ON "
        "v.valuation_id = f.valuation_id WHERE b.chain_id = :chain AND b.token = :token AND "
        "b.kind = 'bought'",
        {{":chain", asset.chainId}, {":token", asset.token}}, [&](const store::Row& row) {
            auto& movement = *bought.at(row.get<std::string>(0));
            const auto fee = row.get<std::optional<U256>>(1);
            movement.value =
                movement.value && fee ? checkedAdd(*movement.value, *fee) : std::nullopt;
            return true;
        });
}

Result<OwnerCosts> ownerCostsOf(store::Reader& reader, const AssetKey& asset) {
    OwnerCosts costs;
    KOSH_CHECK(reader.query(
        "SELECT lot_id, quantity, cost, acquired_at FROM portfolio_owner_cost WHERE chain_id = "
        ":chain AND token = :token",
        {{":chain", asset.chainId}, {":token", asset.token}}, [&](const store::Row& row) {
            costs[row.get<std::string>(0)] = {row.get<U256>(1), row.get<std::optional<U256>>(2),
                                              row.get<std::optional<Timestamp>>(3)};
            return true;
        }));
    return costs;
}

Realised toRealised(const store::Row& row) {
    return {
        row.get<std::string>(0), row.get<std::string>(1),         row.get<Address>(2),
        kindOf(row.text(3)),     row.get<Timestamp>(4),           row.get<Timestamp>(5),
        row.get<U256>(6),        row.get<std::optional<U256>>(7), row.get<std::optional<U256>>(8)};
}

Result<> storeLots(store::Transaction& tx, const AssetKey& asset,
                   const std::vector<OpenLot>& lots) {
    KOSH_CHECK(tx.execute("DELETE FROM portfolio_lot WHERE chain_id = :chain AND token = :token",
                          {{":chain", asset.chainId}, {":token", asset.token}}));
    std::int64_t position = 0;
    for (const auto& lot : lots) {
        KOSH_CHECK(tx.execute(
            "INSERT INTO portfolio_lot (chain_id, token, position, lot_id, address, kind, "
            "acquired_at, sequence, line, quantity, cost, position_id) VALUES (:chain, :token, "
            ":position, :lot, :address, :kind, :acquired, :sequence, :line, :quantity, :cost, "
            ":positionId)",
            {{":chain", asset.chainId},
             {":token", asset.token},
             {":position", position++},
             {":lot", lot.lotId},
             {":address", lot.address},
             {":kind", nameOf(lot.kind)},
             {":acquired", lot.acquired.at},
             {":sequence", lot.acquired.sequence},
             {":line", lot.acquired.line},
             {":quantity", lot.quantity},
             {":cost", lot.cost},
             {":positionId", lot.positionId}}));
    }
    return {};
}

/// Only from the first part on that differs: most often that is the newest.
Result<> storeRealised(store::Transaction& tx, const AssetKey& asset,
                       const std::vector<Realised>& parts) {
    KOSH_TRY(
        const auto stored,
        tx.all("SELECT movement_id, lot_id, address, kind, acquired_at, disposed_at, quantity, "
               "cost, proceeds FROM portfolio_realised WHERE chain_id = :chain AND token = :token "
               "ORDER BY position",
               {{":chain", asset.chainId}, {":token", asset.token}}, toRealised));
    std::size_t same = 0;
    while (same < stored.size() && same < parts.size() && stored[same] == parts[same]) ++same;
    KOSH_CHECK(tx.execute(
        "DELETE FROM portfolio_realised WHERE chain_id = :chain AND token = :token AND position "
        ">= :from",
        {{":chain", asset.chainId},
         {":token", asset.token},
         {":from", static_cast<std::int64_t>(same)}}));
    for (std::size_t i = same; i < parts.size(); ++i) {
        const auto& part = parts[i];
        KOSH_CHECK(tx.execute(
            "INSERT INTO portfolio_realised (chain_id, token, position, movement_id, lot_id, "
            "address, kind, acquired_at, disposed_at, quantity, cost, proceeds) VALUES (:chain, "
            ":token, :position, :movement, :lot, :address, :kind, :acquired, :disposed, :quantity, "
            ":cost, :proceeds)",
            {{":chain", asset.chainId},
             {":token", asset.token},
             {":position", static_cast<std::int64_t>(i)},
             {":movement", part.movementId},
             {":lot", part.lotId},
             {":address", part.address},
             {":kind", nameOf(part.kind)},
             {":acquired", part.acquiredAt},
             {":disposed", part.disposedAt},
             {":quantity", part.quantity},
             {":cost", part.cost},
             {":proceeds", part.proceeds}}));
    }
    return {};
}

Result<> play(store::Transaction& tx, const AssetKey& asset) {
    KOSH_TRY(auto movements, movementsOf(tx, asset));
    KOSH_CHECK(addFees(tx, asset, movements));
    KOSH_TRY(const auto ownerCosts, ownerCostsOf(tx, asset));
    const auto book = playLots(std::move(movements), ownerCosts);
    KOSH_CHECK(storeLots(tx, asset, book.lots));
    KOSH_CHECK(storeRealised(tx, asset, book.realised));
    KOSH_CHECK(tx.execute(
        "UPDATE portfolio_asset SET is_dirty = 0 WHERE chain_id = :chain AND token = :token",
        {{":chain", asset.chainId}, {":token", asset.token}}));
    return {};
}

}  // namespace

Result<> addRecord(store::Transaction& tx, const Record& record) {
    const auto& movement = record.movement;
    KOSH_CHECK(storeAsset(tx, record.token));
    KOSH_CHECK(tx.execute(
        "INSERT INTO portfolio_movement (movement_id, kind, chain_id, token, from_address, "
        "to_address, from_position, to_position, quantity, occurred_at, sequence, line, "
        "block_number, reference, valuation_id) VALUES (:id, :kind, :chain, :token, :from, :to, "
        ":fromPosition, :toPosition, :quantity, :at, :sequence, :line, :block, :reference, "
        ":valuation) ON CONFLICT DO NOTHING",
        {{":id", movement.movementId},
         {":kind", nameOf(movement.kind)},
         {":chain", record.token.chainId},
         {":token", record.token.address},
         {":from", movement.from},
         {":to", movement.to},
         {":fromPosition", movement.fromPosition},
         {":toPosition", movement.toPosition},
         {":quantity", movement.quantity},
         {":at", movement.when.at},
         {":sequence", movement.when.sequence},
         {":line", movement.when.line},
         {":block", record.blockNumber},
         {":reference", record.reference},
         {":valuation",
          record.valuationId.empty() ? std::nullopt : std::optional(record.valuationId)}}));
    KOSH_CHECK(tx.execute(
        "UPDATE portfolio_asset SET is_dirty = 1 WHERE (chain_id, token) IN (SELECT chain_id, "
        "token FROM portfolio_movement WHERE reference = :reference AND kind = 'bought')",
        {{":reference", record.reference}}));
    KOSH_KILL_POINT("portfolio.lots.recorded");
    return {};
}

Result<> addValuation(store::Transaction& tx, const Valued& valued) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO portfolio_valuation (valuation_id, value, is_owners, detail) VALUES (:id, "
        ":value, :isOwners, :detail) ON CONFLICT DO UPDATE SET value = excluded.value, is_owners = "
        "excluded.is_owners, detail = excluded.detail WHERE excluded.is_owners >= is_owners",
        {{":id", valued.valuationId},
         {":value", valued.value},
         {":isOwners", valued.source == ValueSource::owner},
         {":detail", json::encodeText(valued)}}));
    KOSH_CHECK(tx.execute(
        "UPDATE portfolio_asset SET is_dirty = 1 WHERE (chain_id, token) IN (SELECT o.chain_id, "
        "o.token FROM portfolio_movement m JOIN portfolio_movement o ON o.reference = m.reference "
        "WHERE m.valuation_id = :id)",
        {{":id", valued.valuationId}}));
    return {};
}

Result<> setOwnerCost(store::Transaction& tx, const CostSet& said) {
    KOSH_CHECK(tx.execute(
        "INSERT INTO portfolio_owner_cost (lot_id, chain_id, token, quantity, cost, acquired_at) "
        "VALUES (:lot, :chain, :token, :quantity, :cost, :acquired) ON CONFLICT DO UPDATE SET "
        "quantity = excluded.quantity, cost = excluded.cost, acquired_at = excluded.acquired_at",
        {{":lot", said.lotId},
         {":chain", said.chainId},
         {":token", said.token},
         {":quantity", said.quantity},
         {":cost", said.cost},
         {":acquired", said.acquiredAt}}));
    KOSH_CHECK(tx.execute(
        "UPDATE portfolio_asset SET is_dirty = 1 WHERE chain_id = :chain AND token = :token",
        {{":chain", said.chainId}, {":token", said.token}}));
    return {};
}

Result<bool> hasDirty(store::Reader& reader) {
    KOSH_TRY(const auto dirty,
             reader.first("SELECT 1 FROM portfolio_asset WHERE is_dirty = 1 LIMIT 1", {},
                          [](const store::Row&) { return true; }));
    return dirty.has_value();
}

Result<> playDirty(store::Transaction& tx) {
    KOSH_TRY(const auto dirty,
             tx.all("SELECT chain_id, token FROM portfolio_asset WHERE is_dirty = 1", {},
                    [](const store::Row& row) {
                        return AssetKey{row.integer(0), row.get<Address>(1)};
                    }));
    for (const auto& asset : dirty) KOSH_CHECK(play(tx, asset));
    return {};
}

Result<std::vector<Pending>> pendingValuations(store::Reader& reader, std::size_t limit) {
    std::vector<Pending> pending;
    KOSH_CHECK(reader.query(
        "SELECT m.valuation_id, a.detail, m.quantity, m.occurred_at, m.block_number FROM "
        "portfolio_movement m JOIN portfolio_asset a ON a.chain_id = m.chain_id AND a.token = "
        "m.token WHERE m.valuation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "portfolio_valuation v WHERE v.valuation_id = m.valuation_id) ORDER BY m.occurred_at DESC, "
        "m.valuation_id, m.line DESC",
        {}, [&](const store::Row& row) {
            if (pending.empty() || pending.back().valuationId != row.text(0)) {
                if (pending.size() == limit) return false;
                pending.push_back({row.get<std::string>(0),
                                   {},
                                   row.get<Timestamp>(3),
                                   static_cast<std::uint64_t>(row.integer(4))});
            }
            pending.back().legs.push_back({tokenOf(row, 1), row.get<U256>(2)});
            return true;
        }));
    return pending;
}

Result<std::vector<OpenPart>> lots(store::Reader& reader, const LotFilter& filter) {
    return reader.all(
        "SELECT a.detail, l.lot_id, l.address, l.kind, l.quantity, l.cost, l.acquired_at, "
        "l.sequence, l.line, l.position_id FROM portfolio_lot l JOIN portfolio_asset a ON "
        "a.chain_id = l.chain_id "
        "AND a.token = l.token WHERE (:chain IS NULL OR l.chain_id = :chain) AND (:address IS NULL "
        "OR l.address = :address) AND (:token IS NULL OR l.token = :token) AND (:lot IS NULL OR "
        "l.lot_id = :lot) ORDER BY l.chain_id, l.token, l.position",
        {{":chain", filter.chainId},
         {":address", filter.address},
         {":token", filter.token},
         {":lot", filter.lotId}},
        [](const store::Row& row) {
            return OpenPart{tokenOf(row, 0),
                            {row.get<std::string>(1),
                             row.get<Address>(2),
                             kindOf(row.text(3)),
                             row.get<U256>(4),
                             row.get<std::optional<U256>>(5),
                             {row.get<Timestamp>(6), row.integer(7), row.integer(8)},
                             row.get<U256>(9)}};
        });
}

Result<std::vector<GonePart>> realised(store::Reader& reader, const LotFilter& filter,
                                       Timestamp from, Timestamp to) {
    return reader.all(
        "SELECT r.movement_id, r.lot_id, r.address, r.kind, r.acquired_at, r.disposed_at, "
        "r.quantity, r.cost, r.proceeds, a.detail, r.kind = 'fee' AND EXISTS (SELECT 1 FROM "
        "portfolio_movement m JOIN portfolio_movement b ON b.reference = m.reference AND b.kind = "
        "'bought' WHERE m.movement_id = r.movement_id) FROM portfolio_realised r JOIN "
        "portfolio_asset a ON a.chain_id = r.chain_id AND a.token = r.token WHERE r.disposed_at >= "
        ":from AND r.disposed_at < :to AND (:chain IS NULL OR r.chain_id = :chain) AND (:address "
        "IS NULL OR r.address = :address) AND (:token IS NULL OR r.token = :token) ORDER BY "
        "r.chain_id, r.token, r.position",
        {{":from", from},
         {":to", to},
         {":chain", filter.chainId},
         {":address", filter.address},
         {":token", filter.token}},
        [](const store::Row& row) {
            return GonePart{tokenOf(row, 9), toRealised(row), row.get<bool>(10)};
        });
}

Result<std::optional<WholeLot>> findLot(store::Reader& reader, const std::string& lotId) {
    std::optional<WholeLot> lot;
    KOSH_CHECK(reader.query(
        "SELECT a.detail, p.quantity FROM (SELECT chain_id, token, quantity FROM portfolio_lot "
        "WHERE lot_id = :lot UNION ALL SELECT chain_id, token, quantity FROM portfolio_realised "
        "WHERE lot_id = :lot) p JOIN portfolio_asset a ON a.chain_id = p.chain_id AND a.token = "
        "p.token",
        {{":lot", lotId}}, [&](const store::Row& row) {
            if (!lot) lot = WholeLot{tokenOf(row, 0), {}};
            lot->quantity = lot->quantity + row.get<U256>(1);
            return true;
        }));
    return lot;
}

Result<std::optional<ValuedMovement>> findValued(store::Reader& reader,
                                                 const std::string& movementId) {
    return reader.first(
        "SELECT chain_id, valuation_id FROM portfolio_movement WHERE movement_id = :id AND "
        "valuation_id IS NOT NULL",
        {{":id", movementId}}, [](const store::Row& row) {
            return ValuedMovement{static_cast<chain::ChainId>(row.integer(0)),
                                  row.get<std::string>(1)};
        });
}

Result<std::map<Address, U256>> held(store::Reader& reader, chain::ChainId chainId,
                                     const Address& address) {
    std::map<Address, U256> sums;
    KOSH_CHECK(reader.query(
        "SELECT token, quantity FROM portfolio_lot WHERE chain_id = :chain AND address = :address",
        {{":chain", chainId}, {":address", address}}, [&](const store::Row& row) {
            auto& sum = sums[row.get<Address>(0)];
            sum = sum + row.get<U256>(1);
            return true;
        }));
    return sums;
}

Result<bool> isReconciledSince(store::Reader& reader, const Record& record, std::uint64_t block) {
    KOSH_TRY(const auto found,
             reader.first(
                 "SELECT 1 FROM portfolio_movement WHERE chain_id = :chain AND token = :token AND "
                 "to_address = :address AND kind = 'opened' AND block_number > :block AND "
                 "substr(reference, 1, 20) = 'portfolio.reconcile:' LIMIT 1",
                 {{":chain", record.token.chainId},
                  {":token", record.token.address},
                  {":address", record.movement.to},
                  {":block", block}},
                 [](const store::Row&) { return true; }));
    return found.has_value();
}

Result<std::vector<chain::ChainId>> chains(store::Reader& reader) {
    return reader.all(
        "SELECT chain_id FROM portfolio_asset UNION SELECT chain_id FROM portfolio_snapshot", {},
        [](const store::Row& row) { return static_cast<chain::ChainId>(row.integer(0)); });
}

Result<> addSnapshots(store::Transaction& tx, const std::vector<Snapshot>& snapshots) {
    for (const auto& snapshot : snapshots) {
        KOSH_CHECK(tx.execute(
            "INSERT INTO portfolio_snapshot (chain_id, address, taken_at, value, valued_in, "
            "is_complete, block_number) VALUES (:chain, :address, :at, :value, :valuedIn, "
            ":isComplete, :block) ON CONFLICT DO NOTHING",
            {{":chain", snapshot.chainId},
             {":address", snapshot.address},
             {":at", snapshot.takenAt},
             {":value", snapshot.value},
             {":valuedIn", json::encodeText(snapshot.valuedIn)},
             {":isComplete", snapshot.isComplete},
             {":block", snapshot.blockNumber}}));
    }
    return {};
}

Result<std::optional<Timestamp>> lastSnapshot(store::Reader& reader, chain::ChainId chainId) {
    KOSH_TRY(const auto last,
             reader.first("SELECT max(taken_at) FROM portfolio_snapshot WHERE chain_id = :chain",
                          {{":chain", chainId}}, [](const store::Row& row) {
                              return row.get<std::optional<Timestamp>>(0);
                          }));
    return last ? *last : std::nullopt;
}

Result<std::vector<Snapshot>> snapshots(store::Reader& reader, Timestamp from, Timestamp to,
                                        std::optional<chain::ChainId> chainId) {
    return reader.all(
        "SELECT s.chain_id, s.address, s.taken_at, s.value, s.valued_in, s.is_complete, "
        "s.block_number FROM portfolio_snapshot s WHERE (:chain IS NULL OR s.chain_id = :chain) "
        "AND s.taken_at < :to AND (s.taken_at >= :from OR s.taken_at = (SELECT max(t.taken_at) "
        "FROM portfolio_snapshot t WHERE t.chain_id = s.chain_id AND t.address = s.address AND "
        "t.taken_at < :from)) ORDER BY s.taken_at, s.chain_id, s.address",
        {{":chain", chainId}, {":from", from}, {":to", to}}, [](const store::Row& row) {
            return Snapshot{static_cast<chain::ChainId>(row.integer(0)),
                            row.get<Address>(1),
                            row.get<Timestamp>(2),
                            row.get<U256>(3),
                            tokenOf(row, 4),
                            row.get<bool>(5),
                            static_cast<std::uint64_t>(row.integer(6))};
        });
}

}  // namespace kosh::portfolio::repository
