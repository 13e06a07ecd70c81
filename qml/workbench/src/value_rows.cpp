// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/value_rows.h"

#include "names.h"

#include <kosh/base/ports.h>
#include <kosh/ui/format.h>

#include <QCoreApplication>
#include <QLocale>
#include <optional>

namespace kosh::ui {

namespace {

using json::Schema;
using json::Type;
using json::Value;
using Kind = json::Schema::Kind;

constexpr int kNativeDecimals = 18;
constexpr qsizetype kLongText = 300;

QString translated(const char* text) {
    return QCoreApplication::translate("ValueRows", text);
}

QString joined(const QString& path, std::string_view name) {
    return (path.isEmpty() ? path : path + u'.') + toQString(name);
}
QString joined(const QString& path, std::size_t index) {
    return path + QStringLiteral("[%1]").arg(index);
}

struct Unit {
    int decimals = 0;
    QString symbol;
};

std::optional<Unit> unitOf(Value token) {
    std::int64_t decimals = 0;
    if (token.type() != Type::object || !token.find("decimals").toInt64(decimals)) return {};
    const auto symbol = token.find("symbol");
    return Unit{int(decimals),
                symbol.type() == Type::string ? toQString(symbol.asString()) : QString()};
}

/// "amountIn" beside "tokenIn" and "amount" beside "token" or "asset" are of that token.
std::optional<Unit> unitFor(std::string_view field, Value siblings) {
    const auto name = toQString(field);
    if (name.endsWith(u"Wei") || name == u"maxFeePerGas" || name == u"maxPriorityFeePerGas")
        return Unit{kNativeDecimals, {}};
    if (name.contains(u"value") || name.contains(u"Value"))
        return unitOf(siblings.find("valuedIn"));
    for (const std::string_view end : {"In", "Out", "0", "1"}) {
        if (!field.ends_with(end)) continue;
        if (auto unit = unitOf(siblings.find(cat("token", end)))) return unit;
        return unitOf(siblings.find(cat("asset", end)));
    }
    for (const std::string_view token : {"token", "asset"})
        if (auto unit = unitOf(siblings.find(token))) return unit;
    return {};
}

QString withUnit(const QString& digits, const Unit& unit) {
    const auto amount = Format::exact(digits, unit.decimals);
    return unit.symbol.isEmpty() ? amount : amount + u' ' + unit.symbol;
}

bool isAmount(std::string_view field) {
    for (const std::string_view part : {"mount", "alue", "alance", "Wei", "FeePerGas", "fees",
                                        "otal", "inimum", "aximum", "eceived", "pent", "ost"})
        if (field.find(part) != std::string_view::npos) return true;
    return false;
}

QString numberText(std::string_view field, Value value) {
    std::int64_t number = 0;
    if (!value.toInt64(number)) return QLocale().toString(value.asDouble(), 'g', 8);
    if (field.ends_with("Bps")) return Format::bps(int(number));
    if (field.ends_with("Pips")) return Format::pips(double(number));
    if (field.ends_with("Ms"))
        return translated(QT_TRANSLATE_NOOP("ValueRows", "%1 ms"))
            .arg(QLocale().toString(qlonglong(number)));
    if (field.ends_with("hainId") || field.ends_with("hainIds")) return QString::number(number);
    return Format::integer(double(number));
}

/// Fills what is read and what is copied.
void describeText(ValueRow& row, const Schema& schema, std::string_view field, Value siblings,
                  const QString& text) {
    const auto& format = schema.format;
    row.value = text;
    if (format == "uint256" || format == "int256") {
        const auto unit = isAmount(field) ? unitFor(field, siblings) : std::nullopt;
        row.value = unit ? withUnit(text, *unit) : Format::exact(text, 0);
        row.exact = text;
    } else if (format == "timestamp") {
        if (const auto at = Timestamp::parse(text.toStdString()))
            row.value =
                at->micros == 0 ? QStringLiteral("\u2013") : Format::dateTime(double(at->micros));
        row.exact = text;
    } else if (format == "address" || format == "uuid" || format.starts_with("bytes")) {
        if (format != "address" && format != "uuid") row.value = Format::shortHex(text);
        row.exact = text;
    } else if (schema.kind == Kind::choice) {
        row.value = readableName(text.toStdString());
    } else if (text.size() > kLongText) {
        row.value = text.left(kLongText) + u'\u2026';
        row.exact = text;
    }
}

class Walker {
public:
    explicit Walker(int limit) : m_limit(limit) {}

