// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/network.h>

namespace kosh::chain {

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
    EndpointRole role = EndpointRole::all;
    static constexpr auto fields() {
        return std::tuple{
            json::required("url", &EndpointStatus::url, "address without credentials"),
            json::required("state", &EndpointStatus::state, "ok, degraded, refused or off"),
            json::optional("reason", &EndpointStatus::reason, "why it is not ok"),
            json::optional("head", &EndpointStatus::head, "its newest block"),
            json::optional("latencyMicros", &EndpointStatus::latencyMicros,
                           "median of the last calls"),
            json::optional("requests", &EndpointStatus::requests, "since start"),
            json::optional("failures", &EndpointStatus::failures, "since start"),
            json::optional("role", &EndpointStatus::role, "what it is used for")};
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

}  // namespace kosh::chain
