// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/rpc_pool.h>

#include <functional>

namespace kosh::chain {

/// An answer that was read and found to be of the right shape.
template <typename T>
struct Read {
    T value{};
    std::string endpoint;
};

/// A value that several endpoints gave alike.
template <typename T>
struct Agreed {
    T value{};
    std::vector<std::string> endpoints;
};

/// Asks the pool and checks the answer; an endpoint whose answer has another shape is set aside and
/// the next one is asked. A value: copies share the pool, which outlives them.
class RpcReader {
public:
    using Calls = std::vector<std::pair<std::string, std::string>>;
    using Answers = std::vector<Result<RpcAnswer>>;

    explicit RpcReader(RpcPool& pool) : m_pool(&pool) {}
    RpcPool& pool() const { return *m_pool; }

    template <typename T>
    Task<Read<T>> ask(ChainId chainId, std::string method, std::string params,
                      std::function<Result<T>(json::Value)> parse) const {
        return askOf<T>(m_pool, chainId, std::move(method), std::move(params), std::move(parse));
    }

    /// `check` sees all answers of one endpoint and fails with `rpc.shape` when they cannot be
    /// true.
    Task<Answers> askMany(ChainId chainId, Calls calls,
                          std::function<Result<>(const Answers&)> check) const {
        return askManyOf(m_pool, chainId, std::move(calls), std::move(check));
    }

    /// Two endpoints must say the same, as `textOf` shows it: `chain.disagreement` otherwise.
    template <typename T>
    Task<Agreed<T>> askAgreed(ChainId chainId, Calls calls,
                              std::function<Result<T>(const Answers&)> parse,
                              std::function<std::string(const T&)> textOf) const {
        return askAgreedOf<T>(m_pool, chainId, std::move(calls), std::move(parse),
                              std::move(textOf));
    }

private:
    static constexpr int kAttempts = 4;

    static Failure disagreement(const std::vector<std::string>& endpoints, const std::string& first,
                                const std::string& second) {
        constexpr std::size_t kShown = 120;
        return fail(ErrorKind::unavailable, "chain.disagreement",
                    cat(endpoints[0], " and ", endpoints[1], " do not say the same"),
                    {{"first", cat(endpoints[0], ": ", first.substr(0, kShown))},
                     {"second", cat(endpoints[1], ": ", second.substr(0, kShown))}});
    }

    template <typename T>
    static Task<Agreed<T>> askAgreedOf(RpcPool* pool, ChainId chainId, Calls calls,
                                       std::function<Result<T>(const Answers&)> parse,
                                       std::function<std::string(const T&)> textOf) {
        Error last;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            KOSH_CO_TRY(const auto each, co_await pool->batchOfEach(chainId, calls, 2));
            std::vector<T> values;
            Agreed<T> agreed;
            for (const auto& answers : each) {
                auto value = parse(answers);
                agreed.endpoints.push_back(endpointOf(answers));
                if (value) {
                    values.push_back(*std::move(value));
                    continue;
                }
                last = std::move(value).error();
                if (last.key != "rpc.shape") co_return Failure(last);
                pool->reject(chainId, agreed.endpoints.back(),
                             cat(calls.front().first, ": ", last.message));
            }
            if (values.size() < each.size()) continue;
            const auto first = textOf(values[0]), second = textOf(values[1]);
            if (first != second) co_return disagreement(agreed.endpoints, first, second);
            agreed.value = std::move(values[0]);
            co_return agreed;
        }
        co_return Failure(unavailable(chainId, last));
    }

    static Error unavailable(ChainId chainId, const Error& last) {
        return {ErrorKind::unavailable,
                "chain.unavailable",
                cat("no endpoint of chain ", chainId, " gave a usable answer: ", last.message),
                {{"chainId", std::to_string(chainId)}, {"reason", last.message}}};
    }

    template <typename T>
    static Task<Read<T>> askOf(RpcPool* pool, ChainId chainId, std::string method,
                               std::string params, std::function<Result<T>(json::Value)> parse) {
        Error last;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            KOSH_CO_TRY(const auto answer, co_await pool->request(chainId, method, params));
            auto value = parse(answer.result.root());
            if (value) co_return Read<T>{*std::move(value), answer.endpoint};
            last = std::move(value).error();
            pool->reject(chainId, answer.endpoint, cat(method, ": ", last.message));
        }
        co_return Failure(unavailable(chainId, last));
    }

    static Task<Answers> askManyOf(RpcPool* pool, ChainId chainId, Calls calls,
                                   std::function<Result<>(const Answers&)> check) {
        Error last;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            KOSH_CO_TRY(auto answers, co_await pool->batch(chainId, calls));
            const auto checked = check(answers);
            if (checked) co_return answers;
            last = checked.error();
            pool->reject(chainId, endpointOf(answers),
                         cat(calls.front().first, ": ", last.message));
        }
        co_return Failure(unavailable(chainId, last));
    }

public:
    /// The endpoint a batch came from, be its answers results or errors.
    static std::string endpointOf(const Answers& answers) {
        for (const auto& answer : answers) {
            if (answer) return answer->endpoint;
            const auto found = answer.error().details.find("endpoint");
            if (found != answer.error().details.end()) return found->second;
        }
        return {};
    }

private:
    RpcPool* m_pool;
};

}  // namespace kosh::chain
