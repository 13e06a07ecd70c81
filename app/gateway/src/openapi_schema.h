// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

namespace kosh::gateway {

/// A described type as JSON Schema 2020-12.
void writeSchema(json::Writer& writer, const json::Schema& schema);
/// A value that the schema accepts, the same each time.
void writeExample(json::Writer& writer, const json::Schema& schema);

}  // namespace kosh::gateway
