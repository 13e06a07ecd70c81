// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/secret.h>
#include <kosh/json/codec.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kosh::telemetry {

/// Where traces go; nowhere unless an endpoint is set.
struct Settings {
    std::string endpoint;
    SharedSecret headers;

    static constexpr auto fields() {
        return std::tuple{
            json::optional("endpoint", &Settings::endpoint,
                           "OTLP collector that gets traces over HTTP, at /v1/traces below it: "
                           "http://127.0.0.1:4318; none = nothing is sent"),
            json::optional("headers", &Settings::headers,
                           "for the collector: NAME=VALUE,NAME=VALUE; not as a flag")};
    }
    bool isSet() const { return !endpoint.empty(); }
    /// Error: `telemetry.setting` (invalid), naming the field, never the value of a header.
    Result<> check() const;
    std::string url() const;   ///< With /v1/traces.
    std::string host() const;  ///< Lower case, without port.
    std::vector<std::pair<std::string, std::string>> headerList() const;
};

}  // namespace kosh::telemetry
