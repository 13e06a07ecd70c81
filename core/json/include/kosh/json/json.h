// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kosh::json {

/// What a parser accepts from outside: anything larger or deeper is refused before it costs memory.
struct Limits {
    std::size_t maxBytes = std::size_t{16} << 20;
    std::size_t maxDepth = 64;
};

enum class Type : std::uint8_t { null, boolean, integer, number, string, array, object };
std::string_view toString(Type type);

/// Read-only view of one value inside a Document, which must outlive it. A default view is JSON
/// null.
class Value {
public:
    Value() = default;
    Type type() const;
    bool isNull() const { return type() == Type::null; }
    bool asBool() const;                ///< Precondition: boolean.
    double asDouble() const;            ///< Precondition: integer or number.
    std::string_view asString() const;  ///< Precondition: string.
    /// Integer that fits; `number` with a fraction or beyond 64 bits gives nothing.
    bool toInt64(std::int64_t& out) const;
    bool toUint64(std::uint64_t& out) const;

    std::size_t size() const;                         ///< Members of an array or object, else 0.
    Value at(std::size_t index) const;                ///< Array element; null when out of range.
    std::string_view keyAt(std::size_t index) const;  ///< Object member's name.
    Value valueAt(std::size_t index) const;           ///< Object member's value.
    Value find(std::string_view key) const;           ///< Object member or null view.
    bool has(std::string_view key) const;
    std::string serialize() const;  ///< Compact text.

    /// Implementation access (the JSON library's value).
    explicit Value(const void* node) : m_node(node) {}
    const void* node() const { return m_node; }

private:
    const void* m_node = nullptr;
};

/// A parsed text (RFC 8259, strict: no comments, no trailing commas, valid UTF-8).
class Document {
public:
    /// Errors: `json.syntax` (details: offset), `json.too_large`, `json.too_deep`.
    static Result<Document> parse(std::string_view text, Limits limits = {});
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();
    Value root() const;

private:
    struct Storage;
    explicit Document(std::unique_ptr<Storage> storage);
    std::unique_ptr<Storage> m_storage;
};

/// Whether secrets are written as their text (the wire between a node and its owner) or as "***".
enum class Secrets : std::uint8_t { redacted, revealed };

/// Appends compact JSON to a string; commas and escaping are its business.
class Writer {
public:
    explicit Writer(std::string& out, Secrets secrets = Secrets::redacted)
        : m_out(out), m_secrets(secrets) {}
    void beginObject();
    void endObject();
    void beginArray();
    void endArray();
    void key(std::string_view name);
    void string(std::string_view text);
    void integer(std::int64_t value);
    void unsignedInteger(std::uint64_t value);
    void number(
        double value);  ///< Shortest round-trip text; NaN and infinities are written as null.
    void boolean(bool value);
    void null();
    void raw(std::string_view json);  ///< Already valid JSON.
    Secrets secrets() const { return m_secrets; }

private:
    void separate();
    std::string& m_out;
    Secrets m_secrets;
    bool m_needsComma = false;
};

}  // namespace kosh::json
