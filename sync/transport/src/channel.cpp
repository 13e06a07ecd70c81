// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/channel.h"

#include <kosh/base/bytes.h>
#include <kosh/transport/qt_socket_client.h>

#include <utility>

#include "src/socket_link.h"

namespace kosh::transport {

void Channel::attach(SocketLink* link) {
    const std::scoped_lock lock(m_mutex);
    m_link = link;
}

Error Channel::error(ErrorKind kind, const char* key, std::string_view what) const {
    return {kind, key, cat(m_host, ' ', what), {{"host", m_host}}};
}

std::optional<Error> Channel::refusal() {
    auto admitted = m_hosts.admit(m_host, m_purpose);
    if (admitted) return std::nullopt;
    return std::move(admitted).error();
}

void Channel::send(const std::string& text) {
    if (auto refused = refusal()) {
        end(*std::move(refused));
        return;
    }
    {
        // Held while posting: the link goes on another thread.
        const std::scoped_lock lock(m_mutex);
        if (m_end || !m_link) return;
        QMetaObject::invokeMethod(
            m_link,
            [link = m_link, message = QString::fromStdString(text)] { link->transmit(message); },
            Qt::QueuedConnection);
    }
    m_hosts.recordUse(m_host, text.size(), 0);
}

void Channel::receive(Received done) {
    std::unique_lock lock(m_mutex);
    if (m_waiting.empty() && !m_end) {
        m_reader = std::move(done);
        return;
    }
    Result<std::string> result = Failure(m_end.value_or(Error{}));
    if (!m_waiting.empty()) {
        result = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= result->size();
    }
    lock.unlock();
    done(std::move(result));
}

void Channel::close() {
    end(error(ErrorKind::unavailable, "net.interrupted", "was hung up on"));
}

void Channel::deliver(std::string text) {
    m_hosts.recordBytes(m_host, text.size());
    if (auto refused = refusal()) {
        end(*std::move(refused));
        return;
    }
    std::unique_lock lock(m_mutex);
    if (m_end) return;
    if (m_reader) {
        auto reader = std::exchange(m_reader, nullptr);
        lock.unlock();
        reader(std::move(text));
        return;
    }
    const bool isFull = m_waiting.size() >= QtSocketClient::kMaxWaiting ||
                        m_waitingBytes + text.size() > QtSocketClient::kMaxWaitingBytes;
    if (!isFull) {
        m_waitingBytes += text.size();
        m_waiting.push_back(std::move(text));
    }
    lock.unlock();
    if (isFull) {
        end(error(ErrorKind::unavailable, "net.too_large", "sent more messages than can be read"));
    }
}

void Channel::end(Error why) {
    std::unique_lock lock(m_mutex);
    if (m_link) {
        QMetaObject::invokeMethod(
            m_link, [link = m_link] { link->hangUp(); }, Qt::QueuedConnection);
    }
    if (m_end) return;
    m_end = why;
    auto reader = std::exchange(m_reader, nullptr);
    lock.unlock();
    if (reader) reader(Failure(std::move(why)));
}

}  // namespace kosh::transport
