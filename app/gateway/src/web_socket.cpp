// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "web_socket.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace kosh::gateway {
namespace {

constexpr std::size_t kMaxControl = 125;
constexpr std::size_t kKeyBytes = 16;

std::string base64(const unsigned char* data, std::size_t size) {
    std::string text(4 * ((size + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(size));
    return text;
}

bool isControl(WebSocketOpcode opcode) {
    return static_cast<std::uint8_t>(opcode) >= 8;
}

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        unsigned long character = 0;
        const int size = UTF8_getc(reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), &character);
        if (size <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

/// RFC 6455, 7.4: what may stand in a close frame.
bool isCloseCode(unsigned code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

}  // namespace

std::string webSocketFrame(WebSocketOpcode opcode, std::string_view payload) {
    std::string frame;
    frame.reserve(payload.size() + 10);
    frame += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    const std::size_t size = payload.size();
    if (size <= kMaxControl) {
        frame += static_cast<char>(size);
    } else if (size <= 0xffff) {
        frame += static_cast<char>(126);
        for (int shift = 8; shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift);
    } else {
        frame += static_cast<char>(127);
        for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift);
    }
    return frame.append(payload);
}

std::string closeFrame(CloseCode code, std::string_view reason) {
    const auto number = static_cast<std::uint16_t>(code);
    std::string payload{static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
    payload += reason.substr(0, kMaxControl - 2);
    return webSocketFrame(WebSocketOpcode::close, payload);
}

std::string webSocketAccept(std::string_view key) {
    std::array<unsigned char, 32> decoded;
    if (key.size() != 24) return {};
    const int size =
        EVP_DecodeBlock(decoded.data(), reinterpret_cast<const unsigned char*>(key.data()),
                        static_cast<int>(key.size()));
    const auto padding = std::ranges::count(key, '=');
    if (size < 0 || static_cast<std::size_t>(size - padding) != kKeyBytes) return {};
    std::string text(key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), hash.data(), &length, EVP_sha1(), nullptr);
    return base64(hash.data(), length);
}

WebSocketReader::Event WebSocketReader::failed(CloseCode code) {
    m_failure = code;
    return Event::failed;
}

std::size_t WebSocketReader::headSize() const {
    if (m_head.size() < 2) return 2;
    const auto length = static_cast<std::uint8_t>(m_head[1]) & 0x7f;
    return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + 4U;
}

WebSocketReader::Event WebSocketReader::beginFrame() {
    const auto first = static_cast<std::uint8_t>(m_head[0]);
    const auto second = static_cast<std::uint8_t>(m_head[1]);
    m_isFinal = (first & 0x80) != 0;
    m_opcode = static_cast<WebSocketOpcode>(first & 0x0f);
    const bool isMasked = (second & 0x80) != 0;
    if ((first & 0x70) != 0 || !isMasked) return failed(CloseCode::protocolError);
    std::size_t at = 2;
    m_left = second & 0x7f;
    const std::size_t extra = m_left == 126 ? 2 : m_left == 127 ? 8 : 0;
    if (extra > 0) m_left = 0;
    for (std::size_t i = 0; i < extra; ++i) {
        m_left = (m_left << 8) | static_cast<std::uint8_t>(m_head[at++]);
    }
    const bool isShortest = extra == 0 || m_left > (extra == 2 ? kMaxControl : 0xffffU);
    if (!isShortest) return failed(CloseCode::protocolError);
    for (auto& byte : m_mask) byte = static_cast<std::uint8_t>(m_head[at++]);
    m_maskAt = 0;
    m_isInFrame = true;
    m_head.clear();
    switch (m_opcode) {
        case WebSocketOpcode::continuation:
            if (!m_isInMessage) return failed(CloseCode::protocolError);
            break;
        case WebSocketOpcode::text:
            if (m_isInMessage) return failed(CloseCode::protocolError);
            m_isInMessage = true;
            m_message.clear();
            break;
        case WebSocketOpcode::close:
        case WebSocketOpcode::ping:
        case WebSocketOpcode::pong:
            if (!m_isFinal || m_left > kMaxControl) return failed(CloseCode::protocolError);
            m_control.clear();
            break;
        case WebSocketOpcode::binary:
            return failed(CloseCode::unsupported);
        default:
            return failed(CloseCode::protocolError);
    }
    if (!isControl(m_opcode) && m_left > m_maxMessage - m_message.size()) {
        return failed(CloseCode::tooBig);
    }
    return Event::none;
}

WebSocketReader::Event WebSocketReader::endClose() {
    if (m_control.empty()) return Event::close;
    if (m_control.size() == 1) return failed(CloseCode::protocolError);
    const auto code = static_cast<unsigned>(static_cast<std::uint8_t>(m_control[0])) << 8 |
                      static_cast<std::uint8_t>(m_control[1]);
    if (!isCloseCode(code)) return failed(CloseCode::protocolError);
    if (!isUtf8(std::string_view(m_control).substr(2))) return failed(CloseCode::invalidPayload);
    return Event::close;
}

WebSocketReader::Event WebSocketReader::endFrame() {
    m_isInFrame = false;
    if (m_opcode == WebSocketOpcode::close) return endClose();
    if (m_opcode == WebSocketOpcode::pong) return Event::none;
    if (m_opcode == WebSocketOpcode::ping) {
        m_payload = m_control;
        return Event::ping;
    }
    if (!m_isFinal) return Event::none;
    m_isInMessage = false;
    if (!isUtf8(m_message)) return failed(CloseCode::invalidPayload);
    m_payload = std::move(m_message);
    m_message.clear();
    return Event::message;
}

WebSocketReader::Event WebSocketReader::next(std::string_view& bytes) {
    while (!bytes.empty() || (m_isInFrame && m_left == 0)) {
        if (!m_isInFrame) {
            const auto missing = headSize() - m_head.size();
            m_head.append(bytes.substr(0, missing));
            bytes.remove_prefix(std::min(missing, bytes.size()));
            if (m_head.size() < headSize()) continue;
            if (beginFrame() == Event::failed) return Event::failed;
            continue;
        }
        const auto part = bytes.substr(0, m_left);
        std::string& into = isControl(m_opcode) ? m_control : m_message;
        for (const char byte : part) {
            into += static_cast<char>(static_cast<std::uint8_t>(byte) ^ m_mask[m_maskAt++ & 3]);
        }
        m_left -= part.size();
        bytes.remove_prefix(part.size());
        if (m_left > 0) break;
        if (const auto event = endFrame(); event != Event::none) return event;
    }
    return Event::none;
}

}  // namespace kosh::gateway
