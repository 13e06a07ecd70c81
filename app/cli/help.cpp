// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "arguments.h"

#include <algorithm>

namespace kosh::cli {

namespace {

using Kind = json::Schema::Kind;

std::string commandOf(const ops::OperationType& operation) {
    const auto name = operation.info.name;
    const auto dot = name.find('.');
    return cat(name.substr(0, dot), ' ', kebab(name.substr(dot + 1)));
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 2, width), ' ');
    return text;
}

std::string placeholder(const json::Schema& schema) {
    switch (schema.kind) {
        case Kind::boolean:
            return "[=true|false]";
        case Kind::integer:
            return " N";
        case Kind::number:
            return " NUMBER";
        case Kind::choice: {
            std::string names;
            for (const auto& choice : schema.choices)
                names += cat(names.empty() ? " " : "|", choice);
            return names;
        }
        case Kind::array:
            if (schema.element.front().kind == Kind::secret) return "-fd N";
            return cat(placeholder(schema.element.front()), " …");
        case Kind::object:
        case Kind::map:
            return " JSON|@FILE";
        case Kind::secret:
            return "-fd N";
        default:
            return schema.format.empty() ? " TEXT" : cat(" ", schema.format);
    }
}

constexpr std::string_view kCommon =
    "Common options:\n"
    "  --socket PATH             koshd's socket (default: the profile's)\n"
    "  --profile NAME            profile whose koshd to use (default: the default profile)\n"
    "  --node NAME               a node this device is paired with (kosh-cli join), instead\n"
    "  --json                    print the response as JSON\n"
    "  --timeout SECONDS         give up after this long (default 120)\n"
    "  --idempotency-key KEY     repeating the command under this key does it once\n"
    "  --help, --version\n"
    "Secrets are asked for on the terminal or read from a file descriptor (--passphrase-fd N), "
    "never from arguments.\n";

}  // namespace

std::string helpForAll(std::span<const ops::OperationType* const> operations) {
    std::string text =
        "kosh-cli: every operation of a Kosh node as a command\n\nUsage: kosh-cli SERVICE VERB "
        "[--option value]…\n\n";
    for (const auto* operation : operations) {
        text += cat("  ", padded(commandOf(*operation), 28), operation->info.summary, '\n');
    }
    return cat(text, "\nkosh-cli SERVICE VERB --help tells a command's options.\n\n", kCommon);
}

std::string helpForService(std::string_view service,
                           std::span<const ops::OperationType* const> operations) {
    std::string text;
    for (const auto* operation : operations) {
        if (!operation->info.name.starts_with(cat(service, "."))) continue;
        text += cat("  ", padded(commandOf(*operation), 28), operation->info.summary, '\n');
    }
    return cat(text, '\n', kCommon);
}

std::string helpFor(const ops::OperationType& operation) {
    const auto schema = operation.requestSchema();
    std::string text = cat("kosh-cli ", commandOf(operation), ": ", operation.info.summary, "\n\n");
    for (const auto& member : schema.members) {
        text += cat("  ", padded(cat("--", kebab(member.name), placeholder(member.schema)), 34),
                    member.doc, member.isRequired ? "" : " (optional)", '\n');
    }
    return cat(text, schema.members.empty() ? "" : "\n",
               operation.info.kind == ops::Kind::command ? "Command" : "Query",
               operation.info.scope.empty() ? "" : ", needs scope ", operation.info.scope, ".\n\n",
               kCommon);
}

}  // namespace kosh::cli
