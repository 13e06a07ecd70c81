// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/nodes.h>

#include <memory>
#include <string>

namespace kosh::app {

/// The client side of SocketServer: one connection per call, so that a long poll blocks nobody.
/// Errors: `gateway.unreachable` (unavailable), `gateway.answer` (internal), and `ops.deadline`.
std::unique_ptr<ops::Channel> openSocketChannel(std::string path);

}  // namespace kosh::app