    void walk(const Schema& schema, Value value, std::string_view field, const QString& label,
              const QString& path, Value siblings, int depth) {
        if (value.isNull() || isFull()) return;
        switch (schema.kind) {
            case Kind::object:
                return walkObject(schema, value, label, path, depth);
            case Kind::array:
                return walkArray(schema, value, field, label, path, siblings, depth);
            case Kind::map:
                return walkMap(schema, value, label, path, depth);
            default:
                return leaf(schema, value, field, label, path, siblings, depth);
        }
    }
    QList<ValueRow> take() { return std::move(m_rows); }

private:
    bool isFull() {
        if (m_rows.size() < m_limit) return false;
        if (m_rows.last().kind != u"more")
            m_rows << ValueRow{
                {}, "more",
                {}, translated(QT_TRANSLATE_NOOP("ValueRows", "The rest is in the copy.")),
                {}, 0};
        return true;
    }
    void heading(const QString& label, const QString& value, const QString& path, int depth) {
        if (!label.isEmpty()) m_rows << ValueRow{path, "heading", label, value, {}, depth};
    }
    void walkObject(const Schema& schema, Value value, const QString& label, const QString& path,
                    int depth) {
        heading(label, headline(value), path, depth);
        const int inner = label.isEmpty() ? depth : depth + 1;
        // What is one line first, so that it does not read as part of what follows.
        for (const bool isNested : {false, true}) {
            for (const auto& member : schema.members) {
                const bool nests = member.schema.kind == Kind::object ||
                                   member.schema.kind == Kind::array ||
                                   member.schema.kind == Kind::map;
                if (nests != isNested) continue;
                walk(member.schema, value.find(member.name), member.name, readableName(member.name),
                     joined(path, member.name), value, inner);
            }
        }
    }
    void walkArray(const Schema& schema, Value value, std::string_view field, const QString& label,
                   const QString& path, Value siblings, int depth) {
        const auto& element = schema.element.front();
        heading(label,
                value.size() == 0 ? translated(QT_TRANSLATE_NOOP("ValueRows", "none"))
                                  : QLocale().toString(int(value.size())),
                path, depth);
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto name = QStringLiteral("%1").arg(i + 1);
            walk(element, value.at(i), field, name, joined(path, i), siblings, depth + 1);
        }
    }
    void walkMap(const Schema& schema, Value value, const QString& label, const QString& path,
                 int depth) {
        heading(label,
                value.size() == 0 ? translated(QT_TRANSLATE_NOOP("ValueRows", "none")) : QString(),
                path, depth);
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto name = value.keyAt(i);
            walk(schema.element.front(), value.valueAt(i), name, toQString(name),
                 joined(path, name), value, depth + 1);
        }
    }
    void leaf(const Schema& schema, Value value, std::string_view field, const QString& label,
              const QString& path, Value siblings, int depth) {
        ValueRow row{path, "fact", label, {}, {}, depth};
        if (schema.kind == Kind::secret) {
            row.kind = QStringLiteral("secret");
        } else if (value.type() == Type::boolean) {
            row.value = value.asBool() ? translated(QT_TRANSLATE_NOOP("ValueRows", "yes"))
                                       : translated(QT_TRANSLATE_NOOP("ValueRows", "no"));
        } else if (value.type() == Type::integer || value.type() == Type::number) {
            row.value = numberText(field, value);
        } else if (value.type() == Type::string) {
            describeText(row, schema, field, siblings, toQString(value.asString()));
        }
        if (row.value.isEmpty() && row.kind == u"fact") row.value = QStringLiteral("\u2013");
        m_rows << row;
    }
    /// What tells an object from its neighbours.
    static QString headline(Value value) {
        for (const std::string_view name : {"symbol", "label", "name", "title"}) {
            const auto text = value.find(name);
            if (text.type() == Type::string) return toQString(text.asString());
        }
        return {};
    }

    int m_limit;
    QList<ValueRow> m_rows;
};

void collectSecrets(const Schema& schema, Value value, const QString& path,
                    std::map<QString, SharedSecret>& out) {
    if (value.isNull()) return;
    switch (schema.kind) {
        case Kind::object:
            for (const auto& member : schema.members)
                collectSecrets(member.schema, value.find(member.name), joined(path, member.name),
                               out);
            return;
        case Kind::array:
            for (std::size_t i = 0; i < value.size(); ++i)
                collectSecrets(schema.element.front(), value.at(i), joined(path, i), out);
            return;
        case Kind::map:
            for (std::size_t i = 0; i < value.size(); ++i)
                collectSecrets(schema.element.front(), value.valueAt(i),
                               joined(path, value.keyAt(i)), out);
            return;
        case Kind::secret:
            if (value.type() == Type::string)
                out.emplace(path, SharedSecret::fromText(value.asString()));
            return;
        default:
            return;
    }
}

}  // namespace

QList<ValueRow> valueRows(const Schema& schema, Value value, int limit) {
    Walker walker(limit);
    walker.walk(schema, value, {}, {}, {}, {}, 0);
    return walker.take();
}

std::map<QString, SharedSecret> secretsOf(const Schema& schema, Value value) {
    std::map<QString, SharedSecret> out;
    collectSecrets(schema, value, {}, out);
    return out;
}

}  // namespace kosh::ui
