// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/classify.h"
#include "src/pool_state.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>

namespace kosh::chain_rpc {
namespace {

constexpr Duration kDefaultRateLimitPause = std::chrono::seconds(1);

void noteHeads(Endpoint& endpoint, const std::vector<Call>& calls,
               const std::vector<Reply>& replies) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (!replies[i]) continue;
        const auto root = replies[i]->root();
        if (calls[i].method == "eth_blockNumber") {
            if (const auto head = quantity(root)) endpoint.setHead(*head);
        } else if (calls[i].method == "eth_getBlockByNumber" &&
                   calls[i].paramsJson.starts_with("[\"latest\"")) {
            if (const auto head = quantity(root.find("number"))) endpoint.setHead(*head);
        }
    }
}

void noteMethods(Endpoint& endpoint, const std::vector<Call>& calls,
                 const std::vector<Reply>& replies) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
        endpoint.setMethod(calls[i].method, replies[i] || !isMethodMissing(replies[i].error()));
    }
}

std::string describe(std::string_view key) {
    using Pair = std::pair<std::string_view, std::string_view>;
    constexpr std::array kTexts{Pair{"net.connect", "cannot be reached"},
                                Pair{"net.tls", "does not prove its identity (TLS)"},
                                Pair{"net.timeout", "did not answer in time"},
                                Pair{"net.too_large", "answered more than is accepted"},
                                Pair{"net.interrupted", "broke off its answer"},
                                Pair{"net.busy", "too many requests of this node are under way"},
                                Pair{"net.host_disabled", "switched off among the outbound hosts"}};
    const auto found = std::ranges::find(kTexts, key, &Pair::first);
    return std::string(found == kTexts.end() ? key : found->second);
}

/// The client's message may name the URL, and with it a key.
Error shown(Error error) {
    if (error.key.starts_with("net.")) error.message = describe(error.key);
    return error;
}

std::string purposeOf(chain::ChainId chainId) {
    return cat("chain ", chainId, " endpoint");
}

Task<net::HttpResponse> post(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId,
                             std::string body, PoolOptions::Patience patience) {
    net::HttpRequest request;
    request.url = endpoint->url();
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = std::move(body);
    request.timeout = patience.request;
    request.maxResponseBytes = pool->options.maxResponseBytes;
    request.purpose = purposeOf(chainId);
    const auto begun = pool->clock.steady();
    auto response = co_await pool->http.send(std::move(request));
    if (!response) {
        co_return Failure(shown(std::move(response).error()));
    }
    if (response->body.size() > pool->options.maxResponseBytes) {
        co_return fail(ErrorKind::unavailable, "net.too_large", describe("net.too_large"));
    }
    endpoint->measured(std::chrono::duration_cast<Duration>(pool->clock.steady() - begun),
                       patience.hedge);
    if (response->status == 429) {
        endpoint->rateLimited(retryAfter(*response, kDefaultRateLimitPause));
    }
    if (auto failure = httpFailure(*response)) co_return Failure(*std::move(failure));
    co_return std::move(*response);
}

/// A connection that stands, the present one or a new one.
Task<LinePtr> connected(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId) {
    auto line = endpoint->line();
    const auto patience = pool->options.light;
    if (!line || line->isOver()) {
        const async::Executor executor = co_await asio::this_coro::executor;
        line = std::make_shared<Line>(executor, pool->limits());
        endpoint->setLine(line);
        net::SocketRequest request{endpoint->url(), patience.request,
                                   pool->options.maxResponseBytes, purposeOf(chainId)};
        async::spawn(executor, Line::run(line, pool->sockets, std::move(request)),
                     [line](const Error& error) { line->end(error); });
    }
    auto opened = co_await line->opened(patience.request);
    if (!opened) co_return Failure(shown(std::move(opened).error()));
    co_return line;
}

/// To the endpoint and back: over `line`, or by HTTP when there is none.
Task<json::Document> carry(PoolPtr pool, EndpointPtr endpoint, LinePtr line, chain::ChainId chainId,
                           Line::Question question, PoolOptions::Patience patience) {
    if (!line) {
        KOSH_CO_TRY(const auto response,
                    co_await post(pool, endpoint, chainId, std::move(question.body), patience));
        co_return parseAnswer(response.body, pool->limits());
    }
    const auto begun = pool->clock.steady();
    auto answer = co_await line->ask(std::move(question), patience.request);
    if (!answer) co_return Failure(shown(std::move(answer).error()));
    endpoint->measured(std::chrono::duration_cast<Duration>(pool->clock.steady() - begun),
                       patience.hedge);
    co_return answer;
}

