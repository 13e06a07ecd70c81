// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/reads.h>

namespace kosh::chain {

/// A call that would revert is `chain.reverted` (precondition) with the decoded reason.
struct EstimateGas {
    static constexpr ops::Info kInfo{"chain.estimate_gas",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/gas",
                                     "Gas that a transaction would use"};
    struct Response {
        std::uint64_t gas = 0;
        static constexpr auto fields() {
            return std::tuple{json::required("gas", &Response::gas, "estimate without margin")};
        }
    };
    ChainId chainId = 0;
    CallRequest call;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &EstimateGas::chainId, "EIP-155 chain id", 1),
                          json::required("call", &EstimateGas::call, "the transaction")};
    }
};

/// "already known" is success. Errors: `chain.nonce_too_low` (conflict), `chain.underpriced`,
/// `chain.insufficient_funds` (precondition), `chain.rejected`. A private one goes to endpoints of
/// role broadcast and nowhere else: `chain.no_private_endpoint` (precondition) without one.
struct SendRawTransaction {
    static constexpr ops::Info kInfo{"chain.send_raw",
                                     ops::Kind::command,
                                     "chain:send",
                                     "POST",
                                     "/chains/{chainId}/transactions",
                                     "Broadcast a signed transaction",
                                     5,
                                     true};
    struct Response {
        Hash256 hash;
        static constexpr auto fields() {
            return std::tuple{json::required("hash", &Response::hash, "transaction hash")};
        }
    };
    ChainId chainId = 0;
    Bytes raw;
    bool isPrivate = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &SendRawTransaction::chainId, "EIP-155 chain id", 1),
            json::required("raw", &SendRawTransaction::raw, "signed bytes, 0x-hex"),
            json::optional("isPrivate", &SendRawTransaction::isPrivate,
                           "only to private broadcast endpoints")};
    }
};

struct Receipt {
    Hash256 transactionHash, blockHash;
    std::uint64_t blockNumber = 0;
    bool isSuccess = false;
    std::uint64_t gasUsed = 0;
    U256 effectiveGasPrice;
    U256 l1Fee;  ///< OP-stack: data fee on top; 0 elsewhere.
    std::vector<Log> logs;
    static constexpr auto fields() {
        return std::tuple{
            json::required("transactionHash", &Receipt::transactionHash, "transaction"),
            json::required("blockHash", &Receipt::blockHash, "block"),
            json::required("blockNumber", &Receipt::blockNumber, "its height"),
            json::required("isSuccess", &Receipt::isSuccess, "false = reverted"),
            json::required("gasUsed", &Receipt::gasUsed, "gas"),
            json::required("effectiveGasPrice", &Receipt::effectiveGasPrice, "wei per gas"),
            json::optional("l1Fee", &Receipt::l1Fee, "wei on top (OP stack)"),
            json::optional("logs", &Receipt::logs, "events")};
    }
};
struct GetReceipt {
    static constexpr ops::Info kInfo{"chain.receipt",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/chains/{chainId}/receipts/{hash}",
                                     "Receipt of a transaction, if mined"};
    struct Response {
        std::optional<Receipt> receipt;
        bool isKnown = false;  ///< In a block or in the mempool of the endpoint.
        static constexpr auto fields() {
            return std::tuple{
                json::optional("receipt", &Response::receipt, "absent while not mined"),
                json::required("isKnown", &Response::isKnown, "the endpoint has heard of it")};
        }
    };
    ChainId chainId = 0;
    Hash256 hash;
    bool mustAgree = false;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetReceipt::chainId, "EIP-155 chain id", 1),
                          json::required("hash", &GetReceipt::hash, "transaction hash"),
                          json::optional("mustAgree", &GetReceipt::mustAgree,
                                         "ask two endpoints; chain.disagreement")};
    }
};

}  // namespace kosh::chain
