// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/request_form.h"

#include "names.h"

#include <kosh/json/json.h>

#include <QCoreApplication>
#include <QRegularExpression>
#include <limits>

namespace kosh::ui {

namespace {

using json::Schema;
using Kind = json::Schema::Kind;

QString translated(const char* text) {
    return QCoreApplication::translate("RequestForm", text);
}

bool isNested(Kind kind) {
    return kind == Kind::object || kind == Kind::array || kind == Kind::map;
}

QString rangeHint(const Schema& schema) {
    const bool hasMin = schema.min > std::numeric_limits<std::int32_t>::min();
    const bool hasMax = schema.max < std::numeric_limits<std::int32_t>::max();
    if (hasMin && hasMax)
        return translated(QT_TRANSLATE_NOOP("RequestForm", "%1 to %2"))
            .arg(schema.min)
            .arg(schema.max);
    if (hasMin)
        return translated(QT_TRANSLATE_NOOP("RequestForm", "a whole number from %1"))
            .arg(schema.min);
    return translated(QT_TRANSLATE_NOOP("RequestForm", "a whole number"));
}

QString formatHint(const Schema& schema) {
    if (schema.kind == Kind::integer) return rangeHint(schema);
    if (schema.kind == Kind::number)
        return translated(QT_TRANSLATE_NOOP("RequestForm", "a number"));
    const auto& format = schema.format;
    if (format == "address")
        return translated(QT_TRANSLATE_NOOP("RequestForm", "address: 0x and 40 hex digits"));
    if (format == "uint256")
        return translated(QT_TRANSLATE_NOOP("RequestForm", "a whole number, in smallest units"));
    if (format == "int256")
        return translated(QT_TRANSLATE_NOOP("RequestForm", "a whole number with sign"));
    if (format == "timestamp") return QStringLiteral("2026-01-31T12:00:00Z");
    if (format == "uuid") return translated(QT_TRANSLATE_NOOP("RequestForm", "identifier"));
    if (format.starts_with("bytes"))
        return translated(QT_TRANSLATE_NOOP("RequestForm", "hex that starts with 0x"));
    return {};
}

/// A JSON number where the field takes one; otherwise text, which the codec then refuses by name.
void writeText(const Schema& schema, const std::string& text, json::Writer& writer) {
    if (schema.kind == Kind::integer || schema.kind == Kind::number) {
        static const QRegularExpression kNumber(
            QStringLiteral("^-?(0|[1-9][0-9]{0,18})(\\.[0-9]+)?$"));
        if (kNumber.match(QString::fromStdString(text)).hasMatch()) return writer.raw(text);
    }
    writer.string(text);
}

}  // namespace

struct RequestForm::Node {
    const Schema* schema = nullptr;
    Node* parent = nullptr;
    std::string name, doc;
    bool isRequired = false;
    bool isIncluded = true;  ///< Objects that may be left out.
    QString entryName;       ///< Of a map's element.
    QString text, fallback, error;
    int choice = -1, fallbackChoice = -1;
    SharedSecret secret;
    std::vector<std::unique_ptr<Node>> children;

    bool isElement() const {
        return parent != nullptr && isNested(parent->schema->kind) &&
               parent->schema->kind != Kind::object;
    }

    QString key() const {
        if (parent == nullptr) return {};
        const auto up = parent->key();
        if (isElement()) {
            std::size_t index = 0;
            while (parent->children[index].get() != this) ++index;
            return up + QStringLiteral("[%1]").arg(index);
        }
        return (up.isEmpty() ? up : up + u'.') + toQString(name);
    }

    QStringList options() const {
        QStringList all;
        if (schema->kind == Kind::boolean) {
            all << translated(QT_TRANSLATE_NOOP("RequestForm", "Yes"))
                << translated(QT_TRANSLATE_NOOP("RequestForm", "No"));
        } else {
            for (const auto& one : schema->choices) all << readableName(one);
        }
        if (!isRequired && fallbackChoice < 0)
            all << translated(QT_TRANSLATE_NOOP("RequestForm", "Not set"));
        return all;
    }

