// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/net/http_client.h>
#include <kosh/observe/observe.h>
#include <kosh/ui/session.h>

#include <string>

namespace kosh::desktop {

/// On the practice network: as soon as the vault is open and has a wallet, its first address asks
/// the faucet at `url` for first funds. The faucet pays each address once.
void askFaucetForFirstAddress(ui::Session& session, const std::string& url, net::HttpClient& http,
                              async::Executor executor, observe::Logger& log);

}  // namespace kosh::desktop
