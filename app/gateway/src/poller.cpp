// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "poller.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace kosh::gateway {
namespace {

/// Begins to load what a watcher is made of: with thousands of them it lies in far memory.
void fetch(const void* watcher) {
    constexpr std::size_t kSize = 768, kLine = 64;
    const auto* const from = static_cast<const char*>(watcher);
    for (std::size_t at = 0; at < kSize; at += kLine) __builtin_prefetch(from + at, 1);
}

}  // namespace

bool Poller::open() {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    boost::system::error_code failed;
    if (epoll >= 0) m_epoll.assign(epoll, failed);
    if (epoll < 0 || failed) return false;
    wait();
    return true;
}

void Poller::close() {
    boost::system::error_code ignored;
    m_epoll.close(ignored);
}

bool Poller::add(int socket, Watcher& watcher) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &watcher;
    return ::epoll_ctl(m_epoll.native_handle(), EPOLL_CTL_ADD, socket, &event) == 0;
}

void Poller::remove(const Watcher& watcher) {
    for (auto& event : std::span(m_events).first(m_count)) {
        if (event.data.ptr == &watcher) event.data.ptr = nullptr;
    }
    for (auto* const list : {&m_unsettled, &m_settling}) {
        const auto isIt = [&watcher](const Watcher* one) { return one == &watcher; };
        std::ranges::replace_if(*list, isIt, nullptr);
    }
}

void Poller::settleLater(Watcher& watcher) {
    m_unsettled.push_back(&watcher);
    if (m_isTurn || m_isPosted) return;
    m_isPosted = true;
    asio::post(m_epoll.get_executor(), [self = shared_from_this()] {
        self->m_isPosted = false;
        self->settleAll();
    });
}

void Poller::wait() {
    const auto goOn = [self = shared_from_this()] {
        if (!self->m_epoll.is_open()) return;
        self->takeTurn();
        self->wait();
    };
    if (std::chrono::steady_clock::now() < m_lingersUntil) {
        asio::post(m_epoll.get_executor(), goOn);
        return;
    }
    m_epoll.async_wait(asio::posix::stream_descriptor::wait_read, [goOn](const auto& failed) {
        if (!failed) goOn();
    });
}

void Poller::takeTurn() {
    const int count = ::epoll_wait(m_epoll.native_handle(), m_events.data(), kTurn, 0);
    m_count = static_cast<std::size_t>(std::max(count, 0));
    if (m_count > 0 && m_canLinger) {
        m_lingersUntil = std::chrono::steady_clock::now() + kLinger;
    }
    m_isTurn = true;
    for (const auto& event : std::span(m_events).first(m_count)) fetch(event.data.ptr);
    for (std::size_t i = 0; i < m_count; ++i) {
        auto* const watcher = static_cast<Watcher*>(m_events.at(i).data.ptr);
        if (watcher == nullptr) continue;
        constexpr auto kEnding = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
        const auto what = m_events.at(i).events;
        watcher->ready((what & (EPOLLIN | kEnding)) != 0, (what & (EPOLLOUT | kEnding)) != 0,
                       (what & kEnding) != 0);
    }
    m_count = 0;
    m_isTurn = false;
    settleAll();
}

void Poller::settleAll() {
    // Who asks again meanwhile has its turn after the others'.
    std::swap(m_unsettled, m_settling);
    for (std::size_t i = 0; i < m_settling.size(); ++i) {
        if (m_settling[i] != nullptr) std::exchange(m_settling[i], nullptr)->settle();
    }
    m_settling.clear();
}

}  // namespace kosh::gateway