    /// What holds when nothing is filled in: `value` is of a request as the operation makes it.
    void takeDefault(json::Value value) {
        switch (schema->kind) {
            case Kind::boolean:
                if (value.type() == json::Type::boolean) fallbackChoice = value.asBool() ? 0 : 1;
                break;
            case Kind::choice:
                for (std::size_t i = 0; i < schema->choices.size(); ++i)
                    if (value.type() == json::Type::string &&
                        value.asString() == schema->choices[i])
                        fallbackChoice = int(i);
                break;
            case Kind::integer:
            case Kind::number:
                if (!value.isNull()) fallback = toQString(value.serialize());
                break;
            case Kind::text:
                if (value.type() == json::Type::string) fallback = toQString(value.asString());
                break;
            default:
                break;
        }
        choice = fallbackChoice >= 0 ? fallbackChoice : isRequired ? -1 : int(options().size()) - 1;
        if (isRequired && schema->kind == Kind::boolean) choice = fallbackChoice = 1;
    }

    void build(json::Value defaults) {
        if (schema->kind != Kind::object) return takeDefault(defaults);
        for (const auto& member : schema->members) {
            auto child = std::make_unique<Node>();
            child->schema = &member.schema;
            child->parent = this;
            child->name = member.name;
            child->doc = member.doc;
            child->isRequired = member.isRequired;
            child->isIncluded = member.isRequired || member.schema.kind != Kind::object;
            child->build(defaults.find(member.name));
            children.push_back(std::move(child));
        }
    }

    void addElement() {
        auto child = std::make_unique<Node>();
        child->schema = &schema->element.front();
        child->parent = this;
        child->isRequired = true;
        child->build({});
        children.push_back(std::move(child));
    }

    /// Bytes that the secrets below add to the text at most.
    std::size_t secretBytes() const {
        std::size_t size = secret.view().size() * 6;
        for (const auto& child : children) size += child->secretBytes();
        return size;
    }

    /// Left out of the request altogether.
    bool isAbsent() const {
        switch (schema->kind) {
            case Kind::object:
                return !isIncluded;
            case Kind::array:
            case Kind::map:
                return children.empty() && !isRequired;
            case Kind::boolean:
                return choice < 0 || choice > 1;
            case Kind::choice:
                return choice < 0 || std::size_t(choice) >= schema->choices.size();
            case Kind::secret:
                return secret.isEmpty() && !isElement();
            default:
                return text.isEmpty() && !isElement();
        }
    }

    void write(json::Writer& writer) const {
        switch (schema->kind) {
            case Kind::object:
                writer.beginObject();
                for (const auto& child : children) {
                    if (child->isAbsent()) continue;
                    writer.key(child->name);
                    child->write(writer);
                }
                return writer.endObject();
            case Kind::array:
                writer.beginArray();
                for (const auto& child : children) child->write(writer);
                return writer.endArray();
            case Kind::map:
                writer.beginObject();
                for (const auto& child : children) {
                    writer.key(child->entryName.toStdString());
                    child->write(writer);
                }
                return writer.endObject();
            case Kind::boolean:
                return writer.boolean(choice == 0);
            case Kind::choice:
                return isAbsent() ? writer.string("")
                                  : writer.string(schema->choices[std::size_t(choice)]);
            case Kind::secret:
                return writer.string(secret.text());
            default:
                return writeText(*schema, text.trimmed().toStdString(), writer);
        }
    }

    QString title() const {
        if (!isElement()) return readableName(name);
        const auto index = key();
        return QStringLiteral("%1 %2")
            .arg(readableName(parent->name))
            .arg(index.mid(index.lastIndexOf(u'[') + 1).chopped(1).toInt() + 1);
    }

    FieldRow row(int depth) const {
        FieldRow row;
        row.key = key();
        row.label = title();
        row.doc = toQString(doc);
        row.depth = depth;
        row.isRequired = isRequired && !isElement();
        row.canRemove = isElement();
        row.error = error;
        return row;
    }

    /// One editable line.
    FieldRow editor(int depth) const {
        auto one = row(depth);
        switch (schema->kind) {
            case Kind::boolean:
            case Kind::choice:
                one.kind = QStringLiteral("choice");
                one.options = options();
                one.current = choice;
                break;
            case Kind::secret:
                one.kind = QStringLiteral("secret");
                break;
            default:
                one.kind = QStringLiteral("text");
                one.text = text;
                one.hint = fallback.isEmpty() || isRequired
                               ? formatHint(*schema)
                               : translated(QT_TRANSLATE_NOOP("RequestForm", "otherwise %1"))
                                     .arg(fallback);
        }
        return one;
    }

