// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "routes.h"

namespace kosh::gateway {

/// The OpenAPI 3.1 description of every route: schemas, errors, scopes, examples.
std::string openApiJson(const Routes& routes, std::string_view programVersion);

}  // namespace kosh::gateway
