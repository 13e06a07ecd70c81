// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>
#include <kosh/transport/host_registry.h>

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace kosh::transport {

class SocketLink;

/// What one WebSocket said and was told, between the network thread, where the socket lives, and
/// whoever talks over it. Thread-safe; counts and admits for the list of hosts.
class Channel {
public:
    using Received = std::move_only_function<void(Result<std::string>)>;

    Channel(HostRegistry& hosts, std::string host, std::string purpose)
        : m_hosts(hosts), m_host(std::move(host)), m_purpose(std::move(purpose)) {}

    const std::string& host() const { return m_host; }
    /// Null when it goes.
    void attach(SocketLink* link);
    void send(const std::string& text);
    void receive(Received done);
    void close();

    /// By the link: a message came.
    void deliver(std::string text);
    /// No more will come. Only the first reason counts.
    void end(Error why);
    Error error(ErrorKind kind, const char* key, std::string_view what) const;

private:
    std::optional<Error> refusal();

    HostRegistry& m_hosts;
    const std::string m_host, m_purpose;
    std::mutex m_mutex;
    SocketLink* m_link = nullptr;
    std::deque<std::string> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::optional<Error> m_end;
    Received m_reader;
};

}  // namespace kosh::transport