Task<Reply> sendOne(PoolPtr pool, EndpointPtr endpoint, LinePtr line, chain::ChainId chainId,
                    Call call) {
    const auto id = pool->nextId++;
    const auto patience = pool->patienceFor({&call, 1});
    KOSH_CO_TRY(const auto answer, co_await carry(pool, endpoint, std::move(line), chainId,
                                                  {encodeRequest(call, id), id, 1}, patience));
    co_return decodeReply(answer.root(), id, pool->limits());
}

Task<std::vector<Reply>> sendBatch(PoolPtr pool, EndpointPtr endpoint, LinePtr line,
                                   chain::ChainId chainId, std::vector<Call> calls) {
    const auto firstId = pool->nextId;
    pool->nextId += static_cast<std::int64_t>(calls.size());
    const auto patience = pool->patienceFor(calls);
    KOSH_CO_TRY(const auto answer,
                co_await carry(pool, endpoint, std::move(line), chainId,
                               {encodeBatch(calls, firstId), firstId, calls.size()}, patience));
    co_return decodeBatch(answer.root(), firstId, calls.size(), pool->limits());
}

Task<std::vector<Reply>> sendCalls(PoolPtr pool, EndpointPtr endpoint, LinePtr line,
                                   chain::ChainId chainId, std::vector<Call> calls, bool isBatch) {
    std::vector<Reply> replies;
    while (replies.size() < calls.size()) {
        const auto begin = calls.begin() + static_cast<std::ptrdiff_t>(replies.size());
        const auto size =
            std::min(isBatch ? endpoint->batchLimit() : 1, calls.size() - replies.size());
        if (size == 1) {
            KOSH_CO_TRY(auto reply, co_await sendOne(pool, endpoint, line, chainId, *begin));
            replies.push_back(std::move(reply));
            continue;
        }
        std::vector<Call> chunk(begin, begin + static_cast<std::ptrdiff_t>(size));
        auto part = co_await sendBatch(pool, endpoint, line, chainId, std::move(chunk));
        if (!part && part.error().key == "rpc.batch_refused") {
            endpoint->shrinkBatch(size);
            continue;
        }
        if (!part) co_return Failure(std::move(part).error());
        std::ranges::move(*part, std::back_inserter(replies));
    }
    co_return replies;
}

/// A connection that stands where the endpoint is a socket, else none.
Task<LinePtr> lineTo(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId) {
    if (!endpoint->isSocket()) co_return LinePtr{};
    co_return co_await connected(pool, endpoint, chainId);
}

Task<chain::ChainId> askChainIdOver(PoolPtr pool, EndpointPtr endpoint, LinePtr line,
                                    chain::ChainId purpose) {
    KOSH_CO_TRY(const auto reply, co_await sendOne(pool, endpoint, std::move(line), purpose,
                                                   Call{"eth_chainId", "[]"}));
    if (!reply && verdictOf(reply.error(), "eth_chainId") == Verdict::rateLimited) {
        endpoint->rateLimited(kDefaultRateLimitPause);
        co_return fail(ErrorKind::rate_limited, "rpc.rate_limited", "too many requests");
    }
    if (!reply) {
        co_return fail(ErrorKind::unavailable, "rpc.garbage",
                       "refuses eth_chainId: " + reply.error().message);
    }
    const auto id = quantity(reply->root());
    if (!id) co_return fail(ErrorKind::unavailable, "rpc.garbage", "eth_chainId gives no number");
    co_return *id;
}

/// What is asked afterwards goes over the line that this gives: behind another one there may be
/// another node.
Task<LinePtr> verify(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId) {
    KOSH_CO_TRY(auto line, co_await lineTo(pool, endpoint, chainId));
    if (endpoint->isVerified() && endpoint->line() == line) co_return line;
    KOSH_CO_TRY(const auto actual, co_await askChainIdOver(pool, endpoint, line, chainId));
    if (actual != chainId) {
        co_return fail(ErrorKind::unavailable, "rpc.wrong_chain",
                       cat("answers for chain ", actual, " instead of ", chainId));
    }
    endpoint->setVerified(line);
    co_return line;
}

Task<std::vector<Reply>> verifyAndSend(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId,
                                       std::vector<Call> calls, bool isBatch) {
    KOSH_CO_TRY(auto line, co_await verify(pool, endpoint, chainId));
    co_return co_await sendCalls(pool, endpoint, std::move(line), chainId, std::move(calls),
                                 isBatch);
}

