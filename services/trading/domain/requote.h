// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>

namespace kosh::trading {

/// The request that asks for `agreed` again.
quote::GetQuote requestFor(const quote::Quote& agreed);

/// `fresh` bound by what was agreed to: never less received nor more spent, all parts together.
/// `trading.price_moved` (precondition, says by how much) when it cannot keep that.
Result<quote::Quote> rebind(const quote::Quote& agreed, quote::Quote fresh);

}  // namespace kosh::trading
