// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "gateway/src/web_socket.h"

#include <utility>
#include <vector>

using namespace kosh;
using namespace kosh::gateway;

namespace {

constexpr std::size_t kMaxMessage = 2000;
using Event = WebSocketReader::Event;
using Events = std::vector<std::pair<Event, std::string>>;

/// What happens when `text` arrives in pieces of `step` bytes.
Events eventsOf(std::string_view text, std::size_t step) {
    WebSocketReader reader(kMaxMessage);
    Events events;
    while (!text.empty()) {
        auto piece = text.substr(0, step);
        text.remove_prefix(piece.size());
        for (Event event; (event = reader.next(piece)) != Event::none;) {
            const bool hasPayload = event == Event::message || event == Event::ping;
            events.emplace_back(event, hasPayload ? reader.payload() : std::string());
            KOSH_ASSERT(events.back().second.size() <= kMaxMessage);
            if (event == Event::failed || event == Event::close) return events;
        }
        KOSH_ASSERT(piece.empty());
    }
    return events;
}

/// The frame as a client sends it.
std::string masked(WebSocketOpcode opcode, std::string_view payload) {
    auto frame = webSocketFrame(opcode, payload);
    const auto head = frame.size() - payload.size();
    const std::string_view mask = "\x01\x80\xff\x7a";
    for (std::size_t i = 0; i < payload.size(); ++i) {
        frame[head + i] = static_cast<char>(frame[head + i] ^ mask[i % 4]);
    }
    frame[1] = static_cast<char>(frame[1] | 0x80);
    return frame.insert(head, mask);
}

}  // namespace

/// Frames of a client: the same events however they arrive, and messages survive being sent again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    const auto events = eventsOf(text, std::max<std::size_t>(size, 1));
    KOSH_ASSERT(events == eventsOf(text, 1) && events == eventsOf(text, 5));
    for (const auto& [event, payload] : events) {
        if (event != Event::message && event != Event::ping) continue;
        const auto opcode = event == Event::ping ? WebSocketOpcode::ping : WebSocketOpcode::text;
        KOSH_ASSERT(eventsOf(masked(opcode, payload), 3) == (Events{{event, payload}}));
    }
    const auto accept = webSocketAccept(text.substr(0, 24));
    KOSH_ASSERT(accept.empty() || accept.size() == 28);
    KOSH_ASSERT(closeFrame(CloseCode::policy, text).size() <= 127);
    return 0;
}
