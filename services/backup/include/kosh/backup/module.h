// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/runtime/service.h>

namespace kosh::backup {

runtime::ServiceModule module();

}  // namespace kosh::backup
