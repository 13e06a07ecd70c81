// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "settings.h"

#include <kosh/paths/paths.h>

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace kosh::daemon {
namespace {

constexpr std::string_view kPrefix = "KOSHD_";
constexpr std::string_view kFileVariable = "KOSHD_CONFIG";
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{1} << 20;

std::string variable(const char* name) {
    const auto* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// koshd.toml in KOSH_HOME, else where the XDG Base Directory Specification puts it.
std::string expectedFile() {
    if (const auto home = variable("KOSH_HOME"); !home.empty()) return cat(home, "/koshd.toml");
    if (const auto xdg = variable("XDG_CONFIG_HOME"); xdg.starts_with('/'))
        return cat(xdg, "/kosh/koshd.toml");
    if (const auto home = variable("HOME"); !home.empty())
        return cat(home, "/.config/kosh/koshd.toml");
    return {};
}

Result<std::string> readFile(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error || size > kMaxFileBytes) {
        return invalidField(
            "config", "daemon.config",
            cat("cannot read ", path, ": ", error ? error.message() : "it is larger than 1 MiB"));
    }
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return invalidField("config", "daemon.config", cat("cannot read ", path));
    return text.str();
}

bool isBoolean(const std::vector<config::Setting>& settings, const std::string& flag) {
    const auto setting = std::ranges::find(settings, flag, &config::Setting::flag);
    return setting != settings.end() && setting->schema.kind == json::Schema::Kind::boolean;
}

std::string placeholder(const json::Schema& schema) {
    switch (schema.kind) {
        case json::Schema::Kind::integer:
        case json::Schema::Kind::number:
            return " N";
        case json::Schema::Kind::boolean:
            return "";
        case json::Schema::Kind::array:
            return " A,B";
        default:
            return " TEXT";
    }
}

}  // namespace

Result<Invocation> parseArguments(const std::vector<std::string>& arguments) {
    const auto settings = config::settingsOf(json::schemaOf<Settings>());
    Invocation invocation;
    invocation.file = variable(std::string(kFileVariable).c_str());
    invocation.isFileChosen = !invocation.file.empty();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!arguments[i].starts_with("--")) {
            return fail(ErrorKind::invalid, "daemon.option",
                        cat("unexpected word ", arguments[i], "; koshd --help lists the options"));
        }
        auto name = arguments[i].substr(2);
        std::optional<std::string> value;
        if (const auto equals = name.find('='); equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        if (name == "help") {
            invocation.wantsHelp = true;
        } else if (name == "version") {
            invocation.wantsVersion = true;
        } else if (name == "check-config") {
            invocation.wantsCheck = true;
        } else if (!value && isBoolean(settings, name)) {
            invocation.flags.emplace_back(name, "true");
        } else {
            if (!value && i + 1 >= arguments.size())
                return fail(ErrorKind::invalid, "daemon.option", cat("--", name, " needs a value"));
            if (!value) value = arguments[++i];
            if (name == "config") {
                invocation.file = *value;
                invocation.isFileChosen = true;
            } else {
                invocation.flags.emplace_back(name, *value);
            }
        }
    }
    if (!invocation.isFileChosen) {
        invocation.file = expectedFile();
        std::error_code ignored;
        if (!std::filesystem::exists(invocation.file, ignored)) invocation.file.clear();
    }
    return invocation;
}

Result<Settings> loadSettings(const Invocation& invocation) {
    config::Sources sources;
    sources.prefix = kPrefix;
    sources.flags = invocation.flags;
    if (!invocation.file.empty()) {
        sources.fileName = invocation.file;
        KOSH_TRY(sources.fileText, readFile(invocation.file));
    }
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto name = text.substr(0, text.find('='));
        if (!name.starts_with(kPrefix) || name == kFileVariable) continue;
        sources.environment.emplace(name, text.substr(std::min(text.size(), name.size() + 1)));
    }
    KOSH_TRY(auto settings, config::load<Settings>(sources));
    if (const auto checked = settings.signIn.check(); !checked) {
        const auto& error = checked.error();
        return invalidField(cat("signIn.", error.details.at("field")), "daemon.option",
                            cat("sign-in: ", error.message));
    }
    if (const auto checked = settings.telemetry.check(); !checked) {
        const auto& error = checked.error();
        return invalidField(cat("telemetry.", error.details.at("field")), "daemon.option",
                            cat("telemetry: ", error.message));
    }
    KOSH_CHECK(platform::checkProfileName(settings.profile));
    KOSH_CHECK(checkGateway(settings.gateway));
    return settings;
}

std::string helpText() {
    std::string text =
        "koshd: a Kosh node without a window\n\n"
        "Usage: koshd [--config FILE] [--SETTING VALUE ...]\n"
        "       koshd --check-config | --help | --version\n\n"
        "Settings: as flags, as KOSHD_SETTING in the environment, or in koshd.toml (KOSHD_CONFIG, "
        "else in KOSH_HOME, XDG_CONFIG_HOME/kosh or ~/.config/kosh):\n\n";
    for (const auto& setting : config::settingsOf(json::schemaOf<Settings>())) {
        text += cat("  --", setting.flag, placeholder(setting.schema), "\n      ", setting.doc,
                    " (", setting.path, ")\n");
    }
    return text +
           "\nThe vault stays locked until 'kosh-cli vault unlock'. SIGHUP reads the settings "
           "again:\nlog level, rate limits, origins and trusted proxies change at once, the rest "
           "at a "
           "restart.\nSIGTERM and SIGINT stop koshd in order.\n";
}

}  // namespace kosh::daemon
