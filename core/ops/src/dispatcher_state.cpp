// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "dispatcher_state.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <exception>

namespace kosh::ops {
namespace {

/// Spans: every command, failure and call from this duration on, and one query in `kSpanEvery`.
constexpr auto kSlow = std::chrono::milliseconds(10);
constexpr std::uint32_t kSpanEvery = 64;
/// The longest time a timer is armed for; deadlines beyond are as good as none.
constexpr Duration kLongestWait = std::chrono::hours(24);

bool hasSecret(const json::Schema& schema) {
    if (schema.kind == json::Schema::Kind::secret) return true;
    for (const auto& element : schema.element) {
        if (hasSecret(element)) return true;
    }
    for (const auto& member : schema.members) {
        if (hasSecret(member.schema)) return true;
    }
    return false;
}

Failure deadlinePassed(const Entry& entry) {
    return fail(ErrorKind::deadline, "ops.deadline",
                cat(entry.type->info.name, " did not finish in the time it was given"));
}

/// A call that may outlive its caller: it owns what it works on.
struct Race {
    std::shared_ptr<void> request;
    std::shared_ptr<void> response;
    std::optional<Result<>> result;
    std::optional<async::Notifier> finished;  ///< Once somebody waits: most calls end at once.
};

Task<> settle(std::shared_ptr<Dispatcher::State> state, Entry& entry, std::shared_ptr<Race> race,
              Context context, observe::Current current) {
    observe::setCurrent(current);
    race->result = co_await state->perform(entry, race->request.get(), race->response.get(),
                                           std::move(context));
    if (race->finished) race->finished->notifyAll();
    co_return ok();
}

/// Rate-limit units from which an operation is slow by nature: key stretching, whole backups.
constexpr int kCostly = 10;
/// What services/system promises of operations that wait for nothing.
constexpr auto kPromised = std::chrono::milliseconds(200);

bool isOwnFault(ErrorKind kind) {
    return kind == ErrorKind::internal || kind == ErrorKind::unavailable ||
           kind == ErrorKind::deadline;
}

}  // namespace

Dispatcher::State::State(const Clock& wallAndSteady, observe::Observer observing)
    : clock(wallAndSteady),
      observer(observing),
      total(observer.metrics.counter("kosh_operations_total", "Operations")),
      failed(observer.metrics.counter("kosh_operations_failed_total",
                                      "Operations that failed by the node's own fault")),
      slow(observer.metrics.counter("kosh_operations_slow_total",
                                    "Quick operations that took over 200 ms")) {}

Entry& Dispatcher::State::entryOf(const OperationType& type) {
    auto& slot = entries[&type];
    if (slot) return *slot;
    const observe::Metrics::Labels labels{{"operation", std::string(type.info.name)}};
    slot.reset(new Entry{
        &type,
        hasSecret(type.requestSchema()) || hasSecret(type.responseSchema()),
        type.info.cost >= kCostly ||
            std::ranges::any_of(type.requestSchema().members,
                                [](const auto& member) { return member.name == "timeoutMs"; }),
        {},
        {},
        {},
        observer.metrics.histogram("kosh_operation_seconds", "Time an operation took", labels),
        observer.metrics.gauge("kosh_operations_in_flight", "Calls at work", labels)});
    const bool isNew = byName.emplace(type.info.name, slot.get()).second;
    KOSH_ASSERT(isNew);
    return *slot;
}

Entry* Dispatcher::State::find(const OperationType& type) {
    const auto found = entries.find(&type);
    return found == entries.end() ? nullptr : found->second.get();
}

Result<> Dispatcher::State::admit(const Entry& entry, const Context& context) const {
    const Info& info = entry.type->info;
    if (!info.scope.empty()) {
        if (!context.principal) {
            return fail(ErrorKind::unauthenticated, "ops.unauthenticated",
                        cat(info.name, " needs somebody who is signed in"));
        }
        if (!context.principal->has(info.scope)) {
            return fail(ErrorKind::forbidden, "ops.forbidden",
                        cat(info.name, " needs the scope ", info.scope),
                        {{"scope", std::string(info.scope)}});
        }
    }
    if (!entry.isInstalled()) {
        return fail(ErrorKind::precondition, "vault.locked",
                    cat(info.name, " needs the vault to be unlocked"));
    }
    if (entry.group->isDraining) {
        return fail(ErrorKind::unavailable, "ops.draining",
                    cat(info.name, " is being shut down and takes no new calls"));
    }
    if (context.deadline != std::chrono::steady_clock::time_point::max() &&
        context.deadline <= clock.steady()) {
        return deadlinePassed(entry);
    }
    return {};
}

Task<> Dispatcher::State::run(const OperationType& type, const void* request, void* response,
                              Context context) {
    Entry* const entry = find(type);
    if (entry == nullptr) {
        co_return fail(ErrorKind::not_found, "ops.unknown",
                       cat("there is no operation ", type.info.name, " here"));
    }
    if (auto admitted = admit(*entry, context); !admitted) {
        countError(*entry, admitted.error().kind);
        const bool isAttempt = admitted.error().kind == ErrorKind::forbidden &&
                               type.info.kind == Kind::command && journal;
        if (isAttempt) {
            Journal::Command record = recordOf(*entry, request, context);
            record.errorKey = admitted.error().key;
            static_cast<void>(co_await audit(std::move(record)));
        }
        co_return admitted;
    }
    if (!entry->answer && context.deadline != std::chrono::steady_clock::time_point::max()) {
        co_return co_await performBefore(*entry, request, response, std::move(context));
    }
    co_return co_await perform(*entry, request, response, std::move(context));
}

Task<> Dispatcher::State::perform(Entry& entry, const void* request, void* response,
                                  Context context) {
    if (entry.answer) co_return performNow(entry, request, response, std::move(context));
    const InFlight inFlight(entry);
    const Running call = begin(entry, context);
    Result<> result;
    try {
        if (entry.type->info.kind == Kind::command) {
            result = co_await command(entry, request, response, std::move(context));
        } else {
            result = co_await entry.handler(request, response, std::move(context));
        }
    } catch (const std::exception& thrown) {
        result = Failure(exceptionError(entry, call.trace, thrown.what()));
    } catch (...) {
        result = Failure(exceptionError(entry, call.trace, "not a std::exception"));
    }
    finish(entry, call, result);
    co_return result;
}

Result<> Dispatcher::State::performNow(Entry& entry, const void* request, void* response,
                                       Context context) {
    const InFlight inFlight(entry);
    const Running call = begin(entry, context);
    Result<> result;
    try {
        result = entry.answer(request, response, context);
    } catch (const std::exception& thrown) {
        result = Failure(exceptionError(entry, call.trace, thrown.what()));
    } catch (...) {
        result = Failure(exceptionError(entry, call.trace, "not a std::exception"));
    }
    finish(entry, call, result);
    return result;
}

Task<> Dispatcher::State::performBefore(Entry& entry, const void* request, void* response,
                                        Context context) {
    const async::Executor executor = co_await asio::this_coro::executor;
    const auto left = std::chrono::duration_cast<Duration>(context.deadline - clock.steady());
    const OperationType& type = *entry.type;
    auto race = std::make_shared<Race>(type.copyRequest(request), type.makeResponse());
    async::spawn(executor,
                 settle(shared_from_this(), entry, race, std::move(context), observe::current()),
                 [](const Error&) {});
    if (!race->result) {
        race->finished.emplace(executor);
        co_await race->finished->wait(std::min(left, kLongestWait));
    }
    if (!race->result) {
        countError(entry, ErrorKind::deadline);
        co_return deadlinePassed(entry);
    }
    if (*race->result) type.moveResponse(race->response.get(), response);
    co_return *race->result;
}

Error Dispatcher::State::exceptionError(const Entry& entry, const observe::Trace& trace,
                                        std::string_view what) {
    observer.log.write(
        observe::Level::error, "ops", "an operation threw", trace,
        {{"operation", std::string(entry.type->info.name)}, {"what", std::string(what)}});
    return {ErrorKind::internal, "ops.exception",
            cat(entry.type->info.name, " failed by a defect of Kosh")};
}

void Dispatcher::State::countError(Entry& entry, ErrorKind kind) {
    auto& counter = entry.errors.at(static_cast<std::size_t>(kind));
    if (counter == nullptr) {
        counter = &observer.metrics.counter("kosh_operation_errors_total", "Operations that failed",
                                            {{"operation", std::string(entry.type->info.name)},
                                             {"kind", std::string(kosh::toString(kind))}});
    }
    counter->add();
    if (isOwnFault(kind)) failed.add();
}

bool Dispatcher::State::isSampled(const Entry& entry, const observe::Trace& parent) {
    if (parent.isSet() && observe::current().samples(parent)) return true;
    if (entry.type->info.kind == Kind::command) return true;
    if (++queriesSinceSpan < kSpanEvery) return false;
    queriesSinceSpan = 0;
    return true;
}

Dispatcher::State::Running Dispatcher::State::begin(const Entry& entry, Context& context) {
    const observe::Trace parent = context.trace;
    context.trace = parent.isSet() ? observe::childOf(parent) : observe::newTrace();
    const Running call{parent, context.trace, observe::current(), isSampled(entry, parent),
                       clock.steady()};
    observe::setCurrent({call.trace, call.isSampled});
    return call;
}

void Dispatcher::State::finish(Entry& entry, const Running& call, const Result<>& result) {
    // Whoever called under this trace records its span too.
    observe::Current outer = call.outer;
    if (call.isSampled && outer.trace.traceId == call.trace.traceId) outer.isSampled = true;
    observe::setCurrent(outer);
    const auto took = clock.steady() - call.at;
    entry.latency.observe(took);
    total.add();
    if (took > kPromised && !entry.mayTakeLong) slow.add();
    if (!result) countError(entry, result.error().kind);
    if (result && !call.isSampled && took < kSlow) return;
    const auto duration = std::chrono::duration_cast<Duration>(took);
    observer.tracer.record({call.trace, call.parent.spanId, std::string(entry.type->info.name),
                            clock.now() - duration, duration,
                            result ? std::string() : result.error().key});
}

}  // namespace kosh::ops
