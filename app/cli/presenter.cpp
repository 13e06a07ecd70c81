// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "presenter.h"

#include "arguments.h"

#include <kosh/base/money.h>

#include <algorithm>
#include <array>

namespace kosh::cli {

namespace {

using Kind = json::Schema::Kind;

/// Which sibling tells the token of an amount in smallest units.
struct AmountHint {
    std::string_view amount;
    std::array<std::string_view, 2> tokens;
};
constexpr std::array kAmountHints{
    AmountHint{"amount", {"token", "asset"}},
    AmountHint{"amountIn", {"tokenIn", "quote"}},
    AmountHint{"maximumSpent", {"tokenIn", ""}},
    AmountHint{"amountOut", {"tokenOut", "quote"}},
    AmountHint{"minimumReceived", {"tokenOut", ""}},
    AmountHint{"value", {"valuedIn", ""}},
    AmountHint{"total", {"valuedIn", ""}},
    AmountHint{"debits", {"asset", ""}},
    AmountHint{"credits", {"asset", ""}},
};

std::string inUnits(std::string_view raw, unsigned decimals) {
    if (raw.starts_with('-')) {
        const auto amount = I256::parse(raw);
        return amount ? formatUnits(*amount, decimals) : std::string(raw);
    }
    const auto amount = U256::parse(raw);
    return amount ? formatUnits(*amount, decimals) : std::string(raw);
}

/// The token object that `amountName` is counted in: a sibling, or inside a sibling quote.
json::Value tokenFor(json::Value object, std::string_view amountName) {
    for (const auto& hint : kAmountHints) {
        if (hint.amount != amountName) continue;
        for (const auto name : hint.tokens) {
            auto token = object.find(name);
            if (name == "quote")
                token = token.find(amountName == "amountIn" ? "tokenIn" : "tokenOut");
            if (token.has("decimals")) return token;
        }
    }
    return {};
}

std::string scalar(json::Value value) {
    switch (value.type()) {
        case json::Type::null:
            return "–";
        case json::Type::string:
            return std::string(value.asString());
        default:
            return value.serialize();
    }
}

bool isToken(json::Value value) {
    return value.has("symbol") && value.has("decimals");
}

/// Amounts of wei are shown in whole coins, so their names must not say wei.
bool isWei(std::string_view name) {
    return name == "wei" || name.ends_with("Wei");
}

std::string labelOf(std::string_view name) {
    if (name == "wei") return "native-coin";
    if (isWei(name)) name.remove_suffix(3);
    return kebab(name);
}

/// Too much for a cell of a table; --json has it.
bool isLarge(const json::Schema& schema) {
    const auto isNamed = [&](std::string_view name) {
        return std::ranges::any_of(schema.members, [&](const auto& m) { return m.name == name; });
    };
    return schema.kind == Kind::object && schema.members.size() > 3 && !isNamed("decimals");
}

/// What fits on one line of a table or of a "name  value" list.
std::string inlineText(json::Value value, json::Value object, std::string_view name) {
    if (value.isNull()) return "–";
    if (isToken(value)) return std::string(value.find("symbol").asString());
    if (value.type() == json::Type::string) {
        if (const auto token = tokenFor(object, name); !token.isNull()) {
            std::int64_t decimals = 0;
            token.find("decimals").toInt64(decimals);
            return cat(inUnits(value.asString(), static_cast<unsigned>(decimals)), ' ',
                       token.find("symbol").asString());
        }
        if (isWei(name)) {
            return cat(inUnits(value.asString(), 18), name == "wei" ? "" : " (native coin)");
        }
    }
    if (value.type() == json::Type::array) {
        std::string text;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto* const between = value.at(i).type() == json::Type::object ? "\n" : ", ";
            text += cat(i == 0 ? "" : between, inlineText(value.at(i), value, ""));
        }
        return text.empty() ? "–" : text;
    }
    if (value.type() == json::Type::object) {
        std::string text;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto inner = inlineText(value.valueAt(i), value, value.keyAt(i));
            if (inner.empty() || inner == "–") continue;
            text += cat(text.empty() ? "" : "  ", labelOf(value.keyAt(i)), ' ', inner);
        }
        return text;
    }
    return scalar(value);
}

std::size_t displayWidth(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string paddedTo(std::string text, std::size_t width) {
    const auto have = displayWidth(text);
    if (have < width) text.append(width - have, ' ');
    return text;
}

using Cells = std::vector<std::vector<std::string>>;

/// A line of the table; a cell of several lines makes several.
std::string lineOf(std::vector<std::string> cells, const std::vector<std::size_t>& widths,
                   std::string_view indent) {
    std::string text;
    for (bool isMore = true; isMore;) {
        isMore = false;
        std::string out(indent);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const auto first = cells[c].substr(0, cells[c].find('\n'));
            cells[c].erase(0, first.size() + 1);
            isMore = isMore || !cells[c].empty();
            out += paddedTo(first, widths[c] + 2);
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + '\n';
    }
    return text;
}

std::string render(const Cells& cells, std::string_view indent) {
    std::vector<std::size_t> widths(cells[0].size(), 0);
    for (const auto& line : cells) {
        for (std::size_t c = 0; c < widths.size(); ++c) {
            std::string_view rest = line[c];
            while (!rest.empty()) {
                const auto first = rest.substr(0, rest.find('\n'));
                widths[c] = std::max(widths[c], displayWidth(first));
                rest.remove_prefix(std::min(rest.size(), first.size() + 1));
            }
        }
    }
    std::string text;
    for (const auto& line : cells) text += lineOf(line, widths, indent);
    return text;
}

std::string table(json::Value rows, const json::Schema& rowSchema, std::string_view indent) {
    Cells cells(1 + rows.size());
    for (const auto& member : rowSchema.members) {
        if (isLarge(member.schema)) continue;
        cells[0].push_back(labelOf(member.name));
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const auto row = rows.at(r);
            cells[r + 1].push_back(inlineText(row.find(member.name), row, member.name));
        }
    }
    return render(cells, indent);
}

std::string object(json::Value value, const json::Schema& schema, const std::string& indent) {
    std::size_t width = 0;
    for (const auto& member : schema.members)
        width = std::max(width, labelOf(member.name).size() + 2);
    std::string text;
    for (const auto& member : schema.members) {
        const auto field = value.find(member.name);
        const auto label = cat(indent, labelOf(member.name));
        const bool isList =
            member.schema.kind == Kind::array && member.schema.element.front().kind == Kind::object;
        if (isList && field.size() > 0) {
            text += cat(label, ":\n", table(field, member.schema.element.front(), indent + "  "));
        } else if (member.schema.kind == Kind::object && !field.isNull() && !isToken(field) &&
                   field.size() > 3) {
            text += cat(label, ":\n", object(field, member.schema, indent + "  "));
        } else {
            text += cat(paddedTo(label, indent.size() + width),
                        inlineText(field, value, member.name), '\n');
        }
    }
    return text;
}

}  // namespace

std::string present(json::Value value, const json::Schema& schema) {
    if (schema.members.empty()) return "done\n";
    return object(value, schema, "");
}

}  // namespace kosh::cli
