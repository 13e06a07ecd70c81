// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "routes.h"

namespace kosh::gateway {

/// Read from the operation's schemas: `before` and `beforeNumber` page by the items' position
/// (`number`, `sequence`) or instant (`at`, `createdAt`, `startedAt`), whichever is of their kind,
/// `afterSequence` by the answer's `lastSequence`.
std::optional<Paging> pagingOf(const ops::OperationType& type);

}  // namespace kosh::gateway
