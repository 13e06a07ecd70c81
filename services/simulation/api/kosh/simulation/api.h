// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/contracts.h>
#include <kosh/simulation/review.h>
#include <kosh/simulation/rules.h>
#include <kosh/simulation/run.h>

/// What a transaction would do, told before anything is signed, and what is risky about it.
namespace kosh::simulation {

using Operations = ops::List<Run, DecodeCall, ListRules, SetRule, DescribeContracts, MarkContract>;

}  // namespace kosh::simulation
