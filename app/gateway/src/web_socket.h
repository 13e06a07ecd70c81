// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// RFC 6455, the server's side; no extensions.
namespace kosh::gateway {

enum class WebSocketOpcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10
};

/// Close codes of RFC 6455, 7.4.1.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    goingAway = 1001,
    protocolError = 1002,
    unsupported = 1003,
    invalidPayload = 1007,
    policy = 1008,
    tooBig = 1009,
    tryAgainLater = 1013
};

/// A whole, unmasked frame.
std::string webSocketFrame(WebSocketOpcode opcode, std::string_view payload);
std::string closeFrame(CloseCode code, std::string_view reason);
/// What answers a Sec-WebSocket-Key; empty when it is not 16 bytes in base 64.
std::string webSocketAccept(std::string_view key);

/// Takes a client's bytes apart into messages.
class WebSocketReader {
public:
    enum class Event : std::uint8_t { none, message, ping, close, failed };
    explicit WebSocketReader(std::size_t maxMessage) : m_maxMessage(maxMessage) {}

    /// Takes from the front of `bytes` up to the next thing that happened.
    Event next(std::string_view& bytes);
    /// Of the last message or ping; until the next call.
    std::string& payload() { return m_payload; }
    CloseCode failure() const { return m_failure; }

private:
    Event failed(CloseCode code);
    /// The head of a frame is complete: what it says is checked.
    Event beginFrame();
    Event endFrame();
    Event endClose();
    std::size_t headSize() const;
    std::size_t m_maxMessage;
    std::string m_head, m_message, m_control, m_payload;
    bool m_isInFrame = false, m_isInMessage = false, m_isFinal = false;
    WebSocketOpcode m_opcode{};
    std::uint64_t m_left = 0;
    std::uint8_t m_mask[4]{};
    std::size_t m_maskAt = 0;
    CloseCode m_failure = CloseCode::protocolError;
};

}  // namespace kosh::gateway
