// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "abi_words.h"

namespace kosh::crypto::abi {
namespace {

/// The types of a sequence: a parameter list, or one element type repeated.
struct Sequence {
    const Type* first;
    std::size_t count;
    bool isRepeated;

    const Type& operator[](std::size_t i) const { return first[isRepeated ? 0 : i]; }
};

Sequence componentsOf(const Type& type, std::size_t count) {
    return {type.components().data(), count, type.kind() != Kind::tuple};
}

Failure badValue(std::string message) {
    return invalidField("", "abi.value", std::move(message));
}

/// Puts the place of a failed element in front of the place it told.
Failure at(std::size_t index, Error error) {
    auto& field = error.details["field"];
    field = cat('[', index, ']', field.empty() ? "" : ".", field);
    return Failure(std::move(error));
}

template <typename T>
Result<const T*> expect(const Type& type, const Value& value) {
    const T* held = std::get_if<T>(&value.data);
    if (held == nullptr)
        return badValue(cat("a value of another kind given for ", type.toString()));
    return held;
}

Result<> encodeSequence(const Sequence& types, std::span<const Value> values, Bytes& out);

Result<> encodeWord(const Type& type, const Value& value, Bytes& out) {
    const auto tooWide = [&] { return badValue(cat("the value does not fit ", type.toString())); };
    switch (type.kind()) {
        case Kind::uint: {
            KOSH_TRY(const U256* number, expect<U256>(type, value));
            if (!isInRange(*number, type.size())) return tooWide();
            appendWord(out, *number);
            return {};
        }
        case Kind::integer: {
            KOSH_TRY(const I256* number, expect<I256>(type, value));
            if (!isInRange(*number, type.size())) return tooWide();
            appendWord(out, number->raw);
            return {};
        }
        case Kind::address: {
            KOSH_TRY(const Address* address, expect<Address>(type, value));
            appendWord(out, U256::fromBigEndian(address->bytes));
            return {};
        }
        case Kind::boolean: {
            KOSH_TRY(const bool* flag, expect<bool>(type, value));
            appendWord(out, *flag ? 1 : 0);
            return {};
        }
        default: {
            KOSH_TRY(const Bytes* bytes, expect<Bytes>(type, value));
            if (bytes->size() != type.size()) return tooWide();
            appendPadded(out, *bytes);
            return {};
        }
    }
}

Result<> encodeValue(const Type& type, const Value& value, Bytes& out) {
    switch (type.kind()) {
        case Kind::bytes: {
            KOSH_TRY(const Bytes* bytes, expect<Bytes>(type, value));
            appendWord(out, bytes->size());
            appendPadded(out, *bytes);
            return {};
        }
        case Kind::string: {
            KOSH_TRY(const std::string* text, expect<std::string>(type, value));
            appendWord(out, text->size());
            appendPadded(out, asBytes(*text));
            return {};
        }
        case Kind::array: {
            KOSH_TRY(const Values* items, expect<Values>(type, value));
            appendWord(out, items->size());
            return encodeSequence(componentsOf(type, items->size()), *items, out);
        }
        case Kind::fixedArray: {
            KOSH_TRY(const Values* items, expect<Values>(type, value));
            return encodeSequence(componentsOf(type, type.size()), *items, out);
        }
        case Kind::tuple: {
            KOSH_TRY(const Values* items, expect<Values>(type, value));
            return encodeSequence(componentsOf(type, type.components().size()), *items, out);
        }
        default:
            return encodeWord(type, value, out);
    }
}

Result<> encodeSequence(const Sequence& types, std::span<const Value> values, Bytes& out) {
    if (values.size() != types.count) {
        return badValue(cat(types.count, " values are needed, not ", values.size()));
    }
    const std::size_t base = out.size();
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < types.count; ++i) {
        if (types[i].isDynamic()) {
            offsets.push_back(out.size());
            out.resize(out.size() + kWord);
        } else if (auto done = encodeValue(types[i], values[i], out); !done) {
            return at(i, std::move(done).error());
        }
    }
    auto offset = offsets.begin();
    for (std::size_t i = 0; i < types.count; ++i) {
        if (!types[i].isDynamic()) continue;
        patchWord(out, *offset++, out.size() - base);
        if (auto done = encodeValue(types[i], values[i], out); !done) {
            return at(i, std::move(done).error());
        }
    }
    return {};
}

/// Decodes with a budget of the bytes there are: hostile offsets that point at the same data again
/// and again run out of it.
class Decoding {
public:
    explicit Decoding(std::size_t budget) : m_budget(budget) {}

