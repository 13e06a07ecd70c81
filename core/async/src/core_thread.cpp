// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <pthread.h>

#include <thread>

namespace kosh::async {

struct CoreThread::State {
    asio::io_context loop{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
    std::thread thread;
};

CoreThread::CoreThread() : m_state(std::make_unique<State>()) {}

CoreThread::~CoreThread() {
    KOSH_ASSERT(!isThisThread());
    stop();
    if (m_state->thread.joinable()) m_state->thread.join();
}

Executor CoreThread::executor() const {
    return m_state->loop.get_executor();
}

void CoreThread::start() {
    KOSH_ASSERT(!m_state->thread.joinable());
    m_state->thread = std::thread([loop = &m_state->loop] {
        pthread_setname_np(pthread_self(), "kosh-core");
        loop->run();
    });
}

void CoreThread::runInThisThread() {
    m_state->loop.run();
}

void CoreThread::stop() {
    m_state->loop.stop();
}

bool CoreThread::isThisThread() const {
    return m_state->loop.get_executor().running_in_this_thread();
}

}  // namespace kosh::async
