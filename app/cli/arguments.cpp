// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "arguments.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <sstream>

namespace kosh::cli {

using Kind = json::Schema::Kind;

std::string kebab(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '_') {
            out += '-';
        } else if (std::isupper(static_cast<unsigned char>(c))) {
            if (!out.empty()) out += '-';
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            out += c;
        }
    }
    return out;
}

namespace {

/// The operations of these services need no service before them.
constexpr std::array<std::string_view, 2> kShortServices{"device", "system"};

std::pair<std::string_view, std::string_view> splitName(std::string_view name) {
    const auto dot = name.find('.');
    return {name.substr(0, dot), name.substr(dot + 1)};
}

const json::Schema::Member* findMember(const json::Schema& schema, std::string_view option) {
    const auto it = std::ranges::find_if(schema.members,
                                         [&](const auto& m) { return kebab(m.name) == option; });
    return it == schema.members.end() ? nullptr : &*it;
}

Failure unknownOption(std::string_view option, const json::Schema& schema) {
    std::string known;
    for (const auto& member : schema.members)
        known += cat(known.empty() ? "" : ", ", "--", kebab(member.name));
    return fail(
        ErrorKind::invalid, "cli.unknown_option",
        cat("unknown option --", option, "; this command takes: ", known.empty() ? "none" : known));
}

Result<std::int64_t> parseInteger(std::string_view option, std::string_view text,
                                  std::int64_t max) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > max) {
        return fail(ErrorKind::invalid, "cli.number",
                    cat("--", option, ": expected a whole number from 0 to ", max));
    }
    return value;
}

/// A secret, or a list of secrets typed as one line of words.
bool isSecret(const json::Schema& schema) {
    return schema.kind == Kind::secret ||
           (schema.kind == Kind::array && schema.element.front().kind == Kind::secret);
}

/// One argument list while it is read.
class Parser {
public:
    Parser(std::span<const std::string> arguments,
           std::span<const ops::OperationType* const> operations)
        : m_arguments(arguments), m_operations(operations) {}

    Result<Invocation> parse() {
        while (m_next < m_arguments.size()) {
            const std::string& argument = m_arguments[m_next++];
            if (argument.starts_with("--")) {
                KOSH_CHECK(option(argument.substr(2)));
            } else {
                KOSH_CHECK(word(argument));
            }
        }
        if (!m_invocation.operation && !m_invocation.options.wantsVersion)
            m_invocation.options.wantsHelp = true;
        return std::move(m_invocation);
    }

private:
    Result<> word(const std::string& text) {
        if (m_invocation.service.empty()) {
            m_invocation.service = text;
            const bool isKnown = std::ranges::any_of(m_operations, [&](const auto* op) {
                return splitName(op->info.name).first == text;
            });
            if (isKnown) return {};
            // "slo" is short for "system slo".
            for (const auto service : kShortServices) {
                m_invocation.service = service;
                if (verb(text)) return {};
            }
            return fail(ErrorKind::invalid, "cli.unknown_command",
                        cat("unknown command '", text, "'; kosh-cli --help lists them"));
        }
        if (m_invocation.operation) {
            return fail(ErrorKind::invalid, "cli.unknown_option",
                        cat("unexpected word '", text, "'; values follow options"));
        }
        if (verb(text)) return {};
        return fail(ErrorKind::invalid, "cli.unknown_command",
                    cat("'", m_invocation.service, "' has no command '", text, "'; kosh-cli ",
                        m_invocation.service, " --help lists them"));
    }

    /// Takes the service's operation of this name, if there is one.
    bool verb(std::string_view text) {
        for (const auto* op : m_operations) {
            const auto [service, name] = splitName(op->info.name);
            if (service != m_invocation.service || kebab(name) != text) continue;
            m_invocation.operation = op;
            m_schema = op->requestSchema();
            return true;
        }
        return false;
    }

    Result<std::string> value(std::string_view option, const std::optional<std::string>& attached) {
        if (attached) return *attached;
        if (m_next >= m_arguments.size()) {
            return fail(ErrorKind::invalid, "cli.missing_value",
                        cat("--", option, " needs a value"));
        }
        return m_arguments[m_next++];
    }

