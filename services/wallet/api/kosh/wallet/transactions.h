// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/keys.h>

/// Transactions this node signed, from nonce to final.
namespace kosh::wallet {

enum class TransactionStatus : std::uint8_t {
    signedOnly,         ///< Stored, not yet accepted by an endpoint.
    pending,            ///< In a mempool; after a reorganisation again.
    included,           ///< In a block, not final yet.
    final,              ///< Enough confirmations.
    failed,             ///< In a block, reverted, final.
    replaced,           ///< Its nonce was used by a transaction that was not signed here.
    cancelled,          ///< Its cancellation is final: only the fee was spent.
    dropped,            ///< No endpoint keeps it. It may still come: speed it up or cancel it.
    awaitingSignature,  ///< A paired device has to sign it; its nonce is reserved.
    declined,           ///< It was not signed. The end of it; its nonce is free again.
};
constexpr auto enumNames(TransactionStatus) {
    using S = TransactionStatus;
    return std::array{std::pair{S::signedOnly, "signed"},
                      std::pair{S::pending, "pending"},
                      std::pair{S::included, "included"},
                      std::pair{S::final, "final"},
                      std::pair{S::failed, "failed"},
                      std::pair{S::replaced, "replaced"},
                      std::pair{S::cancelled, "cancelled"},
                      std::pair{S::dropped, "dropped"},
                      std::pair{S::awaitingSignature, "awaiting_signature"},
                      std::pair{S::declined, "declined"}};
}

/// EIP-2718 types. 0, 1 and 2 are written; 3 and 4 are only read.
enum class TransactionType : std::uint8_t { legacy, accessList, dynamicFee, blob, setCode };
constexpr auto enumNames(TransactionType) {
    using T = TransactionType;
    return std::array{std::pair{T::legacy, "legacy"}, std::pair{T::accessList, "access_list"},
                      std::pair{T::dynamicFee, "dynamic_fee"}, std::pair{T::blob, "blob"},
                      std::pair{T::setCode, "set_code"}};
}

struct AccessListEntry {
    Address address;
    std::vector<Hash256> storageKeys;
    static constexpr auto fields() {
        using E = AccessListEntry;
        return std::tuple{json::required("address", &E::address, "contract"),
                          json::optional("storageKeys", &E::storageKeys, "slots of its storage")};
    }
};

enum class AttemptKind : std::uint8_t { original, speedUp, cancel };
constexpr auto enumNames(AttemptKind) {
    using K = AttemptKind;
    return std::array{std::pair{K::original, "original"}, std::pair{K::speedUp, "speed_up"},
                      std::pair{K::cancel, "cancel"}};
}

/// One signed form of a transaction: all have its nonce, so at most one gets into a block.
struct Attempt {
    AttemptKind kind = AttemptKind::original;
    Hash256 hash;
    U256 maxFeePerGas, maxPriorityFeePerGas;
    Timestamp createdAt;
    static constexpr auto fields() {
        using A = Attempt;
        return std::tuple{
            json::required("kind", &A::kind, "original, speed_up or cancel"),
            json::required("hash", &A::hash, "transaction hash"),
            json::required("maxFeePerGas", &A::maxFeePerGas, "wei; the gas price of a legacy one"),
            json::required("maxPriorityFeePerGas", &A::maxPriorityFeePerGas, "wei per gas"),
            json::required("createdAt", &A::createdAt, "signed at")};
    }
};

struct Transaction {
    Id transactionId;
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    std::uint64_t nonce = 0;
    Hash256 hash;  ///< Of the newest attempt; once in a block, of the one that got there; zero
                   ///< until it is signed.
    TransactionStatus status = TransactionStatus::signedOnly;
    std::string purpose;                ///< "send", "approve", "swap": for people and books.
    std::string reference;              ///< What it belongs to, e.g. "trading.swap:<id>".
    std::optional<token::Token> asset;  ///< Sends: what was sent.
    U256 amount;                        ///< Sends: how much of it.
    std::optional<Address> recipient;   ///< Sends: who gets it (`to` is the contract for tokens).
    bool isOwnRecipient = false;        ///< Sends: the recipient is an address of this vault.
    U256 maxCostWei;                    ///< Value plus gas limit x max fee plus L1 fee.
    std::uint64_t gasLimit = 0;
    std::uint64_t gasUsed = 0;
    U256 effectiveGasPrice;
    U256 feeWei;  ///< Gas used x price plus L1 fee; 0 until included.
    std::uint64_t blockNumber = 0;
    std::int64_t confirmations = 0;
    std::string failure;  ///< Decoded revert reason.
    Timestamp createdAt, updatedAt;
    TransactionType type = TransactionType::dynamicFee;
    bool isPrivate = false;           ///< Goes to private broadcast endpoints only.
    std::vector<Attempt> attempts{};  ///< Oldest first.
    std::int64_t reorganisations = 0;
    std::string note{};  ///< What happened last, for people; empty when all is as expected.
    static constexpr auto fields() {
        using T = Transaction;
        return std::tuple{
            json::required("transactionId", &T::transactionId, "identifier"),
            json::required("chainId", &T::chainId, "EIP-155 chain id"),
            json::required("from", &T::from, "sender"),
            json::required("to", &T::to, "recipient or contract"),
            json::required("value", &T::value, "wei sent along"),
            json::required("nonce", &T::nonce, "nonce"),
            json::required("hash", &T::hash, "transaction hash; zero until it is signed"),
            json::required("status", &T::status,
                           "signed, pending, included, final, failed, replaced, cancelled, "
                           "dropped, awaiting_signature or declined"),
            json::optional("purpose", &T::purpose, "send, approve, swap, …"),
            json::optional("reference", &T::reference, "what it belongs to"),
            json::optional("asset", &T::asset, "sends: the asset"),
            json::optional("amount", &T::amount, "sends: smallest units"),
            json::optional("recipient", &T::recipient, "sends: who gets it"),
            json::optional("isOwnRecipient", &T::isOwnRecipient, "sends: an address of this vault"),
            json::optional("maxCostWei", &T::maxCostWei, "most it can cost in the native coin"),
            json::optional("gasLimit", &T::gasLimit, "gas limit"),
            json::optional("gasUsed", &T::gasUsed, "gas used; 0 until included"),
            json::optional("effectiveGasPrice", &T::effectiveGasPrice, "wei per gas"),
            json::optional("feeWei", &T::feeWei, "what it cost; 0 until included"),
            json::optional("blockNumber", &T::blockNumber, "block; 0 until included"),
            json::optional("confirmations", &T::confirmations, "blocks on top, itself included"),
            json::optional("failure", &T::failure, "why it failed"),
            json::optional("createdAt", &T::createdAt, "signed at"),
            json::optional("updatedAt", &T::updatedAt, "last change"),
            json::optional("type", &T::type, "legacy, access_list or dynamic_fee"),
            json::optional("isPrivate", &T::isPrivate, "only to private broadcast endpoints"),
            json::optional("attempts", &T::attempts, "its signed forms, oldest first"),
            json::optional("reorganisations", &T::reorganisations, "times its block was undone"),
            json::optional("note", &T::note, "what happened last, for people")};
    }
};

/// Reserves the nonce, signs and stores; nothing is sent yet. Repeated under the same `reference`
/// and `purpose` it returns the first transaction: a saga can never sign twice. Without `type` it
/// is an EIP-1559 one where the network has a base fee, else a legacy one. Of an address whose key
/// is on a device it is `awaiting_signature`, with its request stored. Errors:
/// `wallet.unknown_address`, `wallet.watch_only`, `wallet.insufficient_funds` (names have and
/// need), `wallet.fee` and `wallet.fee_too_low`, `wallet.type`, `wallet.nonce_used`,
/// `wallet.nonce_taken`, `wallet.nonce_gap`, `vault.signing_locked`, `chain.reverted`,
/// `chain.no_private_endpoint`.
struct PrepareTransaction {
    static constexpr ops::Info kInfo{"wallet.prepare",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/transactions",
                                     "Sign and store a transaction without sending it",
                                     5,
                                     true};
    using Response = Transaction;
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    Bytes data;
    std::uint64_t gasLimit = 0;  ///< 0: estimated with margin.
    chain::Speed speed = chain::Speed::normal;
    std::string purpose, reference;
    std::optional<U256> maxFeePerGas{}, maxPriorityFeePerGas{};
    std::optional<TransactionType> type{};
    std::vector<AccessListEntry> accessList{};
    std::optional<std::uint64_t> nonce{};
    bool isPrivate = false;
    static constexpr auto fields() {
        using P = PrepareTransaction;
        return std::tuple{
            json::required("chainId", &P::chainId, "EIP-155 chain id", 1),
            json::required("from", &P::from, "one of this vault's addresses"),
            json::required("to", &P::to, "recipient or contract"),
            json::optional("value", &P::value, "wei"),
            json::optional("data", &P::data, "calldata, 0x-hex"),
            json::optional("gasLimit", &P::gasLimit, "0 = estimate with margin"),
            json::optional("speed", &P::speed, "slow, normal or fast"),
            json::required("purpose", &P::purpose, "approve, swap, …"),
            json::required("reference", &P::reference, "unique reference of the caller"),
            json::optional("maxFeePerGas", &P::maxFeePerGas, "wei; instead of speed"),
            json::optional("maxPriorityFeePerGas", &P::maxPriorityFeePerGas,
                           "wei; absent = as speed says"),
            json::optional("type", &P::type, "legacy, access_list, dynamic_fee; absent = fitting"),
            json::optional("accessList", &P::accessList, "EIP-2930; not of a legacy one"),
            json::optional("nonce", &P::nonce, "absent = the next free one"),
            json::optional("isPrivate", &P::isPrivate, "only to private broadcast endpoints")};
    }
};

/// Sends a stored transaction to every endpoint; repeating is harmless.
struct BroadcastTransaction {
    static constexpr ops::Info kInfo{"wallet.broadcast",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/transactions/{transactionId}/broadcast",
                                     "Send a stored transaction",
                                     5,
                                     true};
    using Response = Transaction;
    Id transactionId;
    static constexpr auto fields() {
        return std::tuple{
            json::required("transactionId", &BroadcastTransaction::transactionId, "which")};
    }
};

struct GetTransaction {
    static constexpr ops::Info kInfo{"wallet.transaction",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/wallets/transactions/{transactionId}",
                                     "One transaction"};
    using Response = Transaction;
    Id transactionId;
    static constexpr auto fields() {
        return std::tuple{json::required("transactionId", &GetTransaction::transactionId, "which")};
    }
};

/// Answers as soon as the status is final, failed, replaced, cancelled, dropped or declined (or as
/// it is after `timeoutMs`).
struct WaitForTransaction {
    static constexpr ops::Info kInfo{"wallet.wait_transaction",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/wallets/transactions/{transactionId}/wait",
                                     "Wait until a transaction is final"};
    using Response = Transaction;
    Id transactionId;
    std::int64_t timeoutMs = 30'000;
    static constexpr auto fields() {
        return std::tuple{
            json::required("transactionId", &WaitForTransaction::transactionId, "which"),
            json::optional("timeoutMs", &WaitForTransaction::timeoutMs, "at most", 0, 600'000)};
    }
};

struct ListTransactions {
    static constexpr ops::Info kInfo{"wallet.transactions",   ops::Kind::query,
                                     "wallet:read",           "GET",
                                     "/wallets/transactions", "Transactions, newest first"};
    struct Response {
        std::vector<Transaction> transactions;
        static constexpr auto fields() {
            return std::tuple{
                json::required("transactions", &Response::transactions, "newest first")};
        }
    };
    std::optional<ChainId> chainId;
    std::optional<Address> address;
    std::optional<std::string> reference;
    std::optional<Timestamp> before;
    std::int64_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("chainId", &ListTransactions::chainId, "only this chain"),
            json::optional("address", &ListTransactions::address, "only from this address"),
            json::optional("reference", &ListTransactions::reference, "only what belongs to it"),
            json::optional("before", &ListTransactions::before, "older than this"),
            json::optional("limit", &ListTransactions::limit, "at most", 1, 500)};
    }
};

/// Every change of a transaction's status.
struct TransactionChanged {
    static constexpr events::Info kInfo{"wallet.transaction_changed", 1};
    Transaction transaction;
    std::string eventKey() const { return transaction.from.toString(); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("transaction", &TransactionChanged::transaction, "as it is now")};
    }
};
/// Once a transaction, when it is final, failed or cancelled: the ledger books its fee, and for
/// final sends its amount.
struct TransactionSettled {
    static constexpr events::Info kInfo{"wallet.transaction_settled", 1};
    Transaction transaction;
    std::string nativeSymbol;
    Timestamp blockAt;
    std::string eventKey() const { return transaction.from.toString(); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("transaction", &TransactionSettled::transaction, "final"),
            json::required("nativeSymbol", &TransactionSettled::nativeSymbol,
                           "coin the fee was paid in"),
            json::required("blockAt", &TransactionSettled::blockAt, "time of its block")};
    }
};

}  // namespace kosh::wallet
