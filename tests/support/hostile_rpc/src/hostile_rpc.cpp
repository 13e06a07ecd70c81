// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/test/hostile_rpc.h"

#include "src/state.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>

namespace kosh::test {
namespace {

using StatePtr = std::shared_ptr<HostileRpc::State>;

asio::awaitable<void> acceptLoop(StatePtr state) {
    auto& acceptor = *state->acceptor;
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        auto shared = std::make_shared<Tcp::socket>(std::move(socket));
        state->sockets.insert(shared);
        asio::co_spawn(state->io, serve(state, shared),
                       [state, shared](std::exception_ptr) { state->sockets.erase(shared); });
    }
}

void listen(const StatePtr& state) {
    const Tcp::endpoint where(asio::ip::address_v4::loopback(), state->port);
    state->acceptor = std::make_unique<Tcp::acceptor>(state->io, where, true);
    state->port = state->acceptor->local_endpoint().port();
    asio::co_spawn(state->io, acceptLoop(state), asio::detached);
}

void closeAll(const StatePtr& state) {
    boost::system::error_code ignored;
    if (state->acceptor) state->acceptor->close(ignored);
    for (const auto& push : state->pushes) push->close();
    for (const auto& socket : state->sockets) socket->close(ignored);
}

template <typename F>
void onThread(const StatePtr& state, F work) {
    std::promise<void> done;
    asio::post(state->io, [&] {
        work();
        done.set_value();
    });
    done.get_future().wait();
}

}  // namespace

HostileRpc::HostileRpc(std::shared_ptr<SimChain> chain)
    : m_state(std::make_shared<State>(std::move(chain))) {
    listen(m_state);
    m_state->thread = std::thread([state = m_state] {
        const auto guard = asio::make_work_guard(state->io);
        state->io.run();
    });
    m_state->chain->onBlock([weak = std::weak_ptr(m_state)](std::uint64_t number) {
        const auto state = weak.lock();
        if (!state) return;
        asio::post(state->io, [weak, number] {
            const auto alive = weak.lock();
            if (!alive) return;
            for (const auto& push : alive->pushes) push->newBlock(number);
        });
    });
}

HostileRpc::~HostileRpc() {
    onThread(m_state, [this] { closeAll(m_state); });
    m_state->io.stop();
    m_state->thread.join();
    m_state->sockets.clear();
    m_state->pushes.clear();
}

std::string HostileRpc::host() const {
    return cat("127.0.0.1:", m_state->port);
}
std::string HostileRpc::url() const {
    return cat("http://", host());
}
std::string HostileRpc::webSocketUrl() const {
    return cat("ws://", host());
}

void HostileRpc::behave(Mode mode, std::string method) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->now.mode = mode;
    m_state->now.method = std::move(method);
}
void HostileRpc::behaveAll() {
    const std::scoped_lock lock(m_state->mutex);
    m_state->now = {};
}
void HostileRpc::setLies(Lies lies) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->now.lies = std::move(lies);
}
void HostileRpc::setDelay(std::chrono::milliseconds delay) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->now.delay = delay;
}
void HostileRpc::setRetryAfter(int seconds) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->now.retryAfter = seconds;
}
void HostileRpc::down() {
    onThread(m_state, [this] { closeAll(m_state); });
}
void HostileRpc::up() {
    onThread(m_state, [this] { listen(m_state); });
}
void HostileRpc::dropSockets() {
    onThread(m_state, [this] {
        for (const auto& push : m_state->pushes) push->close();
    });
}

int HostileRpc::requests(std::string_view method) const {
    const std::scoped_lock lock(m_state->mutex);
    int sum = 0;
    for (const auto& [name, count] : m_state->counts) {
        if (method.empty() || name == method) sum += count;
    }
    return sum;
}
int HostileRpc::sockets() const {
    return m_state->openPushes;
}
std::uint64_t HostileRpc::bytesSent() const {
    return m_state->bytesSent;
}

}  // namespace kosh::test
