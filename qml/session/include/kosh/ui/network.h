// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

#include <optional>
#include <string>
#include <vector>

namespace kosh::ui {

/// A network that was given on the command line: added after the vault opens, with its tokens.
struct Network {
    chain::Chain chain;
    std::vector<Address> tokens;
    std::string faucetUrl;  ///< Practice money for new addresses; empty = there is none.

    /// Reads a description as tests/devnet/README.md gives it. The token that values are shown in
    /// is the first of USDC, USDT and DAI. Errors: `network.file`, `json.*`, `codec.*`.
    static Result<Network> read(const std::string& path);
    static Result<Network> parse(std::string_view text);
};

/// Whether `known` is the network already, so that nothing has to be added.
bool describesSame(const chain::Chain& known, const chain::Chain& wanted);

}  // namespace kosh::ui
