// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/send.h>

/// Transfers whose key is on another device: this node drafts, the device signs, this node sends
/// and follows. The node knows the address as watch-only; the device needs no network. Neither
/// trusts the other: the device signs what was meant, the node sends what it drafted.
namespace kosh::wallet {

/// A transaction before it is signed.
struct Draft {
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    Bytes data;
    std::uint64_t nonce = 0;
    std::uint64_t gasLimit = 0;
    TransactionType type = TransactionType::dynamicFee;
    U256 maxFeePerGas, maxPriorityFeePerGas;
    static constexpr auto fields() {
        using D = Draft;
        return std::tuple{
            json::required("chainId", &D::chainId, "EIP-155 chain id", 1),
            json::required("from", &D::from, "who has to sign"),
            json::required("to", &D::to, "recipient or contract"),
            json::required("value", &D::value, "wei"),
            json::optional("data", &D::data, "calldata, 0x-hex"),
            json::required("nonce", &D::nonce, "nonce"),
            json::required("gasLimit", &D::gasLimit, "gas limit"),
            json::required("type", &D::type, "legacy or dynamic_fee"),
            json::required("maxFeePerGas", &D::maxFeePerGas, "wei; the gas price of a legacy one"),
            json::optional("maxPriorityFeePerGas", &D::maxPriorityFeePerGas, "wei per gas")};
    }
};

/// Plans and reviews as `wallet.send`, with its errors, and keeps what it would sign. Under one
/// idempotency key there is one draft for good, so one transaction at most. Of drafts with the same
/// nonce the first that is submitted counts.
struct DraftSend {
    static constexpr ops::Info kInfo{"wallet.draft_send",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/drafts",
                                     "Draft a transfer for a key on another device to sign",
                                     10,
                                     false,
                                     true};
    struct Response {
        Id draftId;
        Draft draft;
        token::Token asset;
        U256 amount;
        U256 maxFeeWei;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("draftId", &R::draftId, "for wallet.submit_signed"),
                json::required("draft", &R::draft, "for wallet.sign_draft"),
                json::required("asset", &R::asset, "what is sent"),
                json::required("amount", &R::amount, "smallest units"),
                json::required("maxFeeWei", &R::maxFeeWei, "fee at most, with that of an L1")};
        }
    };
    ChainId chainId = 0;
    Address from, to;
    std::string token;
    std::string amount;
    chain::Speed speed = chain::Speed::normal;
    std::vector<std::string> acceptedRules{};
    static constexpr auto fields() {
        using D = DraftSend;
        return std::tuple{
            json::required("chainId", &D::chainId, "EIP-155 chain id", 1),
            json::required("from", &D::from, "one of this vault's addresses, watch-only or not"),
            json::required("to", &D::to, "recipient"),
            json::required("token", &D::token, "symbol or address; native symbol for the coin"),
            json::required("amount", &D::amount, "decimal, in the token's units, or max"),
            json::optional("speed", &D::speed, "slow, normal or fast"),
            simulation::acceptedField<D>()};
    }
};

/// Signs a draft of another node if it does what was meant and nothing else: on `chainId` pay
/// `amount` of the coin, or of `token`, from `from` to `to`, for a fee of at most `maxFeeWei`
/// (what an L1 takes on top is no part of a signature). The nonce is the node's to choose: under
/// one idempotency key one draft is signed, so that a node cannot collect two. Nothing is sent.
/// Errors: `wallet.draft_differs` (conflict, names the field), `wallet.unknown_address`,
/// `wallet.watch_only`, `vault.signing_locked`, `ops.idempotency_conflict`.
struct SignDraft {
    static constexpr ops::Info kInfo{"wallet.sign_draft",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/drafts/sign",
                                     "Sign a transfer that another node drafted",
                                     5,
                                     false,
                                     true};
    struct Response {
        Bytes raw;
        Hash256 hash;
        static constexpr auto fields() {
            return std::tuple{
                json::required("raw", &Response::raw, "signed bytes for wallet.submit_signed"),
                json::required("hash", &Response::hash, "transaction hash")};
        }
    };
    Draft draft;
    ChainId chainId = 0;
    Address from, to;
    U256 amount, maxFeeWei;
    std::optional<Address> token;
    static constexpr auto fields() {
        using S = SignDraft;
        return std::tuple{
            json::required("draft", &S::draft, "what wallet.draft_send gave"),
            json::required("chainId", &S::chainId, "which network is meant", 1),
            json::required("from", &S::from, "who is meant to pay"),
            json::required("to", &S::to, "who is meant to get it"),
            json::required("amount", &S::amount, "how much is meant, smallest units"),
            json::required("maxFeeWei", &S::maxFeeWei, "what it may cost beside that"),
            json::optional("token", &S::token, "of which token; absent = the native coin")};
    }
};

/// Checks that it is the draft to the letter, signed by its sender, reviews again, stores, sends
/// and follows. Repeating it gives the same transaction. Errors: `wallet.unknown_draft`,
/// `wallet.draft_differs` (conflict, `differs` says where), `transaction.*`, `rlp.*`,
/// `wallet.nonce_used`, `wallet.nonce_taken`, `wallet.nonce_gap`, `wallet.insufficient_funds`,
/// `simulation.*`. Once stored, an endpoint that refuses is no error: the tracker sends it again.
struct SubmitSigned {
    static constexpr ops::Info kInfo{"wallet.submit_signed",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/drafts/{draftId}/submit",
                                     "Send a draft that another device signed",
                                     10,
                                     true};
    using Response = Transaction;
    Id draftId;
    Bytes raw;
    static constexpr auto fields() {
        return std::tuple{json::required("draftId", &SubmitSigned::draftId, "which draft"),
                          json::required("raw", &SubmitSigned::raw, "signed bytes, 0x-hex")};
    }
};

/// A list of its own: few need it, many include the other.
using DraftOperations = ops::List<DraftSend, SignDraft, SubmitSigned>;

}  // namespace kosh::wallet
