// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/test/sim_chain.h"

#include <kosh/crypto/hash.h>

#include <algorithm>
#include <chrono>

namespace kosh::test {
namespace {

std::string quoted(std::string_view text) {
    return cat('"', text, '"');
}
std::string hexOf(std::uint64_t number) {
    return quoted(U256(number).toHex());
}
std::string result(std::string_view json) {
    return cat("\"result\":", json);
}
std::string error(int code, std::string_view message) {
    return cat("\"error\":{\"code\":", code, ",\"message\":\"", message, "\"}");
}
Hash256 hashOf(json::Value value) {
    return Hash256::parse(value.asString()).value_or(Hash256{});
}
Address addressOf(json::Value value) {
    Address address;
    static_cast<void>(fromHexInto(value.asString(), address.bytes));
    return address;
}

/// One or a list of `T`, absent = any.
template <typename T, typename Read>
bool isAmong(json::Value wanted, const T& value, Read read) {
    if (wanted.isNull()) return true;
    if (wanted.type() != json::Type::array) return read(wanted) == value;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (read(wanted.at(i)) == value) return true;
    }
    return false;
}

}  // namespace

SimChain::SimChain(std::uint64_t blocks) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    m_genesisTime = now.count() - static_cast<std::int64_t>(blocks);
    for (std::uint64_t i = 0; i <= blocks; ++i) append('a');
}

void SimChain::append(char branch) {
    Block block;
    const auto parent = m_blocks.empty() ? Hash256{} : m_blocks.back().hash;
    block.hash = crypto::keccak256(asBytes(cat(parent.toString(), m_blocks.size(), branch)));
    block.transactions = std::move(m_pending);
    if (m_isReversed) std::ranges::reverse(block.transactions);
    block.logs = std::move(m_nextLogs);
    m_pending.clear();
    m_nextLogs.clear();
    m_blocks.push_back(std::move(block));
}

void SimChain::mine(std::uint64_t count, char branch) {
    for (; count > 0; --count) {
        std::vector<std::function<void(std::uint64_t)>> listeners;
        std::uint64_t number = 0;
        {
            const std::scoped_lock lock(m_mutex);
            append(branch);
            number = m_blocks.size() - 1;
            listeners = m_listeners;
        }
        for (const auto& listener : listeners) listener(number);
    }
}

void SimChain::reorganise(std::uint64_t depth, std::uint64_t count, char branch) {
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<Hash256> orphaned;
        for (auto block = m_blocks.end() - static_cast<std::ptrdiff_t>(depth);
             block != m_blocks.end(); ++block) {
            std::ranges::copy(block->transactions, std::back_inserter(orphaned));
        }
        m_blocks.resize(m_blocks.size() - depth);
        m_pending.insert(m_pending.begin(), orphaned.begin(), orphaned.end());
    }
    mine(count, branch);
}

void SimChain::setReversed(bool isReversed) {
    const std::scoped_lock lock(m_mutex);
    m_isReversed = isReversed;
}
void SimChain::forgetPending() {
    const std::scoped_lock lock(m_mutex);
    m_pending.clear();
}
void SimChain::setBalance(const Address& address, U256 wei) {
    const std::scoped_lock lock(m_mutex);
    m_balances[address] = wei;
}
void SimChain::setCall(const Address& contract, Bytes result) {
    const std::scoped_lock lock(m_mutex);
    m_calls[contract] = std::move(result);
}
void SimChain::emitLog(const Address& address, std::vector<Hash256> topics, Bytes data) {
    const std::scoped_lock lock(m_mutex);
    m_nextLogs.push_back({address, std::move(topics), std::move(data)});
}
void SimChain::setTag(std::string tag, std::uint64_t depth) {
    const std::scoped_lock lock(m_mutex);
    m_tags[std::move(tag)] = depth;
}
void SimChain::onBlock(std::function<void(std::uint64_t)> listener) {
    const std::scoped_lock lock(m_mutex);
    m_listeners.push_back(std::move(listener));
}
std::uint64_t SimChain::head() const {
    const std::scoped_lock lock(m_mutex);
    return m_blocks.size() - 1;
}
Hash256 SimChain::hashAt(std::uint64_t number) const {
    const std::scoped_lock lock(m_mutex);
    return m_blocks.at(number).hash;
}
std::vector<Hash256> SimChain::transactionsOf(std::uint64_t number) const {
    const std::scoped_lock lock(m_mutex);
    return m_blocks.at(number).transactions;
}

