// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/address.h>
#include <kosh/events/event.h>
#include <kosh/ops/operation.h>

/// EVM networks: which there are, their endpoints, blocks and fees; the only service that talks
/// JSON-RPC.
namespace kosh::chain {

using ChainId = std::uint64_t;

struct Contracts {
    Address factory, quoterV2, swapRouter02, positionManager, wrappedNative;
    Address multicall3;  ///< Zero where there is none: calls are then made one by one.
    static constexpr auto fields() {
        return std::tuple{
            json::optional("factory", &Contracts::factory, "Uniswap V3 factory; zero = no trading"),
            json::optional("quoterV2", &Contracts::quoterV2, "Uniswap V3 QuoterV2"),
            json::optional("swapRouter02", &Contracts::swapRouter02, "Uniswap SwapRouter02"),
            json::optional("positionManager", &Contracts::positionManager,
                           "NonfungiblePositionManager"),
            json::optional("wrappedNative", &Contracts::wrappedNative, "WETH and the like"),
            json::optional("multicall3", &Contracts::multicall3, "Multicall3; zero = none")};
    }
};

struct Chain {
    ChainId chainId = 0;
    std::string name;
    std::string nativeSymbol = "ETH";
    bool isTest = false;
    bool isCustom = false;
    std::int64_t blockTimeMs = 12000;
    std::int64_t confirmations = 12;  ///< Blocks on top before a transaction counts as final.
    Contracts contracts;
    std::vector<std::string> endpoints;
    Address numeraire;     ///< Token in which values are shown; zero = none (everything unpriced).
    std::string dataAsOf;  ///< Date of the data this came from; empty for custom.
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Chain::chainId, "EIP-155 chain id", 1),
            json::required("name", &Chain::name, "name for people"),
            json::optional("nativeSymbol", &Chain::nativeSymbol,
                           "symbol of the native coin (18 decimals)"),
            json::optional("isTest", &Chain::isTest, "its coins have no value"),
            json::optional("isCustom", &Chain::isCustom, "added by the owner"),
            json::optional("blockTimeMs", &Chain::blockTimeMs, "average time between blocks", 1,
                           600'000),
            json::optional("confirmations", &Chain::confirmations, "blocks until final", 1, 10'000),
            json::optional("contracts", &Chain::contracts, "well-known contracts"),
            json::optional("endpoints", &Chain::endpoints, "JSON-RPC URLs in order of preference"),
            json::optional("numeraire", &Chain::numeraire,
                           "token that values are shown in; zero = none"),
            json::optional("dataAsOf", &Chain::dataAsOf, "date of the data")};
    }
};

/// Where a read came from: shown beside every figure that rests on it.
struct Evidence {
    std::string endpoint;  ///< Host that answered.
    std::uint64_t blockNumber = 0;
    Timestamp at;
    static constexpr auto fields() {
        return std::tuple{json::required("endpoint", &Evidence::endpoint, "host that answered"),
                          json::required("blockNumber", &Evidence::blockNumber, "block it is of"),
                          json::required("at", &Evidence::at, "when it was read")};
    }
};

struct Block {
    std::uint64_t number = 0;
    Hash256 hash, parentHash;
    Timestamp at;
    U256 baseFeePerGas;
    std::uint64_t gasLimit = 0, gasUsed = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("number", &Block::number, "height"),
            json::required("hash", &Block::hash, "hash"),
            json::required("parentHash", &Block::parentHash, "hash of its parent"),
            json::required("at", &Block::at, "its timestamp"),
            json::optional("baseFeePerGas", &Block::baseFeePerGas, "wei; 0 before EIP-1559"),
            json::optional("gasLimit", &Block::gasLimit, "gas limit"),
            json::optional("gasUsed", &Block::gasUsed, "gas used")};
    }
};

