// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/dispatcher.h>
#include <kosh/test/fakes.h>

#include <future>
#include <stdexcept>

/// A small service with one operation for each thing the dispatcher has to deal with.
namespace kosh::probe {

struct Get {
    static constexpr ops::Info kInfo{"probe.get", ops::Kind::query, "probe:read",
                                     "GET",       "/probe/{value}", "Twice a number"};
    struct Response {
        std::int64_t doubled = 0;
        std::string traceId;
        static constexpr auto fields() {
            return std::tuple{json::required("doubled", &Response::doubled, "twice the value"),
                              json::optional("traceId", &Response::traceId, "trace of the call")};
        }
    };
    std::int64_t value = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("value", &Get::value, "a number", -1000, 1000)};
    }
};

struct Pay {
    static constexpr ops::Info kInfo{"probe.pay", ops::Kind::command, "probe:write",
                                     "POST",      "/probe/payments",  "Pays"};
    struct Response {
        std::int64_t receipt = 0;
        U256 amount;
        static constexpr auto fields() {
            return std::tuple{
                json::required("receipt", &Response::receipt, "number of the payment"),
                json::required("amount", &Response::amount, "what was paid")};
        }
    };
    U256 amount;
    static constexpr auto fields() {
        return std::tuple{json::required("amount", &Pay::amount, "what to pay")};
    }
};

/// Its whole effect is one transaction.
struct Post {
    static constexpr ops::Info kInfo{
        "probe.post", ops::Kind::command, "probe:write", "POST", "/probe/posts", "Posts", 1, false,
        true};
    using Response = Pay::Response;
    U256 amount;
    static constexpr auto fields() {
        return std::tuple{json::required("amount", &Post::amount, "what to post")};
    }
};

struct Unseal {
    static constexpr ops::Info kInfo{"probe.unseal", ops::Kind::command, "probe:write",
                                     "POST",         "/probe/unseal",    "Shows a secret"};
    struct Response {
        SharedSecret secret;
        static constexpr auto fields() {
            return std::tuple{json::required("secret", &Response::secret, "the secret")};
        }
    };
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{json::required("passphrase", &Unseal::passphrase, "the passphrase")};
    }
};

struct Open {
    static constexpr ops::Info kInfo{"probe.open",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "/probe/open",
                                     "Opens; again changes nothing",
                                     1,
                                     true};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

struct Throw {
    static constexpr ops::Info kInfo{"probe.throw", ops::Kind::query, "",
                                     "GET",         "/probe/throw",   "Throws"};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

struct Hang {
    static constexpr ops::Info kInfo{"probe.hang", ops::Kind::query, "",
                                     "GET",        "/probe/hang",    "Answers when the gate opens"};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

class Service {
public:
    explicit Service(async::Executor executor) : m_gate(std::move(executor)) {}

    ops::Handlers handlers() {
        ops::Handlers handlers;
        handlers.add<Get>(*this, &Service::get);
        handlers.add<Pay>(*this, &Service::pay);
        handlers.add<Unseal>(*this, &Service::unseal);
        handlers.add<Open>(*this, &Service::open);
        handlers.add<Throw>(*this, &Service::throwUp);
        handlers.add<Hang>(*this, &Service::hang);
        return handlers;
    }

    Task<Get::Response> get(Get request, ops::Context context) {
        ++calls;
        if (request.value == 13) {
            co_return fail(ErrorKind::not_found, "probe.unlucky", "there is no \"13\"",
                           {{"value", "13"}});
        }
        co_return Get::Response{request.value * 2, context.trace.traceIdHex()};
    }
    Task<Pay::Response> pay(Pay request, ops::Context) {
        ++calls;
        ++waiting;
        while (isGateClosed) co_await m_gate.wait(test::kDeadline);
        --waiting;
        if (isBroke) co_return fail(ErrorKind::precondition, "probe.broke", "no money left");
        co_return Pay::Response{++receipts, request.amount};
    }
    Task<Unseal::Response> unseal(Unseal, ops::Context) {
        ++calls;
        co_return Unseal::Response{SharedSecret::fromText("buried treasure")};
    }
    Task<ops::Nothing> open(Open, ops::Context) {
        ++calls;
        co_return ops::Nothing{};
    }
    Task<ops::Nothing> throwUp(Throw, ops::Context) {
        throw std::runtime_error("file 17 is odd");
        co_return ops::Nothing{};
    }
    Task<ops::Nothing> hang(Hang, ops::Context) {
        ++waiting;
        while (isGateClosed) co_await m_gate.wait(test::kDeadline);
        --waiting;
        ++finished;
        co_return ops::Nothing{};
    }
    void openGate() {
        isGateClosed = false;
        m_gate.notifyAll();
    }

    int calls = 0, waiting = 0, finished = 0;
    std::int64_t receipts = 0;
    bool isGateClosed = false, isBroke = false;

private:
    async::Notifier m_gate;
};

/// A journal in memory that can be told to fail.
class MemoryJournal final : public ops::Journal {
public:
    Task<std::optional<Earlier>> find(std::string operation, std::string subject,
                                      std::string key) override {
        if (isFailing) co_return fail(ErrorKind::unavailable, "store.failed", "no disk");
        for (const Command& row : rows) {
            if (row.errorKey.empty() && row.operation == operation && row.subject == subject &&
                row.idempotencyKey == key) {
                co_return Earlier{row.requestHash, row.responseJson};
            }
        }
        co_return std::nullopt;
    }
    Task<> begin(Command command) override {
        if (isFailing) co_return fail(ErrorKind::unavailable, "store.failed", "no disk");
        if (cannotBegin) co_return fail(ErrorKind::unavailable, "store.busy", "no room");
        begun.push_back(std::move(command));
        co_return ok();
    }
    Task<> record(Command command) override {
        if (isFailing) co_return fail(ErrorKind::unavailable, "store.failed", "no disk");
        rows.push_back(std::move(command));
        co_return ok();
    }

    std::vector<Command> rows, begun;
    bool isFailing = false, cannotBegin = false;
};

inline ops::Context contextOf(std::string subject, std::set<std::string, std::less<>> scopes) {
    return {std::make_shared<const ops::Principal>(
        ops::Principal{std::move(subject), std::move(scopes)})};
}

/// Starts `task` on the core thread; the future has its result.
template <typename T>
Task<> keepIn(Task<T> task, std::shared_ptr<std::promise<Result<T>>> promise) {
    promise->set_value(co_await std::move(task));
    co_return ok();
}
template <typename T>
std::future<Result<T>> begin(test::CoreLoop& core, Task<T> task) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    async::spawn(core.executor(), keepIn<T>(std::move(task), promise),
                 [](const Error& error) { test::giveUp(error.message); });
    return future;
}

}  // namespace kosh::probe
