// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/blocks.h>

namespace kosh::chain {

/// One claim of the network's data, and what the network says.
struct CheckFinding {
    std::string what;     ///< "chain id", "code", "decimals".
    std::string subject;  ///< "factory 0x…", "USDC 0x…"; empty for the chain itself.
    bool isOk = false;
    std::string expected, actual;  ///< `actual` "unknown" when no endpoint told.
    static constexpr auto fields() {
        using F = CheckFinding;
        return std::tuple{json::required("what", &F::what, "chain id, code or decimals"),
                          json::optional("subject", &F::subject, "contract or token"),
                          json::required("isOk", &F::isOk, "the data is right"),
                          json::required("expected", &F::expected, "by the data"),
                          json::required("actual", &F::actual, "by the network, or unknown")};
    }
};
/// Compares the network's data with the network: chain id, code at the well-known addresses,
/// decimals of the listed tokens. Runs by itself when a network is first used; what it finds wrong
/// is among the warnings of `chain.status`.
struct CheckChain {
    static constexpr ops::Info kInfo{"chain.check",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/chains/{chainId}/check",
                                     "Whether a network is what its data says",
                                     5};
    struct Response {
        bool isWell = false;
        std::string dataAsOf;
        std::vector<CheckFinding> findings;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("isWell", &Response::isWell, "everything is as expected"),
                json::optional("dataAsOf", &Response::dataAsOf, "date of the data"),
                json::required("findings", &Response::findings, "all that was compared"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &CheckChain::chainId, "EIP-155 chain id", 1)};
    }
};

}  // namespace kosh::chain
