// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/blocks.h>

namespace kosh::chain {

/// EIP-1559 fees in wei per gas: maxFee = 2 x next base fee + tip (facts: chains §4.1). Chains
/// without EIP-1559 answer with both fields equal to the gas price.
struct Fee {
    U256 maxFeePerGas, maxPriorityFeePerGas;
    static constexpr auto fields() {
        return std::tuple{
            json::required("maxFeePerGas", &Fee::maxFeePerGas, "wei per gas"),
            json::required("maxPriorityFeePerGas", &Fee::maxPriorityFeePerGas, "wei per gas")};
    }
};
enum class Speed : std::uint8_t { slow, normal, fast };
constexpr auto enumNames(Speed) {
    return std::array{std::pair{Speed::slow, "slow"}, std::pair{Speed::normal, "normal"},
                      std::pair{Speed::fast, "fast"}};
}
enum class FeeLevel : std::uint8_t { ok, low, high };
constexpr auto enumNames(FeeLevel) {
    return std::array{std::pair{FeeLevel::ok, "ok"}, std::pair{FeeLevel::low, "low"},
                      std::pair{FeeLevel::high, "high"}};
}
/// What becomes of a fee chosen by hand.
struct FeeCheck {
    FeeLevel level = FeeLevel::ok;
    std::vector<std::string> warnings;
    static constexpr auto fields() {
        return std::tuple{json::required("level", &FeeCheck::level, "ok, low or high"),
                          json::required("warnings", &FeeCheck::warnings, "why, in words")};
    }
};
/// `custom` is checked against the market: `chain.fee_order` (invalid) when its tip is above its
/// maximum.
struct GetFees {
    static constexpr ops::Info kInfo{
        "chain.fees", ops::Kind::query,         "chain:read",
        "GET",        "/chains/{chainId}/fees", "What a transaction costs per gas now"};
    struct Response {
        U256 baseFeePerGas;
        Fee slow, normal, fast;
        Evidence evidence;
        std::optional<FeeCheck> custom{};
        static constexpr auto fields() {
            return std::tuple{
                json::required("baseFeePerGas", &Response::baseFeePerGas, "next block's, wei"),
                json::required("slow", &Response::slow, "10th percentile tip"),
                json::required("normal", &Response::normal, "50th percentile tip"),
                json::required("fast", &Response::fast, "90th percentile tip"),
                json::required("evidence", &Response::evidence, "source"),
                json::optional("custom", &Response::custom, "verdict on the given fee")};
        }
    };
    ChainId chainId = 0;
    std::optional<Fee> custom{};
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetFees::chainId, "EIP-155 chain id", 1),
                          json::optional("custom", &GetFees::custom, "a fee to check")};
    }
};

struct CallRequest {
    Address to;
    Bytes data;
    Address from;
    U256 value;
    static constexpr auto fields() {
        return std::tuple{json::required("to", &CallRequest::to, "contract"),
                          json::optional("data", &CallRequest::data, "calldata, 0x-hex"),
                          json::optional("from", &CallRequest::from, "sender; zero = nobody"),
                          json::optional("value", &CallRequest::value, "wei")};
    }
};
struct CallResult {
    bool isSuccess = false;
    Bytes data;          ///< Return data, or the revert data.
    std::string reason;  ///< Decoded revert reason.
    static constexpr auto fields() {
        return std::tuple{json::required("isSuccess", &CallResult::isSuccess, "false = reverted"),
                          json::optional("data", &CallResult::data, "return or revert data"),
                          json::optional("reason", &CallResult::reason, "decoded revert reason")};
    }
};
/// eth_call of many calls against one block (batched). A revert is a result, not an error. With
/// mustAgree two endpoints are asked: `chain.disagreement` (unavailable) when they differ.
struct CallContracts {
    static constexpr ops::Info kInfo{"chain.call",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/call",
                                     "Read contracts at one block",
                                     2};
    struct Response {
        std::vector<CallResult> results;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("results", &Response::results, "in the order of the calls"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    std::vector<CallRequest> calls;
    std::optional<std::uint64_t> blockNumber;  ///< Absent: the newest.
    bool mustAgree = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &CallContracts::chainId, "EIP-155 chain id", 1),
            json::required("calls", &CallContracts::calls, "at most 2,000"),
            json::optional("blockNumber", &CallContracts::blockNumber, "absent = newest"),
            json::optional("mustAgree", &CallContracts::mustAgree, "ask two endpoints")};
    }
};

