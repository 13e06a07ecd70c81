// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rpc_values.h"

namespace kosh::chain::rpc {
namespace {

constexpr std::size_t kMaxTopics = 4;
// 9999-12-31: what Timestamp can show.
constexpr std::uint64_t kMaxSeconds = 253'402'300'799;

Failure wrong(std::string_view field, std::string_view expected) {
    return fail(ErrorKind::unavailable, "rpc.shape", cat(field, ": expected ", expected));
}

bool isHexText(json::Value value) {
    if (value.type() != json::Type::string) return false;
    const auto text = value.asString();
    if (!text.starts_with("0x")) return false;
    for (const char c : text.substr(2)) {
        const bool isDigit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!isDigit) return false;
    }
    return true;
}

Result<> expectObject(json::Value value, std::string_view field) {
    if (value.type() != json::Type::object) return wrong(field, "an object");
    return {};
}

Result<U256> optionalQuantity(json::Value value, std::string_view field) {
    if (value.isNull()) return U256{};
    return quantity(value, field);
}

Result<Log> log(json::Value value) {
    KOSH_CHECK(expectObject(value, "log"));
    if (const auto removed = value.find("removed");
        removed.type() == json::Type::boolean && removed.asBool()) {
        return wrong("log.removed", "false");
    }
    Log log;
    KOSH_TRY(log.address, address(value.find("address"), "log.address"));
    const auto topics = value.find("topics");
    if (topics.type() != json::Type::array || topics.size() > kMaxTopics) {
        return wrong("log.topics", "at most four hashes");
    }
    for (std::size_t i = 0; i < topics.size(); ++i) {
        KOSH_TRY(auto topic, hash(topics.at(i), "log.topics"));
        log.topics.push_back(topic);
    }
    KOSH_TRY(log.data, data(value.find("data"), "log.data"));
    KOSH_TRY(log.blockNumber, quantity64(value.find("blockNumber"), "log.blockNumber"));
    KOSH_TRY(log.blockHash, hash(value.find("blockHash"), "log.blockHash"));
    KOSH_TRY(log.transactionHash, hash(value.find("transactionHash"), "log.transactionHash"));
    KOSH_TRY(log.logIndex, quantity64(value.find("logIndex"), "log.logIndex"));
    return log;
}

}  // namespace

Result<U256> quantity(json::Value value, std::string_view field) {
    constexpr std::string_view kExpected = "a hex quantity without leading zeros";
    if (!isHexText(value)) return wrong(field, kExpected);
    const auto text = value.asString();
    if (text.size() < 3 || text.size() > 66 || (text[2] == '0' && text.size() > 3)) {
        return wrong(field, kExpected);
    }
    auto parsed = U256::parse(text);
    if (!parsed) return wrong(field, kExpected);
    return *parsed;
}

Result<std::uint64_t> quantity64(json::Value value, std::string_view field) {
    KOSH_TRY(const auto wide, quantity(value, field));
    // SQLite and JSON integers end at 2^63-1; no honest chain comes near.
    if (!wide.fitsU64() || wide.bit(63)) return wrong(field, "a number below 2^63");
    return wide.low64();
}

Result<Bytes> data(json::Value value, std::string_view field) {
    if (!isHexText(value) || value.asString().size() % 2 != 0) {
        return wrong(field, "0x and whole bytes in hex");
    }
    return fromHex(value.asString());
}

Result<Hash256> hash(json::Value value, std::string_view field) {
    if (!isHexText(value) || value.asString().size() != 66) return wrong(field, "32 bytes in hex");
    return Hash256::parse(value.asString());
}

Result<Address> address(json::Value value, std::string_view field) {
    if (!isHexText(value) || value.asString().size() != 42) return wrong(field, "an address");
    Address out;
    KOSH_CHECK(fromHexInto(value.asString(), out.bytes));
    return out;
}

Result<std::optional<Block>> block(json::Value value) {
    if (value.isNull()) return std::optional<Block>{};
    KOSH_CHECK(expectObject(value, "block"));
    Block block;
    KOSH_TRY(block.number, quantity64(value.find("number"), "block.number"));
    KOSH_TRY(block.hash, hash(value.find("hash"), "block.hash"));
    KOSH_TRY(block.parentHash, hash(value.find("parentHash"), "block.parentHash"));
    KOSH_TRY(const auto seconds, quantity64(value.find("timestamp"), "block.timestamp"));
    if (seconds > kMaxSeconds) return wrong("block.timestamp", "seconds up to the year 9999");
    block.at = Timestamp{static_cast<std::int64_t>(seconds) * 1'000'000};
    KOSH_TRY(block.baseFeePerGas,
             optionalQuantity(value.find("baseFeePerGas"), "block.baseFeePerGas"));
    KOSH_TRY(block.gasLimit, quantity64(value.find("gasLimit"), "block.gasLimit"));
    KOSH_TRY(block.gasUsed, quantity64(value.find("gasUsed"), "block.gasUsed"));
    return std::optional(block);
}

