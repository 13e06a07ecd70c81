// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "arguments.h"

#include <kosh/async/async.h>
#include <kosh/ops/node.h>
#include <kosh/remote/paired_nodes.h>

#include <memory>

namespace kosh::cli {

/// The node that the command is for: the one behind the profile's socket, or with --node a paired
/// one. Errors: those of the paths, `remote.unknown_node`, `remote.credentials`.
Result<std::unique_ptr<ops::Node>> openNode(const Options& options, async::Executor executor);

/// The nodes this profile is paired with.
Result<remote::PairedNodes> pairedNodes(const Options& options);

}  // namespace kosh::cli
