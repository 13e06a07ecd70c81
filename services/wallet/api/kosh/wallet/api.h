// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

/// Wallets (sets of keys), their addresses, and every transaction this node signs, from nonce to
/// final.
namespace kosh::wallet {

using chain::ChainId;

struct AddressInfo {
    Address address;
    std::string path;  ///< BIP-32: "m/44'/60'/0'/0/0".
    std::string label;
    static constexpr auto fields() {
        return std::tuple{json::required("address", &AddressInfo::address, "on-chain address"),
                          json::required("path", &AddressInfo::path, "derivation path"),
                          json::optional("label", &AddressInfo::label, "name for people")};
    }
};
struct Wallet {
    Id walletId;
    std::string label;
    Timestamp createdAt;
    bool isBackedUp = false;  ///< The owner confirmed words of the phrase.
    std::vector<AddressInfo> addresses;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &Wallet::walletId, "identifier"),
            json::required("label", &Wallet::label, "name for people"),
            json::required("createdAt", &Wallet::createdAt, "when"),
            json::required("isBackedUp", &Wallet::isBackedUp, "phrase written down and confirmed"),
            json::required("addresses", &Wallet::addresses, "by derivation index")};
    }
};

struct CreateWallet {
    static constexpr ops::Info kInfo{"wallet.create", ops::Kind::command,
                                     "wallet:manage", "POST",
                                     "/wallets",      "Create a wallet from a new recovery phrase"};
    struct Response {
        Wallet wallet;
        SharedSecret
            phrase;  ///< BIP-39 words, shown once; `wallet.reveal_phrase` shows them again.
        static constexpr auto fields() {
            return std::tuple{
                json::required("wallet", &Response::wallet, "the new wallet"),
                json::required("phrase", &Response::phrase, "recovery phrase: write it down")};
        }
    };
    std::string label = "Wallet";
    std::int64_t words = 12;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("label", &CreateWallet::label, "name, up to 64 characters"),
            json::optional("words", &CreateWallet::words, "12, 15, 18, 21 or 24", 12, 24)};
    }
};

/// Errors: `bip39.unknown_word` (names the position), `bip39.checksum`, `bip39.word_count`,
/// `wallet.exists` (conflict: same first address).
struct ImportWallet {
    static constexpr ops::Info kInfo{"wallet.import",   ops::Kind::command,
                                     "wallet:manage",   "POST",
                                     "/wallets/import", "Add a wallet from its recovery phrase"};
    using Response = Wallet;
    SharedSecret phrase;
    SharedSecret passphrase;
    std::string label = "Wallet";
    static constexpr auto fields() {
        return std::tuple{
            json::required("phrase", &ImportWallet::phrase, "12 to 24 BIP-39 words"),
            json::optional("passphrase", &ImportWallet::passphrase, "BIP-39 passphrase"),
            json::optional("label", &ImportWallet::label, "name, up to 64 characters")};
    }
};

struct ListWallets {
    static constexpr ops::Info kInfo{"wallet.list", ops::Kind::query,
                                     "wallet:read", "GET",
                                     "/wallets",    "Wallets and their addresses"};
    struct Response {
        std::vector<Wallet> wallets;
        static constexpr auto fields() {
            return std::tuple{json::required("wallets", &Response::wallets, "oldest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

struct AddAddress {
    static constexpr ops::Info kInfo{"wallet.add_address",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/addresses",
                                     "Derive the wallet's next address"};
    using Response = AddressInfo;
    Id walletId;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &AddAddress::walletId, "wallet"),
                          json::optional("label", &AddAddress::label, "name, up to 64 characters")};
    }
};

/// Needs the vault's passphrase again (`vault.passphrase`).
struct RevealPhrase {
    static constexpr ops::Info kInfo{"wallet.reveal_phrase",
                                     ops::Kind::query,
                                     "wallet:export",
                                     "POST",
                                     "/wallets/{walletId}/phrase",
                                     "Show the recovery phrase",
                                     10};
    struct Response {
        SharedSecret phrase;
        static constexpr auto fields() {
            return std::tuple{json::required("phrase", &Response::phrase, "recovery phrase")};
        }
    };
    Id walletId;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &RevealPhrase::walletId, "wallet"),
            json::required("passphrase", &RevealPhrase::passphrase, "the vault's passphrase")};
    }
};

/// Checks words of the phrase the owner wrote down: positions 1-based. `wallet.word_mismatch` names
/// the position.
struct ConfirmBackup {
    static constexpr ops::Info kInfo{"wallet.confirm_backup",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/wallets/{walletId}/backup",
                                     "Confirm that the phrase was written down"};
    using Response = Wallet;
    Id walletId;
    std::vector<std::int64_t> positions;
    std::vector<SharedSecret> words;
    static constexpr auto fields() {
        return std::tuple{
            json::required("walletId", &ConfirmBackup::walletId, "wallet"),
            json::required("positions", &ConfirmBackup::positions, "word numbers, from 1"),
            json::required("words", &ConfirmBackup::words, "the words at these positions")};
    }
};

