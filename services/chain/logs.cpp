// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_range.h"
#include "domain/rpc_values.h"
#include "service.h"

#include <algorithm>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxLogs = 200'000;
constexpr std::size_t kMaxFilter = 1000;
// Some endpoints hang on a large range instead of refusing it.
constexpr int kMaxTimeouts = 3;

struct Piece {
    std::uint64_t from, to;
};

/// What is wanted of each topic, up to the last that matters.
std::vector<const std::vector<Hash256>*> filters(const GetLogs& request) {
    std::vector<const std::vector<Hash256>*> all{&request.topics, &request.topics1,
                                                 &request.topics2};
    while (!all.empty() && all.back()->empty()) all.pop_back();
    return all;
}

std::string filterJson(const GetLogs& request, Piece piece) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.beginObject();
    writer.key("fromBlock");
    writer.string(rpc::hex(piece.from));
    writer.key("toBlock");
    writer.string(rpc::hex(piece.to));
    if (!request.addresses.empty()) {
        writer.key("address");
        json::encode(request.addresses, writer);
    }
    if (const auto topics = filters(request); !topics.empty()) {
        writer.key("topics");
        writer.beginArray();
        for (const auto* list : topics) {
            if (list->empty()) {
                writer.null();
            } else {
                json::encode(*list, writer);
            }
        }
        writer.endArray();
    }
    writer.endObject();
    writer.endArray();
    return text;
}

template <typename T>
bool isWanted(const std::vector<T>& wanted, const T& value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

bool isMatching(const GetLogs& request, const Log& log) {
    const auto topics = filters(request);
    for (std::size_t i = 0; i < topics.size(); ++i) {
        if (topics[i]->empty()) continue;
        if (i >= log.topics.size() || !isWanted(*topics[i], log.topics[i])) return false;
    }
    return isWanted(request.addresses, log.address);
}

/// Logs that were asked for, of a range whose last block is the one the same endpoint shows.
Result<std::vector<Log>> checkedLogs(const GetLogs& request, Piece piece, json::Value value,
                                     const Block& last) {
    KOSH_TRY(auto list, rpc::logs(value, "logs"));
    for (const auto& log : list) {
        const bool isInRange = log.blockNumber >= piece.from && log.blockNumber <= piece.to;
        const bool isOfBlock = log.blockNumber != last.number || log.blockHash == last.hash;
        if (!isInRange || !isMatching(request, log) || !isOfBlock) {
            return fail(ErrorKind::unavailable, "rpc.shape", "logs: others than asked for");
        }
    }
    return list;
}

Result<> checkFilter(const GetLogs& request) {
    if (request.fromBlock > request.toBlock) {
        return invalidField("toBlock", "chain.block_range", "toBlock is below fromBlock");
    }
    const bool isTooLong = std::ranges::any_of(
        filters(request), [](const auto* list) { return list->size() > kMaxFilter; });
    if (request.addresses.size() > kMaxFilter || isTooLong) {
        return invalidField("addresses", "chain.filter", "at most 1,000 addresses and topics");
    }
    return {};
}

struct Fetched {
    std::vector<Log> logs;
    std::string endpoint;
};

Task<Fetched> fetch(RpcReader reader, GetLogs request, Piece piece) {
    // Together, so that the block check is of the node that gave the logs.
    RpcReader::Calls calls{{"eth_getBlockByNumber", cat("[\"", rpc::hex(piece.to), "\",false]")},
                           {"eth_getLogs", filterJson(request, piece)}};
    const auto check = [request, piece](const RpcReader::Answers& answers) -> Result<> {
        if (!answers[0] || !answers[1]) return {};
        KOSH_TRY(const auto last, rpc::block(answers[0]->result.root()));
        if (!last) return {};
        KOSH_CHECK(checkedLogs(request, piece, answers[1]->result.root(), *last));
        return {};
    };
    KOSH_CO_TRY(const auto answers,
                co_await reader.askMany(request.chainId, std::move(calls), check));
    for (const auto& answer : answers) {
        if (!answer) co_return Failure(answer.error());
    }
    KOSH_CO_TRY(const auto last, rpc::block(answers[0]->result.root()));
    if (!last) {
        co_return fail(ErrorKind::unavailable, "chain.block_ahead",
                       cat("block ", piece.to, " is not there yet"));
    }
    KOSH_CO_TRY(auto logs, checkedLogs(request, piece, answers[1]->result.root(), *last));
    co_return Fetched{std::move(logs), RpcReader::endpointOf(answers)};
}

}  // namespace

Task<GetLogs::Response> ChainService::getLogs(GetLogs request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    KOSH_CO_CHECK(checkFilter(request));
    LogRange range(request.fromBlock, request.toBlock, m_logSizes[request.chainId]);
    GetLogs::Response response;
    std::string endpoint;
    int timeouts = 0;
    while (const auto next = range.next()) {
        auto fetched = co_await fetch(m_reader, request, Piece{next->first, next->second});
        if (!fetched) {
            const auto& error = fetched.error();
            const bool isRefusal = error.key == "chain.rpc";
            const bool isHang = error.key == "chain.unavailable" && ++timeouts < kMaxTimeouts;
            const auto data = error.details.find("data");
            const auto hint =
                cat(error.message, " ", data == error.details.end() ? "" : data->second);
            if ((isRefusal || isHang) && range.refused(hint)) {
                m_logSizes[request.chainId] = range.known();
                continue;
            }
            co_return Failure(error);
        }
        range.succeeded();
        m_logSizes[request.chainId] = range.known();
        endpoint = std::move(fetched->endpoint);
        std::ranges::move(fetched->logs, std::back_inserter(response.logs));
        if (response.logs.size() > kMaxLogs) {
            co_return invalidField("toBlock", "chain.too_many_logs",
                                   "over 200,000 logs: ask for fewer blocks");
        }
    }
    std::ranges::sort(response.logs, {},
                      [](const Log& log) { return std::pair{log.blockNumber, log.logIndex}; });
    response.evidence = evidence(std::move(endpoint), request.toBlock);
    co_return response;
}

}  // namespace kosh::chain
