// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/rlp.h>

namespace kosh::crypto::rlp {
namespace {

constexpr std::uint8_t kString = 0x80;
constexpr std::uint8_t kList = 0xc0;
constexpr std::size_t kMaxShort = 55;

struct Header {
    std::array<std::uint8_t, 9> bytes;
    std::size_t size = 1;
    ByteView view() const { return ByteView(bytes).first(size); }
};

Header header(std::uint8_t base, std::size_t length) {
    Header out{};
    if (length <= kMaxShort) {
        out.bytes[0] = static_cast<std::uint8_t>(base + length);
        return out;
    }
    std::size_t digits = 1;
    while (digits < sizeof length && (length >> (8 * digits)) != 0) ++digits;
    out.bytes[0] = static_cast<std::uint8_t>(base + kMaxShort + digits);
    for (std::size_t i = 0; i < digits; ++i) {
        out.bytes[digits - i] = static_cast<std::uint8_t>(length >> (8 * i));
    }
    out.size = 1 + digits;
    return out;
}

Failure truncated() {
    return fail(ErrorKind::invalid, "rlp.truncated", "the RLP data ends inside an item");
}
Failure notCanonical(const char* what) {
    return fail(ErrorKind::invalid, "rlp.canonical", cat("not canonical RLP: ", what));
}

/// Length behind a long prefix: `digits` big-endian bytes after the first.
Result<std::size_t> longLength(ByteView data, std::size_t digits) {
    if (data.size() < 1 + digits) return truncated();
    if (data[1] == 0) return notCanonical("a length with leading zeros");
    std::size_t length = 0;
    for (std::size_t i = 1; i <= digits; ++i) length = (length << 8) | data[i];
    if (length <= kMaxShort) return notCanonical("a long form for a short length");
    return length;
}

struct Span {
    Item item;
    std::size_t size = 0;
};

Result<Span> readItem(ByteView data) {
    if (data.empty()) return truncated();
    const std::uint8_t first = data[0];
    if (first < kString) return Span{{false, data.first(1)}, 1};
    const bool isList = first >= kList;
    const std::size_t code = first - (isList ? kList : kString);
    std::size_t prefix = 1;
    std::size_t length = code;
    if (code > kMaxShort) {
        prefix = 1 + code - kMaxShort;
        KOSH_TRY(length, longLength(data, prefix - 1));
    }
    if (length > data.size() - prefix) return truncated();
    const auto payload = data.subspan(prefix, length);
    if (!isList && length == 1 && payload[0] < kString) {
        return notCanonical("a prefix before a byte that stands for itself");
    }
    return Span{{isList, payload}, prefix + length};
}

Result<> checkItems(ByteView payload, std::size_t depth) {
    if (depth > kMaxDepth) {
        return fail(ErrorKind::invalid, "rlp.depth",
                    cat("RLP lists are nested more than ", kMaxDepth, " deep"));
    }
    while (!payload.empty()) {
        KOSH_TRY(const auto read, readItem(payload));
        if (read.item.isList) {
            KOSH_CHECK(checkItems(read.item.payload, depth + 1));
        }
        payload = payload.subspan(read.size);
    }
    return {};
}

}  // namespace

Writer& Writer::bytes(ByteView value) {
    if (value.size() != 1 || value[0] >= kString) raw(header(kString, value.size()).view());
    return raw(value);
}

Writer& Writer::uint(const U256& value) {
    const auto wide = value.toBigEndian();
    const auto start = std::ranges::find_if(wide, [](std::uint8_t b) { return b != 0; });
    return bytes(ByteView(start, wide.end()));
}

Writer& Writer::raw(ByteView encoded) {
    m_out.insert(m_out.end(), encoded.begin(), encoded.end());
    return *this;
}

Writer& Writer::beginList() {
    m_open.push_back(m_out.size());
    return *this;
}

Writer& Writer::endList() {
    KOSH_ASSERT(!m_open.empty());
    const std::size_t start = m_open.back();
    m_open.pop_back();
    const auto head = header(kList, m_out.size() - start);
    const auto view = head.view();
    m_out.insert(m_out.begin() + static_cast<std::ptrdiff_t>(start), view.begin(), view.end());
    return *this;
}

Bytes Writer::take() && {
    KOSH_ASSERT(m_open.empty());
    return std::move(m_out);
}

Result<Reader> Item::items() const {
    if (!isList) return fail(ErrorKind::invalid, "rlp.expected_list", "expected an RLP list");
    return Reader(payload);
}

Result<ByteView> Item::string() const {
    if (isList) return fail(ErrorKind::invalid, "rlp.expected_string", "expected an RLP string");
    return payload;
}

Result<Item> Reader::next() {
    KOSH_TRY(const auto read, readItem(m_rest));
    m_rest = m_rest.subspan(read.size);
    return read.item;
}

Result<ByteView> Reader::string() {
    KOSH_TRY(const auto item, next());
    return item.string();
}

Result<Reader> Reader::list() {
    KOSH_TRY(const auto item, next());
    return item.items();
}

Result<U256> Reader::uint() {
    KOSH_TRY(const auto view, string());
    if (view.size() > 32 || (!view.empty() && view[0] == 0)) {
        return fail(ErrorKind::invalid, "rlp.integer",
                    "expected an integer of at most 32 bytes without leading zeros");
    }
    return U256::fromBigEndian(view);
}

Result<std::uint64_t> Reader::u64() {
    KOSH_TRY(const auto value, uint());
    if (!value.fitsU64()) {
        return fail(ErrorKind::invalid, "rlp.integer", "expected an integer below 2^64");
    }
    return value.low64();
}

Result<> Reader::finish() const {
    if (isAtEnd()) return {};
    return fail(ErrorKind::invalid, "rlp.trailing", "there are more RLP items than expected");
}

Result<Item> decode(ByteView encoded) {
    KOSH_TRY(const auto read, readItem(encoded));
    if (read.size != encoded.size()) {
        return fail(ErrorKind::invalid, "rlp.trailing", "there is data after the RLP item");
    }
    if (read.item.isList) {
        KOSH_CHECK(checkItems(read.item.payload, 1));
    }
    return read.item;
}

}  // namespace kosh::crypto::rlp
