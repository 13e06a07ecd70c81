// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>
#include <kosh/simulation/review.h>
#include <kosh/wallet/api.h>

/// Swaps as one saga: approve → simulate → swap → track → settle.
namespace kosh::trading {

using chain::ChainId;

enum class SwapStatus : std::uint8_t { pending, settled, failed };
constexpr auto enumNames(SwapStatus) {
    return std::array{std::pair{SwapStatus::pending, "pending"},
                      std::pair{SwapStatus::settled, "settled"},
                      std::pair{SwapStatus::failed, "failed"}};
}

struct Swap {
    Id swapId;
    quote::Quote quote;
    Address owner;
    SwapStatus status = SwapStatus::pending;
    std::string step;  ///< "check", "approve", "broadcast_approval", "await_approval", "requote",
                       ///< "simulate", "sign", "broadcast", "track", "settle", "done".
    std::optional<wallet::ApprovalPlan> approvalPlan;  ///< Absent for the coin, and before "check".
    std::optional<wallet::Transaction> approval, swap;
    U256 amountIn, amountOut;  ///< What the chain really moved; 0 until settled.
    std::string errorKey, errorMessage;
    Timestamp createdAt, updatedAt;
    static constexpr auto fields() {
        return std::tuple{
            json::required("swapId", &Swap::swapId, "identifier"),
            json::required("quote", &Swap::quote, "what was agreed to"),
            json::required("owner", &Swap::owner, "address that trades"),
            json::required("status", &Swap::status, "pending, settled or failed"),
            json::required("step", &Swap::step, "where it is"),
            json::optional("approvalPlan", &Swap::approvalPlan,
                           "how the router gets to take the token, and why so"),
            json::optional("approval", &Swap::approval,
                           "the approval's transaction, if one was needed"),
            json::optional("swap", &Swap::swap, "the swap's transaction"),
            json::optional("amountIn", &Swap::amountIn, "really paid, smallest units"),
            json::optional("amountOut", &Swap::amountOut, "really received, smallest units"),
            json::optional("errorKey", &Swap::errorKey, "why it failed"),
            json::optional("errorMessage", &Swap::errorMessage, "the same for people"),
            json::required("createdAt", &Swap::createdAt, "confirmed at"),
            json::required("updatedAt", &Swap::updatedAt, "last change")};
    }
};

struct BalanceChange {
    token::Token token;
    I256 amount;  ///< Smallest units; negative = leaves.
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{
            json::required("token", &BalanceChange::token, "token"),
            json::required("amount", &BalanceChange::amount, "smallest units, negative = leaves"),
            json::required("reason", &BalanceChange::reason, "swap, network fee (at most)")};
    }
};

/// What a swap would change, simulated now. Warnings do not stop; problems do.
struct Preview {
    static constexpr ops::Info kInfo{"trading.preview",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/swaps/preview",
                                     "What a swap would change, before signing",
                                     5};
    struct Response {
        std::vector<BalanceChange> changes;
        bool needsApproval = false;
        std::optional<wallet::ApprovalPlan> approvalPlan;  ///< Absent for the coin.
        U256 allowanceNow;
        Address spender;
        std::uint64_t gasLimit = 0;
        U256 maxFeeWei;            ///< Most the network fee can be, approval included.
        bool isSimulated = false;  ///< False when an approval or a permit must come first.
        std::vector<std::string> warnings, problems;
        std::optional<simulation::Review> review;
        static constexpr auto fields() {
            return std::tuple{
                json::required("changes", &Response::changes, "balances that change"),
                json::required("needsApproval", &Response::needsApproval,
                               "a transaction for the approval comes first"),
                json::optional("approvalPlan", &Response::approvalPlan,
                               "how the router gets to take the token, and why so"),
                json::optional("allowanceNow", &Response::allowanceNow, "smallest units"),
                json::optional("spender", &Response::spender, "contract to be allowed"),
                json::required("gasLimit", &Response::gasLimit, "gas limit of the swap"),
                json::required("maxFeeWei", &Response::maxFeeWei, "most the network fee can be"),
                json::required("isSimulated", &Response::isSimulated,
                               "the swap itself was simulated"),
                json::optional("warnings", &Response::warnings, "to be read"),
                json::optional("problems", &Response::problems, "to be solved first"),
                json::optional("review", &Response::review,
                               "what would be signed, what it would do, and what is risky")};
        }
    };
    Id quoteId;
    Address owner;
    bool unlimitedApproval = false, usePermit = true;
    static constexpr auto fields() {
        return std::tuple{
            json::required("quoteId", &Preview::quoteId, "from quote.get"),
            json::required("owner", &Preview::owner, "one of this vault's addresses"),
            json::optional("unlimitedApproval", &Preview::unlimitedApproval, "as in trading.swap"),
            json::optional("usePermit", &Preview::usePermit, "as in trading.swap")};
    }
};

