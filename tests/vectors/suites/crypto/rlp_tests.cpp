// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethereum_tests.h"

#include <kosh/crypto/rlp.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

/// Decimal digits of any length as big-endian bytes without leading zeros.
Bytes bigEndian(std::string_view digits) {
    Bytes out;
    for (const char c : digits) {
        unsigned carry = static_cast<unsigned>(c - '0');
        for (auto it = out.rbegin(); it != out.rend(); ++it) {
            carry += *it * 10u;
            *it = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        if (carry != 0) out.insert(out.begin(), static_cast<std::uint8_t>(carry));
    }
    return out;
}

void write(rlp::Writer& writer, const boost::json::value& value) {
    if (value.is_array()) {
        writer.beginList();
        for (const auto& item : value.get_array()) write(writer, item);
        writer.endList();
    } else if (value.is_int64()) {
        writer.uint(U256(static_cast<std::uint64_t>(value.get_int64())));
    } else if (value.is_string()) {
        const std::string_view text = value.get_string();
        if (text.starts_with('#')) {
            writer.bytes(bigEndian(text.substr(1)));
        } else {
            writer.bytes(asBytes(text));
        }
    } else {
        throw UnfamiliarShape("an item is a list, a text or a number");
    }
}

Bytes encodingOf(const boost::json::value& value) {
    rlp::Writer writer;
    write(writer, value);
    return std::move(writer).take();
}

void copyItem(rlp::Writer& writer, const rlp::Item& item) {
    if (!item.isList) {
        writer.bytes(item.payload);
        return;
    }
    writer.beginList();
    auto items = need(item.items());
    while (!items.isAtEnd()) copyItem(writer, need(items.next()));
    writer.endList();
}

Bytes reencoded(const rlp::Item& item) {
    rlp::Writer writer;
    copyItem(writer, item);
    return std::move(writer).take();
}

}  // namespace

namespace kosh::test {

Verdict checkRlpTest(const Case& c) {
    const auto encoded = hex(c.value, "out");
    const auto& in = at(c.value, "in");
    const bool isText = in.is_string();
    if (isText && in.get_string() == "INVALID") {
        return rlp::decode(encoded) ? failed("invalid RLP was taken") : passed();
    }
    const auto item = need(rlp::decode(encoded));
    const auto again = expectEqual("decoded and encoded", toHex(reencoded(item)), toHex(encoded));
    if (isText && in.get_string() == "VALID") return again;
    return all({expectEqual("encoded", toHex(encodingOf(in)), toHex(encoded)), again});
}

}  // namespace kosh::test
