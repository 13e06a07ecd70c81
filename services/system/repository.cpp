// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "repository.h"

namespace kosh::system::repository {

Result<> add(store::Transaction& tx, std::int64_t period, const Counts& counts,
             std::int64_t oldest) {
    KOSH_CHECK(
        tx.execute("INSERT INTO system_period (period, total, failed, slow) "
                   "VALUES (:period, :total, :failed, :slow) ON CONFLICT (period) DO UPDATE SET "
                   "total = total + excluded.total, failed = failed + excluded.failed, "
                   "slow = slow + excluded.slow",
                   {{":period", period},
                    {":total", counts.total},
                    {":failed", counts.failed},
                    {":slow", counts.slow}}));
    KOSH_CHECK(
        tx.execute("DELETE FROM system_period WHERE period < :oldest", {{":oldest", oldest}}));
    return {};
}

Result<std::vector<Counts>> sumsSince(store::Reader& reader,
                                      std::span<const std::int64_t> periods) {
    std::vector<Counts> sums;
    for (const auto period : periods) {
        KOSH_TRY(const auto sum,
                 reader.first("SELECT coalesce(sum(total), 0), coalesce(sum(failed), 0), "
                              "coalesce(sum(slow), 0) FROM system_period WHERE period >= :period",
                              {{":period", period}}, [](const store::Row& row) {
                                  return Counts{row.get<std::uint64_t>(0),
                                                row.get<std::uint64_t>(1),
                                                row.get<std::uint64_t>(2)};
                              }));
        sums.push_back(sum.value_or(Counts{}));
    }
    return sums;
}

}  // namespace kosh::system::repository
