// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/quote/api.h>
#include <kosh/token/api.h>

/// Cost basis: what came at which cost, first in, first out. Values are smallest units of the
/// chain's numeraire; an absent one is unknown, never zero.
namespace kosh::portfolio {

enum class MovementKind : std::uint8_t {
    opened,    ///< Was there before Kosh saw it, or came unseen: cost unknown until set.
    bought,    ///< The received side of a swap.
    moved,     ///< Between two addresses of this vault, or into and out of a pool.
    sold,      ///< The given side of a swap.
    sent,      ///< To somebody else: a disposal at what it was worth.
    fee,       ///< Native coin paid as network fee: a disposal at what it was worth.
    adjusted,  ///< The chain held less than the lots.
    earned,    ///< Fees of a liquidity position: they cost what they were worth.
    received,  ///< Sent by others: cost unknown until set.
};
constexpr auto enumNames(MovementKind) {
    using K = MovementKind;
    return std::array{std::pair{K::opened, "opened"},     std::pair{K::bought, "bought"},
                      std::pair{K::moved, "moved"},       std::pair{K::sold, "sold"},
                      std::pair{K::sent, "sent"},         std::pair{K::fee, "fee"},
                      std::pair{K::adjusted, "adjusted"}, std::pair{K::earned, "earned"},
                      std::pair{K::received, "received"}};
}

/// Where a value came from.
enum class ValueSource : std::uint8_t {
    none,       ///< There is no price: unpriced.
    numeraire,  ///< It was the numeraire itself that moved.
    block,      ///< Pool prices at the very block.
    recent,     ///< Pool prices a little later: the block's own could not be read.
    owner,      ///< The owner said so.
};
constexpr auto enumNames(ValueSource) {
    using S = ValueSource;
    return std::array{std::pair{S::none, "none"}, std::pair{S::numeraire, "numeraire"},
                      std::pair{S::block, "block"}, std::pair{S::recent, "recent"},
                      std::pair{S::owner, "owner"}};
}

struct Lot {
    std::string lotId;  ///< What brought it: "trading.swap:<id>/bought", "opening:…".
    token::Token token;
    Address address;                   ///< Of a liquidity position: its pool.
    std::optional<U256> positionId{};  ///< The liquidity position it is in.
    std::optional<Id> walletId;        ///< Absent: the wallet was removed.
    MovementKind kind = MovementKind::opened;
    Timestamp acquiredAt;
    U256 quantity;             ///< What is left of it at this address.
    std::optional<U256> cost;  ///< Of what is left; absent = unknown.
    std::optional<token::Token> valuedIn;
    static constexpr auto fields() {
        return std::tuple{
            json::required("lotId", &Lot::lotId, "what brought it; for portfolio.set_cost"),
            json::required("token", &Lot::token, "asset"),
            json::required("address", &Lot::address, "where it is; of a position its pool"),
            json::optional("positionId", &Lot::positionId, "the liquidity position it is in"),
            json::optional("walletId", &Lot::walletId, "whose address that is"),
            json::required("kind", &Lot::kind, "opened, bought, earned or received"),
            json::required("acquiredAt", &Lot::acquiredAt, "kept through transfers"),
            json::required("quantity", &Lot::quantity, "left of it here, smallest units"),
            json::optional("cost", &Lot::cost, "smallest units of valuedIn; absent = unknown"),
            json::optional("valuedIn", &Lot::valuedIn, "token the cost is in")};
    }
};

/// Open lots by chain, token and address, oldest first.
struct ListLots {
    static constexpr ops::Info kInfo{"portfolio.lots",
                                     ops::Kind::query,
                                     "portfolio:read",
                                     "GET",
                                     "/portfolio/lots",
                                     "Lots with their cost and date",
                                     2};
    struct Response {
        std::vector<Lot> lots;
        static constexpr auto fields() {
            return std::tuple{json::required("lots", &Response::lots, "oldest first an address")};
        }
    };
    std::optional<chain::ChainId> chainId;
    std::optional<Address> address, token;
    bool onlyUnknownCost = false;
    static constexpr auto fields() {
        using L = ListLots;
        return std::tuple{
            json::optional("chainId", &L::chainId, "only this network", 1),
            json::optional("address", &L::address, "only at this address"),
            json::optional("token", &L::token, "only this contract; zero = native coin"),
            json::optional("onlyUnknownCost", &L::onlyUnknownCost,
                           "what portfolio.set_cost mends")};
    }
};

/// What the owner knows of a lot. It holds for the lot in its present full size, wherever its parts
/// are. Without cost and date what was said before is taken back. Errors: `portfolio.unknown_lot`
/// (not_found), `portfolio.no_numeraire` (precondition), `money.*`.
struct SetCost {
    static constexpr ops::Info kInfo{"portfolio.set_cost",
                                     ops::Kind::command,
                                     "portfolio:write",
                                     "PUT",
                                     "/portfolio/lots/cost",
                                     "Say what a lot cost and when it came",
                                     2,
                                     true};
    struct Response {
        std::vector<Lot> lots;
        static constexpr auto fields() {
            return std::tuple{json::required("lots", &Response::lots, "its open parts now")};
        }
    };
    std::string lotId;
    std::string cost;  ///< Decimal, in units of the numeraire; empty = unsaid.
    std::optional<Timestamp> acquiredAt;
    static constexpr auto fields() {
        using S = SetCost;
        return std::tuple{
            json::required("lotId", &S::lotId, "from portfolio.lots"),
            json::optional("cost", &S::cost, "of the whole lot, decimal units of the numeraire"),
            json::optional("acquiredAt", &S::acquiredAt, "when it came")};
    }
};

/// What the owner says a movement was worth: proceeds of what went, and for a swap the cost of what
/// it bought too. Errors: `portfolio.unknown_movement` (not_found; also of movements that have no
/// value of their own), `portfolio.no_numeraire`, `money.*`.
struct SetValue {
    static constexpr ops::Info kInfo{"portfolio.set_value",
                                     ops::Kind::command,
                                     "portfolio:write",
                                     "PUT",
                                     "/portfolio/movements/value",
                                     "Say what a movement was worth",
                                     2,
                                     true};
    using Response = ops::Nothing;
    std::string movementId;
    std::string value;
    static constexpr auto fields() {
        using S = SetValue;
        return std::tuple{json::required("movementId", &S::movementId, "from portfolio.gains"),
                          json::required("value", &S::value, "decimal, in units of the numeraire")};
    }
};

struct Adjustment {
    token::Token token;
    I256 quantity;
    static constexpr auto fields() {
        return std::tuple{
            json::required("token", &Adjustment::token, "asset"),
            json::required("quantity", &Adjustment::quantity,
                           "smallest units; above zero = an opening lot, below = taken off")};
    }
};
/// Compares the lots of an address with what the chain says it holds; what is missing becomes an
/// opening lot of unknown cost, what is too much an adjustment without proceeds. Errors:
/// `portfolio.unsettled` (precondition), `token.balance_unknown`, `wallet.unknown_address`.
struct ReconcileLots {
    static constexpr ops::Info kInfo{"portfolio.reconcile",
                                     ops::Kind::command,
                                     "portfolio:write",
                                     "POST",
                                     "/portfolio/reconcile",
                                     "Bring the lots to what the chain holds",
                                     10,
                                     true};
    struct Response {
        std::vector<Adjustment> adjustments;
        chain::Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("adjustments", &Response::adjustments, "empty: the lots were right"),
                json::required("evidence", &Response::evidence, "balances compared with")};
        }
    };
    chain::ChainId chainId = 0;
    Address address;
    bool isDryRun = false;
    static constexpr auto fields() {
        using R = ReconcileLots;
        return std::tuple{json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
                          json::required("address", &R::address, "one of this vault's addresses"),
                          json::optional("isDryRun", &R::isDryRun, "only report")};
    }
};

