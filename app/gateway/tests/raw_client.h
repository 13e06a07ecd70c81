// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/test/fakes.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>

namespace kosh::app {

inline sockaddr_un addressOf(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
    return address;
}

/// A peer that sends what it likes.
class RawClient {
public:
    explicit RawClient(const std::string& path) : m_socket(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        const auto address = addressOf(path);
        m_isConnected =
            ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(m_socket); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool isConnected() const { return m_isConnected; }
    /// False when the other side closed before it was all sent.
    bool send(std::string_view text) {
        while (!text.empty()) {
            const auto sent = ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// What comes until `end` is in it or the other side closes.
    std::string receive(std::string_view end = {}) {
        std::string text;
        while (end.empty() || text.find(end) == std::string::npos) {
            pollfd waiting{m_socket, POLLIN, 0};
            if (::poll(&waiting, 1, 30'000) <= 0) test::giveUp("the server did not answer");
            char buffer[4096];
            const auto got = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (got <= 0) break;
            text.append(buffer, static_cast<std::size_t>(got));
        }
        return text;
    }

private:
    int m_socket;
    bool m_isConnected = false;
};

inline std::string post(std::string_view body, std::string_view path = "/rpc",
                        std::string_view verb = "POST") {
    return cat(verb, " ", path, " HTTP/1.1\r\nHost: kosh\r\nContent-Type: application/json\r\n",
               "Content-Length: ", body.size(), "\r\n\r\n", body);
}

}  // namespace kosh::app
