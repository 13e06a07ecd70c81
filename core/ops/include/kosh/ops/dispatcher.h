// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/node.h>

#include <optional>
#include <unordered_map>

namespace kosh::ops {

using ErasedHandler = std::function<Task<>(const void* request, void* response, Context context)>;
using ErasedAnswer =
    std::function<Result<>(const void* request, void* response, const Context& context)>;

/// The handlers a module contributes. The object must outlive them.
class Handlers {
public:
    template <Operation Op, typename Object>
    void add(Object& object, Task<typename Op::Response> (Object::*method)(Op, Context)) {
        const auto handler = [&object, method](const void* request, void* response,
                                               Context context) {
            return invoke<Op>(object, method, *static_cast<const Op*>(request),
                              static_cast<typename Op::Response*>(response), std::move(context));
        };
        m_entries.push_back({&typeOf<Op>(), handler, {}});
    }
    /// A query that waits for nothing: a plain function, which costs no coroutine.
    template <Operation Op, typename Object>
    void add(Object& object,
             Result<typename Op::Response> (Object::*method)(const Op&, const Context&)) {
        static_assert(Op::kInfo.kind == Kind::query);
        const auto answer = [&object, method](const void* request, void* response,
                                              const Context& context) -> Result<> {
            auto result = (object.*method)(*static_cast<const Op*>(request), context);
            if (!result) return Failure(std::move(result).error());
            *static_cast<typename Op::Response*>(response) = *std::move(result);
            return {};
        };
        m_entries.push_back({&typeOf<Op>(), {}, answer});
    }

    struct Entry {
        const OperationType* type;
        ErasedHandler handler;
        ErasedAnswer answer;  ///< One of the two.
    };
    std::vector<Entry>& entries() { return m_entries; }

private:
    template <Operation Op, typename Object>
    static Task<> invoke(Object& object, Task<typename Op::Response> (Object::*method)(Op, Context),
                         Op request, typename Op::Response* response, Context context) {
        auto result = co_await (object.*method)(std::move(request), std::move(context));
        if (!result) co_return Failure(std::move(result).error());
        *response = *std::move(result);
        co_return ok();
    }
    std::vector<Entry> m_entries;
};

/// What the dispatcher records of commands: audit rows and first results under idempotency keys.
/// Implemented over the store (StoreJournal); absent while the vault is locked.
class Journal {
public:
    struct Command {
        std::string operation, subject, session, address, idempotencyKey, traceId, requestHash;
        std::string requestJson;   ///< Secrets redacted.
        std::string responseJson;  ///< Empty on failure and where a secret must not be kept.
        std::string errorKey;      ///< Empty on success.
        Timestamp at;
        Duration duration{};
    };
    struct Earlier {
        std::string requestHash;
        std::string responseJson;   ///< Empty: it cannot be given again.
        bool isUnfinished = false;  ///< Begun, and no outcome known.
    };
    virtual ~Journal() = default;
    /// Notes that a command under a key begins. Durable no later than anything that is written
    /// after the call: the handler need not wait for it.
    virtual Task<> begin(Command command) = 0;
    /// What is known under this key, if anything.
    virtual Task<std::optional<Earlier>> find(std::string operation, std::string subject,
                                              std::string key) = 0;
    /// The outcome. Durable when it returns.
    virtual Task<> record(Command command) = 0;
};

/// The single choke point: authorisation, deadline, trace, metrics, audit, idempotency happen here
/// and nowhere else. Errors it adds: `ops.unknown`, `ops.forbidden`, `ops.unauthenticated`,
/// `ops.deadline`, `ops.idempotency_conflict`, `ops.idempotency_not_replayable`,
/// `ops.outcome_unknown`, `ops.draining`, `ops.exception`, and `vault.locked` (precondition) for an
/// operation that is declared but has no handler now. README.md says what each concern does.
/// Thread: core.
class Dispatcher {
public:
    Dispatcher(const Clock& clock, observe::Observer observer);
    ~Dispatcher();

    /// Declares operation types (the composition list): names for the gateway, the CLI and
    /// `vault.locked`.
    void declare(const std::vector<const OperationType*>& types);
    std::vector<const OperationType*> declared() const;
    const OperationType* find(std::string_view name) const;

    /// Handlers answer until the token goes; `drain` waits for calls in flight first.
    class Installation {
    public:
        virtual ~Installation() = default;
        virtual Task<> drain() = 0;
    };
    std::unique_ptr<Installation> install(Handlers handlers);

    void setJournal(std::shared_ptr<Journal> journal);  ///< Null removes it.

    Task<> dispatch(const OperationType& type, const void* request, void* response,
                    Context context);
    /// For transports: decodes, dispatches, gives the response as JSON. `revealed` only to the
    /// owner's own socket.
    Task<std::string> dispatchJson(std::string name, std::string requestJson, Context context,
                                   json::Secrets secrets);
    /// The same for a request that is parsed already; its document must outlive the call.
    Task<std::string> dispatchValue(std::string name, json::Value request, Context context,
                                    json::Secrets secrets);

    /// The same at once, for a query whose handler waits for nothing; none for any other.
    std::optional<Result<std::string>> answerNow(const OperationType& type, json::Value request,
                                                 const Context& context, json::Secrets secrets);

    struct State;  ///< Implementation.

private:
    std::shared_ptr<State> m_state;
};

}  // namespace kosh::ops
