// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/runtime/runtime.h>

#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace kosh::runtime {

struct Signals::State {
    State(async::Executor executor, std::function<void(int signal)> stop)
        : set(std::move(executor), SIGINT, SIGTERM), onStop(std::move(stop)) {}

    // While it lives, a further signal is caught and kept, and ends nothing.
    asio::signal_set set;
    std::function<void(int signal)> onStop;
    bool isClosed = false;
};

Signals::Signals(async::Executor executor, std::function<void(int signal)> onStop)
    : m_state(std::make_shared<State>(std::move(executor), std::move(onStop))) {
    std::signal(SIGPIPE, SIG_IGN);
    // Else a limit on file sizes would end the process instead of failing the write.
    std::signal(SIGXFSZ, SIG_IGN);
    m_state->set.async_wait([state = m_state](boost::system::error_code error, int signal) {
        if (!error && !state->isClosed) state->onStop(signal);
    });
}

Signals::~Signals() {
    m_state->isClosed = true;
    m_state->set.cancel();
}

}  // namespace kosh::runtime
