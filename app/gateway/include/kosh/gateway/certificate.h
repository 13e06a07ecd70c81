// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <string>
#include <vector>

namespace kosh::gateway {

/// Writes a self-signed P-256 certificate for `names` (host names and addresses), valid for ten
/// years, and its key (both mode 0600), when there are none yet. Errors: `gateway.tls_generate`.
Result<> ensureCertificate(const std::string& certificateFile, const std::string& keyFile,
                           const std::vector<std::string>& names);

}  // namespace kosh::gateway
