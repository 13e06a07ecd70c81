// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::system::repository {

Result<> add(store::Transaction& tx, std::int64_t hour, const Counts& counts, std::int64_t oldest) {
    KOSH_CHECK(
        tx.execute("INSERT INTO system_hour (hour, total, failed, slow) "
                   "VALUES (:hour, :total, :failed, :slow) ON CONFLICT (hour) DO UPDATE SET "
                   "total = total + excluded.total, failed = failed + excluded.failed, "
                   "slow = slow + excluded.slow",
                   {{":hour", hour},
                    {":total", counts.total},
                    {":failed", counts.failed},
                    {":slow", counts.slow}}));
    KOSH_CHECK(tx.execute("DELETE FROM system_hour WHERE hour < :oldest", {{":oldest", oldest}}));
    return {};
}

Result<Counts> sumSince(store::Reader& reader, std::int64_t hour) {
    KOSH_TRY(const auto sum,
             reader.first("SELECT coalesce(sum(total), 0), coalesce(sum(failed), 0), "
                          "coalesce(sum(slow), 0) FROM system_hour WHERE hour >= :hour",
                          {{":hour", hour}}, [](const store::Row& row) {
                              return Counts{row.get<std::uint64_t>(0), row.get<std::uint64_t>(1),
                                            row.get<std::uint64_t>(2)};
                          }));
    return sum.value_or(Counts{});
}

}  // namespace kosh::system::repository
