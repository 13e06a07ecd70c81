// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/runtime/service.h>
#include <kosh/vault/signing_keyring.h>

namespace kosh::wallet {

runtime::ServiceModule module(vault::SigningKeyring& keyring);

}  // namespace kosh::wallet
