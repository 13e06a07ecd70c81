// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi.h>
#include <kosh/crypto/hash.h>

#include <charconv>

namespace kosh::crypto::abi {
namespace {

constexpr std::size_t kMaxText = 8192;
constexpr unsigned kMaxDepth = 16;
constexpr std::size_t kMaxStaticSize = 16u << 20;

Failure badType(std::string_view text, std::string_view why) {
    return fail(ErrorKind::invalid, "abi.type",
                cat("not a usable Solidity type: ", text.substr(0, 64), ": ", why));
}

/// A decimal number without sign or leading zeros.
std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    if (text.empty() || text[0] == '0') return std::nullopt;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

/// Recursive descent over one type or list of types.
class TypeParser {
public:
    explicit TypeParser(std::string_view text) : m_text(text), m_rest(text) {}

    Result<Type> type(unsigned depth) {
        if (depth > kMaxDepth) return badType(m_text, "more than 16 levels");
        KOSH_TRY(auto base, element(depth));
        for (unsigned levels = depth; m_rest.starts_with('['); ++levels) {
            if (levels >= kMaxDepth) return badType(m_text, "more than 16 levels");
            KOSH_TRY(base, array(std::move(base)));
        }
        return base;
    }

    Result<std::vector<Type>> list(unsigned depth, char end) {
        std::vector<Type> types;
        if (take(end)) return types;
        while (true) {
            KOSH_TRY(auto next, type(depth));
            types.push_back(std::move(next));
            if (take(end)) return types;
            if (!take(',')) return badType(m_text, "expected ',' between types");
        }
    }

    bool isAtEnd() const { return m_rest.empty(); }
    bool take(char c) {
        if (c == '\0') return m_rest.empty();
        if (!m_rest.starts_with(c)) return false;
        m_rest.remove_prefix(1);
        return true;
    }

private:
    Result<Type> element(unsigned depth) {
        if (m_rest.starts_with("tuple(")) m_rest.remove_prefix(5);
        if (take('(')) return tuple(depth);
        const auto end = m_rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789");
        const auto name = m_rest.substr(0, end);
        m_rest.remove_prefix(name.size());
        return elementary(name);
    }

    Result<Type> tuple(unsigned depth) {
        Type out;
        out.m_kind = Kind::tuple;
        KOSH_TRY(out.m_components, list(depth + 1, ')'));
        if (out.m_components.empty()) return badType(m_text, "a tuple needs a component");
        out.m_staticSize = 0;
        for (const Type& component : out.m_components) {
            out.m_isDynamic |= component.isDynamic();
            out.m_staticSize += component.headSize();
        }
        if (out.m_staticSize > kMaxStaticSize) return badType(m_text, "too large");
        return out;
    }

    Result<Type> array(Type element) {
        const auto end = m_rest.find(']');
        if (end == std::string_view::npos) return badType(m_text, "'[' without ']'");
        const auto count = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        Type out;
        if (count.empty()) {
            out.m_kind = Kind::array;
            out.m_isDynamic = true;
        } else {
            const auto size = number(count);
            if (!size) return badType(m_text, "an array length is a number above 0");
            if (*size > kMaxStaticSize / element.headSize()) return badType(m_text, "too large");
            out.m_kind = Kind::fixedArray;
            out.m_size = *size;
            out.m_isDynamic = element.isDynamic();
            out.m_staticSize = *size * element.headSize();
        }
        out.m_components.push_back(std::move(element));
        return out;
    }

    Result<Type> elementary(std::string_view name) {
        if (name == "address") return make(Kind::address, 0);
        if (name == "bool") return make(Kind::boolean, 0);
        if (name == "string") return make(Kind::string, 0);
        if (name == "bytes") return make(Kind::bytes, 0);
        if (name == "function") return make(Kind::fixedBytes, 24);
        if (name.starts_with("uint")) return integer(Kind::uint, name.substr(4));
        if (name.starts_with("int")) return integer(Kind::integer, name.substr(3));
        if (name.starts_with("bytes")) {
            const auto size = number(name.substr(5));
            if (!size || *size > 32) return badType(m_text, "bytesN needs 1 to 32");
            return make(Kind::fixedBytes, *size);
        }
        return badType(m_text, "unknown name");
    }

    Result<Type> integer(Kind kind, std::string_view bits) {
        if (bits.empty()) return make(kind, 256);
        const auto size = number(bits);
        if (!size || *size % 8 != 0 || *size > 256) {
            return badType(m_text, "an integer has 8, 16, … 256 bits");
        }
        return make(kind, *size);
    }

    static Type make(Kind kind, std::size_t size) {
        Type out;
        out.m_kind = kind;
        out.m_size = size;
        out.m_isDynamic = kind == Kind::bytes || kind == Kind::string;
        return out;
    }

    std::string_view m_text;
    std::string_view m_rest;
};

Result<Type> Type::parse(std::string_view text) {
    if (text.size() > kMaxText) return badType(text, "too long");
    TypeParser parser(text);
    KOSH_TRY(auto type, parser.type(1));
    if (!parser.isAtEnd()) return badType(text, "unexpected text after the type");
    return type;
}

Result<std::vector<Type>> Type::parseList(std::string_view text) {
    if (text.size() > kMaxText) return badType(text, "too long");
    // "(a,b)[]" is one type and not a parenthesised list: only a closing end decides.
    TypeParser parenthesised(text);
    if (parenthesised.take('(')) {
        auto types = parenthesised.list(1, ')');
        if (types && parenthesised.isAtEnd()) return types;
    }
    return TypeParser(text).list(1, '\0');
}

std::string Type::toString() const {
    switch (m_kind) {
        case Kind::uint:
            return cat("uint", m_size);
        case Kind::integer:
            return cat("int", m_size);
        case Kind::address:
            return "address";
        case Kind::boolean:
            return "bool";
        case Kind::fixedBytes:
            return cat("bytes", m_size);
        case Kind::bytes:
            return "bytes";
        case Kind::string:
            return "string";
        case Kind::array:
            return cat(m_components[0].toString(), "[]");
        case Kind::fixedArray:
            return cat(m_components[0].toString(), '[', m_size, ']');
        case Kind::tuple:
            break;
    }
    std::string out = "(";
    for (const Type& component : m_components) {
        if (out.size() > 1) out += ',';
        out += component.toString();
    }
    return out + ')';
}

Selector selector(std::string_view signature) {
    const Hash256 hash = keccak256(asBytes(signature));
    return {hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]};
}

Hash256 eventTopic(std::string_view signature) {
    return keccak256(asBytes(signature));
}

}  // namespace kosh::crypto::abi
