// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "fanout_client.h"

#include "bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace kosh::bench {
namespace {

constexpr int kPatienceMs = 20'000;

/// One client: the handshake, then nothing but counting.
struct Client {
    int socket = -1;
    bool isOpen = false;
    std::string head;        ///< Of the handshake, until it is whole.
    std::size_t ignore = 0;  ///< Bytes of the answer to the greeting.
    std::size_t bytes = 0;
};

int connectTo(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        test::giveUp("fan-out: nobody listens");
    }
    return socket;
}

void sendAll(int socket, std::string_view text) {
    if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(text.size())) {
        test::giveUp("fan-out: the server does not read");
    }
}

/// Bytes of `text` that belong to events; the handshake and the greeting's answer are taken off.
std::size_t eventBytes(Client& client, std::string_view text, const std::string& greeting) {
    if (!client.isOpen) {
        client.head.append(text);
        const auto end = client.head.find("\r\n\r\n");
        if (end == std::string::npos) return 0;
        if (client.head.find(" 101 ") == std::string::npos) test::giveUp(client.head);
        client.isOpen = true;
        text = text.substr(text.size() - (client.head.size() - end - 4));
        if (!greeting.empty()) {
            sendAll(client.socket, greeting);
            client.ignore = 1;
        }
    }
    if (client.ignore == 1 && text.size() >= 2) {
        // A short text frame: its size stands in the second byte.
        client.ignore = 0;
        text.remove_prefix(
            std::min<std::size_t>(2U + (static_cast<unsigned char>(text[1]) & 0x7fU), text.size()));
    }
    return text.size();
}

}  // namespace

std::string clientFrame(const std::string& text) {
    std::string frame = "\x81";
    frame += static_cast<char>(0x80 | text.size());
    return frame + std::string(4, '\0') + text;
}

FanoutResult countFrames(std::uint16_t port, const std::string& request,
                         const std::string& greeting, std::size_t clients, std::size_t messages,
                         std::size_t payload) {
    const std::size_t frame = payload + (payload < 126 ? 2 : 4);
    const int epoll = ::epoll_create1(0);
    std::vector<Client> all(clients);
    for (std::size_t i = 0; i < clients; ++i) {
        all[i].socket = connectTo(port);
        sendAll(all[i].socket, request);
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = i;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &wanted);
    }
    std::size_t total = 0, open = clients;
    const std::size_t everything = clients * messages * frame;
    SteadyClock::time_point first{}, last{};
    std::array<epoll_event, 512> events;
    std::vector<char> buffer(1 << 18);
    while (open > 0 && total < everything) {
        const int ready = ::epoll_wait(epoll, events.data(), events.size(), kPatienceMs);
        if (ready <= 0) break;
        for (int i = 0; i < ready; ++i) {
            Client& client = all[events[static_cast<std::size_t>(i)].data.u64];
            const auto got = ::read(client.socket, buffer.data(), buffer.size());
            if (got <= 0) {
                ::epoll_ctl(epoll, EPOLL_CTL_DEL, client.socket, nullptr);
                --open;
                continue;
            }
            const auto bytes =
                eventBytes(client, {buffer.data(), static_cast<std::size_t>(got)}, greeting);
            if (bytes == 0) continue;
            last = SteadyClock::now();
            if (total == 0) first = last;
            client.bytes += bytes;
            total += bytes;
        }
    }
    std::size_t frames = 0;
    for (const Client& client : all) {
        frames += client.bytes / frame;
        ::close(client.socket);
    }
    ::close(epoll);
    return {frames, std::chrono::duration<double>(last - first).count()};
}

}  // namespace kosh::bench
