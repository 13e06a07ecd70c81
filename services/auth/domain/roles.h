// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/users.h>

#include <set>
#include <string_view>

namespace kosh::auth {

using Scopes = std::set<std::string, std::less<>>;

/// What a role may do: the one table. A scope it does not name is the owner's alone.
const Scopes& scopesOf(Role role);
std::string_view nameOf(Role role);
/// Whether `principal` may do all that `role` may, and so may give that role away.
bool covers(const ops::Principal& principal, Role role);

/// Scopes an API key may have: any but those of auth, which stay with people.
bool isKeyScope(std::string_view scope);

}  // namespace kosh::auth