std::uint64_t SimChain::shownHead(const Lies& lies) const {
    const std::uint64_t head = m_blocks.size() - 1;
    return std::min(head + lies.inventedBlocks, lies.frozenHead.value_or(UINT64_MAX));
}

Hash256 SimChain::shownHash(std::uint64_t number, const Lies& lies) const {
    const bool isInvented = number >= m_blocks.size();
    const auto hash =
        isInvented ? crypto::keccak256(asBytes(cat("invented", number))) : m_blocks[number].hash;
    if (!lies.forkedFrom || number < *lies.forkedFrom) return hash;
    return crypto::keccak256(asBytes(cat("forked", hash.toString())));
}

std::optional<std::uint64_t> SimChain::numberOf(json::Value tag, const Lies& lies) const {
    const auto text = tag.asString();
    if (text == "latest" || text == "pending") return shownHead(lies);
    if (const auto found = m_tags.find(text); found != m_tags.end()) {
        return shownHead(lies) - found->second;
    }
    const auto number = U256::parse(text);
    if (!number || !number->fitsU64() || number->low64() > shownHead(lies)) return std::nullopt;
    return number->low64();
}

std::string SimChain::blockJson(std::uint64_t number, const Lies& lies) const {
    const std::scoped_lock lock(m_mutex);
    return block(number, lies);
}

std::string SimChain::block(std::uint64_t number, const Lies& lies) const {
    const auto parent = number == 0 ? Hash256{} : shownHash(number - 1, lies);
    const auto seconds = static_cast<std::uint64_t>(m_genesisTime) + number;
    return cat("{\"number\":", hexOf(number), ",\"hash\":\"", shownHash(number, lies).toString(),
               "\",\"parentHash\":\"", parent.toString(), "\",\"timestamp\":", hexOf(seconds),
               ",\"baseFeePerGas\":\"0x3b9aca00\",\"gasLimit\":\"0x1c9c380\",\"gasUsed\":\"0x0\"}");
}

std::string SimChain::logJson(std::uint64_t number, std::size_t index, const Lies& lies) const {
    const auto& log = m_blocks[number].logs[index];
    std::string topics;
    for (const auto& topic : log.topics) {
        topics += cat(topics.empty() ? "" : ",", quoted(topic.toString()));
    }
    return cat("{\"address\":\"", log.address.toString(), "\",\"topics\":[", topics,
               "],\"data\":\"", toHex0x(log.data), "\",\"blockNumber\":", hexOf(number),
               ",\"blockHash\":\"", shownHash(number, lies).toString(), "\",\"transactionHash\":\"",
               crypto::keccak256(asBytes(cat("log", number, index))).toString(),
               "\",\"logIndex\":", hexOf(index), ",\"removed\":false}");
}

std::vector<std::string> SimChain::logsOf(std::uint64_t number, const Lies& lies) const {
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < m_blocks.at(number).logs.size(); ++i) {
        texts.push_back(logJson(number, i, lies));
    }
    return texts;
}

std::string SimChain::logs(json::Value filter, const Lies& lies) const {
    const auto from = numberOf(filter.find("fromBlock"), lies);
    const auto to = numberOf(filter.find("toBlock"), lies);
    if (!from || !to) return error(-32000, "unknown block");
    if (*to - *from + 1 > lies.maxLogBlocks) {
        const auto hint = lies.areLogRangesSuggested
                              ? cat(". Try with this block range [", U256(*from).toHex(), ", ",
                                    U256(*from + lies.maxLogBlocks - 1).toHex(), "]")
                              : std::string{};
        return error(-32005, cat("query returned more than 10000 results", hint));
    }
    if (lies.areLogsHidden) return result("[]");
    std::string text;
    for (auto number = *from; number <= *to && number < m_blocks.size(); ++number) {
        for (std::size_t i = 0; i < m_blocks[number].logs.size(); ++i) {
            const auto& log = m_blocks[number].logs[i];
            bool isWanted = isAmong(filter.find("address"), log.address, addressOf);
            const auto topics = filter.find("topics");
            for (std::size_t k = 0; k < topics.size() && isWanted; ++k) {
                isWanted = topics.at(k).isNull() ||
                           (k < log.topics.size() && isAmong(topics.at(k), log.topics[k], hashOf));
            }
            if (isWanted) text += cat(text.empty() ? "" : ",", logJson(number, i, lies));
        }
    }
    return result(cat("[", text, "]"));
}

