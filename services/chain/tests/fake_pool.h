// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/chain/rpc_pool.h>
#include <kosh/crypto/hash.h>

#include <functional>
#include <map>
#include <set>

namespace kosh::chain {

/// A chain in memory behind the pool's port. What it does not know answers "method not found"; a
/// test overrides methods with JSON texts or errors. Core thread only.
class FakePool final : public RpcPool {
public:
    using Answer = std::function<Result<std::string>(const std::string& params)>;
    std::map<std::string, Answer> answers;
    std::map<std::string, Result<ChainId>> probes;
    std::map<ChainId, std::vector<Endpoint>> configured;
    std::vector<Audience> audiences;
    std::map<std::string, Answer> secondAnswers;  ///< What the endpoint "second" says otherwise.
    std::vector<std::string> rejected, asked;
    std::vector<Subscriber> subscribers;  ///< Every one ever, its parameters in `subscribed`.
    std::vector<std::string> subscribed;
    int subscriptionsOver = 0;
    int checkUps = 0;
    std::optional<Error> down;
    bool isStalled = false;

    FakePool() { mine(1, 'a'); }

    /// Adds blocks whose hashes depend on the branch's name.
    void mine(int count, char branch) {
        for (; count > 0; --count) {
            m_hashes.push_back(crypto::keccak256(asBytes(cat(m_hashes.size(), branch))));
        }
    }
    void cut(std::size_t count) { m_hashes.resize(m_hashes.size() - count); }
    std::uint64_t head() const { return m_hashes.size() - 1; }
    Hash256 hashAt(std::size_t number) const { return m_hashes.at(number); }
    std::string block(std::size_t number) const {
        return cat("{\"number\":\"", U256(number).toHex(), "\",\"hash\":\"",
                   m_hashes.at(number).toString(), "\",\"parentHash\":\"",
                   (number ? m_hashes.at(number - 1) : Hash256{}).toString(),
                   "\",\"timestamp\":\"0x64\",\"baseFeePerGas\":\"0x7\",\"gasLimit\":\"0x1c9c380\","
                   "\"gasUsed\":\"0x0\"}");
    }

    static Failure rpc(int code, std::string message, std::string data = {}) {
        return fail(ErrorKind::precondition, "chain.rpc", message,
                    {{"code", std::to_string(code)},
                     {"message", message},
                     {"data", data},
                     {"endpoint", "fake"}});
    }

    void configure(ChainId chainId, std::vector<Endpoint> endpoints) override {
        configured[chainId] = std::move(endpoints);
    }
    Task<RpcAnswer> request(ChainId, std::string method, std::string params) override {
        while (isStalled) KOSH_CO_CHECK(co_await async::sleep(std::chrono::milliseconds(5)));
        co_return answer(method, params);
    }
    Task<std::vector<Result<RpcAnswer>>> batch(
        ChainId, std::vector<std::pair<std::string, std::string>> calls) override {
        std::vector<Result<RpcAnswer>> results;
        if (down) co_return Failure(*down);
        for (const auto& [method, params] : calls) results.push_back(answer(method, params));
        co_return results;
    }
    Task<std::vector<RpcAnswers>> batchOfEach(
        ChainId, std::vector<std::pair<std::string, std::string>> calls,
        std::size_t count) override {
        std::vector<RpcAnswers> each(count);
        if (down) co_return Failure(*down);
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) answers.swap(secondAnswers);
            for (const auto& [method, params] : calls) {
                each[i].push_back(answer(method, params, i == 0 ? "fake" : "second"));
            }
            if (i > 0) answers.swap(secondAnswers);
        }
        co_return each;
    }
    Task<> checkUp(ChainId) override {
        ++checkUps;
        co_return ok();
    }
    Task<RpcAnswer> requestAll(ChainId chainId, std::string method, std::string params,
                               Audience audience) override {
        audiences.push_back(audience);
        return request(chainId, std::move(method), std::move(params));
    }
    Task<Subscription> subscribe(ChainId, std::string params, Subscriber subscriber) override {
        subscribed.push_back(std::move(params));
        subscribers.push_back(std::move(subscriber));
        co_return Subscription(this, [this](void*) { ++subscriptionsOver; });
    }
    /// Tells the latest subscriber.
    void push(const std::string& json) {
        subscribers.back().onPush({*json::Document::parse(json), "fake"});
    }
    Task<ChainId> probe(std::string url) override {
        const auto found = probes.find(url);
        if (found == probes.end()) co_return 31337;
        co_return found->second;
    }
    void reject(ChainId, std::string, std::string reason) override {
        rejected.push_back(std::move(reason));
    }
    std::vector<EndpointStatus> status(ChainId chainId) const override {
        std::vector<EndpointStatus> list;
        const auto found = configured.find(chainId);
        if (found != configured.end()) list.resize(found->second.size());
        return list;
    }

private:
    Result<RpcAnswer> answer(const std::string& method, const std::string& params,
                             std::string endpoint = "fake") {
        asked.push_back(method + params);
        if (down) return Failure(*down);
        KOSH_TRY(const auto text, textOf(method, params));
        KOSH_TRY(auto document, json::Document::parse(text));
        return RpcAnswer{std::move(document), std::move(endpoint)};
    }
    Result<std::string> textOf(const std::string& method, const std::string& params) {
        if (const auto found = answers.find(method); found != answers.end())
            return found->second(params);
        if (method == "eth_blockNumber") return cat("\"", U256(head()).toHex(), "\"");
        if (method != "eth_getBlockByNumber") return rpc(-32601, "method not found");
        if (params.starts_with("[\"latest\"")) return block(head());
        if (params.starts_with("[\"finalized\"")) return rpc(-39001, "unknown block");
        const auto number = U256::parse(params.substr(2, params.find('"', 2) - 2)).value().low64();
        return number <= head() ? block(number) : "null";
    }
    std::vector<Hash256> m_hashes;
};

}  // namespace kosh::chain
