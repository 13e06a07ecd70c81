// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/network.h>

namespace kosh::chain {

/// How far a read can be trusted.
enum class Standing : std::uint8_t {
    single,  ///< One endpoint's word.
    agreed,  ///< Two independent endpoints said the same.
    proven,  ///< Proven against a block header; agreedBy names who vouches for that block.
};
constexpr auto enumNames(Standing) {
    return std::array{std::pair{Standing::single, "single"}, std::pair{Standing::agreed, "agreed"},
                      std::pair{Standing::proven, "proven"}};
}

/// Where a read came from: shown beside every figure that rests on it.
struct Evidence {
    std::string endpoint;  ///< Host that answered.
    std::uint64_t blockNumber = 0;
    Timestamp at;
    Standing standing = Standing::single;
    std::vector<std::string> agreedBy{};  ///< Every host that said the same, if more were asked.
    static constexpr auto fields() {
        return std::tuple{
            json::required("endpoint", &Evidence::endpoint, "host that answered"),
            json::required("blockNumber", &Evidence::blockNumber, "block it is of"),
            json::required("at", &Evidence::at, "when it was read"),
            json::optional("standing", &Evidence::standing, "single, agreed or proven"),
            json::optional("agreedBy", &Evidence::agreedBy, "hosts that said the same")};
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
    bool isPushing = false;  ///< It tells of new blocks unasked, over a WebSocket.
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
            json::optional("role", &EndpointStatus::role, "what it is used for"),
            json::optional("isPushing", &EndpointStatus::isPushing,
                           "it tells of new blocks unasked")};
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
        std::uint64_t safeNumber = 0;
        /// The chain's own `safe` and `finalized` blocks are known; else confirmations are counted.
        bool hasFinalityTags = false;
        /// What is wrong with the network as a whole: an old head, contracts that are not there.
        std::vector<std::string> warnings{};
        static constexpr auto fields() {
            return std::tuple{
                json::optional("head", &Response::head, "newest block seen; absent = unknown"),
                json::optional("finalizedNumber", &Response::finalizedNumber,
                               "newest block that counts as final"),
                json::required("endpoints", &Response::endpoints, "in order of use"),
                json::optional("safeNumber", &Response::safeNumber,
                               "newest block that is unlikely to be replaced"),
                json::optional("hasFinalityTags", &Response::hasFinalityTags,
                               "false = finality is counted in confirmations"),
                json::optional("warnings", &Response::warnings, "what is wrong with the network")};
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
    std::uint64_t depth = 0;  ///< Blocks that were replaced.
    std::string eventKey() const { return std::to_string(chainId); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Reorganised::chainId, "chain"),
            json::required("commonAncestor", &Reorganised::commonAncestor, "last common block"),
            json::required("oldHead", &Reorganised::oldHead, "head before"),
            json::optional("depth", &Reorganised::depth, "blocks replaced")};
    }
};

}  // namespace kosh::chain
