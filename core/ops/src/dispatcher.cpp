// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/dispatcher.h>

#include "dispatcher_state.h"

#include <boost/asio/this_coro.hpp>

namespace kosh::ops {
namespace {

constexpr Duration kDrainStep = std::chrono::seconds(60);
/// Most answers are smaller and come without a second allocation.
constexpr std::size_t kUsualSize = 480;

std::string responseText(const OperationType& type, const void* response, json::Secrets secrets) {
    std::string text;
    text.reserve(kUsualSize);
    json::Writer writer(text, secrets);
    type.encodeResponse(response, writer);
    return text;
}

class Installed final : public Dispatcher::Installation {
public:
    Installed(std::shared_ptr<Dispatcher::State> state, Handlers handlers)
        : m_state(std::move(state)), m_group(std::make_shared<Group>()) {
        for (auto& [type, handler, answer] : handlers.entries()) {
            Entry& entry = m_state->entryOf(*type);
            KOSH_ASSERT(!entry.isInstalled());
            entry.handler = std::move(handler);
            entry.answer = std::move(answer);
            entry.group = m_group;
            m_entries.push_back(&entry);
        }
    }
    ~Installed() override {
        for (Entry* entry : m_entries) {
            entry->handler = nullptr;
            entry->answer = nullptr;
        }
    }
    Task<> drain() override {
        const std::shared_ptr<Group> group = m_group;
        const async::Executor executor = co_await asio::this_coro::executor;
        group->isDraining = true;
        if (!group->idle) group->idle = std::make_unique<async::Notifier>(executor);
        while (group->inFlight > 0) co_await group->idle->wait(kDrainStep);
        co_return ok();
    }

private:
    std::shared_ptr<Dispatcher::State> m_state;
    std::shared_ptr<Group> m_group;
    std::vector<Entry*> m_entries;
};

}  // namespace

Dispatcher::Dispatcher(const Clock& clock, observe::Observer observer)
    : m_state(std::make_shared<State>(clock, observer)) {}
Dispatcher::~Dispatcher() = default;

void Dispatcher::declare(const std::vector<const OperationType*>& types) {
    for (const OperationType* type : types) {
        m_state->entryOf(*type);
        m_state->declared.push_back(type);
    }
}

std::vector<const OperationType*> Dispatcher::declared() const {
    return m_state->declared;
}

const OperationType* Dispatcher::find(std::string_view name) const {
    const auto found = m_state->byName.find(name);
    return found == m_state->byName.end() ? nullptr : found->second->type;
}

std::unique_ptr<Dispatcher::Installation> Dispatcher::install(Handlers handlers) {
    return std::make_unique<Installed>(m_state, std::move(handlers));
}

void Dispatcher::setJournal(std::shared_ptr<Journal> journal) {
    m_state->journal = std::move(journal);
}

Task<> Dispatcher::dispatch(const OperationType& type, const void* request, void* response,
                            Context context) {
    return m_state->run(type, request, response, std::move(context));
}

Task<std::string> Dispatcher::dispatchJson(std::string name, std::string requestJson,
                                           Context context, json::Secrets secrets) {
    if (requestJson.empty()) requestJson = "{}";
    KOSH_CO_TRY(const auto document, json::Document::parse(requestJson));
    co_return co_await dispatchValue(std::move(name), document.root(), std::move(context), secrets);
}

Task<std::string> Dispatcher::dispatchValue(std::string name, json::Value request, Context context,
                                            json::Secrets secrets) {
    const auto found = m_state->byName.find(name);
    if (found == m_state->byName.end()) {
        co_return fail(ErrorKind::not_found, "ops.unknown",
                       cat("there is no operation \"", name, "\""));
    }
    Entry& entry = *found->second;
    const OperationType& type = *entry.type;
    const auto requestObject = type.makeRequest();
    // Whoever may not call it is not told what it would accept; `dispatch` refuses and records it.
    if (m_state->admit(entry, context)) {
        if (auto decoded = type.decodeRequest(request, requestObject.get()); !decoded) {
            m_state->countError(entry, decoded.error().kind);
            co_return Failure(std::move(decoded).error());
        }
    }
    const auto response = type.makeResponse();
    KOSH_CO_CHECK(co_await dispatch(type, requestObject.get(), response.get(), std::move(context)));
    co_return responseText(type, response.get(), secrets);
}

std::optional<Result<std::string>> Dispatcher::answerNow(const OperationType& type,
                                                         json::Value request,
                                                         const Context& context,
                                                         json::Secrets secrets) {
    Entry* const entry = m_state->find(type);
    if (entry == nullptr || !entry->answer) return std::nullopt;
    auto allowed = m_state->admit(*entry, context);
    const auto requestObject = type.makeRequest();
    if (allowed) allowed = type.decodeRequest(request, requestObject.get());
    if (!allowed) {
        m_state->countError(*entry, allowed.error().kind);
        return Failure(std::move(allowed).error());
    }
    const auto response = type.makeResponse();
    if (auto done = m_state->performNow(*entry, requestObject.get(), response.get(), context);
        !done) {
        return Failure(std::move(done).error());
    }
    return responseText(type, response.get(), secrets);
}

}  // namespace kosh::ops