struct Log {
    Address address;
    std::vector<Hash256> topics;
    Bytes data;
    std::uint64_t blockNumber = 0;
    Hash256 blockHash, transactionHash;
    std::uint64_t logIndex = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("address", &Log::address, "emitting contract"),
                          json::required("topics", &Log::topics, "topic hashes"),
                          json::optional("data", &Log::data, "data"),
                          json::required("blockNumber", &Log::blockNumber, "block"),
                          json::required("blockHash", &Log::blockHash, "its hash"),
                          json::required("transactionHash", &Log::transactionHash, "transaction"),
                          json::required("logIndex", &Log::logIndex, "position in the block")};
    }
};
/// Ranges are split and shrunk as the endpoint demands; the result is complete or an error. With
/// mustAgree two endpoints have to give the same logs: `chain.disagreement` (unavailable).
struct GetLogs {
    static constexpr ops::Info kInfo{"chain.logs",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/logs",
                                     "Event logs of a block range",
                                     5};
    struct Response {
        std::vector<Log> logs;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{json::required("logs", &Response::logs, "by block and index"),
                              json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    std::uint64_t fromBlock = 0, toBlock = 0;
    std::vector<Address> addresses;
    std::vector<Hash256> topics;                ///< Any of these as topic 0; empty = all.
    std::vector<Hash256> topics1{}, topics2{};  ///< The same for the first two indexed arguments.
    bool mustAgree = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetLogs::chainId, "EIP-155 chain id", 1),
            json::required("fromBlock", &GetLogs::fromBlock, "first block"),
            json::required("toBlock", &GetLogs::toBlock, "last block, inclusive"),
            json::optional("addresses", &GetLogs::addresses, "contracts; empty = all"),
            json::optional("topics", &GetLogs::topics, "any of these as topic 0"),
            json::optional("topics1", &GetLogs::topics1, "any of these as topic 1"),
            json::optional("topics2", &GetLogs::topics2, "any of these as topic 2"),
            json::optional("mustAgree", &GetLogs::mustAgree, "ask two endpoints")};
    }
};

/// Answers as soon as a block above `afterBlock` holds logs that fit, or with none after
/// `timeoutMs`. Told by a subscription where an endpoint offers one, else by looking into every new
/// block; the logs themselves are always read as `chain.logs` reads them.
struct WaitForLogs {
    static constexpr ops::Info kInfo{"chain.wait_logs",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/wait_logs",
                                     "Wait for event logs",
                                     5};
    struct Response {
        std::vector<Log> logs;
        std::uint64_t toBlock = 0;  ///< Looked at up to here: the next `afterBlock`.
        std::optional<Evidence> evidence{};
        static constexpr auto fields() {
            return std::tuple{
                json::required("logs", &Response::logs, "by block and index; none = time ran out"),
                json::required("toBlock", &Response::toBlock, "the next afterBlock"),
                json::optional("evidence", &Response::evidence, "source; absent = nothing read")};
        }
    };
    ChainId chainId = 0;
    std::uint64_t afterBlock = 0;
    std::vector<Address> addresses{};
    std::vector<Hash256> topics{}, topics1{}, topics2{};
    std::int64_t timeoutMs = 30'000;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &WaitForLogs::chainId, "EIP-155 chain id", 1),
            json::required("afterBlock", &WaitForLogs::afterBlock, "look above it"),
            json::optional("addresses", &WaitForLogs::addresses, "contracts; empty = all"),
            json::optional("topics", &WaitForLogs::topics, "any of these as topic 0"),
            json::optional("topics1", &WaitForLogs::topics1, "any of these as topic 1"),
            json::optional("topics2", &WaitForLogs::topics2, "any of these as topic 2"),
            json::optional("timeoutMs", &WaitForLogs::timeoutMs, "at most", 0, 60'000)};
    }
};

struct GetNativeBalance {
    static constexpr ops::Info kInfo{"chain.balance",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/chains/{chainId}/balances/{address}",
                                     "Native coin of an address"};
    struct Response {
        U256 wei;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{json::required("wei", &Response::wei, "smallest units"),
                              json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    Address address;
    std::optional<std::uint64_t> blockNumber;  ///< Absent: the newest.
    bool mustAgree = false;
    bool mustProve = false;  ///< As `chain.prove` does.
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetNativeBalance::chainId, "EIP-155 chain id", 1),
            json::required("address", &GetNativeBalance::address, "whose"),
            json::optional("blockNumber", &GetNativeBalance::blockNumber, "absent = newest"),
            json::optional("mustAgree", &GetNativeBalance::mustAgree, "ask two endpoints"),
            json::optional("mustProve", &GetNativeBalance::mustProve,
                           "prove it against the block's header")};
    }
};

struct GetTransactionCount {
    static constexpr ops::Info kInfo{"chain.transaction_count",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/chains/{chainId}/nonces/{address}",
                                     "Transactions sent by an address"};
    struct Response {
        std::uint64_t latest = 0, pending = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("latest", &Response::latest, "in blocks"),
                json::required("pending", &Response::pending, "with the endpoint's mempool")};
        }
    };
    ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetTransactionCount::chainId, "EIP-155 chain id", 1),
            json::required("address", &GetTransactionCount::address, "whose")};
    }
};

}  // namespace kosh::chain
