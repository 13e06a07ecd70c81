// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/objectives.h"

#include <kosh/store/store.h>

namespace kosh::system::repository {

/// Adds to a period (of five minutes, since 1970), and forgets those before `oldest`.
Result<> add(store::Transaction& tx, std::int64_t period, const Counts& counts,
             std::int64_t oldest);
/// Of each period given and those after it.
Result<std::vector<Counts>> sumsSince(store::Reader& reader, std::span<const std::int64_t> periods);

}  // namespace kosh::system::repository
