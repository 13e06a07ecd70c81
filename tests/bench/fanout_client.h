// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace kosh::bench {

struct FanoutResult {
    std::size_t frames = 0;
    double seconds = 0;  ///< From the first frame to the last.
};

/// Opens `clients` WebSockets, sends each server `greeting` after the handshake and counts frames
/// with `payload` bytes until `messages` have come to each or the server closes.
FanoutResult countFrames(std::uint16_t port, const std::string& request,
                         const std::string& greeting, std::size_t clients, std::size_t messages,
                         std::size_t payload);

/// A client's text frame, masked with zeros.
std::string clientFrame(const std::string& text);

}  // namespace kosh::bench
