// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/rpc_values.h"

namespace kosh::chain {

struct Fees {
    U256 baseFeePerGas;
    Fee slow, normal, fast;
};

/// EIP-1559: tip = median over non-empty blocks of the percentile, at least `floor`, capped; maxFee
/// = 2 x next base fee + tip, which covers six full blocks. A base fee beyond reason is
/// `rpc.shape`.
Result<Fees> feesFrom(const rpc::FeeHistory& history, const U256& floor);

/// `chain.fee_order` when the tip is above the maximum. Low: not in the next block, or behind the
/// slow ones; high: three times what the fast ones pay.
Result<FeeCheck> checkFee(const Fees& market, const Fee& fee);

/// Without EIP-1559: both fields are the gas price; slow, normal and fast differ by an eighth.
Result<Fees> feesFromGasPrice(const U256& gasPrice);

}  // namespace kosh::chain
