// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/pool_state.h>

namespace kosh::pool {

/// A state's price and ticks in 53 bytes and 52 bytes a tick, big-endian; its settings are kept
/// with the pool.
Bytes encodeState(const amm::PoolState& state);
/// `pool.stored_state` for bytes of another form, else the errors of amm::PoolState::create.
Result<amm::PoolState> decodeState(const amm::PoolSettings& settings, ByteView bytes);

}  // namespace kosh::pool
