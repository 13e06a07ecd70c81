// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>
#include <kosh/base/secret.h>
#include <kosh/json/json.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <new>

namespace kosh::json {
namespace {

namespace bj = boost::json;
using boost::json::string_view;
using ErrorCode = boost::json::error_code;

/// Requests may hold a passphrase: what a document occupied is wiped when it is given back.
class WipingResource final : public bj::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t align) override {
        return ::operator new(bytes, std::align_val_t(align));
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t align) override {
        wipe(memory, bytes);
        ::operator delete(memory, bytes, std::align_val_t(align));
    }
    bool do_is_equal(const bj::memory_resource& other) const noexcept override {
        return this == &other;
    }
};

/// Builds the tree from the parser's events; doubles are read again from their text because the
/// parser's own conversion may be off by one unit in the last place.
struct TreeBuilder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit TreeBuilder(bj::storage_ptr working) : stack(std::move(working)) {}

    bool on_document_begin(ErrorCode&) { return true; }
    bool on_document_end(ErrorCode&) { return true; }
    bool on_object_begin(ErrorCode&) { return true; }
    bool on_object_end(std::size_t size, ErrorCode&) {
        stack.push_object(size);
        return true;
    }
    bool on_array_begin(ErrorCode&) { return true; }
    bool on_array_end(std::size_t size, ErrorCode&) {
        stack.push_array(size);
        return true;
    }
    bool on_key_part(string_view part, std::size_t, ErrorCode&) {
        stack.push_chars(part);
        return true;
    }
    bool on_key(string_view part, std::size_t, ErrorCode&) {
        stack.push_key(part);
        return true;
    }
    bool on_string_part(string_view part, std::size_t, ErrorCode&) {
        stack.push_chars(part);
        return true;
    }
    bool on_string(string_view part, std::size_t, ErrorCode&) {
        stack.push_string(part);
        return true;
    }
    bool on_number_part(string_view, ErrorCode&) { return true; }
    bool on_int64(std::int64_t value, string_view, ErrorCode&) {
        stack.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, string_view, ErrorCode&) {
        stack.push_uint64(value);
        return true;
    }
    bool on_double(double value, string_view text, ErrorCode& error) {
        double exact = value;
        std::from_chars(text.data(), text.data() + text.size(), exact);
        if (!std::isfinite(exact)) {
            error = bj::error::exponent_overflow;
            return false;
        }
        stack.push_double(exact);
        return true;
    }
    bool on_bool(bool value, ErrorCode&) {
        stack.push_bool(value);
        return true;
    }
    bool on_null(ErrorCode&) {
        stack.push_null();
        return true;
    }
    bool on_comment_part(string_view, ErrorCode&) { return true; }
    bool on_comment(string_view, ErrorCode&) { return true; }

    bj::value_stack stack;
};

const bj::value& valueOf(const void* node) {
    return *static_cast<const bj::value*>(node);
}

void write(Value value, Writer& writer) {
    switch (value.type()) {
        case Type::null:
            return writer.null();
        case Type::boolean:
            return writer.boolean(value.asBool());
        case Type::integer:
            if (std::int64_t number = 0; value.toInt64(number)) return writer.integer(number);
            return writer.unsignedInteger(valueOf(value.node()).get_uint64());
        case Type::number:
            return writer.number(value.asDouble());
        case Type::string:
            return writer.string(value.asString());
        case Type::array:
            writer.beginArray();
            for (std::size_t i = 0; i < value.size(); ++i) write(value.at(i), writer);
            return writer.endArray();
        case Type::object:
            writer.beginObject();
            for (std::size_t i = 0; i < value.size(); ++i) {
                writer.key(value.keyAt(i));
                write(value.valueAt(i), writer);
            }
            return writer.endObject();
    }
}

}  // namespace

struct Document::Storage {
    WipingResource memory;
    bj::monotonic_resource blocks{1024, bj::storage_ptr(&memory)};
    bj::value root;
};