    void collect(QList<FieldRow>& rows, int depth) const {
        if (!isNested(schema->kind)) {
            rows << editor(depth);
            return;
        }
        if (parent != nullptr) {
            auto heading = row(depth);
            const bool isObject = schema->kind == Kind::object;
            heading.kind = isObject ? QStringLiteral("group") : QStringLiteral("list");
            heading.canAdd = !isObject || !isIncluded;
            heading.canRemove = isElement() || (isObject && !isRequired && isIncluded);
            rows << heading;
        }
        if (schema->kind == Kind::object && !isIncluded) return;
        for (const auto& child : children) {
            if (schema->kind == Kind::map) {
                auto entry = child->row(depth + 1);
                entry.key += QStringLiteral("#name");
                entry.kind = QStringLiteral("text");
                entry.label = translated(QT_TRANSLATE_NOOP("RequestForm", "Name"));
                entry.text = child->entryName;
                rows << entry;
            }
            child->collect(rows, parent == nullptr ? depth : depth + 1);
        }
    }

    Node* find(const QString& wanted) {
        if (parent != nullptr && key() == wanted) return this;
        for (const auto& child : children)
            if (auto* found = child->find(wanted)) return found;
        return nullptr;
    }

    template <typename Change>
    void each(const Change& change) {
        change(*this);
        for (const auto& child : children) child->each(change);
    }
};

RequestForm::RequestForm(const ops::OperationType& type)
    : m_type(type), m_schema(type.requestSchema()), m_root(std::make_unique<Node>()) {
    std::string text;
    json::Writer writer(text);
    const auto fresh = type.makeRequest();
    type.encodeRequest(fresh.get(), writer);
    const auto defaults = json::Document::parse(text);
    m_root->schema = &m_schema;
    m_root->isRequired = true;
    m_root->build(defaults ? defaults->root() : json::Value());
}
RequestForm::~RequestForm() = default;

QList<FieldRow> RequestForm::rows() const {
    QList<FieldRow> rows;
    m_root->collect(rows, 0);
    return rows;
}

RequestForm::Node* RequestForm::find(const QString& key) const {
    return m_root->find(key);
}

void RequestForm::setText(const QString& key, const QString& text) {
    if (key.endsWith(u"#name")) {
        if (auto* entry = find(key.chopped(5))) entry->entryName = text;
    } else if (auto* node = find(key)) {
        node->text = text;
        node->error.clear();
    }
}

void RequestForm::setChoice(const QString& key, int index) {
    if (auto* node = find(key)) {
        node->choice = index;
        node->error.clear();
    }
}

void RequestForm::setSecret(const QString& key, SharedSecret secret) {
    if (auto* node = find(key)) {
        node->secret = std::move(secret);
        node->error.clear();
    }
}

void RequestForm::add(const QString& key) {
    auto* node = find(key);
    if (node == nullptr) return;
    node->isIncluded = true;
    node->error.clear();
    if (node->schema->kind == Kind::array || node->schema->kind == Kind::map) node->addElement();
}

void RequestForm::remove(const QString& key) {
    auto* node = find(key);
    if (node == nullptr) return;
    if (!node->isElement()) {
        node->isIncluded = false;
        return;
    }
    std::erase_if(node->parent->children, [node](const auto& one) { return one.get() == node; });
}

void RequestForm::clearSecrets() {
    m_root->each([](Node& node) { node.secret = {}; });
}
void RequestForm::clearErrors() {
    m_root->each([](Node& node) { node.error.clear(); });
}

Result<std::shared_ptr<void>> RequestForm::request() const {
    std::string text;
    // Room for all of it at once: growing would leave unwiped copies behind.
    text.reserve(m_root->secretBytes() + (std::size_t{1} << 16));
    json::Writer writer(text);
    m_root->write(writer);
    auto request = m_type.makeRequest();
    const auto document = json::Document::parse(text);
    wipe(text.data(), text.size());
    if (!document) return Failure(document.error());
    KOSH_CHECK(m_type.decodeRequest(document->root(), request.get()));
    return request;
}

bool RequestForm::place(const Error& error) {
    const auto named = error.details.find("field");
    if (named == error.details.end()) return false;
    auto message = QString::fromStdString(error.message);
    const auto prefix = QStringLiteral("field \"%1\": ").arg(QString::fromStdString(named->second));
    if (message.startsWith(prefix)) message.remove(0, prefix.size());
    // The error may name a part that has no line of its own.
    auto key = QString::fromStdString(named->second);
    while (!key.isEmpty()) {
        if (auto* node = find(key)) {
            node->error = message;
            return true;
        }
        key.truncate(qMax<qsizetype>(qMax(key.lastIndexOf(u'.'), key.lastIndexOf(u'[')), 0));
    }
    return false;
}

}  // namespace kosh::ui
