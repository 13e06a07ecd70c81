// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi_codec.h>

#include "abi_words.h"

namespace kosh::crypto::abi {

void Encoder::word(ByteView rightAligned) {
    m_head.resize(m_head.size() + kWord - rightAligned.size());
    m_head.insert(m_head.end(), rightAligned.begin(), rightAligned.end());
}

/// Reserves the offset word; the parameter's data is what is appended to the tail next.
void Encoder::beginDynamic() {
    m_offsets.push_back({m_head.size(), m_tail.size()});
    m_head.resize(m_head.size() + kWord);
}

void Encoder::tailWord(const U256& value) {
    appendWord(m_tail, value);
}

Encoder& Encoder::uint(const U256& value) {
    appendWord(m_head, value);
    return *this;
}

Encoder& Encoder::integer(const I256& value) {
    return uint(value.raw);
}

Encoder& Encoder::address(const Address& value) {
    word(value.bytes);
    return *this;
}

Encoder& Encoder::boolean(bool value) {
    return uint(value ? 1 : 0);
}

Encoder& Encoder::bytes32(const Hash256& value) {
    word(value.bytes);
    return *this;
}

Encoder& Encoder::fixedBytes(ByteView value) {
    KOSH_ASSERT(!value.empty() && value.size() <= kWord);
    appendPadded(m_head, value);
    return *this;
}

Encoder& Encoder::bytes(ByteView value) {
    beginDynamic();
    tailWord(value.size());
    appendPadded(m_tail, value);
    return *this;
}

Encoder& Encoder::tuple(const Encoder& fields) {
    KOSH_ASSERT(!fields.m_selector);
    beginDynamic();
    fields.appendParameters(m_tail);
    return *this;
}

Encoder& Encoder::addresses(std::span<const Address> values) {
    beginDynamic();
    tailWord(values.size());
    for (const Address& value : values) tailWord(U256::fromBigEndian(value.bytes));
    return *this;
}

Encoder& Encoder::uints(std::span<const U256> values) {
    beginDynamic();
    tailWord(values.size());
    for (const U256& value : values) tailWord(value);
    return *this;
}

Encoder& Encoder::bytesArray(std::span<const Bytes> values) {
    Encoder elements;
    for (const Bytes& value : values) elements.bytes(value);
    return staticArray(values.size(), elements);
}

Encoder& Encoder::tuples(std::span<const Encoder> values) {
    Encoder elements;
    for (const Encoder& value : values) elements.tuple(value);
    return staticArray(values.size(), elements);
}

Encoder& Encoder::staticArray(std::size_t count, const Encoder& words) {
    KOSH_ASSERT(!words.m_selector);
    beginDynamic();
    tailWord(count);
    words.appendParameters(m_tail);
    return *this;
}

void Encoder::appendParameters(Bytes& out) const {
    const std::size_t base = out.size();
    out.insert(out.end(), m_head.begin(), m_head.end());
    for (const auto& [head, tail] : m_offsets) patchWord(out, base + head, m_head.size() + tail);
    out.insert(out.end(), m_tail.begin(), m_tail.end());
}

Bytes Encoder::take() const {
    Bytes out;
    out.reserve(4 + m_head.size() + m_tail.size());
    if (m_selector) out.assign(m_selector->begin(), m_selector->end());
    appendParameters(out);
    return out;
}

Result<ByteView> Decoder::word() {
    if (m_data.size() - m_position < kWord) return truncated();
    const auto view = m_data.subspan(m_position, kWord);
    m_position += kWord;
    return view;
}

/// What the next offset word points at, to the end of the data.
Result<ByteView> Decoder::tail() {
    KOSH_TRY(const auto offset, uint());
    if (offset > U256(m_data.size())) return truncated();
    return m_data.subspan(offset.low64());
}

Result<U256> Decoder::uint(unsigned bits) {
    KOSH_TRY(const auto view, word());
    const U256 value = U256::fromBigEndian(view);
    if (!isInRange(value, bits)) return outOfRange(cat("uint", bits));
    return value;
}

Result<I256> Decoder::integer(unsigned bits) {
    KOSH_TRY(const auto view, word());
    const I256 value = I256::fromRaw(U256::fromBigEndian(view));
    if (!isInRange(value, bits)) return outOfRange(cat("int", bits));
    return value;
}

Result<std::uint64_t> Decoder::u64() {
    KOSH_TRY(const auto value, uint(64));
    return value.low64();
}

Result<Address> Decoder::address() {
    KOSH_TRY(const auto view, word());
    if (!isZero(view.first(12))) return outOfRange("address");
    return Address::fromBytes(view.last(20));
}

Result<bool> Decoder::boolean() {
    KOSH_TRY(const auto value, uint(1));
    return !value.isZero();
}

Result<Hash256> Decoder::bytes32() {
    KOSH_TRY(const auto view, word());
    return Hash256::fromBytes(view);
}

Result<ByteView> Decoder::bytes() {
    KOSH_TRY(const auto frame, tail());
    KOSH_TRY(const auto size, Decoder(frame).uint());
    if (size > U256(frame.size() - kWord)) return truncated();
    return frame.subspan(kWord, size.low64());
}

Result<std::string_view> Decoder::string() {
    KOSH_TRY(const auto view, bytes());
    return asText(view);
}

Result<Decoder> Decoder::tuple() {
    KOSH_TRY(const auto frame, tail());
    return Decoder(frame);
}

Result<DecodedArray> Decoder::array(std::size_t elementSize) {
    KOSH_ASSERT(elementSize >= kWord);
    KOSH_TRY(const auto frame, tail());
    KOSH_TRY(const auto count, Decoder(frame).uint());
    const auto elements = frame.subspan(kWord);
    if (count > U256(elements.size() / elementSize)) return truncated();
    return DecodedArray{static_cast<std::size_t>(count.low64()), Decoder(elements)};
}

Result<std::vector<Address>> Decoder::addresses() {
    KOSH_TRY(auto list, array());
    std::vector<Address> out;
    out.reserve(list.count);
    for (std::size_t i = 0; i < list.count; ++i) {
        KOSH_TRY(const auto value, list.elements.address());
        out.push_back(value);
    }
    return out;
}

Result<std::vector<U256>> Decoder::uints() {
    KOSH_TRY(auto list, array());
    std::vector<U256> out;
    out.reserve(list.count);
    for (std::size_t i = 0; i < list.count; ++i) {
        KOSH_TRY(const auto value, list.elements.uint());
        out.push_back(value);
    }
    return out;
}

}  // namespace kosh::crypto::abi
