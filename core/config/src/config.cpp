// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/config/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace kosh::config {
namespace {

using Kind = json::Schema::Kind;

/// "logLevel" → "log-level", "LOG_LEVEL".
std::string spelled(std::string_view name, char separator, bool isUpper) {
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte) && !out.empty()) out += separator;
        out += static_cast<char>(isUpper ? std::toupper(byte) : std::tolower(byte));
    }
    return out;
}
std::string kebab(std::string_view name) {
    return spelled(name, '-', false);
}

std::string joined(std::string_view a, char separator, std::string_view b) {
    return a.empty() ? std::string(b) : cat(a, separator, b);
}

/// The values that were given, as a tree in the shape of the schema.
struct Tree {
    std::string value;  ///< JSON; empty for an object.
    std::map<std::string, std::unique_ptr<Tree>> members;
};

Failure unknown(std::string_view where, std::string_view name, std::vector<std::string> known) {
    std::ranges::sort(known);
    std::string list;
    for (const auto& one : known) list += cat(list.empty() ? "" : ", ", one);
    return invalidField(std::string(name), "config.unknown",
                        cat(where, ": there is no setting ", name, "; known: ", list));
}

/// Text of the environment or a flag as JSON of the wanted kind; what does not fit stays text, for
/// the codec to refuse by name.
void writeText(json::Writer& writer, const json::Schema& schema, std::string_view text) {
    if (schema.kind == Kind::array) {
        writer.beginArray();
        while (!text.empty()) {
            const auto item = text.substr(0, text.find(','));
            if (!item.empty()) writeText(writer, schema.element.front(), item);
            text.remove_prefix(std::min(text.size(), item.size() + 1));
        }
        return writer.endArray();
    }
    const bool isBoolean = schema.kind == Kind::boolean && (text == "true" || text == "false");
    const bool isNumber = schema.kind == Kind::integer || schema.kind == Kind::number;
    if (isBoolean || (isNumber && json::Document::parse(text).has_value())) {
        return writer.raw(text);
    }
    writer.string(text);
}

bool writeToml(json::Writer& writer, const toml::node& node) {
    if (const auto* text = node.as_string()) {
        writer.string(text->get());
    } else if (const auto* integer = node.as_integer()) {
        writer.integer(integer->get());
    } else if (const auto* number = node.as_floating_point()) {
        writer.number(number->get());
    } else if (const auto* boolean = node.as_boolean()) {
        writer.boolean(boolean->get());
    } else if (const auto* array = node.as_array()) {
        writer.beginArray();
        const bool isWhole = std::ranges::all_of(
            *array, [&writer](const auto& one) { return writeToml(writer, one); });
        writer.endArray();
        return isWhole;
    } else {
        return false;
    }
    return true;
}

class Collector {
public:
    Collector(const json::Schema& schema, const Sources& sources)
        : m_schema(schema), m_sources(sources), m_settings(settingsOf(schema)) {}

    Result<Collected> collect() {
        if (!m_sources.fileName.empty()) {
            KOSH_CHECK(readFile());
        }
        for (const auto& [name, value] : m_sources.environment) {
            if (!name.starts_with(m_sources.prefix)) continue;
            KOSH_CHECK(readVariable(name, value));
        }
        for (const auto& [name, value] : m_sources.flags) KOSH_CHECK(readFlag(name, value));
        json::Writer writer(m_collected.json);
        write(writer, m_root);
        return std::move(m_collected);
    }

private:
    Result<> readFile() {
        try {
            const auto table = toml::parse(m_sources.fileText, m_sources.fileName);
            return readTable(table, m_schema, m_root, {}, {});
        } catch (const toml::parse_error& error) {
            return fail(ErrorKind::invalid, "config.syntax",
                        cat(lineOf(error.source()), ": ", error.description()));
        }
    }

    Result<> readTable(const toml::table& table, const json::Schema& schema, Tree& into,
                       const std::string& jsonPath, const std::string& filePath) {
        for (const auto& [key, node] : table) {
            const auto name = joined(filePath, '.', key.str());
            const auto where = lineOf(node.source());
            const auto member = std::ranges::find_if(
                schema.members, [&key](const auto& one) { return kebab(one.name) == key.str(); });
            if (member == schema.members.end()) {
                std::vector<std::string> known;
                for (const auto& one : schema.members) known.push_back(kebab(one.name));
                return unknown(where, name, std::move(known));
            }
            const auto path = joined(jsonPath, '.', member->name);
            auto& child = childOf(into, member->name);
            if (member->schema.kind == Kind::object) {
                if (!node.is_table()) {
                    return invalidField(name, "config.type", cat(where, ": ", name, " is a table"));
                }
                KOSH_CHECK(readTable(*node.as_table(), member->schema, child, path, name));
                continue;
            }
            json::Writer writer(child.value);
            if (!writeToml(writer, node)) {
                return invalidField(
                    name, "config.type",
                    cat(where, ": ", name, " takes text, a number, true or false, or a list"));
            }
            m_collected.origins[path] = where;
        }
        return {};
    }

