// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/review.h>
#include <kosh/wallet/contacts.h>
#include <kosh/wallet/transactions.h>

/// Sending and receiving coins and tokens.
namespace kosh::wallet {

/// Native coin or ERC-20, tracked until final. `amount` is decimal in the token's units ("0.25") or
/// "max": the whole balance, for the native coin less the most the fee can be. Errors:
/// `money.too_many_decimals`, `money.number`, `money.range`, `wallet.amount_zero`,
/// `money.negative`, `money.exponent`, `wallet.insufficient_funds` (names have and need),
/// `wallet.unknown_address`, `wallet.watch_only`, `wallet.fee`, `wallet.fee_too_low`,
/// `wallet.cost_range`, `vault.signing_locked`, `address.*`, `token.unknown`, `token.ambiguous`,
/// `token.balance_unknown`, `chain.unknown`, `chain.reverted`, `chain.no_private_endpoint`,
/// `simulation.blocked`, `simulation.not_accepted`; unavailable: `chain.*`. Once signed, an
/// endpoint that refuses is no error: the tracker sends it again.
struct Send {
    static constexpr ops::Info kInfo{"wallet.send",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/send",
                                     "Send the native coin or a token",
                                     10,
                                     false,
                                     true};
    using Response = Transaction;
    ChainId chainId = 0;
    Address from, to;
    std::string token;
    std::string amount;
    chain::Speed speed = chain::Speed::normal;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    bool isPrivate = false;
    std::vector<std::string> acceptedRules{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Send::chainId, "EIP-155 chain id", 1),
            json::required("from", &Send::from, "one of this vault's addresses"),
            json::required("to", &Send::to, "recipient"),
            json::required("token", &Send::token, "symbol or address; native symbol for the coin"),
            json::required("amount", &Send::amount, "decimal, in the token's units, or max"),
            json::optional("speed", &Send::speed, "slow, normal or fast"),
            json::optional("maxFeePerGas", &Send::maxFeePerGas, "wei; instead of speed"),
            json::optional("maxPriorityFeePerGas", &Send::maxPriorityFeePerGas,
                           "wei; absent = as speed says"),
            json::optional("isPrivate", &Send::isPrivate, "only to private broadcast endpoints"),
            simulation::acceptedField<Send>()};
    }
};

/// What `wallet.send` would do, without signing: its errors where it cannot be done.
struct PreviewSend {
    static constexpr ops::Info kInfo{"wallet.preview_send",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/send/preview",
                                     "Amount, fee and recipient of a transfer before it is signed",
                                     5};
    struct Response {
        token::Token asset;
        U256 amount;
        CheckRecipient::Response recipient;
        TransactionType type = TransactionType::dynamicFee;
        std::uint64_t nonce = 0;
        std::uint64_t gasLimit = 0;
        U256 maxFeePerGas, maxPriorityFeePerGas;
        U256 l1FeeWei, expectedFeeWei, maxFeeWei, totalWei;
        U256 assetBalance, nativeBalance;
        std::vector<Notice> notices;
        std::optional<simulation::Review> review;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("asset", &R::asset, "what is sent"),
                json::required("amount", &R::amount, "smallest units"),
                json::required("recipient", &R::recipient, "what is known about it"),
                json::required("type", &R::type, "legacy or dynamic_fee"),
                json::required("nonce", &R::nonce, "nonce it would get"),
                json::required("gasLimit", &R::gasLimit, "gas limit"),
                json::required("maxFeePerGas", &R::maxFeePerGas, "wei per gas at most"),
                json::required("maxPriorityFeePerGas", &R::maxPriorityFeePerGas, "tip per gas"),
                json::required("l1FeeWei", &R::l1FeeWei, "data fee on top (OP stack)"),
                json::required("expectedFeeWei", &R::expectedFeeWei, "fee at the present price"),
                json::required("maxFeeWei", &R::maxFeeWei, "fee at most"),
                json::required("totalWei", &R::totalWei, "native coin needed at most"),
                json::required("assetBalance", &R::assetBalance, "held before, smallest units"),
                json::required("nativeBalance", &R::nativeBalance, "wei held before"),
                json::optional("notices", &R::notices, "what to read before sending"),
                json::optional("review", &R::review, "what it would do, and what is risky")};
        }
    };
    ChainId chainId = 0;
    Address from, to;
    std::string token;
    std::string amount;
    chain::Speed speed = chain::Speed::normal;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    static constexpr auto fields() {
        using P = PreviewSend;
        return std::tuple{
            json::required("chainId", &P::chainId, "EIP-155 chain id", 1),
            json::required("from", &P::from, "one of this vault's addresses"),
            json::required("to", &P::to, "recipient"),
            json::required("token", &P::token, "symbol or address; native symbol for the coin"),
            json::required("amount", &P::amount, "decimal, in the token's units, or max"),
            json::optional("speed", &P::speed, "slow, normal or fast"),
            json::optional("maxFeePerGas", &P::maxFeePerGas, "wei; instead of speed"),
            json::optional("maxPriorityFeePerGas", &P::maxPriorityFeePerGas,
                           "wei; absent = as speed says")};
    }
};

