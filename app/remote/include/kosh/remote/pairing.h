// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>
#include <kosh/auth/invitation.h>
#include <kosh/remote/paired_nodes.h>

namespace kosh::remote {

/// Makes a key for this device, shows its certificate to the node of the invitation and has it
/// paired with the one-time code; the node must show the certificate that the invitation names.
/// `name` is what the node will be called here; empty: after its address. Errors: those of
/// PairedNodes, `remote.unreachable`, `remote.certificate`, and the node's own (`auth.invitation`).
/// After an error nothing is kept.
Task<PairedNode> pair(auth::Invitation invitation, std::string name, PairedNodes nodes);

}  // namespace kosh::remote
