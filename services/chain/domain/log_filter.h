// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/reads.h>

/// The filter of eth_getLogs and of a subscription to logs.
namespace kosh::chain {

/// `chain.block_range` or `chain.filter` (invalid).
Result<> checkFilter(const GetLogs& request);
/// Members of the filter object but for the blocks.
void writeFilter(json::Writer& writer, const GetLogs& request);
bool isMatching(const GetLogs& request, const Log& log);

}  // namespace kosh::chain