enum class TransactionStatus : std::uint8_t {
    signedOnly,  ///< Stored, not yet accepted by an endpoint.
    pending,     ///< In a mempool.
    included,    ///< In a block, not final yet.
    final,       ///< Enough confirmations.
    failed,      ///< In a block, reverted, final.
    replaced,    ///< Its nonce was used by another transaction.
};
constexpr auto enumNames(TransactionStatus) {
    using S = TransactionStatus;
    return std::array{std::pair{S::signedOnly, "signed"}, std::pair{S::pending, "pending"},
                      std::pair{S::included, "included"}, std::pair{S::final, "final"},
                      std::pair{S::failed, "failed"},     std::pair{S::replaced, "replaced"}};
}

struct Transaction {
    Id transactionId;
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    std::uint64_t nonce = 0;
    Hash256 hash;
    TransactionStatus status = TransactionStatus::signedOnly;
    std::string purpose;                ///< "send", "approve", "swap": for people and books.
    std::string reference;              ///< What it belongs to, e.g. "trading.swap:<id>".
    std::optional<token::Token> asset;  ///< Sends: what was sent.
    U256 amount;                        ///< Sends: how much of it.
    std::optional<Address> recipient;   ///< Sends: who gets it (`to` is the contract for tokens).
    bool isOwnRecipient = false;        ///< Sends: the recipient is an address of this vault.
    U256 maxCostWei;                    ///< Value plus gas limit x max fee.
    std::uint64_t gasLimit = 0;
    std::uint64_t gasUsed = 0;
    U256 effectiveGasPrice;
    U256 feeWei;  ///< Gas used x price plus L1 fee; 0 until included.
    std::uint64_t blockNumber = 0;
    std::int64_t confirmations = 0;
    std::string failure;  ///< Decoded revert reason.
    Timestamp createdAt, updatedAt;
    static constexpr auto fields() {
        using T = Transaction;
        return std::tuple{
            json::required("transactionId", &T::transactionId, "identifier"),
            json::required("chainId", &T::chainId, "EIP-155 chain id"),
            json::required("from", &T::from, "sender"),
            json::required("to", &T::to, "recipient or contract"),
            json::required("value", &T::value, "wei sent along"),
            json::required("nonce", &T::nonce, "nonce"),
            json::required("hash", &T::hash, "transaction hash"),
            json::required("status", &T::status,
                           "signed, pending, included, final, failed or replaced"),
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
            json::optional("updatedAt", &T::updatedAt, "last change")};
    }
};

/// Reserves the nonce, signs and stores; nothing is sent yet. Repeated under the same `reference`
/// and `purpose` it returns the first transaction: a saga can never sign twice. Errors:
/// `wallet.unknown_address`, `wallet.insufficient_funds` (names have and need),
/// `vault.signing_locked`, `chain.reverted`.
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
            json::required("reference", &P::reference, "unique reference of the caller")};
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

/// Native coin or ERC-20, tracked until final. `amount` is decimal in the token's units ("0.25").
/// Errors: `money.too_many_decimals`, `money.number`, `wallet.insufficient_funds`,
/// `address.checksum`, `token.unknown`, …
struct Send {
    static constexpr ops::Info kInfo{"wallet.send",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/send",
                                     "Send the native coin or a token",
                                     10};
    using Response = Transaction;
    ChainId chainId = 0;
    Address from, to;
    std::string token;
    std::string amount;
    chain::Speed speed = chain::Speed::normal;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Send::chainId, "EIP-155 chain id", 1),
            json::required("from", &Send::from, "one of this vault's addresses"),
            json::required("to", &Send::to, "recipient"),
            json::required("token", &Send::token, "symbol or address; native symbol for the coin"),
            json::required("amount", &Send::amount, "decimal, in the token's units"),
            json::optional("speed", &Send::speed, "slow, normal or fast")};
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

/// Answers as soon as the status is final, failed or replaced (or as it is after `timeoutMs`).
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

struct WalletCreated {
    static constexpr events::Info kInfo{"wallet.created", 1};
    Id walletId;
    std::string label;
    std::string eventKey() const { return walletId.toString(); }
    static constexpr auto fields() {
        return std::tuple{json::required("walletId", &WalletCreated::walletId, "wallet"),
                          json::required("label", &WalletCreated::label, "its name")};
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
/// Once a transaction, when it is final or failed: the ledger books its fee, and for sends its
/// amount.
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

using Operations = ops::List<CreateWallet, ImportWallet, ListWallets, AddAddress, RevealPhrase,
                             ConfirmBackup, PrepareTransaction, BroadcastTransaction, Send,
                             GetTransaction, WaitForTransaction, ListTransactions>;

}  // namespace kosh::wallet