/// Starts the swap and returns at once. Under an idempotency key a repeat returns the same swap.
/// Errors: `quote.expired`, `quote.not_current`, `wallet.insufficient_funds`,
/// `wallet.unknown_address`, `vault.signing_locked`, `chain.no_private_endpoint`,
/// `simulation.blocked`, `simulation.not_accepted`. A quote that gets stale before it is signed is
/// asked for again and kept within what was agreed to. A token that takes approvals by signature
/// gets a permit along with the swap; one that then does not hold to it is approved by a
/// transaction, as every other. Failures later end the swap as failed:
/// `trading.price_moved`, `trading.simulation_failed`, `trading.slippage`,
/// `trading.transfer_failed`, `trading.insufficient_allowance`, `wallet.insufficient_funds`,
/// `trading.reverted`, `trading.replaced`, `trading.cancelled`, `trading.declined` or
/// `trading.deadline_passed`.
struct StartSwap {
    static constexpr ops::Info kInfo{"trading.swap",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/swaps",
                                     "Swap tokens as quoted",
                                     20,
                                     false,
                                     true};
    using Response = Swap;
    Id quoteId;
    Address owner;
    std::int64_t deadlineSeconds = 1200;
    bool unlimitedApproval = false;
    chain::Speed speed = chain::Speed::normal;
    bool isPrivate = false;
    std::vector<std::string> acceptedRules{};
    bool usePermit = true;
    static constexpr auto fields() {
        return std::tuple{
            json::required("quoteId", &StartSwap::quoteId, "from quote.get"),
            json::required("owner", &StartSwap::owner, "one of this vault's addresses"),
            json::optional("deadlineSeconds", &StartSwap::deadlineSeconds,
                           "the chain refuses it later", 30, 86'400),
            json::optional("unlimitedApproval", &StartSwap::unlimitedApproval,
                           "allow more than this swap needs"),
            json::optional("speed", &StartSwap::speed, "slow, normal or fast"),
            json::optional("isPrivate", &StartSwap::isPrivate,
                           "the swap goes to private broadcast endpoints only"),
            simulation::acceptedField<StartSwap>(),
            json::optional("usePermit", &StartSwap::usePermit,
                           "approve by signature in the same transaction where the token can")};
    }
};

struct GetSwap {
    static constexpr ops::Info kInfo{"trading.get", ops::Kind::query,  "trade:read",
                                     "GET",         "/swaps/{swapId}", "One swap"};
    using Response = Swap;
    Id swapId;
    static constexpr auto fields() {
        return std::tuple{json::required("swapId", &GetSwap::swapId, "from trading.swap")};
    }
};

/// Answers when the swap is settled or failed, when its step differs from `unlessStep`, or after
/// `timeoutMs`.
struct WaitForSwap {
    static constexpr ops::Info kInfo{"trading.wait",         ops::Kind::query,
                                     "trade:read",           "GET",
                                     "/swaps/{swapId}/wait", "Wait for a swap to go on"};
    using Response = Swap;
    Id swapId;
    std::string unlessStep;
    std::int64_t timeoutMs = 30'000;
    static constexpr auto fields() {
        return std::tuple{
            json::required("swapId", &WaitForSwap::swapId, "from trading.swap"),
            json::optional("unlessStep", &WaitForSwap::unlessStep,
                           "answer on another step; empty = only at the end"),
            json::optional("timeoutMs", &WaitForSwap::timeoutMs, "at most", 0, 600'000)};
    }
};

struct ListSwaps {
    static constexpr ops::Info kInfo{"trading.list", ops::Kind::query, "trade:read",
                                     "GET",          "/swaps",         "Swaps, newest first"};
    struct Response {
        std::vector<Swap> swaps;
        static constexpr auto fields() {
            return std::tuple{json::required("swaps", &Response::swaps, "newest first")};
        }
    };
    std::optional<Timestamp> before;
    std::int64_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{json::optional("before", &ListSwaps::before, "older than this"),
                          json::optional("limit", &ListSwaps::limit, "at most", 1, 500)};
    }
};

struct SwapProgressed {
    static constexpr events::Info kInfo{"trading.swap_progressed", 1};
    Swap swap;
    std::string eventKey() const { return swap.swapId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("swap", &SwapProgressed::swap, "as it is now")};
    }
};
/// Once a swap, with what the chain really moved: the ledger books it. The fees come with
/// wallet.transaction_settled.
struct SwapSettled {
    static constexpr events::Info kInfo{"trading.swap_settled", 1};
    Swap swap;
    Timestamp blockAt;
    std::string eventKey() const { return swap.owner.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("swap", &SwapSettled::swap, "settled"),
                          json::required("blockAt", &SwapSettled::blockAt, "time of the block")};
    }
};

}  // namespace kosh::trading