Result<Block> presentBlock(json::Value value) {
    KOSH_TRY(auto found, block(value));
    if (!found) return wrong("block", "an object, not null");
    return *found;
}

Result<std::vector<Log>> logs(json::Value value, std::string_view field) {
    if (value.type() != json::Type::array) return wrong(field, "an array");
    std::vector<Log> list;
    list.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        KOSH_TRY(auto one, log(value.at(i)));
        list.push_back(std::move(one));
    }
    return list;
}

Result<std::optional<Receipt>> receipt(json::Value value) {
    if (value.isNull()) return std::optional<Receipt>{};
    KOSH_CHECK(expectObject(value, "receipt"));
    Receipt receipt;
    KOSH_TRY(receipt.transactionHash,
             hash(value.find("transactionHash"), "receipt.transactionHash"));
    KOSH_TRY(receipt.blockHash, hash(value.find("blockHash"), "receipt.blockHash"));
    KOSH_TRY(receipt.blockNumber, quantity64(value.find("blockNumber"), "receipt.blockNumber"));
    KOSH_TRY(const auto status, quantity64(value.find("status"), "receipt.status"));
    if (status > 1) return wrong("receipt.status", "0x0 or 0x1");
    receipt.isSuccess = status == 1;
    KOSH_TRY(receipt.gasUsed, quantity64(value.find("gasUsed"), "receipt.gasUsed"));
    KOSH_TRY(receipt.effectiveGasPrice,
             optionalQuantity(value.find("effectiveGasPrice"), "receipt.effectiveGasPrice"));
    KOSH_TRY(receipt.l1Fee, optionalQuantity(value.find("l1Fee"), "receipt.l1Fee"));
    KOSH_TRY(receipt.logs, logs(value.find("logs"), "receipt.logs"));
    for (const auto& log : receipt.logs) {
        if (log.transactionHash != receipt.transactionHash || log.blockHash != receipt.blockHash) {
            return wrong("receipt.logs", "logs of this transaction");
        }
    }
    return std::optional(std::move(receipt));
}

Result<FeeHistory> feeHistory(json::Value value, std::size_t percentiles) {
    KOSH_CHECK(expectObject(value, "feeHistory"));
    FeeHistory history;
    const auto fees = value.find("baseFeePerGas");
    const auto ratios = value.find("gasUsedRatio");
    if (fees.type() != json::Type::array || fees.size() == 0 || fees.size() > 1025) {
        return wrong("feeHistory.baseFeePerGas", "an array");
    }
    for (std::size_t i = 0; i < fees.size(); ++i) {
        KOSH_TRY(auto fee, quantity(fees.at(i), "feeHistory.baseFeePerGas"));
        history.baseFees.push_back(fee);
    }
    if (ratios.type() == json::Type::array) {
        for (std::size_t i = 0; i < ratios.size(); ++i) {
            const auto ratio = ratios.at(i);
            if (ratio.type() != json::Type::number && ratio.type() != json::Type::integer) {
                return wrong("feeHistory.gasUsedRatio", "numbers");
            }
            history.gasUsedRatios.push_back(ratio.asDouble());
        }
    }
    const auto rewards = value.find("reward");
    if (rewards.isNull()) return history;
    if (rewards.type() != json::Type::array || rewards.size() != history.gasUsedRatios.size()) {
        return wrong("feeHistory.reward", "an array as long as gasUsedRatio");
    }
    for (std::size_t i = 0; i < rewards.size(); ++i) {
        const auto row = rewards.at(i);
        if (row.type() != json::Type::array || row.size() != percentiles) {
            return wrong("feeHistory.reward", "as many percentiles a block as asked for");
        }
        auto& tips = history.rewards.emplace_back();
        for (std::size_t k = 0; k < row.size(); ++k) {
            KOSH_TRY(auto reward, quantity(row.at(k), "feeHistory.reward"));
            tips.push_back(reward);
        }
    }
    return history;
}

std::string hex(std::uint64_t number) {
    return U256(number).toHex();
}

std::string callObject(const CallRequest& call) {
    std::string text;
    json::Writer writer(text);
    writer.beginObject();
    if (!call.to.isZero()) {
        writer.key("to");
        writer.string(call.to.toString());
    }
    if (!call.data.empty()) {
        writer.key("data");
        writer.string(toHex0x(call.data));
    }
    if (!call.from.isZero()) {
        writer.key("from");
        writer.string(call.from.toString());
    }
    if (!call.value.isZero()) {
        writer.key("value");
        writer.string(call.value.toHex());
    }
    writer.endObject();
    return text;
}

}  // namespace kosh::chain::rpc
