// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "shapes.h"

#include <limits>

namespace kosh::test {

U256 u256(const boost::json::value& object, std::string_view key) {
    const auto value = U256::parse(numberText(object, key));
    if (!value) throw UnfamiliarShape(cat("field '", key, "': ", value.error().message));
    return *value;
}

I256 i256(const boost::json::value& object, std::string_view key) {
    const auto value = I256::parse(numberText(object, key));
    if (!value) throw UnfamiliarShape(cat("field '", key, "': ", value.error().message));
    return *value;
}

std::int32_t tickOf(const boost::json::value& object, std::string_view key) {
    const std::int64_t value = integer(object, key);
    if (value < std::numeric_limits<std::int32_t>::min() ||
        value > std::numeric_limits<std::int32_t>::max()) {
        throw UnfamiliarShape(cat("field '", key, "' is no 32-bit tick"));
    }
    return static_cast<std::int32_t>(value);
}

amm::PoolSettings settingsOf(const boost::json::value& pool) {
    return {static_cast<std::uint32_t>(tickOf(pool, "fee")), tickOf(pool, "tickSpacing")};
}

void Differences::compare(std::string_view what, const std::string& actual,
                          const std::string& expected) {
    if (actual != expected) add(cat(what, ": got ", actual, ", expected ", expected));
}

}  // namespace kosh::test
