// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/run.h>

namespace kosh::simulation {

/// One transaction that a command would have signed.
struct ReviewedCall {
    std::string purpose;  ///< "approve", "swap", "send", "liquidity_mint", …
    Run::Response simulation;
    static constexpr auto fields() {
        using C = ReviewedCall;
        return std::tuple{
            json::required("purpose", &C::purpose, "approve, swap, send, …"),
            json::required("simulation", &C::simulation, "what it would do, as simulation.run")};
    }
};

/// What a command would have signed, before anything is: previews show it, the command itself
/// judges it again. Whoever starts the command names the rules whose findings were seen
/// (`acceptedRules`); "*" stands for all that can be accepted.
struct Review {
    std::vector<ReviewedCall> calls;         ///< In the order of their signing.
    std::vector<std::string> rulesToAccept;  ///< With findings of level warning or danger.
    bool canSign = true;                     ///< No finding of level block.
    static constexpr auto fields() {
        using R = Review;
        return std::tuple{
            json::required("calls", &R::calls, "transactions in the order of their signing"),
            json::required("rulesToAccept", &R::rulesToAccept,
                           "rules whose findings must be accepted by name"),
            json::required("canSign", &R::canSign, "nothing that cannot be ignored")};
    }
};

/// Every command that is reviewed has the field and these errors (both preconditions, nothing
/// signed): `simulation.blocked` (a finding that cannot be accepted), `simulation.not_accepted`
/// (names the field and, in `ruleIds`, what is not accepted yet).
template <typename R>
constexpr auto acceptedField() {
    return json::optional("acceptedRules", &R::acceptedRules,
                          "rules whose findings were seen; * = all that can be accepted");
}

}  // namespace kosh::simulation
