// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/base/u256.h>
#include <kosh/json/json.h>
#include <kosh/net/http_client.h>
#include <kosh/net/web_socket.h>

#include <functional>
#include <map>
#include <mutex>

namespace kosh::test {

/// Hosts whose answers a test writes: they can fail, lie, stall and reorder. Used on the core
/// thread only, but for `seen`.
class FakeHttp final : public net::HttpClient {
public:
    using Answer = std::function<Result<net::HttpResponse>(const net::HttpRequest&)>;

    void on(std::string host, Answer answer) { m_hosts[std::move(host)] = std::move(answer); }

    Task<net::HttpResponse> send(net::HttpRequest request) override {
        const auto start = request.url.find("://") + 3;
        const auto authority = request.url.substr(start, request.url.find('/', start) - start);
        const auto host = authority.substr(authority.find('@') + 1);
        {
            const std::lock_guard lock(m_mutex);
            m_seen.emplace_back(host, request.body);
        }
        KOSH_CO_CHECK(co_await async::sleep(std::chrono::microseconds(1)));
        co_return m_hosts.at(host)(request);
    }

    /// Bodies sent to a host that hold `text`.
    int seen(std::string_view host, std::string_view text = "") const {
        const std::lock_guard lock(m_mutex);
        int count = 0;
        for (const auto& [where, body] : m_seen)
            count += where == host && body.find(text) != body.npos;
        return count;
    }

private:
    std::map<std::string, Answer> m_hosts;
    mutable std::mutex m_mutex;
    std::vector<std::pair<std::string, std::string>> m_seen;
};

/// Takes no connection: for tests that speak HTTP only.
class FakeSockets final : public net::SocketClient {
public:
    Task<std::unique_ptr<net::WebSocket>> open(net::SocketRequest) override {
        co_return fail(ErrorKind::unavailable, "net.connect", "refused");
    }
};

inline net::HttpResponse http(int status, std::string body,
                              std::vector<std::pair<std::string, std::string>> headers = {}) {
    return {status, std::move(headers), std::move(body)};
}

/// A well-behaved node: eth_chainId is answered, everything else by `answer`, which gives the
/// members after the id: `"result":"0x1"` or `"error":{…}`. Batches are answered in reverse order.
inline FakeHttp::Answer node(std::uint64_t chainId,
                             std::function<std::string(std::string method)> answer) {
    return [=](const net::HttpRequest& request) -> Result<net::HttpResponse> {
        const auto document = json::Document::parse(request.body);
        const auto one = [&](json::Value call) {
            std::int64_t id = 0;
            call.find("id").toInt64(id);
            const std::string method(call.find("method").asString());
            const auto members = method == "eth_chainId"
                                     ? cat("\"result\":\"", U256(chainId).toHex(), "\"")
                                     : answer(method);
            return cat("{\"jsonrpc\":\"2.0\",\"id\":", id, ",", members, "}");
        };
        const auto root = document->root();
        if (root.type() == json::Type::object) return http(200, one(root));
        std::string body;
        for (std::size_t i = root.size(); i > 0; --i)
            body += cat(body.empty() ? "" : ",", one(root.at(i - 1)));
        return http(200, cat("[", body, "]"));
    };
}

}  // namespace kosh::test