    /// True when `name` was one of the options that every command takes.
    Result<bool> commonOption(const std::string& name, const std::optional<std::string>& attached) {
        auto& options = m_invocation.options;
        if (name == "help") {
            options.wantsHelp = true;
        } else if (name == "version") {
            options.wantsVersion = true;
        } else if (name == "json") {
            options.isJson = true;
        } else if (name == "socket") {
            KOSH_TRY(options.socket, value(name, attached));
        } else if (name == "profile") {
            KOSH_TRY(options.profile, value(name, attached));
        } else if (name == "node") {
            KOSH_TRY(options.node, value(name, attached));
        } else if (name == "idempotency-key") {
            KOSH_TRY(options.idempotencyKey, value(name, attached));
        } else if (name == "timeout") {
            KOSH_TRY(const auto text, value(name, attached));
            KOSH_TRY(const auto seconds, parseInteger(name, text, 86'400));
            options.timeout = std::chrono::seconds(seconds);
        } else {
            return false;
        }
        return true;
    }

    Result<> option(std::string name) {
        std::optional<std::string> attached;
        if (const auto equals = name.find('='); equals != std::string::npos) {
            attached = name.substr(equals + 1);
            name.resize(equals);
        }
        KOSH_TRY(const bool isCommon, commonOption(name, attached));
        if (isCommon) return {};
        if (!m_invocation.operation) {
            return fail(ErrorKind::invalid, "cli.unknown_option",
                        cat("unknown option --", name,
                            " before the command; kosh-cli --help lists the common ones"));
        }
        if (name.ends_with("-fd")) {
            const auto* secret = findMember(m_schema, name.substr(0, name.size() - 3));
            if (secret && isSecret(secret->schema)) {
                KOSH_TRY(const auto text, value(name, attached));
                KOSH_TRY(const auto descriptor, parseInteger(name, text, 1 << 20));
                m_invocation.options.secretDescriptors[secret->name] = static_cast<int>(descriptor);
                return {};
            }
        }
        const auto* member = findMember(m_schema, name);
        if (!member) return unknownOption(name, m_schema);
        if (isSecret(member->schema)) {
            return fail(ErrorKind::invalid, "cli.secret_argument",
                        cat("--", name,
                            " is a secret and never taken from the command line: it is asked for, "
                            "or read from "
                            "a file descriptor with --",
                            name, "-fd N"));
        }
        if (member->schema.kind == Kind::boolean && !attached) {
            m_invocation.fields[member->name] = {"true"};
            return {};
        }
        KOSH_TRY(auto text, value(name, attached));
        auto& values = m_invocation.fields[member->name];
        if (!values.empty() && member->schema.kind != Kind::array) {
            return fail(ErrorKind::invalid, "cli.repeated_option",
                        cat("--", name, " was given twice"));
        }
        values.push_back(std::move(text));
        return {};
    }

    std::span<const std::string> m_arguments;
    std::span<const ops::OperationType* const> m_operations;
    std::size_t m_next = 0;
    json::Schema m_schema;
    Invocation m_invocation;
};

Result<> writeValue(json::Writer& writer, const json::Schema& schema, std::string_view option,
                    const std::string& text);

Result<> writeJson(json::Writer& writer, std::string_view option, const std::string& text) {
    std::string source = text;
    if (text.starts_with('@')) {
        std::ifstream file(text.substr(1), std::ios::binary);
        if (!file)
            return fail(ErrorKind::invalid, "cli.file",
                        cat("--", option, ": cannot read ", text.substr(1)));
        std::ostringstream content;
        content << file.rdbuf();
        source = content.str();
    }
    auto document = json::Document::parse(source);
    if (!document) {
        return fail(ErrorKind::invalid, "cli.json",
                    cat("--", option, ": expected JSON or @file: ", document.error().message));
    }
    writer.raw(document->root().serialize());
    return {};
}

Result<> writeNumber(json::Writer& writer, std::string_view option, const std::string& text) {
    const auto document = json::Document::parse(text);
    const auto type = document ? document->root().type() : json::Type::null;
    if (type != json::Type::integer && type != json::Type::number) {
        return fail(ErrorKind::invalid, "cli.number",
                    cat("--", option, ": expected a number, got \"", text, "\""));
    }
    writer.raw(text);
    return {};
}

Result<> writeValue(json::Writer& writer, const json::Schema& schema, std::string_view option,
                    const std::string& text) {
    switch (schema.kind) {
        case Kind::boolean:
            if (text != "true" && text != "false") {
                return fail(ErrorKind::invalid, "cli.boolean",
                            cat("--", option, ": expected true or false"));
            }
            writer.boolean(text == "true");
            return {};
        case Kind::integer:
        case Kind::number:
            return writeNumber(writer, option, text);
        case Kind::object:
        case Kind::map:
        case Kind::array:
            return writeJson(writer, option, text);
        default:
            writer.string(text);
            return {};
    }
}

Result<> writeMember(json::Writer& writer, const json::Schema::Member& member,
                     const std::vector<std::string>& values) {
    const auto option = kebab(member.name);
    if (member.schema.kind != Kind::array)
        return writeValue(writer, member.schema, option, values.front());
    if (values.size() == 1 &&
        (values.front().starts_with('[') || values.front().starts_with('@'))) {
        return writeJson(writer, option, values.front());
    }
    writer.beginArray();
    for (const auto& value : values)
        KOSH_CHECK(writeValue(writer, member.schema.element.front(), option, value));
    writer.endArray();
    return {};
}

void writeSecret(json::Writer& writer, const json::Schema& schema, std::string_view text) {
    if (schema.kind == Kind::secret) {
        writer.string(text);
        return;
    }
    writer.beginArray();
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (!word.empty()) writer.string(word);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    writer.endArray();
}

}  // namespace

Result<Invocation> parseArguments(std::span<const std::string> arguments,
                                  std::span<const ops::OperationType* const> operations) {
    return Parser(arguments, operations).parse();
}

Result<std::string> buildRequest(
    const Invocation& invocation,
    const std::function<Result<SharedSecret>(std::string_view field)>& readSecret) {
    const auto schema = invocation.operation->requestSchema();
    std::string text;
    json::Writer writer(text, json::Secrets::revealed);
    writer.beginObject();
    for (const auto& member : schema.members) {
        const bool isAsked =
            member.isRequired || invocation.options.secretDescriptors.contains(member.name);
        if (isSecret(member.schema) && isAsked) {
            KOSH_TRY(const auto secret, readSecret(member.name));
            writer.key(member.name);
            writeSecret(writer, member.schema, secret.text());
            continue;
        }
        if (const auto it = invocation.fields.find(member.name); it != invocation.fields.end()) {
            writer.key(member.name);
            KOSH_CHECK(writeMember(writer, member, it->second));
        }
    }
    writer.endObject();
    return text;
}

}  // namespace kosh::cli
