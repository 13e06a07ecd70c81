// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "gateway_settings.h"

#include <kosh/auth/provider.h>
#include <kosh/config/config.h>
#include <kosh/system/api.h>
#include <kosh/telemetry/settings.h>

#include <string>
#include <tuple>
#include <vector>

namespace kosh::daemon {

/// The one schema of koshd.toml, of the KOSHD_ variables and of the flags.
struct Settings {
    std::string profile = "default";
    std::string socket;
    observe::Level logLevel = observe::Level::info;
    GatewaySettings gateway;
    auth::Provider signIn;
    telemetry::Settings telemetry;

    static constexpr auto fields() {
        return std::tuple{
            json::optional("profile", &Settings::profile,
                           "which vault; KOSH_HOME chooses the folder of all"),
            json::optional("socket", &Settings::socket,
                           "Unix socket for kosh-cli; else in the profile's runtime folder"),
            json::optional("logLevel", &Settings::logLevel,
                           "debug, info, warning or error: JSON lines on standard error"),
            json::optional("gateway", &Settings::gateway, "the way in over the network"),
            json::optional("signIn", &Settings::signIn, "accounts elsewhere that may sign in"),
            json::optional("telemetry", &Settings::telemetry,
                           "where traces are sent, if anywhere")};
    }
};

/// What was asked on the command line.
struct Invocation {
    std::string
        file;  ///< --config, KOSHD_CONFIG, or koshd.toml where it is expected; may be empty.
    bool isFileChosen = false;  ///< A file that was named must be there.
    std::vector<std::pair<std::string, std::string>> flags;
    bool wantsHelp = false, wantsVersion = false, wantsCheck = false;
};

/// Errors: `daemon.option`, `config.unknown`.
Result<Invocation> parseArguments(const std::vector<std::string>& arguments);

/// Reads everything again: at the start, for --check-config and at SIGHUP. Errors: `daemon.config`
/// (the file cannot be read), `paths.profile`, those of config::load and of
/// checkGateway.
Result<Settings> loadSettings(const Invocation& invocation);

std::string helpText();

}  // namespace kosh::daemon
