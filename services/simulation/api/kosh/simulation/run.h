// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/simulation/rules.h>

namespace kosh::simulation {

struct Argument {
    std::string name, type, value;
    static constexpr auto fields() {
        return std::tuple{json::required("name", &Argument::name, "parameter"),
                          json::required("type", &Argument::type, "Solidity type"),
                          json::required("value", &Argument::value, "as text")};
    }
};

/// One decoded call; calls inside a multicall follow it with a greater depth.
struct Action {
    std::int64_t depth = 0;
    std::string kind;       ///< "transfer", "approve", "swap", "multicall", "unknown", …
    std::string words;      ///< One sentence.
    std::string selector;   ///< "0xa9059cbb"; empty = no calldata.
    std::string signature;  ///< Empty = not known.
    Address contract;
    std::string contractName;
    U256 value;
    std::vector<Argument> arguments;
    static constexpr auto fields() {
        using A = Action;
        return std::tuple{json::required("depth", &A::depth, "0 = the transaction itself"),
                          json::required("kind", &A::kind, "transfer, approve, swap, …, unknown"),
                          json::required("words", &A::words, "one sentence"),
                          json::optional("selector", &A::selector, "first four bytes"),
                          json::optional("signature", &A::signature, "empty = not known"),
                          json::required("contract", &A::contract, "called"),
                          json::optional("contractName", &A::contractName, "empty = unknown"),
                          json::optional("value", &A::value, "wei"),
                          json::optional("arguments", &A::arguments, "in order")};
    }
};

/// A movement into or out of the sender.
struct BalanceChange {
    Address contract;    ///< Zero = native coin.
    std::string symbol;  ///< "?" when the contract does not tell one.
    std::int64_t decimals = 0;
    I256 amount;                    ///< Smallest units, negative = leaves; NFTs ±count.
    std::optional<U256> tokenId{};  ///< NFTs.
    bool isMeasured = false;        ///< By the balances before and after, not by events.
    bool isListedToken = false;
    static constexpr auto fields() {
        using B = BalanceChange;
        return std::tuple{
            json::required("contract", &B::contract, "zero = native coin"),
            json::required("symbol", &B::symbol, "symbol"),
            json::required("decimals", &B::decimals, "decimal places", 0, 255),
            json::required("amount", &B::amount, "smallest units, negative = leaves"),
            json::optional("tokenId", &B::tokenId, "NFTs"),
            json::required("isMeasured", &B::isMeasured, "balances compared, not only events read"),
            json::optional("isListedToken", &B::isListedToken, "on the token list")};
    }
};

/// An allowance that the transaction would leave behind.
struct ApprovalChange {
    std::string kind;  ///< "erc20", "nft_operator", "nft_token", "permit2".
    Address contract;
    std::string symbol;
    Address spender;
    std::string spenderName;
    U256 amount;
    bool isUnlimited = false;
    static constexpr auto fields() {
        using A = ApprovalChange;
        return std::tuple{
            json::required("kind", &A::kind, "erc20, nft_operator, nft_token or permit2"),
            json::required("contract", &A::contract, "token or collection"),
            json::optional("symbol", &A::symbol, "symbol"),
            json::required("spender", &A::spender, "who may take"),
            json::optional("spenderName", &A::spenderName, "empty = unknown"),
            json::required("amount", &A::amount, "smallest units; 0 = taken back"),
            json::required("isUnlimited", &A::isUnlimited, "more than anybody has")};
    }
};

enum class Method : std::uint8_t {
    simulated,  ///< eth_simulateV1.
    traced,     ///< debug_traceCall.
    called,     ///< eth_call: success or not; changes are read out of the calldata.
    none,       ///< No endpoint answered: changes are read out of the calldata.
};
constexpr auto enumNames(Method) {
    return std::array{std::pair{Method::simulated, "simulated"},
                      std::pair{Method::traced, "traced"}, std::pair{Method::called, "called"},
                      std::pair{Method::none, "none"}};
}

/// A call of the same sender that comes before the one that is studied: an approval, say.
struct EarlierCall {
    Address to;
    U256 value;
    Bytes data;
    static constexpr auto fields() {
        using E = EarlierCall;
        return std::tuple{json::required("to", &E::to, "recipient or contract"),
                          json::optional("value", &E::value, "wei"),
                          json::optional("data", &E::data, "calldata, 0x-hex")};
    }
};

/// Simulates and judges; signs nothing, changes nothing. What could not be learned is said in
/// `unknowns`, never taken for good news.
struct Run {
    static constexpr ops::Info kInfo{"simulation.run",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/chains/{chainId}/simulation",
                                     "What a transaction would do, and what is risky about it",
                                     10};
    struct Response {
        bool isSuccess = false;
        std::string failure;  ///< Decoded revert reason.
        Method method = Method::none;
        std::uint64_t gasUsed = 0;  ///< 0 = unknown.
        std::vector<Action> actions;
        std::vector<BalanceChange> changes;
        std::vector<ApprovalChange> approvals;
        std::vector<Finding> findings;
        bool canSign = false;  ///< No finding of level block.
        std::vector<std::string> unknowns;
        std::optional<chain::Evidence> evidence;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("isSuccess", &R::isSuccess, "it would not revert now"),
                json::optional("failure", &R::failure, "why it would"),
                json::required("method", &R::method, "simulated, traced, called or none"),
                json::optional("gasUsed", &R::gasUsed, "gas; 0 = unknown"),
                json::required("actions", &R::actions, "what it says it does"),
                json::required("changes", &R::changes, "what the sender gives and gets"),
                json::required("approvals", &R::approvals, "allowances it leaves behind"),
                json::required("findings", &R::findings, "worst first"),
                json::required("canSign", &R::canSign, "nothing that cannot be ignored"),
                json::optional("unknowns", &R::unknowns, "what could not be learned"),
                json::optional("evidence", &R::evidence, "source and block")};
        }
    };
    ChainId chainId = 0;
    Address from, to;
    U256 value;
    Bytes data;
    std::optional<std::int64_t> slippageBps{};
    std::vector<EarlierCall> earlier{};  ///< Only what is studied is judged, not these.
    std::vector<chain::StateOverride> overrides{};
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &Run::chainId, "EIP-155 chain id", 1),
                          json::required("from", &Run::from, "sender"),
                          json::required("to", &Run::to, "recipient or contract"),
                          json::optional("value", &Run::value, "wei"),
                          json::optional("data", &Run::data, "calldata, 0x-hex"),
                          json::optional("slippageBps", &Run::slippageBps,
                                         "swaps: the tolerance agreed to", 0, 10'000),
                          json::optional("earlier", &Run::earlier,
                                         "calls of the sender that come before, at most 8"),
                          json::optional("overrides", &Run::overrides,
                                         "state to pretend: balances and storage of addresses")};
    }
};

/// Calldata in words; asks no endpoint. Token amounts are in whole tokens where the token is known.
struct DecodeCall {
    static constexpr ops::Info kInfo{
        "simulation.decode",        ops::Kind::query,   "wallet:read", "POST",
        "/chains/{chainId}/decode", "Calldata in words"};
    struct Response {
        std::vector<Action> actions;
        static constexpr auto fields() {
            return std::tuple{json::required("actions", &Response::actions, "outermost first")};
        }
    };
    ChainId chainId = 0;
    Address to;
    U256 value;
    Bytes data;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &DecodeCall::chainId, "EIP-155 chain id", 1),
                          json::required("to", &DecodeCall::to, "recipient or contract"),
                          json::optional("value", &DecodeCall::value, "wei"),
                          json::optional("data", &DecodeCall::data, "calldata, 0x-hex")};
    }
};

}  // namespace kosh::simulation
