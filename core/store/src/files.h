// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <cstdint>
#include <string>

namespace kosh::store {

/// Creates an empty file of mode 0600; an existing one is `vault.exists` (conflict).
Result<> createPrivateFile(const std::string& path);
Result<> removeFile(const std::string& path);  ///< That it is not there is fine.
bool fileExists(const std::string& path);
Result<std::int64_t> fileSize(const std::string& path);
Result<> syncFile(const std::string& path);
/// Replaces `to` by `from` for good, also over a power cut.
Result<> moveDurably(const std::string& from, const std::string& to);

}  // namespace kosh::store
