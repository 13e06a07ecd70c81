// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/json/json.h>

#include <optional>

/// Strict reading of what an endpoint answers (execution-apis types): nothing of another shape
/// passes. Every error is `rpc.shape` and names the field.
namespace kosh::chain::rpc {

/// "0x0" or 0x and digits without leading zeros, at most 256 bits.
Result<U256> quantity(json::Value value, std::string_view field);
Result<std::uint64_t> quantity64(json::Value value, std::string_view field);
Result<Bytes> data(json::Value value, std::string_view field);
Result<Hash256> hash(json::Value value, std::string_view field);
Result<Address> address(json::Value value, std::string_view field);

/// Header of eth_getBlockByNumber; nothing for null (no such block).
Result<std::optional<Block>> block(json::Value value);
/// A block that must be there.
Result<Block> presentBlock(json::Value value);
Result<std::vector<Log>> logs(json::Value value, std::string_view field);
/// Nothing for null (not mined, or unknown).
Result<std::optional<Receipt>> receipt(json::Value value);

struct FeeHistory {
    std::vector<U256> baseFees;  ///< One more than blocks: the last is the next block's.
    std::vector<double> gasUsedRatios;
    std::vector<std::vector<U256>> rewards;  ///< Per block, per percentile; empty when not given.
};
/// `percentiles` is how many were asked for.
Result<FeeHistory> feeHistory(json::Value value, std::size_t percentiles = 3);

/// JSON texts for params.
std::string hex(std::uint64_t number);
std::string callObject(const CallRequest& call);

}  // namespace kosh::chain::rpc
