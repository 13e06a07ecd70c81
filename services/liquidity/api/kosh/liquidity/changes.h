// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>
#include <kosh/wallet/api.h>

namespace kosh::liquidity {

using chain::ChainId;

enum class ChangeKind : std::uint8_t { mint, increase, decrease, collect, close };
constexpr auto enumNames(ChangeKind) {
    using K = ChangeKind;
    return std::array{std::pair{K::mint, "mint"}, std::pair{K::increase, "increase"},
                      std::pair{K::decrease, "decrease"}, std::pair{K::collect, "collect"},
                      std::pair{K::close, "close"}};
}
enum class ChangeStatus : std::uint8_t { pending, settled, failed };
constexpr auto enumNames(ChangeStatus) {
    using S = ChangeStatus;
    return std::array{std::pair{S::pending, "pending"}, std::pair{S::settled, "settled"},
                      std::pair{S::failed, "failed"}};
}

/// One change of a position, from what was agreed to to what the chain really moved. Amounts are
/// smallest units.
struct Change {
    Id changeId;
    ChangeKind kind = ChangeKind::mint;
    ChainId chainId = 0;
    Address owner, pool;
    U256 tokenId;  ///< Of the position; 0 while a mint is under way.
    std::uint32_t feePips = 0;
    token::Token token0, token1;  ///< The pool's, the wrapped coin also when isNative.
    std::int32_t tickLower = 0, tickUpper = 0;
    bool isNative = false;    ///< The wrapped coin's side is paid or received as the coin itself.
    U256 liquidity;           ///< Added or taken; once settled, really.
    U256 desired0, desired1;  ///< mint, increase: at most this goes in.
    U256 minimum0, minimum1;  ///< Refused by the chain below.
    ChangeStatus status = ChangeStatus::pending;
    std::string step;  ///< "approve", "broadcast_approval", "await_approval", "simulate",
                       ///< "sign", "broadcast", "track", "settle", "done".
    std::vector<wallet::ApprovalPlan> approvalPlans;  ///< Of the tokens that go in, token0 first.
    std::vector<wallet::Transaction> approvals;
    std::optional<wallet::Transaction> transaction;
    U256 amount0, amount1;  ///< Put in, or principal given back; 0 until settled.
    U256 fees0, fees1;      ///< Collected besides.
    std::string errorKey, errorMessage;
    Timestamp createdAt, updatedAt;
    static constexpr auto fields() {
        using C = Change;
        return std::tuple{
            json::required("changeId", &C::changeId, "identifier"),
            json::required("kind", &C::kind, "mint, increase, decrease, collect or close"),
            json::required("chainId", &C::chainId, "EIP-155 chain id"),
            json::required("owner", &C::owner, "whose position"),
            json::required("pool", &C::pool, "pool contract"),
            json::required("tokenId", &C::tokenId, "position; 0 while a mint is under way"),
            json::required("feePips", &C::feePips, "the pool's fee in 1e-6"),
            json::required("token0", &C::token0, "lower token address"),
            json::required("token1", &C::token1, "higher token address"),
            json::required("tickLower", &C::tickLower, "begins at this tick"),
            json::required("tickUpper", &C::tickUpper, "ends below this tick"),
            json::optional("isNative", &C::isNative, "the wrapped side moves as the coin"),
            json::required("liquidity", &C::liquidity, "added or taken"),
            json::optional("desired0", &C::desired0, "at most this goes in"),
            json::optional("desired1", &C::desired1, "at most this goes in"),
            json::optional("minimum0", &C::minimum0, "refused below"),
            json::optional("minimum1", &C::minimum1, "refused below"),
            json::required("status", &C::status, "pending, settled or failed"),
            json::required("step", &C::step, "where it is"),
            json::optional("approvalPlans", &C::approvalPlans,
                           "how the manager gets to take each token, and why so"),
            json::optional("approvals", &C::approvals, "transactions that were needed before"),
            json::optional("transaction", &C::transaction, "the change's transaction"),
            json::optional("amount0", &C::amount0, "really put in or given back"),
            json::optional("amount1", &C::amount1, "really put in or given back"),
            json::optional("fees0", &C::fees0, "fees really collected"),
            json::optional("fees1", &C::fees1, "fees really collected"),
            json::optional("errorKey", &C::errorKey, "why it failed"),
            json::optional("errorMessage", &C::errorMessage, "the same for people"),
            json::required("createdAt", &C::createdAt, "confirmed at"),
            json::required("updatedAt", &C::updatedAt, "last change")};
    }
};

struct GetChange {
    static constexpr ops::Info kInfo{"liquidity.change",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/liquidity/changes/{changeId}",
                                     "One change of a position"};
    using Response = Change;
    Id changeId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("changeId", &GetChange::changeId, "from liquidity.mint and so on")};
    }
};

