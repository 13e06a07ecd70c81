// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

namespace kosh::store {

/// "KOSH": marks the file (PRAGMA application_id).
inline constexpr int kApplicationId = 0x4b4f5348;
/// Of what the store keeps for itself (PRAGMA user_version).
inline constexpr int kFormatVersion = 1;

}  // namespace kosh::store
