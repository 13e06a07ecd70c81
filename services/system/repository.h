// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/objectives.h"

#include <kosh/store/store.h>

namespace kosh::system::repository {

/// Adds to an hour (hours since 1970), and forgets those before `oldest`.
Result<> add(store::Transaction& tx, std::int64_t hour, const Counts& counts, std::int64_t oldest);
Result<Counts> sumSince(store::Reader& reader, std::int64_t hour);

}  // namespace kosh::system::repository