/// Answers when the change is settled or failed, when its step differs from `unlessStep`, or after
/// `timeoutMs`.
struct WaitForChange {
    static constexpr ops::Info kInfo{"liquidity.wait",
                                     ops::Kind::query,
                                     "trade:read",
                                     "GET",
                                     "/liquidity/changes/{changeId}/wait",
                                     "Wait for a change of a position to go on"};
    using Response = Change;
    Id changeId;
    std::string unlessStep;
    std::int64_t timeoutMs = 30'000;
    static constexpr auto fields() {
        using W = WaitForChange;
        return std::tuple{json::required("changeId", &W::changeId, "from liquidity.mint and so on"),
                          json::optional("unlessStep", &W::unlessStep,
                                         "answer on another step; empty = only at the end"),
                          json::optional("timeoutMs", &W::timeoutMs, "at most", 0, 600'000)};
    }
};

struct ListChanges {
    static constexpr ops::Info kInfo{"liquidity.changes",  ops::Kind::query,
                                     "trade:read",         "GET",
                                     "/liquidity/changes", "Changes of positions, newest first"};
    struct Response {
        std::vector<Change> changes;
        static constexpr auto fields() {
            return std::tuple{json::required("changes", &Response::changes, "newest first")};
        }
    };
    std::optional<Timestamp> before;
    std::int64_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{json::optional("before", &ListChanges::before, "older than this"),
                          json::optional("limit", &ListChanges::limit, "at most", 1, 500)};
    }
};

struct ChangeProgressed {
    static constexpr events::Info kInfo{"liquidity.change_progressed", 1};
    Change change;
    std::string eventKey() const { return change.changeId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("change", &ChangeProgressed::change, "as it is now")};
    }
};

/// Once a change, with what the chain really moved: the ledger books it. Network fees come with
/// wallet.transaction_settled.
struct ChangeSettled {
    static constexpr events::Info kInfo{"liquidity.change_settled", 1};
    Change change;
    Timestamp blockAt;
    Address wrapped;            ///< Contract of the wrapped coin.
    std::string nativeSymbol;   ///< Of the coin itself.
    U256 released0, released1;  ///< decrease, close: the share of what was put in that leaves.
    bool isRecorded = true;     ///< False: more was in the position than this node put in.
    std::string eventKey() const { return change.owner.toString(); }
    static constexpr auto fields() {
        using C = ChangeSettled;
        return std::tuple{
            json::required("change", &C::change, "settled"),
            json::required("blockAt", &C::blockAt, "time of the block"),
            json::required("wrapped", &C::wrapped, "contract of the wrapped coin"),
            json::required("nativeSymbol", &C::nativeSymbol, "symbol of the coin"),
            json::required("released0", &C::released0, "share of what was put in that leaves"),
            json::required("released1", &C::released1, "share of what was put in that leaves"),
            json::required("isRecorded", &C::isRecorded, "false: it was filled elsewhere too")};
    }
};

}  // namespace kosh::liquidity
