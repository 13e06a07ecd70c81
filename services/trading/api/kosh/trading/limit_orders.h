// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/review.h>
#include <kosh/token/api.h>

/// Limit orders as positions of Uniswap V3: one token in a range of one tick spacing beyond the
/// price. When the price has crossed the range all of it is the other token, and the position is
/// closed. Until then the chain itself keeps the order; closing it needs this node.
namespace kosh::trading {

using chain::ChainId;

enum class OrderStatus : std::uint8_t { placing, open, closing, filled, cancelled, failed };
constexpr auto enumNames(OrderStatus) {
    using S = OrderStatus;
    return std::array{std::pair{S::placing, "placing"},     std::pair{S::open, "open"},
                      std::pair{S::closing, "closing"},     std::pair{S::filled, "filled"},
                      std::pair{S::cancelled, "cancelled"}, std::pair{S::failed, "failed"}};
}

/// Amounts are smallest units.
struct LimitOrder {
    Id orderId;
    ChainId chainId = 0;
    Address owner, pool;
    token::Token tokenIn, tokenOut;  ///< As the pool has them.
    bool isNative = false;           ///< The wrapped side is paid and received as the coin.
    U256 amountIn;
    U256 expectedOut;   ///< When crossed, without fees.
    std::string price;  ///< Wanted: tokenOut per tokenIn, at least.
    std::uint32_t feePips = 0;
    std::int32_t tickLower = 0, tickUpper = 0;
    OrderStatus status = OrderStatus::placing;
    U256 tokenId;                       ///< The position; 0 while placing.
    std::optional<Id> mintId, closeId;  ///< For liquidity.change.
    U256 receivedIn, receivedOut;       ///< What came back, fees with it; 0 until it is over.
    std::string errorKey, errorMessage;
    Timestamp createdAt, updatedAt;
    static constexpr auto fields() {
        using O = LimitOrder;
        return std::tuple{
            json::required("orderId", &O::orderId, "identifier"),
            json::required("chainId", &O::chainId, "EIP-155 chain id"),
            json::required("owner", &O::owner, "address that trades"),
            json::required("pool", &O::pool, "pool contract"),
            json::required("tokenIn", &O::tokenIn, "sold"),
            json::required("tokenOut", &O::tokenOut, "bought"),
            json::optional("isNative", &O::isNative, "the wrapped side moves as the coin"),
            json::required("amountIn", &O::amountIn, "smallest units"),
            json::required("expectedOut", &O::expectedOut, "when filled, without fees"),
            json::required("price", &O::price, "tokenOut per tokenIn, at least"),
            json::required("feePips", &O::feePips, "the pool's fee in 1e-6"),
            json::required("tickLower", &O::tickLower, "begins at this tick"),
            json::required("tickUpper", &O::tickUpper, "ends below this tick"),
            json::required("status", &O::status,
                           "placing, open, closing, filled, cancelled or failed"),
            json::optional("tokenId", &O::tokenId, "the position"),
            json::optional("mintId", &O::mintId, "for liquidity.change"),
            json::optional("closeId", &O::closeId, "for liquidity.change"),
            json::optional("receivedIn", &O::receivedIn, "came back of tokenIn"),
            json::optional("receivedOut", &O::receivedOut, "came of tokenOut"),
            json::optional("errorKey", &O::errorKey, "why it failed"),
            json::optional("errorMessage", &O::errorMessage, "the same for people"),
            json::required("createdAt", &O::createdAt, "confirmed at"),
            json::required("updatedAt", &O::updatedAt, "last change")};
    }
};

/// What an order says, which a preview says too.
struct OrderFields {
    ChainId chainId = 0;
    Address owner;
    std::string tokenIn, tokenOut, amount, price;
    std::int64_t feePips = 3000;
};
template <typename R>
constexpr auto orderFields() {
    return std::tuple{json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
                      json::required("owner", &R::owner, "one of this vault's addresses"),
                      json::required("tokenIn", &R::tokenIn, "sold: symbol or address"),
                      json::required("tokenOut", &R::tokenOut, "bought: symbol or address"),
                      json::required("amount", &R::amount, "decimal, in units of tokenIn"),
                      json::required("price", &R::price, "decimal, tokenOut per tokenIn, at least"),
                      json::optional("feePips", &R::feePips, "the pool's fee in 1e-6", 1, 999'999)};
}

/// The order as it would be placed now: its range of ticks, and what it would bring. Nothing is
/// stored or signed; the orderId is zero. Errors as `trading.place_limit_order`.
struct PreviewLimitOrder : OrderFields {
    static constexpr ops::Info kInfo{"trading.preview_limit_order",
                                     ops::Kind::query,
                                     "trade:read",
                                     "POST",
                                     "/limit-orders/preview",
                                     "Where a limit order would go and what it would bring",
                                     5};
    struct Response {
        LimitOrder order;
        std::optional<simulation::Review> review;
        static constexpr auto fields() {
            return std::tuple{
                json::required("order", &Response::order, "as it would be placed"),
                json::optional("review", &Response::review,
                               "what would be signed, what it would do, and what is risky")};
        }
    };
    static constexpr auto fields() { return orderFields<PreviewLimitOrder>(); }
};

/// Under an idempotency key a repeat returns the same order. Errors: `trading.price_not_beyond`
/// (precondition: a swap gives as much now), `trading.price` (no price a pool can have), those of
/// `liquidity.mint`, of which it takes the review. Closing a filled or cancelled order accepts what
/// can be accepted: nobody is there to be asked.
struct PlaceLimitOrder : OrderFields {
    static constexpr ops::Info kInfo{"trading.place_limit_order",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/limit-orders",
                                     "Sell when the price gets there",
                                     20,
                                     false,
                                     true};
    using Response = LimitOrder;
    chain::Speed speed = chain::Speed::normal;
    std::vector<std::string> acceptedRules{};
    static constexpr auto fields() {
        return std::tuple_cat(
            orderFields<PlaceLimitOrder>(),
            std::tuple{json::optional("speed", &PlaceLimitOrder::speed, "slow, normal or fast"),
                       simulation::acceptedField<PlaceLimitOrder>()});
    }
};

struct GetLimitOrder {
    static constexpr ops::Info kInfo{
        "trading.limit_order",     ops::Kind::query, "trade:read", "GET",
        "/limit-orders/{orderId}", "One limit order"};
    using Response = LimitOrder;
    Id orderId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("orderId", &GetLimitOrder::orderId, "from trading.place_limit_order")};
    }
};

struct ListLimitOrders {
    static constexpr ops::Info kInfo{"trading.limit_orders", ops::Kind::query,
                                     "trade:read",           "GET",
                                     "/limit-orders",        "Limit orders, newest first"};
    struct Response {
        std::vector<LimitOrder> orders;
        static constexpr auto fields() {
            return std::tuple{json::required("orders", &Response::orders, "newest first")};
        }
    };
    std::optional<Timestamp> before;
    std::int64_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{json::optional("before", &ListLimitOrders::before, "older than this"),
                          json::optional("limit", &ListLimitOrders::limit, "at most", 1, 500)};
    }
};

/// Closes the position wherever the price is; what was crossed already stays sold. Errors:
/// `trading.unknown_order`, `trading.order_over` (conflict).
struct CancelLimitOrder {
    static constexpr ops::Info kInfo{"trading.cancel_limit_order",
                                     ops::Kind::command,
                                     "trade:execute",
                                     "POST",
                                     "/limit-orders/{orderId}/cancel",
                                     "Take a limit order back",
                                     20,
                                     true};
    using Response = LimitOrder;
    Id orderId;
    static constexpr auto fields() {
        return std::tuple{json::required("orderId", &CancelLimitOrder::orderId,
                                         "from trading.place_limit_order")};
    }
};

/// Every change of an order. What it moved is booked from liquidity.change_settled.
struct LimitOrderProgressed {
    static constexpr events::Info kInfo{"trading.limit_order_progressed", 1};
    LimitOrder order;
    std::string eventKey() const { return order.orderId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("order", &LimitOrderProgressed::order, "as it is now")};
    }
};

}  // namespace kosh::trading
