// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/pool/api.h>
#include <kosh/quote/depth.h>

namespace kosh::quote {

/// Depth of one pool, seen as `isFromToken0` says: prices are of the token paid in. `decimals` is
/// that token's less the other's. The moves are 50, 100, 200, 500 and 1000 bps within the span.
PoolDepth depthOf(const pool::Snapshot& pool, bool isFromToken0, std::int64_t decimals,
                  std::int64_t spanBps);

}  // namespace kosh::quote
