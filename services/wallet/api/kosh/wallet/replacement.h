// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/transactions.h>

/// Transactions that do not get into a block: paying more, taking back, and the order of nonces.
namespace kosh::wallet {

/// Signs the same transaction again with both fees at least 12.5 % higher (or as given, at least
/// 10 %: `wallet.replacement_fee` names the least) and sends it. Errors: `wallet.not_pending`
/// (precondition: it is in a block or over), `wallet.insufficient_funds`, `vault.signing_locked`.
struct SpeedUp {
    static constexpr ops::Info kInfo{"wallet.speed_up",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/transactions/{transactionId}/speed-up",
                                     "Pay a higher fee for a pending transaction",
                                     10};
    using Response = Transaction;
    Id transactionId;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    static constexpr auto fields() {
        using S = SpeedUp;
        return std::tuple{
            json::required("transactionId", &S::transactionId, "which"),
            json::optional("maxFeePerGas", &S::maxFeePerGas, "wei; absent = what is needed"),
            json::optional("maxPriorityFeePerGas", &S::maxPriorityFeePerGas,
                           "wei; absent = what is needed")};
    }
};

/// Uses the nonce for a transfer of nothing to oneself, with fees as `wallet.speed_up`. Whichever
/// of the two gets into a block counts. Errors as there.
struct Cancel {
    static constexpr ops::Info kInfo{"wallet.cancel",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/transactions/{transactionId}/cancel",
                                     "Take a pending transaction back",
                                     10};
    using Response = Transaction;
    Id transactionId;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    static constexpr auto fields() {
        using C = Cancel;
        return std::tuple{
            json::required("transactionId", &C::transactionId, "which"),
            json::optional("maxFeePerGas", &C::maxFeePerGas, "wei; absent = what is needed"),
            json::optional("maxPriorityFeePerGas", &C::maxPriorityFeePerGas,
                           "wei; absent = what is needed")};
    }
};

/// A nonce that keeps later transactions waiting.
struct NonceGap {
    std::uint64_t nonce = 0;
    std::optional<Id> transactionId;  ///< The dropped one that has it; nothing: nobody has it.
    static constexpr auto fields() {
        return std::tuple{
            json::required("nonce", &NonceGap::nonce, "the nonce"),
            json::optional("transactionId", &NonceGap::transactionId, "the dropped one there")};
    }
};

struct GetNonces {
    static constexpr ops::Info kInfo{"wallet.nonces",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/wallets/addresses/{address}/nonces",
                                     "Where the nonces of an address stand"};
    struct Response {
        std::uint64_t latest = 0, pending = 0, next = 0;
        std::vector<Transaction> underWay;
        std::vector<NonceGap> gaps;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("latest", &R::latest, "used in blocks: all below this"),
                json::required("pending", &R::pending, "with the endpoint's mempool"),
                json::required("next", &R::next, "what the next transaction gets"),
                json::required("underWay", &R::underWay, "not settled yet, by nonce"),
                json::required("gaps", &R::gaps, "what keeps later ones waiting")};
        }
    };
    ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetNonces::chainId, "EIP-155 chain id", 1),
            json::required("address", &GetNonces::address, "one of this vault's addresses")};
    }
};

/// Fills each gap: a dropped transaction is signed again with the fees of now, an empty nonce gets
/// a transfer of nothing to oneself. Answers with what was sent.
struct RepairNonces {
    static constexpr ops::Info kInfo{"wallet.repair_nonces",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/addresses/{address}/nonces/repair",
                                     "Fill the gaps in the nonces of an address",
                                     10,
                                     true};
    struct Response {
        std::vector<Transaction> sent;
        static constexpr auto fields() {
            return std::tuple{json::required("sent", &Response::sent, "one a gap")};
        }
    };
    ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &RepairNonces::chainId, "EIP-155 chain id", 1),
            json::required("address", &RepairNonces::address, "one of this vault's addresses")};
    }
};

}  // namespace kosh::wallet
