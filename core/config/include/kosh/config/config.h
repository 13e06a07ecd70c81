// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/json/codec.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Settings of a program: one described struct is the schema of its file (TOML), its environment
/// variables and its flags. The field `logLevel` of the member `gateway` is `log-level` in the
/// table `[gateway]`, `KOSHD_GATEWAY_LOG_LEVEL` and `--gateway-log-level`. Flags go before the
/// environment, that before the file, that before the defaults. A secret is no flag.
namespace kosh::config {

/// What is read. Lists are written with commas in the environment and in flags.
struct Sources {
    std::string fileName;  ///< For errors; empty = there is no file.
    std::string fileText;
    std::string prefix;                              ///< Of the environment variables: "KOSHD_".
    std::map<std::string, std::string> environment;  ///< Only those that start with `prefix` count.
    std::vector<std::pair<std::string, std::string>> flags;  ///< Name without dashes, value.
};

/// One value of the schema under the names it goes by.
struct Setting {
    std::string path;  ///< "gateway.listen", as in the file.
    std::string flag;  ///< "gateway-listen"
    std::string doc;
    json::Schema schema;
};
/// Every value of a schema in its order, for --help.
std::vector<Setting> settingsOf(const json::Schema& schema);

/// All sources as one JSON text with, for each value, where it came from.
struct Collected {
    std::string json;
    std::map<std::string, std::string> origins;  ///< JSON path → "koshd.toml line 3", "--listen".
};
/// Errors: `config.syntax`, `config.unknown` (names where it stands and what is known),
/// `config.type`, `config.secret`.
Result<Collected> collect(const json::Schema& schema, const Sources& sources);

/// Puts the place in front of what the codec says about a value.
Error blame(Error error, const Collected& collected);

/// Reads all sources into a `T`. Errors of `collect`, and the codec's for values, each with the
/// place.
template <json::Described T>
Result<T> load(const Sources& sources) {
    KOSH_TRY(auto collected, collect(json::schemaOf<T>(), sources));
    auto value = json::decodeText<T>(collected.json);
    wipe(collected.json.data(), collected.json.size());
    if (!value) return Failure(blame(value.error(), collected));
    return value;
}

}  // namespace kosh::config