/// Says how it went: to the breaker, the lists and whoever watches.
void settle(const PoolPtr& pool, Endpoint& endpoint, Endpoint::Permit permit,
            chain::ChainId chainId, const std::string& before, const std::vector<Call>& calls,
            const Result<std::vector<Reply>>& replies) {
    bool isLimited = false;
    if (replies) {
        permit.succeeded();
        noteHeads(endpoint, calls, *replies);
        noteMethods(endpoint, calls, *replies);
        isLimited = verdictOf(*replies, calls) == Verdict::rateLimited;
        if (isLimited) endpoint.rateLimited(kDefaultRateLimitPause);
    } else if (replies.error().key == "rpc.rate_limited") {
        isLimited = true;
        // Being busy is no defect: the breaker stays closed, the pause set with the answer goes on.
        permit.succeeded();
    } else {
        permit.failed(replies.error());
        if (replies.error().key == "rpc.wrong_chain") {
            endpoint.refuse(replies.error().message, pool->options.setAside);
        }
    }
    if (isLimited) {
        pool->observer.metrics
            .counter("kosh_rpc_rate_limited_total", "JSON-RPC exchanges an endpoint limited",
                     {{"chain", std::to_string(chainId)}, {"endpoint", endpoint.label()}})
            .add();
    }
    pool->report(chainId, endpoint, before);
}

/// The line is kept from before the question: another one would hear none of the pushes.
Task<Subscribed> verifyAndSubscribe(PoolPtr pool, EndpointPtr endpoint, chain::ChainId chainId,
                                    Call call, Line::Listener listener) {
    KOSH_CO_TRY(const auto line, co_await verify(pool, endpoint, chainId));
    const auto id = pool->nextId++;
    Line::Question question{encodeRequest(call, id), id, 1, std::move(listener)};
    auto answer = co_await line->ask(std::move(question), pool->options.light.request);
    if (!answer) co_return Failure(shown(std::move(answer).error()));
    KOSH_CO_TRY(auto reply, decodeReply(answer->root(), id, pool->limits()));
    co_return Subscribed{std::move(reply), line};
}

}  // namespace

std::optional<std::uint64_t> quantity(json::Value value) {
    if (value.type() != json::Type::string || !value.asString().starts_with("0x")) return {};
    const auto parsed = U256::parse(value.asString());
    if (!parsed || !parsed->fitsU64()) return {};
    return parsed->low64();
}

Task<chain::ChainId> askChainId(PoolPtr pool, EndpointPtr endpoint, chain::ChainId purpose) {
    KOSH_CO_TRY(auto line, co_await lineTo(pool, endpoint, purpose));
    co_return co_await askChainIdOver(pool, endpoint, std::move(line), purpose);
}

Task<std::vector<Reply>> exchange(PoolPtr pool, EndpointPtr endpoint, Endpoint::Permit permit,
                                  chain::ChainId chainId, std::vector<Call> calls, bool isBatch) {
    const std::string before(endpoint->state());
    const observe::Part part(pool->observer.tracer, pool->clock);
    const auto begun = pool->clock.steady();
    auto replies = co_await verifyAndSend(pool, endpoint, chainId, calls, isBatch);
    pool->observer.metrics
        .histogram("kosh_rpc_seconds", "Time of JSON-RPC exchanges, failed ones too",
                   {{"chain", std::to_string(chainId)}, {"endpoint", endpoint->label()}})
        .observe(pool->clock.steady() - begun);
    if (part.isWanted(!replies)) {
        part.record(cat("rpc ", calls.size() == 1 ? calls.front().method : std::string("batch"),
                        ' ', endpoint->label(), ' ', chainId),
                    replies ? std::string() : replies.error().key);
    }
    settle(pool, *endpoint, std::move(permit), chainId, before, calls, replies);
    co_return replies;
}

Task<Subscribed> subscribeAt(PoolPtr pool, EndpointPtr endpoint, Endpoint::Permit permit,
                             chain::ChainId chainId, std::string paramsJson,
                             Line::Listener listener) {
    const std::string before(endpoint->state());
    std::vector<Call> calls;
    calls.push_back({"eth_subscribe", std::move(paramsJson)});
    auto subscribed =
        co_await verifyAndSubscribe(pool, endpoint, chainId, calls.front(), std::move(listener));
    Result<std::vector<Reply>> replies = std::vector<Reply>{};
    if (subscribed) {
        replies->push_back(std::move(subscribed->reply));
    } else {
        replies = Failure(subscribed.error());
    }
    settle(pool, *endpoint, std::move(permit), chainId, before, calls, replies);
    if (subscribed) subscribed->reply = std::move(replies->front());
    co_return subscribed;
}

}  // namespace kosh::chain_rpc
