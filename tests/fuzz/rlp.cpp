// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/crypto/rlp.h>

using namespace kosh;
using namespace kosh::crypto;

namespace {

void copy(rlp::Writer& writer, const rlp::Item& item) {
    if (!item.isList) {
        writer.bytes(item.payload);
        return;
    }
    writer.beginList();
    auto items = item.items().value();
    while (!items.isAtEnd()) copy(writer, items.next().value());
    writer.endList();
}

}  // namespace

/// There is one encoding of everything: what decodes encodes to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    if (const auto item = rlp::decode(input)) {
        rlp::Writer writer;
        copy(writer, *item);
        KOSH_ASSERT(std::ranges::equal(std::move(writer).take(), input));
    }
    rlp::Reader reader(input);
    while (!reader.isAtEnd()) {
        if (!reader.uint()) break;
    }
    return 0;
}
