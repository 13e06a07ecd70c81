// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::cli {

/// What stands before the command, and what every command takes.
struct Options {
    std::string socket;  ///< Empty: the profile's.
    std::string profile = "default";
    std::string node;  ///< A paired node's name; empty: this machine's koshd.
    bool isJson = false;
    bool wantsHelp = false;
    bool wantsVersion = false;
    Duration timeout = std::chrono::seconds(120);
    std::string idempotencyKey;
    std::map<std::string, int>
        secretDescriptors;  ///< Field name → file descriptor it is read from.
};

struct Invocation {
    Options options;
    const ops::OperationType* operation = nullptr;  ///< Null: help on everything or on `service`.
    std::string service;
    /// Field name → values as typed, in order.
    std::map<std::string, std::vector<std::string>> fields;
};

/// "change_passphrase" → "change-passphrase", "tokenIn" → "token-in".
std::string kebab(std::string_view name);

/// Errors (kind invalid): `cli.unknown_command`, `cli.unknown_option` (both with what is close or
/// possible), `cli.missing_value`, `cli.secret_argument` (a secret on the command line is refused
/// unread).
Result<Invocation> parseArguments(std::span<const std::string> arguments,
                                  std::span<const ops::OperationType* const> operations);

/// The request as JSON from what was typed; secret fields are asked of `readSecret`. Values that
/// are objects are JSON text or "@file". Errors name the option.
Result<std::string> buildRequest(
    const Invocation& invocation,
    const std::function<Result<SharedSecret>(std::string_view field)>& readSecret);

std::string helpForAll(std::span<const ops::OperationType* const> operations);
std::string helpForService(std::string_view service,
                           std::span<const ops::OperationType* const> operations);
std::string helpFor(const ops::OperationType& operation);

}  // namespace kosh::cli