/// What a settled movement was worth, found out after it: recorded, so that a replay of the log
/// gives the same lots.
struct Valued {
    static constexpr events::Info kInfo{"portfolio.valued", 1};
    std::string valuationId;    ///< "trading.swap:<id>", or a movement's own.
    std::optional<U256> value;  ///< Smallest units of valuedIn; absent = unpriced.
    std::optional<token::Token> valuedIn;
    ValueSource source = ValueSource::none;
    std::optional<U256> priceX64;  ///< As in quote.price.
    std::vector<quote::Hop> route;
    std::uint64_t blockNumber = 0;  ///< Of the price.
    Timestamp at;
    std::string reason;  ///< Why there is no value.
    std::string eventKey() const { return valuationId; }
    static constexpr auto fields() {
        using V = Valued;
        return std::tuple{
            json::required("valuationId", &V::valuationId, "what was valued"),
            json::optional("value", &V::value, "smallest units; absent = unpriced"),
            json::optional("valuedIn", &V::valuedIn, "token the value is in"),
            json::required("source", &V::source, "none, numeraire, block, recent or owner"),
            json::optional("priceX64", &V::priceX64, "as in quote.price"),
            json::optional("route", &V::route, "pools the price came from"),
            json::optional("blockNumber", &V::blockNumber, "block of the price"),
            json::required("at", &V::at, "when the price was read"),
            json::optional("reason", &V::reason, "why there is none")};
    }
};
struct CostSet {
    static constexpr events::Info kInfo{"portfolio.cost_set", 1};
    std::string lotId;
    chain::ChainId chainId = 0;
    Address token;
    U256 quantity;
    std::optional<U256> cost;
    std::optional<Timestamp> acquiredAt;
    std::string eventKey() const { return lotId; }
    static constexpr auto fields() {
        using C = CostSet;
        return std::tuple{
            json::required("lotId", &C::lotId, "lot"),
            json::required("chainId", &C::chainId, "its chain", 1),
            json::required("token", &C::token, "its asset"),
            json::required("quantity", &C::quantity, "size it holds for, smallest units"),
            json::optional("cost", &C::cost, "smallest units of the numeraire"),
            json::optional("acquiredAt", &C::acquiredAt, "when it came")};
    }
};
struct LotsReconciled {
    static constexpr events::Info kInfo{"portfolio.reconciled", 1};
    Id reconciliationId;
    chain::ChainId chainId = 0;
    Address address;
    std::vector<Adjustment> adjustments;
    chain::Evidence evidence;
    Timestamp blockAt;  ///< The balances are of this instant, however late they were read.
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        using R = LotsReconciled;
        return std::tuple{json::required("reconciliationId", &R::reconciliationId, "identifier"),
                          json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
                          json::required("address", &R::address, "whose lots"),
                          json::required("adjustments", &R::adjustments, "what was changed"),
                          json::required("evidence", &R::evidence, "balances compared with"),
                          json::required("blockAt", &R::blockAt, "time of their block")};
    }
};

}  // namespace kosh::portfolio