std::optional<std::uint64_t> SimChain::minedIn(const Hash256& hash) const {
    for (std::uint64_t number = 0; number < m_blocks.size(); ++number) {
        if (std::ranges::find(m_blocks[number].transactions, hash) !=
            m_blocks[number].transactions.end()) {
            return number;
        }
    }
    return std::nullopt;
}

std::string SimChain::receipt(const Hash256& hash, const Lies& lies) const {
    auto number = minedIn(hash);
    if (!number && lies.isReceiptInvented) number = shownHead(lies);
    if (!number) return result("null");
    const auto block = lies.isReceiptInvented ? crypto::keccak256(asBytes(cat("no such block")))
                                              : shownHash(*number, lies);
    return result(cat("{\"transactionHash\":\"", hash.toString(), "\",\"blockHash\":\"",
                      block.toString(), "\",\"blockNumber\":", hexOf(*number), ",\"status\":\"",
                      lies.isReceiptFlipped ? "0x0" : "0x1",
                      "\",\"gasUsed\":\"0x5208\",\"effectiveGasPrice\":\"0x1\",\"logs\":[]}"));
}

std::string SimChain::send(json::Value raw, const Lies& lies) {
    const auto bytes = fromHex(raw.asString());
    if (!bytes) return error(-32602, "invalid argument");
    const auto hash = crypto::keccak256(*bytes);
    const bool isKnown = minedIn(hash) || std::ranges::find(m_pending, hash) != m_pending.end();
    if (isKnown) return error(-32000, "already known");
    if (!lies.areTransactionsDropped) m_pending.push_back(hash);
    return result(quoted(hash.toString()));
}

std::string SimChain::call(json::Value request) const {
    const auto found = m_calls.find(addressOf(request.find("to")));
    return result(quoted(found == m_calls.end() ? "0x" : toHex0x(found->second)));
}

std::string SimChain::answer(std::string_view method, json::Value params, const Lies& lies) {
    const std::scoped_lock lock(m_mutex);
    if (method == "eth_chainId") return result(hexOf(lies.chainId.value_or(kId)));
    if (method == "eth_blockNumber") return result(hexOf(shownHead(lies)));
    if (method == "eth_getBlockByNumber") {
        const auto number = numberOf(params.at(0), lies);
        return result(number ? block(*number, lies) : "null");
    }
    if (method == "eth_getBalance") {
        if (!numberOf(params.at(1), lies)) return error(-32000, "header not found");
        const auto found = m_balances.find(addressOf(params.at(0)));
        const auto wei = found == m_balances.end() ? U256{} : found->second;
        return result(quoted(lies.balance.value_or(wei).toHex()));
    }
    if (method == "eth_getCode") {
        return result(m_calls.contains(addressOf(params.at(0))) ? "\"0x6001\"" : "\"0x\"");
    }
    if (method == "eth_call") {
        if (!numberOf(params.at(1), lies)) return error(-32000, "header not found");
        return call(params.at(0));
    }
    if (method == "eth_getLogs") return logs(params.at(0), lies);
    if (method == "eth_getTransactionReceipt") return receipt(hashOf(params.at(0)), lies);
    if (method == "eth_getTransactionByHash") {
        const auto hash = hashOf(params.at(0));
        const bool isKnown = minedIn(hash) || std::ranges::find(m_pending, hash) != m_pending.end();
        return result(isKnown ? cat("{\"hash\":\"", hash.toString(), "\"}") : "null");
    }
    if (method == "eth_sendRawTransaction") return send(params.at(0), lies);
    return error(-32601, "the method does not exist");
}

}  // namespace kosh::test