/// EIP-681: what a QR code of a request for money says.
struct MakePaymentUri {
    static constexpr ops::Info kInfo{
        "wallet.payment_uri",   ops::Kind::query,
        "wallet:read",          "GET",
        "/wallets/payment-uri", "The URI with which others pay to an address"};
    struct Response {
        std::string uri;
        static constexpr auto fields() {
            return std::tuple{json::required("uri", &Response::uri, "ethereum:…")};
        }
    };
    ChainId chainId = 0;
    Address address;
    std::string token, amount;
    static constexpr auto fields() {
        using M = MakePaymentUri;
        return std::tuple{
            json::required("chainId", &M::chainId, "EIP-155 chain id", 1),
            json::required("address", &M::address, "who is paid"),
            json::optional("token", &M::token, "symbol or address; absent = native coin"),
            json::optional("amount", &M::amount, "decimal; absent = the payer chooses")};
    }
};

/// Reads an EIP-681 URI. Errors: `eip681.*`.
struct ReadPaymentUri {
    static constexpr ops::Info kInfo{"wallet.read_payment_uri",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/payment-uri/read",
                                     "What a payment URI asks for"};
    struct Response {
        std::optional<ChainId> chainId;
        Address recipient;
        std::string token;
        std::string symbol;
        std::string amount;
        std::optional<U256> amountUnits;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::optional("chainId", &R::chainId, "absent = the URI does not say"),
                json::required("recipient", &R::recipient, "who is paid"),
                json::optional("token", &R::token, "contract; empty = native coin"),
                json::optional("symbol", &R::symbol, "empty = unknown"),
                json::optional("amount", &R::amount, "decimal; empty for an unknown token"),
                json::optional("amountUnits", &R::amountUnits,
                               "smallest units; absent = the payer chooses")};
        }
    };
    std::string uri;
    static constexpr auto fields() {
        return std::tuple{json::required("uri", &ReadPaymentUri::uri, "ethereum:…")};
    }
};

/// A signed transaction as it goes to the network, of any EIP-2718 type.
struct DecodeTransaction {
    static constexpr ops::Info kInfo{"wallet.decode_transaction",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/transactions/decode",
                                     "What a signed transaction says"};
    struct Response {
        TransactionType type = TransactionType::dynamicFee;
        Hash256 hash;
        Address sender;
        ChainId chainId = 0;
        std::uint64_t nonce = 0;
        std::optional<Address> to;
        U256 value, gasLimit, maxFeePerGas, maxPriorityFeePerGas;
        Bytes data;
        std::vector<AccessListEntry> accessList;
        std::int64_t blobs = 0;
        std::vector<Address> delegates;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("type", &R::type, "EIP-2718 type"),
                json::required("hash", &R::hash, "transaction hash"),
                json::required("sender", &R::sender, "who signed"),
                json::required("chainId", &R::chainId, "EIP-155 chain id; 0 = any"),
                json::required("nonce", &R::nonce, "nonce"),
                json::optional("to", &R::to, "absent = makes a contract"),
                json::required("value", &R::value, "wei"),
                json::required("gasLimit", &R::gasLimit, "gas limit"),
                json::required("maxFeePerGas", &R::maxFeePerGas, "wei; gas price of old types"),
                json::optional("maxPriorityFeePerGas", &R::maxPriorityFeePerGas, "wei"),
                json::optional("data", &R::data, "calldata"),
                json::optional("accessList", &R::accessList, "EIP-2930"),
                json::optional("blobs", &R::blobs, "EIP-4844: how many"),
                json::optional("delegates", &R::delegates, "EIP-7702: code that is set")};
        }
    };
    Bytes raw;
    static constexpr auto fields() {
        return std::tuple{json::required("raw", &DecodeTransaction::raw, "signed bytes, 0x-hex")};
    }
};

}  // namespace kosh::wallet
