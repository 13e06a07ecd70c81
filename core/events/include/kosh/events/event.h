// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

#include <string>
#include <string_view>

namespace kosh::events {

/// The declaration of an event type: `static constexpr events::Info kInfo{"trading.swap_settled",
/// 1};`
struct Info {
    std::string_view type;  ///< Topic and type in one: "<service>.<what_happened>".
    int version;
};

/// A typed event: a described struct with `kInfo` and the key in whose order it is delivered.
template <typename T>
concept EventType = json::Described<T> && requires(const T& e) {
    { T::kInfo } -> std::convertible_to<Info>;
    { e.eventKey() } -> std::convertible_to<std::string>;
};

/// An event as it lies in the log.
struct Event {
    std::int64_t sequence = 0;  ///< 1, 2, 3 … without gaps that matter; 0 before it is written.
    std::string type;
    int version = 1;
    std::string key;
    std::string payload;  ///< JSON of the described struct.
    std::string traceId;
    Timestamp at;

    static constexpr auto fields() {
        return std::tuple{json::required("sequence", &Event::sequence, "position in the log"),
                          json::required("type", &Event::type, "event type"),
                          json::optional("version", &Event::version, "payload version"),
                          json::optional("key", &Event::key, "ordering key"),
                          json::required("payload", &Event::payload, "JSON text"),
                          json::optional("traceId", &Event::traceId, "trace of the change"),
                          json::required("at", &Event::at, "commit instant")};
    }
};

/// Reads the payload of an event whose type is T's.
template <EventType T>
Result<T> payloadOf(const Event& event) {
    return json::decodeText<T>(event.payload);
}

/// "*" matches all, "trading.*" a service's, "trading.swap_settled" one.
bool matches(std::string_view pattern, std::string_view type);

}  // namespace kosh::events
