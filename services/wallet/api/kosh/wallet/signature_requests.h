// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/transactions.h>

/// Keys on paired devices. A wallet of kind `device` has its keys on another device of its owner:
/// what this node would sign becomes a signature request and its transaction waits
/// (`awaiting_signature`) with its nonce reserved. The device looks at the request, signs it with
/// its own node and gives it back; this node sends and follows. Neither trusts the other: the
/// device signs what its person has seen (its own `simulation.decode`, which asks no endpoint, says
/// it in words), the node sends what it asked for, to the letter.
namespace kosh::wallet {

/// A transaction before it is signed.
struct UnsignedTransaction {
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    Bytes data;
    std::uint64_t nonce = 0;
    std::uint64_t gasLimit = 0;
    TransactionType type = TransactionType::dynamicFee;
    U256 maxFeePerGas, maxPriorityFeePerGas;
    std::vector<AccessListEntry> accessList{};
    static constexpr auto fields() {
        using U = UnsignedTransaction;
        return std::tuple{
            json::required("chainId", &U::chainId, "EIP-155 chain id", 1),
            json::required("from", &U::from, "who has to sign"),
            json::required("to", &U::to, "recipient or contract"),
            json::required("value", &U::value, "wei"),
            json::optional("data", &U::data, "calldata, 0x-hex"),
            json::required("nonce", &U::nonce, "nonce"),
            json::required("gasLimit", &U::gasLimit, "gas limit"),
            json::required("type", &U::type, "legacy, access_list or dynamic_fee"),
            json::required("maxFeePerGas", &U::maxFeePerGas, "wei; the gas price of old types"),
            json::optional("maxPriorityFeePerGas", &U::maxPriorityFeePerGas, "wei per gas"),
            json::optional("accessList", &U::accessList, "EIP-2930")};
    }
};

/// What a device is asked to sign.
struct SignatureRequest {
    Id requestId;
    Id transactionId;
    AttemptKind kind =
        AttemptKind::original;  ///< Or a higher fee for, or an end of, an earlier one.
    UnsignedTransaction unsignedTransaction;
    std::string purpose;    ///< As of the transaction: "send", "approve", "swap", …
    std::string reference;  ///< As of the transaction.
    U256 maxCostWei;        ///< Value plus fee at most, with that of an L1.
    Timestamp createdAt;
    Timestamp expiresAt;  ///< From then on it is declined.
    static constexpr auto fields() {
        using R = SignatureRequest;
        return std::tuple{
            json::required("requestId", &R::requestId, "for wallet.submit_signed"),
            json::required("transactionId", &R::transactionId, "which transaction waits for it"),
            json::required("kind", &R::kind, "original, speed_up or cancel"),
            json::required("unsignedTransaction", &R::unsignedTransaction,
                           "for wallet.sign_unsigned"),
            json::required("purpose", &R::purpose, "send, approve, swap, …"),
            json::required("reference", &R::reference, "what it belongs to"),
            json::required("maxCostWei", &R::maxCostWei, "most it can cost in the native coin"),
            json::required("createdAt", &R::createdAt, "asked at"),
            json::required("expiresAt", &R::expiresAt, "declined from then on")};
    }
};

/// What waits for a signature of a device, oldest first. Whenever a transaction becomes
/// `awaiting_signature`, or a waiting one is to be replaced, `wallet.transaction_changed` tells.
struct ListSignatureRequests {
    static constexpr ops::Info kInfo{"wallet.signature_requests",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/wallets/signature-requests",
                                     "What waits for the signature of a device"};
    struct Response {
        std::vector<SignatureRequest> requests;
        static constexpr auto fields() {
            return std::tuple{json::required("requests", &Response::requests, "oldest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// What the person at the device wants of a transaction: pay `amount` of the coin, or of `token`,
/// to `to`, for a fee of at most `maxFeeWei` (what an L1 takes on top is no part of a signature).
struct TransferMeant {
    Address to;
    U256 amount, maxFeeWei;
    std::optional<Address> token;
    static constexpr auto fields() {
        using M = TransferMeant;
        return std::tuple{
            json::required("to", &M::to, "who is meant to get it"),
            json::required("amount", &M::amount, "how much, smallest units"),
            json::required("maxFeeWei", &M::maxFeeWei, "what it may cost beside that"),
            json::optional("token", &M::token, "of which token; absent = the coin")};
    }
};

/// For the device: signs with a key of this vault what another node asks for; nothing is sent or
/// stored but the answer. With `meant` it signs that transfer and nothing else; without it, whoever
/// calls has shown the transaction to its person. The nonce is the other node's to choose: under
/// one idempotency key one transaction is signed, so that a node cannot collect two. Errors:
/// `wallet.differs_from_meant` (conflict, names the field), `wallet.type`,
/// `wallet.unknown_address`, `wallet.watch_only`, `wallet.on_device`, `vault.signing_locked`,
/// `ops.idempotency_conflict`.
struct SignUnsigned {
    static constexpr ops::Info kInfo{"wallet.sign_unsigned",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/unsigned/sign",
                                     "Sign a transaction that another node asks for",
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
    UnsignedTransaction unsignedTransaction;
    std::optional<TransferMeant> meant;
    static constexpr auto fields() {
        using S = SignUnsigned;
        return std::tuple{json::required("unsignedTransaction", &S::unsignedTransaction,
                                         "what the other node asks for"),
                          json::optional("meant", &S::meant, "the transfer that it must be")};
    }
};

/// Checks that it is what was asked for to the letter, signed by its sender; stores, sends and
/// follows. Repeating it gives the same transaction. Errors: `wallet.unknown_request`,
/// `wallet.request_declined` (precondition), `wallet.differs_from_request` (conflict, `differs`
/// says where), `transaction.*`, `rlp.*`; of what it replaces `wallet.not_pending`. Once stored, an
/// endpoint that refuses is no error: the tracker sends it again.
struct SubmitSigned {
    static constexpr ops::Info kInfo{"wallet.submit_signed",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/signature-requests/{requestId}/submit",
                                     "Send what a device signed",
                                     10,
                                     true};
    using Response = Transaction;
    Id requestId;
    Bytes raw;
    static constexpr auto fields() {
        return std::tuple{json::required("requestId", &SubmitSigned::requestId, "which request"),
                          json::required("raw", &SubmitSigned::raw, "signed bytes, 0x-hex")};
    }
};

/// An original transaction becomes `declined` and its nonce is free again; one that was to be
/// replaced stays as it is. Errors: `wallet.unknown_request`; `wallet.request_signed`
/// (precondition) when it has been signed.
struct DeclineSignature {
    static constexpr ops::Info kInfo{"wallet.decline_signature",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/signature-requests/{requestId}/decline",
                                     "Refuse to sign what a node asks for",
                                     1,
                                     true};
    using Response = Transaction;
    Id requestId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("requestId", &DeclineSignature::requestId, "which request")};
    }
};

/// A list of its own: few need it, many include the other.
using SignatureOperations =
    ops::List<ListSignatureRequests, SignUnsigned, SubmitSigned, DeclineSignature>;

}  // namespace kosh::wallet