Document::Document(std::unique_ptr<Storage> storage) : m_storage(std::move(storage)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text, Limits limits) {
    if (text.size() > limits.maxBytes) {
        return fail(ErrorKind::invalid, "json.too_large",
                    cat("expected at most ", limits.maxBytes, " bytes of JSON, got ", text.size()),
                    {{"limit", std::to_string(limits.maxBytes)}});
    }
    auto storage = std::make_unique<Storage>();
    bj::parse_options options;
    options.max_depth = limits.maxDepth;
    bj::basic_parser<TreeBuilder> parser(options, bj::storage_ptr(&storage->memory));
    parser.handler().stack.reset(bj::storage_ptr(&storage->blocks));

    ErrorCode error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) error = bj::error::extra_data;
    if (error == bj::error::too_deep) {
        return fail(ErrorKind::invalid, "json.too_deep",
                    cat("expected JSON nested at most ", limits.maxDepth, " deep"),
                    {{"limit", std::to_string(limits.maxDepth)}});
    }
    if (error) {
        return fail(ErrorKind::invalid, "json.syntax",
                    cat("not JSON: ", error.message(), " near byte ", read),
                    {{"offset", std::to_string(read)}});
    }
    new (&storage->root) bj::value(bj::pilfer(parser.handler().stack.release()));
    return Document(std::move(storage));
}

Value Document::root() const {
    return m_storage ? Value(&m_storage->root) : Value();
}

std::string_view toString(Type type) {
    switch (type) {
        case Type::null:
            return "null";
        case Type::boolean:
            return "true or false";
        case Type::integer:
            return "an integer";
        case Type::number:
            return "a number";
        case Type::string:
            return "text";
        case Type::array:
            return "an array";
        case Type::object:
            return "an object";
    }
    return "";
}

Type Value::type() const {
    if (m_node == nullptr) return Type::null;
    switch (valueOf(m_node).kind()) {
        case bj::kind::null:
            return Type::null;
        case bj::kind::bool_:
            return Type::boolean;
        case bj::kind::int64:
        case bj::kind::uint64:
            return Type::integer;
        case bj::kind::double_:
            return Type::number;
        case bj::kind::string:
            return Type::string;
        case bj::kind::array:
            return Type::array;
        case bj::kind::object:
            return Type::object;
    }
    return Type::null;
}

bool Value::asBool() const {
    KOSH_ASSERT(type() == Type::boolean);
    return valueOf(m_node).get_bool();
}

double Value::asDouble() const {
    KOSH_ASSERT(type() == Type::integer || type() == Type::number);
    const bj::value& value = valueOf(m_node);
    if (value.is_double()) return value.get_double();
    return value.is_int64() ? static_cast<double>(value.get_int64())
                            : static_cast<double>(value.get_uint64());
}

std::string_view Value::asString() const {
    KOSH_ASSERT(type() == Type::string);
    const bj::string& text = valueOf(m_node).get_string();
    return {text.data(), text.size()};
}

bool Value::toInt64(std::int64_t& out) const {
    if (m_node == nullptr) return false;
    const bj::value& value = valueOf(m_node);
    if (value.is_int64()) {
        out = value.get_int64();
        return true;
    }
    if (value.is_uint64() && value.get_uint64() <= INT64_MAX) {
        out = static_cast<std::int64_t>(value.get_uint64());
        return true;
    }
    // Beyond 2^53 a double may already stand for another integer than the one that was written.
    if (value.is_double() && std::trunc(value.get_double()) == value.get_double() &&
        std::abs(value.get_double()) <= 9007199254740992.0) {
        out = static_cast<std::int64_t>(value.get_double());
        return true;
    }
    return false;
}

bool Value::toUint64(std::uint64_t& out) const {
    if (m_node != nullptr && valueOf(m_node).is_uint64()) {
        out = valueOf(m_node).get_uint64();
        return true;
    }
    std::int64_t number = 0;
    if (!toInt64(number) || number < 0) return false;
    out = static_cast<std::uint64_t>(number);
    return true;
}

std::size_t Value::size() const {
    if (m_node == nullptr) return 0;
    const bj::value& value = valueOf(m_node);
    if (value.is_array()) return value.get_array().size();
    return value.is_object() ? value.get_object().size() : 0;
}

Value Value::at(std::size_t index) const {
    if (type() != Type::array || index >= size()) return {};
    return Value(&valueOf(m_node).get_array()[index]);
}

std::string_view Value::keyAt(std::size_t index) const {
    if (type() != Type::object || index >= size()) return {};
    const string_view key = (valueOf(m_node).get_object().begin() + index)->key();
    return {key.data(), key.size()};
}

Value Value::valueAt(std::size_t index) const {
    if (type() != Type::object || index >= size()) return {};
    return Value(&(valueOf(m_node).get_object().begin() + index)->value());
}

Value Value::find(std::string_view key) const {
    if (type() != Type::object) return {};
    return Value(valueOf(m_node).get_object().if_contains({key.data(), key.size()}));
}

bool Value::has(std::string_view key) const {
    return find(key).node() != nullptr;
}

std::string Value::serialize() const {
    std::string text;
    Writer writer(text, Secrets::revealed);
    write(*this, writer);
    return text;
}

}  // namespace kosh::json
