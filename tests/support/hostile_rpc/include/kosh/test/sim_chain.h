// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/u256.h>
#include <kosh/crypto/address.h>
#include <kosh/json/json.h>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kosh::test {

/// What one endpoint says other than the truth.
struct Lies {
    std::optional<std::uint64_t> chainId;
    std::optional<std::uint64_t> frozenHead;  ///< Knows no block above.
    std::uint64_t inventedBlocks = 0;         ///< Claims to be that far ahead.
    std::optional<std::uint64_t> forkedFrom;  ///< From here on its blocks have other hashes.
    std::optional<U256> balance;
    bool isReceiptFlipped = false;           ///< Success for failure.
    bool isReceiptInvented = false;          ///< A receipt for whatever is asked.
    bool areTransactionsDropped = false;     ///< Takes them and tells nobody.
    std::uint64_t maxLogBlocks = 1'000'000;  ///< Refuses longer ranges with -32005.
    bool areLogsHidden = false;              ///< There are none, it says.
    bool areLogRangesSuggested = false;      ///< The refusal names a range that would do.
};

/// A chain in memory that several endpoints speak for: blocks, balances, transactions and logs, but
/// no contracts that run. Thread-safe.
class SimChain {
public:
    static constexpr std::uint64_t kId = 31337;

    explicit SimChain(std::uint64_t blocks = 100);

    /// Every block takes all waiting transactions, in order of arrival or reversed.
    void mine(std::uint64_t count = 1, char branch = 'a');
    /// Replaces the last `depth` blocks by `count` others; their transactions wait again.
    void reorganise(std::uint64_t depth, std::uint64_t count, char branch);
    void setReversed(bool isReversed);
    void forgetPending();  ///< As a mempool under pressure does.
    void setBalance(const Address& address, U256 wei);
    /// What eth_call of this contract answers, whatever the data; it has code from now on.
    void setCall(const Address& contract, Bytes result);
    /// The next block holds this log.
    void emitLog(const Address& address, std::vector<Hash256> topics, Bytes data = {});
    void setTag(std::string tag, std::uint64_t depth);  ///< "safe", "finalized": below the head.
    /// Called after each new block with its number, on the thread that mined it.
    void onBlock(std::function<void(std::uint64_t)> listener);

    std::uint64_t head() const;
    Hash256 hashAt(std::uint64_t number) const;
    /// Transaction hashes of a block, in order.
    std::vector<Hash256> transactionsOf(std::uint64_t number) const;

    /// The members after the id: `"result":…` or `"error":{…}`.
    std::string answer(std::string_view method, json::Value params, const Lies& lies);
    std::string blockJson(std::uint64_t number, const Lies& lies) const;
    /// Logs of a block as JSON objects.
    std::vector<std::string> logsOf(std::uint64_t number, const Lies& lies) const;

private:
    struct Log {
        Address address;
        std::vector<Hash256> topics;
        Bytes data;
    };
    struct Block {
        Hash256 hash;
        std::vector<Hash256> transactions;
        std::vector<Log> logs;
    };
    void append(char branch);
    Hash256 shownHash(std::uint64_t number, const Lies& lies) const;
    std::uint64_t shownHead(const Lies& lies) const;
    std::optional<std::uint64_t> numberOf(json::Value tag, const Lies& lies) const;
    std::string logJson(std::uint64_t number, std::size_t index, const Lies& lies) const;
    std::string block(std::uint64_t number, const Lies& lies) const;
    std::string logs(json::Value filter, const Lies& lies) const;
    std::string receipt(const Hash256& hash, const Lies& lies) const;
    std::string send(json::Value raw, const Lies& lies);
    std::string call(json::Value request) const;
    std::optional<std::uint64_t> minedIn(const Hash256& hash) const;

    mutable std::recursive_mutex m_mutex;
    std::int64_t m_genesisTime;
    std::vector<Block> m_blocks;
    std::vector<Hash256> m_pending;
    std::vector<Log> m_nextLogs;
    bool m_isReversed = false;
    std::map<Address, U256> m_balances;
    std::map<Address, Bytes> m_calls;
    std::map<std::string, std::uint64_t, std::less<>> m_tags;
    std::vector<std::function<void(std::uint64_t)>> m_listeners;
};

}  // namespace kosh::test
