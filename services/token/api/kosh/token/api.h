// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/details.h>
#include <kosh/token/tokens.h>

/// Tokens and what addresses hold of them. A read that failed is "unknown", never zero.
namespace kosh::token {

using Operations = ops::List<ListTokens, AddToken, ResolveToken, GetBalances, GetAllowance,
                             DescribeTokens, MarkToken, InspectToken, DiscoverTokens>;

}  // namespace kosh::token
