// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/runtime/runtime.h>

#include <boost/asio/signal_set.hpp>

#include <csignal>

namespace kosh::runtime {

struct Signals::State {
    State(const async::Executor& executor, std::function<void(int signal)> stop,
          std::function<void()> reload)
        : set(executor, SIGINT, SIGTERM),
          hangUps(executor),
          onStop(std::move(stop)),
          onReload(std::move(reload)) {}

    static void waitForHangUp(std::shared_ptr<State> state) {
        auto& set = state->hangUps;
        set.async_wait([state = std::move(state)](boost::system::error_code error, int) {
            if (error || state->isClosed) return;
            state->onReload();
            waitForHangUp(state);
        });
    }

    // While it lives, a further signal is caught and kept, and ends nothing.
    asio::signal_set set, hangUps;
    std::function<void(int signal)> onStop;
    std::function<void()> onReload;
    bool isClosed = false;
};

Signals::Signals(async::Executor executor, std::function<void(int signal)> onStop,
                 std::function<void()> onReload)
    : m_state(std::make_shared<State>(executor, std::move(onStop), std::move(onReload))) {
    std::signal(SIGPIPE, SIG_IGN);
    // Else a limit on file sizes would end the process instead of failing the write.
    std::signal(SIGXFSZ, SIG_IGN);
    m_state->set.async_wait([state = m_state](boost::system::error_code error, int signal) {
        if (!error && !state->isClosed) state->onStop(signal);
    });
    if (!m_state->onReload) return;
    m_state->hangUps.add(SIGHUP);
    State::waitForHangUp(m_state);
}

Signals::~Signals() {
    m_state->isClosed = true;
    m_state->set.cancel();
    m_state->hangUps.cancel();
}

}  // namespace kosh::runtime
