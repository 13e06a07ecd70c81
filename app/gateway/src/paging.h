// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "routes.h"

namespace kosh::gateway {

/// Read from the operation's schemas: `before` pages by an instant of the items (`at`, `createdAt`,
/// `startedAt`), `beforeNumber` by their `number`, `afterSequence` by the answer's `lastSequence`.
std::optional<Paging> pagingOf(const ops::OperationType& type);

}  // namespace kosh::gateway