/// `chain.unknown_block` (not_found) when no endpoint has it.
struct GetBlock {
    static constexpr ops::Info kInfo{"chain.block",
                                     ops::Kind::query,
                                     "chain:read",
                                     "GET",
                                     "/chains/{chainId}/blocks/{number}",
                                     "One block's header"};
    using Response = Block;
    ChainId chainId = 0;
    std::uint64_t number = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetBlock::chainId, "EIP-155 chain id", 1),
                          json::required("number", &GetBlock::number, "height")};
    }
};

struct EndpointStatus {
    std::string url;
    std::string state;  ///< "ok", "degraded", "refused", "off".
    std::string reason;
    std::uint64_t head = 0;
    std::int64_t latencyMicros = 0;
    std::int64_t requests = 0, failures = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("url", &EndpointStatus::url, "address without credentials"),
            json::required("state", &EndpointStatus::state, "ok, degraded, refused or off"),
            json::optional("reason", &EndpointStatus::reason, "why it is not ok"),
            json::optional("head", &EndpointStatus::head, "its newest block"),
            json::optional("latencyMicros", &EndpointStatus::latencyMicros,
                           "median of the last calls"),
            json::optional("requests", &EndpointStatus::requests, "since start"),
            json::optional("failures", &EndpointStatus::failures, "since start")};
    }
};

struct ListChains {
    static constexpr ops::Info kInfo{"chain.list", ops::Kind::query,
                                     "chain:read", "GET",
                                     "/chains",    "The networks this node knows"};
    struct Response {
        std::vector<Chain> chains;
        static constexpr auto fields() {
            return std::tuple{json::required("chains", &Response::chains, "by chain id")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// `chain.unknown` (not_found) with the known ids when there is no such chain.
struct GetChain {
    static constexpr ops::Info kInfo{"chain.get", ops::Kind::query,    "chain:read",
                                     "GET",       "/chains/{chainId}", "One network"};
    using Response = Chain;
    ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetChain::chainId, "EIP-155 chain id", 1)};
    }
};

/// Adds or replaces a custom network; every endpoint must answer with this chain id
/// (`chain.id_mismatch`, `chain.endpoint_unreachable`).
struct AddChain {
    static constexpr ops::Info kInfo{"chain.add",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "POST",
                                     "/chains",
                                     "Add a custom network",
                                     5,
                                     true};
    using Response = Chain;
    Chain chain;
    static constexpr auto fields() {
        return std::tuple{json::required("chain", &AddChain::chain, "the network")};
    }
};

/// Replaces the endpoints of a network (known or custom).
struct SetEndpoints {
    static constexpr ops::Info kInfo{"chain.set_endpoints",
                                     ops::Kind::command,
                                     "chain:manage",
                                     "PUT",
                                     "/chains/{chainId}/endpoints",
                                     "Choose a network's JSON-RPC endpoints",
                                     5,
                                     true};
    using Response = Chain;
    ChainId chainId = 0;
    std::vector<std::string> endpoints;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &SetEndpoints::chainId, "EIP-155 chain id", 1),
            json::required("endpoints", &SetEndpoints::endpoints, "http(s) URLs, best first")};
    }
};

struct GetChainStatus {
    static constexpr ops::Info kInfo{
        "chain.status", ops::Kind::query,           "chain:read",
        "GET",          "/chains/{chainId}/status", "Newest block and health of the endpoints"};
    struct Response {
        std::optional<Block> head;  ///< Nothing while no endpoint answers.
        std::uint64_t finalizedNumber = 0;
        std::vector<EndpointStatus> endpoints;
        static constexpr auto fields() {
            return std::tuple{
                json::optional("head", &Response::head, "newest block seen; absent = unknown"),
                json::optional("finalizedNumber", &Response::finalizedNumber,
                               "newest block that counts as final"),
                json::required("endpoints", &Response::endpoints, "in order of use")};
        }
    };
    ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetChainStatus::chainId, "EIP-155 chain id", 1)};
    }
};