    Result<Values> sequence(const Sequence& types, ByteView frame) {
        std::size_t position = 0;
        return sequence(types, frame, position);
    }

private:
    Result<ByteView> take(ByteView frame, std::size_t position, std::size_t size) {
        if (position > frame.size() || size > frame.size() - position) return truncated();
        if (size > m_budget) {
            return fail(ErrorKind::invalid, "abi.overlap",
                        "the contract's data points at the same bytes more than once");
        }
        m_budget -= size;
        return frame.subspan(position, size);
    }

    Result<std::size_t> length(ByteView frame, std::size_t& position) {
        KOSH_TRY(const auto word, take(frame, position, kWord));
        position += kWord;
        const U256 value = U256::fromBigEndian(word);
        if (value > U256(frame.size())) return truncated();
        return static_cast<std::size_t>(value.low64());
    }

    Result<Values> sequence(const Sequence& types, ByteView frame, std::size_t& position) {
        Values values;
        values.reserve(types.count);
        for (std::size_t i = 0; i < types.count; ++i) {
            KOSH_TRY(auto value, head(types[i], frame, position));
            values.push_back(std::move(value));
        }
        return values;
    }

    Result<Value> head(const Type& type, ByteView frame, std::size_t& position) {
        if (type.isDynamic()) {
            KOSH_TRY(const auto offset, length(frame, position));
            return tail(type, frame.subspan(offset));
        }
        if (type.kind() == Kind::tuple || type.kind() == Kind::fixedArray) {
            // Before room is made for the elements: they must be there.
            if (type.headSize() > frame.size() - position) return truncated();
            const auto count = type.kind() == Kind::tuple ? type.components().size() : type.size();
            KOSH_TRY(auto values, sequence(componentsOf(type, count), frame, position));
            return Value{std::move(values)};
        }
        KOSH_TRY(const auto word, take(frame, position, kWord));
        position += kWord;
        return single(type, word);
    }

    Result<Value> tail(const Type& type, ByteView frame) {
        std::size_t position = 0;
        switch (type.kind()) {
            case Kind::bytes:
            case Kind::string: {
                KOSH_TRY(const auto size, length(frame, position));
                KOSH_TRY(const auto bytes, take(frame, position, size));
                if (type.kind() == Kind::string) return Value{std::string(asText(bytes))};
                return Value{Bytes(bytes.begin(), bytes.end())};
            }
            case Kind::array: {
                KOSH_TRY(const auto count, length(frame, position));
                return elements(componentsOf(type, count), frame.subspan(position));
            }
            case Kind::fixedArray:
                return elements(componentsOf(type, type.size()), frame);
            default:
                return elements(componentsOf(type, type.components().size()), frame);
        }
    }

    Result<Value> elements(const Sequence& types, ByteView frame) {
        if (types.count != 0 && types.count > frame.size() / kWord) return truncated();
        KOSH_TRY(auto values, sequence(types, frame));
        return Value{std::move(values)};
    }

    static Result<Value> single(const Type& type, ByteView word) {
        switch (type.kind()) {
            case Kind::uint: {
                const U256 value = U256::fromBigEndian(word);
                if (!isInRange(value, type.size())) return outOfRange(type.toString());
                return Value{value};
            }
            case Kind::integer: {
                const I256 value = I256::fromRaw(U256::fromBigEndian(word));
                if (!isInRange(value, type.size())) return outOfRange(type.toString());
                return Value{value};
            }
            case Kind::address: {
                if (!isZero(word.first(12))) return outOfRange("address");
                KOSH_TRY(const auto address, Address::fromBytes(word.last(20)));
                return Value{address};
            }
            case Kind::boolean:
                if (!isZero(word.first(31)) || word[31] > 1) return outOfRange("bool");
                return Value{word[31] == 1};
            default:
                if (!isZero(word.subspan(type.size()))) return outOfRange(type.toString());
                return Value{Bytes(word.begin(), word.begin() + static_cast<long>(type.size()))};
        }
    }

    std::size_t m_budget;
};

}  // namespace

Result<Bytes> encode(std::span<const Type> types, std::span<const Value> values) {
    Bytes out;
    KOSH_CHECK(encodeSequence({types.data(), types.size(), false}, values, out));
    return out;
}

Result<Values> decode(std::span<const Type> types, ByteView data) {
    return Decoding(data.size()).sequence({types.data(), types.size(), false}, data);
}

}  // namespace kosh::crypto::abi
