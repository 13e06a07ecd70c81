// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/reads.h>

/// Looking ahead: what a call would do, and what is behind an address. Not every endpoint offers
/// every method: `chain.method_unsupported` (precondition) says that none of a network's does.
namespace kosh::chain {

struct CodeInfo {
    Address address;
    std::uint64_t size = 0;           ///< Bytes; 0 = no contract.
    Hash256 hash;                     ///< Keccak-256 of the code; zero without code.
    std::optional<Address> delegate;  ///< EIP-7702: the account runs this contract's code.
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &CodeInfo::address, "whose"),
            json::required("size", &CodeInfo::size, "bytes of code; 0 = no contract"),
            json::optional("hash", &CodeInfo::hash, "Keccak-256 of the code"),
            json::optional("delegate", &CodeInfo::delegate, "EIP-7702: code it has borrowed")};
    }
};
struct GetCode {
    static constexpr ops::Info kInfo{"chain.code",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/code",
                                     "Which addresses are contracts",
                                     2};
    struct Response {
        std::vector<CodeInfo> codes;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{json::required("codes", &Response::codes, "in the order asked for"),
                              json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    std::vector<Address> addresses;
    std::optional<std::uint64_t> blockNumber{};  ///< Old ones need an archive endpoint.
    bool mustProve = false;  ///< As `chain.prove` does; at most 20 addresses then.
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &GetCode::chainId, "EIP-155 chain id", 1),
                          json::required("addresses", &GetCode::addresses, "at most 100"),
                          json::optional("blockNumber", &GetCode::blockNumber, "absent = newest"),
                          json::optional("mustProve", &GetCode::mustProve,
                                         "prove it against the block's header")};
    }
};

/// An event that a simulated call would emit.
struct EmittedLog {
    Address address;
    std::vector<Hash256> topics;
    Bytes data;
    static constexpr auto fields() {
        return std::tuple{json::required("address", &EmittedLog::address, "emitting contract"),
                          json::required("topics", &EmittedLog::topics, "topic hashes"),
                          json::optional("data", &EmittedLog::data, "data")};
    }
};

struct StorageSlot {
    Hash256 slot, value;
    static constexpr auto fields() {
        return std::tuple{json::required("slot", &StorageSlot::slot, "32-byte key"),
                          json::required("value", &StorageSlot::value, "32-byte value")};
    }
};
/// State that a simulation pretends.
struct StateOverride {
    Address address;
    std::optional<U256> balance{};
    std::vector<StorageSlot> storage{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &StateOverride::address, "whose state"),
            json::optional("balance", &StateOverride::balance, "wei it has"),
            json::optional("storage", &StateOverride::storage, "storage it has; the rest stays")};
    }
};

struct SimulatedCall {
    bool isSuccess = false;
    Bytes data;          ///< Return data, or the revert data.
    std::string reason;  ///< Decoded revert reason.
    std::uint64_t gasUsed = 0;
    std::vector<EmittedLog> logs;
    static constexpr auto fields() {
        using S = SimulatedCall;
        return std::tuple{json::required("isSuccess", &S::isSuccess, "false = reverted"),
                          json::optional("data", &S::data, "return or revert data"),
                          json::optional("reason", &S::reason, "decoded revert reason"),
                          json::optional("gasUsed", &S::gasUsed, "gas"),
                          json::optional("logs", &S::logs, "events, in order")};
    }
};
/// eth_simulateV1: the calls run one after the other in a block that is thrown away. Movements of
/// the native coin appear as Transfer events of `kNativeLogAddress`.
struct SimulateCalls {
    static constexpr ops::Info kInfo{"chain.simulate",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/simulate",
                                     "What calls in a row would do",
                                     5};
    struct Response {
        std::vector<SimulatedCall> results;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("results", &Response::results, "in the order of the calls"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    std::vector<CallRequest> calls;
    std::vector<StateOverride> overrides{};
    std::optional<std::uint64_t> blockNumber{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &SimulateCalls::chainId, "EIP-155 chain id", 1),
            json::required("calls", &SimulateCalls::calls, "at most 200"),
            json::optional("overrides", &SimulateCalls::overrides, "state to pretend"),
            json::optional("blockNumber", &SimulateCalls::blockNumber, "absent = newest")};
    }
};
/// Where execution-apis lets eth_simulateV1 log movements of the native coin.
inline constexpr std::string_view kNativeLogAddress = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

/// One call inside a transaction, depth 0 the transaction's own; in order of being entered.
struct CallFrame {
    std::int64_t depth = 0;
    std::string type;  ///< "CALL", "DELEGATECALL", "STATICCALL", "CREATE", …
    Address from, to;
    U256 value;
    Bytes input;
    std::string error;  ///< Not empty: this frame and all below it had no effect.
    static constexpr auto fields() {
        using F = CallFrame;
        return std::tuple{json::required("depth", &F::depth, "0 = the transaction itself"),
                          json::required("type", &F::type, "CALL, DELEGATECALL, …"),
                          json::required("from", &F::from, "caller"),
                          json::optional("to", &F::to, "called"),
                          json::optional("value", &F::value, "wei"),
                          json::optional("input", &F::input, "calldata"),
                          json::optional("error", &F::error, "why it had no effect")};
    }
};
/// debug_traceCall with the call tracer.
struct TraceCall {
    static constexpr ops::Info kInfo{"chain.trace_call",
                                     ops::Kind::query,
                                     "chain:read",
                                     "POST",
                                     "/chains/{chainId}/trace",
                                     "The calls and events inside a call",
                                     5};
    struct Response {
        SimulatedCall result;
        std::vector<CallFrame> frames;
        Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::required("result", &Response::result, "outcome, with the events in order"),
                json::required("frames", &Response::frames, "calls, in order"),
                json::required("evidence", &Response::evidence, "source")};
        }
    };
    ChainId chainId = 0;
    CallRequest call;
    std::vector<StateOverride> overrides{};
    std::optional<std::uint64_t> blockNumber{};
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &TraceCall::chainId, "EIP-155 chain id", 1),
            json::required("call", &TraceCall::call, "the transaction"),
            json::optional("overrides", &TraceCall::overrides, "state to pretend"),
            json::optional("blockNumber", &TraceCall::blockNumber, "absent = newest")};
    }
};

}  // namespace kosh::chain