    Result<> readVariable(const std::string& name, const std::string& value) {
        const auto wanted = name.substr(m_sources.prefix.size());
        std::vector<std::string> known;
        for (const auto& setting : m_settings) {
            auto spelling = setting.flag;
            std::ranges::transform(spelling, spelling.begin(), [](char c) {
                return c == '-' ? '_'
                                : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            });
            if (spelling == wanted) return put(setting, value, cat("environment ", name));
            known.push_back(cat(m_sources.prefix, spelling));
        }
        return unknown("environment", name, std::move(known));
    }

    Result<> readFlag(const std::string& name, const std::string& value) {
        std::vector<std::string> known;
        for (const auto& setting : m_settings) {
            if (setting.flag == name && setting.schema.kind == Kind::secret) {
                return invalidField(setting.path, "config.secret",
                                    cat("--", name,
                                        " is a secret and never taken from the command line: put "
                                        "it into the file or the environment"));
            }
            if (setting.flag == name) return put(setting, value, cat("--", name));
            known.push_back(cat("--", setting.flag));
        }
        return unknown("command line", cat("--", name), std::move(known));
    }

    Result<> put(const Setting& setting, std::string_view value, std::string where) {
        auto* tree = &m_root;
        const auto* schema = &m_schema;
        std::string jsonPath;
        for (auto rest = std::string_view(setting.path); !rest.empty();) {
            const auto name = rest.substr(0, rest.find('.'));
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
            const auto member = std::ranges::find_if(
                schema->members, [name](const auto& one) { return kebab(one.name) == name; });
            jsonPath = joined(jsonPath, '.', member->name);
            tree = &childOf(*tree, member->name);
            schema = &member->schema;
        }
        tree->value.clear();
        json::Writer writer(tree->value);
        writeText(writer, setting.schema, value);
        m_collected.origins[jsonPath] = std::move(where);
        return {};
    }

    static Tree& childOf(Tree& tree, const std::string& name) {
        auto& child = tree.members[name];
        if (!child) child = std::make_unique<Tree>();
        return *child;
    }

    static void write(json::Writer& writer, const Tree& tree) {
        if (!tree.value.empty()) return writer.raw(tree.value);
        writer.beginObject();
        for (const auto& [name, child] : tree.members) {
            writer.key(name);
            write(writer, *child);
        }
        writer.endObject();
    }

    std::string lineOf(const toml::source_region& region) const {
        return cat(m_sources.fileName, " line ", region.begin.line);
    }

    const json::Schema& m_schema;
    const Sources& m_sources;
    std::vector<Setting> m_settings;
    Tree m_root;
    Collected m_collected;
};

void appendSettings(const json::Schema& schema, const std::string& path, const std::string& flag,
                    std::vector<Setting>& out) {
    for (const auto& member : schema.members) {
        const auto name = kebab(member.name);
        if (member.schema.kind == Kind::object) {
            appendSettings(member.schema, joined(path, '.', name), joined(flag, '-', name), out);
            continue;
        }
        out.push_back(
            {joined(path, '.', name), joined(flag, '-', name), member.doc, member.schema});
    }
}

}  // namespace

std::vector<Setting> settingsOf(const json::Schema& schema) {
    std::vector<Setting> settings;
    appendSettings(schema, {}, {}, settings);
    return settings;
}

Result<Collected> collect(const json::Schema& schema, const Sources& sources) {
    return Collector(schema, sources).collect();
}

Error blame(Error error, const Collected& collected) {
    const auto field = error.details.find("field");
    if (field == error.details.end()) return error;
    // A list's element is blamed on the list.
    const auto origin = collected.origins.find(field->second.substr(0, field->second.find('[')));
    if (origin != collected.origins.end()) error.message = cat(origin->second, ": ", error.message);
    return error;
}

}  // namespace kosh::config
