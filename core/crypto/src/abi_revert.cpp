// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi_codec.h>

#include <utf8proc.h>

namespace kosh::crypto::abi {
namespace {

constexpr Selector kError = {0x08, 0xc3, 0x79, 0xa0};  // Error(string)
constexpr Selector kPanic = {0x4e, 0x48, 0x7b, 0x71};  // Panic(uint256)
constexpr std::size_t kMaxShown = 512;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Whether a character may be shown: control, format (bidirectional overrides among them), private
/// and unassigned ones may not.
bool isShowable(utf8proc_int32_t character) {
    switch (utf8proc_category(character)) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return false;
        default:
            return true;
    }
}

std::string showable(ByteView text) {
    std::string out;
    while (!text.empty() && out.size() < kMaxShown) {
        utf8proc_int32_t character = -1;
        const auto read =
            utf8proc_iterate(text.data(), static_cast<utf8proc_ssize_t>(text.size()), &character);
        const auto size = read > 0 ? static_cast<std::size_t>(read) : 1;
        out += read > 0 && isShowable(character) ? asText(text.first(size)) : kReplacement;
        text = text.subspan(size);
    }
    return out;
}

/// Meaning of the codes of docs.soliditylang.org, "Panic via assert and Error via require".
std::string_view panicMeaning(std::uint64_t code) {
    switch (code) {
        case 0x00:
            return "compiler-inserted panic";
        case 0x01:
            return "assertion failed";
        case 0x11:
            return "arithmetic overflow or underflow";
        case 0x12:
            return "division by zero";
        case 0x21:
            return "value out of range of an enumeration";
        case 0x22:
            return "storage byte array wrongly encoded";
        case 0x31:
            return "pop on an empty array";
        case 0x32:
            return "array index out of bounds";
        case 0x41:
            return "out of memory";
        case 0x51:
            return "call of an uninitialised function";
        default:
            return "unknown panic";
    }
}

}  // namespace

std::optional<std::string> revertReason(ByteView data) {
    if (data.size() < 4) return std::nullopt;
    Decoder decoder(data.subspan(4));
    if (std::ranges::equal(data.first(4), kError)) {
        const auto text = decoder.bytes();
        if (text) return showable(*text);
    }
    if (std::ranges::equal(data.first(4), kPanic)) {
        const auto code = decoder.uint();
        if (code) {
            return cat(panicMeaning(code->fitsU64() ? code->low64() : ~0ull), " (panic ",
                       code->toHex(), ")");
        }
    }
    return std::nullopt;
}

}  // namespace kosh::crypto::abi
