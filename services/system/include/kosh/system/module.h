// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/runtime/service.h>

namespace kosh::system {

/// `folder` is where the vault lies.
runtime::ServiceModule module(std::string folder);

}  // namespace kosh::system
