// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/runtime/service.h>

namespace kosh::liquidity {

/// The liquidity service for the composition list.
runtime::ServiceModule module();

}  // namespace kosh::liquidity
