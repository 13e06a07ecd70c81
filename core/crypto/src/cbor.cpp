// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/cbor.h>

#include <cbor/streaming.h>

#include <limits>

namespace kosh::crypto {
namespace {

constexpr int kMostLevels = 8;

Failure bad() {
    return fail(ErrorKind::invalid, "cbor.format", "this CBOR cannot be read");
}

/// What the decoder says of one item's beginning. Whatever it is not asked to report stays unknown.
struct Head {
    Cbor item;
    std::uint64_t count = 0;  ///< Of members that follow.
    bool isKnown = false;

    static Head& of(void* context, Cbor::Kind kind) {
        auto& head = *static_cast<Head*>(context);
        head.item.kind = kind;
        head.isKnown = true;
        return head;
    }
};

template <typename T>
void takeNumber(void* context, T value) {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (std::uint64_t{value} > kMost) return;
    Head::of(context, Cbor::Kind::integer).item.number = static_cast<std::int64_t>(value);
}

template <typename T>
void takeNegative(void* context, T value) {
    takeNumber(context, value);
    auto& number = static_cast<Head*>(context)->item.number;
    number = -1 - number;
}

ByteView viewOf(cbor_data data, std::size_t size) {
    return size == 0 ? ByteView() : ByteView(data, size);
}

cbor_callbacks makeCallbacks() {
    auto callbacks = cbor_empty_callbacks;
    callbacks.uint8 = takeNumber<std::uint8_t>;
    callbacks.uint16 = takeNumber<std::uint16_t>;
    callbacks.uint32 = takeNumber<std::uint32_t>;
    callbacks.uint64 = takeNumber<std::uint64_t>;
    callbacks.negint8 = takeNegative<std::uint8_t>;
    callbacks.negint16 = takeNegative<std::uint16_t>;
    callbacks.negint32 = takeNegative<std::uint32_t>;
    callbacks.negint64 = takeNegative<std::uint64_t>;
    callbacks.byte_string = [](void* context, cbor_data data, std::size_t size) {
        Head::of(context, Cbor::Kind::bytes).item.bytes = viewOf(data, size);
    };
    callbacks.string = [](void* context, cbor_data data, std::size_t size) {
        Head::of(context, Cbor::Kind::text).item.text = asText(viewOf(data, size));
    };
    callbacks.array_start = [](void* context, std::size_t count) {
        Head::of(context, Cbor::Kind::array).count = count;
    };
    callbacks.map_start = [](void* context, std::size_t count) {
        Head::of(context, Cbor::Kind::map).count = count;
    };
    callbacks.boolean = [](void* context, bool value) {
        Head::of(context, Cbor::Kind::boolean).item.number = value ? 1 : 0;
    };
    callbacks.null = [](void* context) { Head::of(context, Cbor::Kind::null); };
    return callbacks;
}

bool isSameKey(const Cbor& a, const Cbor& b) {
    return a.kind == b.kind && a.number == b.number && a.text == b.text;
}

Result<Cbor> take(ByteView& data, int level) {
    static const cbor_callbacks kCallbacks = makeCallbacks();
    if (level >= kMostLevels || data.empty()) return bad();
    Head head;
    const auto read = cbor_stream_decode(data.data(), data.size(), &kCallbacks, &head);
    if (read.status != CBOR_DECODER_FINISHED || !head.isKnown) return bad();
    data = data.subspan(read.read);
    auto& item = head.item;
    // Each member takes a byte at least: a count cannot promise more than there is.
    if (head.count > data.size()) return bad();
    for (std::uint64_t i = 0; i < head.count; ++i) {
        if (item.kind == Cbor::Kind::map) {
            KOSH_TRY(auto key, take(data, level + 1));
            if (key.kind != Cbor::Kind::integer && key.kind != Cbor::Kind::text) return bad();
            for (const auto& other : item.keys) {
                if (isSameKey(other, key)) return bad();
            }
            item.keys.push_back(std::move(key));
        }
        KOSH_TRY(auto value, take(data, level + 1));
        item.items.push_back(std::move(value));
    }
    return std::move(item);
}

}  // namespace

const Cbor* Cbor::find(std::int64_t key) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].kind == Kind::integer && keys[i].number == key) return &items[i];
    }
    return nullptr;
}

const Cbor* Cbor::find(std::string_view key) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].kind == Kind::text && keys[i].text == key) return &items[i];
    }
    return nullptr;
}

Result<Cbor> takeCbor(ByteView& data) {
    return take(data, 0);
}

}  // namespace kosh::crypto
