// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

#include <string>

namespace kosh::cli {

/// A response for people: lines "name  value", tables for lists, amounts in their token's units.
std::string present(json::Value value, const json::Schema& schema);

}  // namespace kosh::cli
