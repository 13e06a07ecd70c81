// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_filter.h"
#include "domain/log_range.h"
#include "domain/rpc_values.h"
#include "service.h"

#include <algorithm>
#include <set>

namespace kosh::chain {
namespace {

constexpr std::size_t kMaxLogs = 200'000;
// Some endpoints hang on a large range instead of refusing it.
constexpr int kMaxTimeouts = 3;

struct Piece {
    std::uint64_t from, to;
};

std::string filterJson(const GetLogs& request, Piece piece) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.beginObject();
    writer.key("fromBlock");
    writer.string(rpc::hex(piece.from));
    writer.key("toBlock");
    writer.string(rpc::hex(piece.to));
    writeFilter(writer, request);
    writer.endObject();
    writer.endArray();
    return text;
}

std::pair<std::uint64_t, std::uint64_t> placeOf(const Log& log) {
    return {log.blockNumber, log.logIndex};
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

struct Fetched {
    std::vector<Log> logs;
    std::vector<std::string> endpoints;  ///< One, or all that said the same.
};

RpcReader::Calls callsFor(const GetLogs& request, Piece piece) {
    // Together, so that the block check is of the node that gave the logs.
    return {{"eth_getBlockByNumber", cat("[\"", rpc::hex(piece.to), "\",false]")},
            {"eth_getLogs", filterJson(request, piece)}};
}

Result<std::vector<Log>> logsOf(const GetLogs& request, Piece piece,
                                const RpcReader::Answers& answers) {
    for (const auto& answer : answers) {
        if (!answer) return Failure(answer.error());
    }
    KOSH_TRY(const auto last, rpc::block(answers[0]->result.root()));
    if (!last) {
        return fail(ErrorKind::unavailable, "chain.block_ahead",
                    cat("block ", piece.to, " is not there yet"));
    }
    return checkedLogs(request, piece, answers[1]->result.root(), *last);
}

Task<Fetched> fetchAgreed(RpcReader reader, GetLogs request, Piece piece) {
    KOSH_CO_TRY(auto read, co_await reader.askAgreed<std::vector<Log>>(
                               request.chainId, callsFor(request, piece),
                               [request, piece](const RpcReader::Answers& answers) {
                                   return logsOf(request, piece, answers);
                               },
                               [](const std::vector<Log>& logs) {
                                   auto sorted = logs;
                                   std::ranges::sort(sorted, {}, placeOf);
                                   return json::encodeText(sorted);
                               }));
    co_return Fetched{std::move(read.value), std::move(read.endpoints)};
}

Task<Fetched> fetch(RpcReader reader, GetLogs request, Piece piece) {
    const auto check = [request, piece](const RpcReader::Answers& answers) -> Result<> {
        if (!answers[0] || !answers[1]) return {};
        KOSH_TRY(const auto last, rpc::block(answers[0]->result.root()));
        if (!last) return {};
        KOSH_CHECK(checkedLogs(request, piece, answers[1]->result.root(), *last));
        return {};
    };
    KOSH_CO_TRY(const auto answers,
                co_await reader.askMany(request.chainId, callsFor(request, piece), check));
    KOSH_CO_TRY(auto logs, logsOf(request, piece, answers));
    Fetched fetched{std::move(logs), {RpcReader::endpointOf(answers)}};
    co_return fetched;
}

}  // namespace

Task<GetLogs::Response> ChainService::getLogs(GetLogs request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    KOSH_CO_CHECK(checkFilter(request));
    LogRange range(request.fromBlock, request.toBlock, m_logSizes[request.chainId]);
    GetLogs::Response response;
    std::set<std::string> endpoints;
    int timeouts = 0;
    while (const auto next = range.next()) {
        const Piece piece{next->first, next->second};
        auto fetched = co_await (request.mustAgree ? fetchAgreed(m_reader, request, piece)
                                                   : fetch(m_reader, request, piece));
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
        if (!request.mustAgree) endpoints.clear();
        endpoints.insert(fetched->endpoints.begin(), fetched->endpoints.end());
        std::ranges::move(fetched->logs, std::back_inserter(response.logs));
        if (response.logs.size() > kMaxLogs) {
            co_return invalidField("toBlock", "chain.too_many_logs",
                                   "over 200,000 logs: ask for fewer blocks");
        }
    }
    std::ranges::sort(response.logs, {}, placeOf);
    response.evidence = evidence(*endpoints.begin(), request.toBlock);
    if (request.mustAgree) {
        response.evidence.standing = Standing::agreed;
        response.evidence.agreedBy = {endpoints.begin(), endpoints.end()};
    }
    co_return response;
}

}  // namespace kosh::chain
