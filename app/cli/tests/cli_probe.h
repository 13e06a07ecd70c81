// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>

/// One operation with a field of every kind, and two small ones.
namespace kosh::cli {

enum class Speed : std::uint8_t { slow, fast };
constexpr auto enumNames(Speed) {
    return std::array{std::pair{Speed::slow, "slow"}, std::pair{Speed::fast, "fast"}};
}

struct Leg {
    std::string symbol;
    std::int64_t count = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("symbol", &Leg::symbol, "what"),
                          json::optional("count", &Leg::count, "how many")};
    }
};

struct SendAll {
    static constexpr ops::Info kInfo{"probe.send_all", ops::Kind::command, "probe:write",
                                     "POST",           "/probe",           "Send everything"};
    using Response = ops::Nothing;
    std::string tokenIn;
    std::int64_t chainId = 0;
    double rate = 0;
    bool isFinal = false;
    Speed speed = Speed::slow;
    Leg leg;
    std::vector<Leg> legs;
    std::vector<std::string> notes;
    std::vector<std::int64_t> positions;
    SharedSecret passphrase, oldPassphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::required("tokenIn", &SendAll::tokenIn, "doc of tokenIn"),
            json::optional("chainId", &SendAll::chainId, "doc of chainId"),
            json::optional("rate", &SendAll::rate, "doc of rate"),
            json::optional("isFinal", &SendAll::isFinal, "doc of isFinal"),
            json::optional("speed", &SendAll::speed, "doc of speed"),
            json::optional("leg", &SendAll::leg, "doc of leg"),
            json::optional("legs", &SendAll::legs, "doc of legs"),
            json::optional("notes", &SendAll::notes, "doc of notes"),
            json::optional("positions", &SendAll::positions, "doc of positions"),
            json::required("passphrase", &SendAll::passphrase, "doc of passphrase"),
            json::optional("oldPassphrase", &SendAll::oldPassphrase, "doc of oldPassphrase")};
    }
};

struct CheckWords {
    static constexpr ops::Info kInfo{"probe.check", ops::Kind::query, "",
                                     "POST",        "/check",         "Check words"};
    using Response = ops::Nothing;
    std::vector<SharedSecret> words;
    static constexpr auto fields() {
        return std::tuple{json::required("words", &CheckWords::words, "doc of words")};
    }
};

struct Ping {
    static constexpr ops::Info kInfo{"other.ping", ops::Kind::query, "",
                                     "GET",        "/ping",          "Say hello"};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

struct Slo {
    static constexpr ops::Info kInfo{"system.slo", ops::Kind::query, "",
                                     "GET",        "/slo",           "What is promised"};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

}  // namespace kosh::cli
