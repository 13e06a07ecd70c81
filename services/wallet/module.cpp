// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/wallet/module.h"

#include "service.h"

#include <wallet_migrations.h>

namespace kosh::wallet {

runtime::ServiceModule module(vault::SigningKeyring& keyring) {
    return {
        "wallet",
        {"chain", "token"},
        {"wallet", kMigrations},
        [&keyring](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
            return std::make_unique<WalletService>(env, keyring);
        }};
}

}  // namespace kosh::wallet