/// Answers when a block above `afterNumber` is known, or with the present head after `timeoutMs`.
struct WaitForBlock {
    static constexpr ops::Info kInfo{
        "chain.wait_block",       ops::Kind::query,         "chain:read", "GET",
        "/chains/{chainId}/wait", "Wait for the next block"};
    using Response = Block;
    ChainId chainId = 0;
    std::uint64_t afterNumber = 0;
    std::int64_t timeoutMs = 10'000;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &WaitForBlock::chainId, "EIP-155 chain id", 1),
            json::optional("afterNumber", &WaitForBlock::afterNumber, "wait for a higher one"),
            json::optional("timeoutMs", &WaitForBlock::timeoutMs, "at most", 0, 60'000)};
    }
};

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
struct GetFees {
    static constexpr ops::Info kInfo{
        "chain.fees", ops::Kind::query,         "chain:read",
        "GET",        "/chains/{chainId}/fees", "What a transaction costs per gas now"};
    struct Response {
        U256 baseFeePerGas;
        Fee slow, normal, fast;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("baseFeePerGas", &Response::baseFeePerGas, "next block's, wei"),
                json::required("slow", &Response::slow, "10th percentile tip"),
                json::required("normal", &Response::normal, "50th percentile tip"),
                json::required("fast", &Response::fast, "90th percentile tip"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetFees::chainId, "EIP-155 chain id", 1)};
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
/// eth_call of many calls against one block (batched). A revert is a result, not an error.
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
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &CallContracts::chainId, "EIP-155 chain id", 1),
            json::required("calls", &CallContracts::calls, "at most 2,000"),
            json::optional("blockNumber", &CallContracts::blockNumber, "absent = newest")};
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
/// Ranges are split and shrunk as the endpoint demands; the result is complete or an error.
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
    std::vector<Hash256> topics;  ///< Any of these as topic 0; empty = all.
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetLogs::chainId, "EIP-155 chain id", 1),
            json::required("fromBlock", &GetLogs::fromBlock, "first block"),
            json::required("toBlock", &GetLogs::toBlock, "last block, inclusive"),
            json::optional("addresses", &GetLogs::addresses, "contracts; empty = all"),
            json::optional("topics", &GetLogs::topics, "any of these as topic 0")};
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
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &GetNativeBalance::chainId, "EIP-155 chain id", 1),
            json::required("address", &GetNativeBalance::address, "whose"),
            json::optional("blockNumber", &GetNativeBalance::blockNumber, "absent = newest")};
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
/// `chain.insufficient_funds` (precondition), `chain.rejected`.
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
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &SendRawTransaction::chainId, "EIP-155 chain id", 1),
            json::required("raw", &SendRawTransaction::raw, "signed bytes, 0x-hex")};
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
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetReceipt::chainId, "EIP-155 chain id", 1),
                          json::required("hash", &GetReceipt::hash, "transaction hash")};
    }
};

/// Blocks above `commonAncestor` were replaced.
struct Reorganised {
    static constexpr events::Info kInfo{"chain.reorganised", 1};
    ChainId chainId = 0;
    std::uint64_t commonAncestor = 0, oldHead = 0;
    std::string eventKey() const { return std::to_string(chainId); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Reorganised::chainId, "chain"),
            json::required("commonAncestor", &Reorganised::commonAncestor, "last common block"),
            json::required("oldHead", &Reorganised::oldHead, "head before")};
    }
};
struct ChainChanged {
    static constexpr events::Info kInfo{"chain.changed", 1};
    ChainId chainId = 0;
    std::string eventKey() const { return std::to_string(chainId); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ChainChanged::chainId, "added or its endpoints changed")};
    }
};

using Operations = ops::List<ListChains, GetChain, AddChain, SetEndpoints, GetChainStatus, GetBlock,
                             WaitForBlock, GetFees, CallContracts, GetLogs, GetNativeBalance,
                             GetTransactionCount, EstimateGas, SendRawTransaction, GetReceipt>;

}  // namespace kosh::chain
