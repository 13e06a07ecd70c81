// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "text.h"

#include <utf8proc.h>

#include <vector>

namespace kosh::crypto {

Result<SecretBytes> normaliseText(ByteView text, Form form, const char* errorKey) {
    if (std::ranges::all_of(text, [](std::uint8_t b) { return b < 0x80; })) {
        return SecretBytes(text);
    }
    const auto options = static_cast<utf8proc_option_t>(
        UTF8PROC_STABLE | UTF8PROC_COMPAT |
        (form == Form::nfkd ? UTF8PROC_DECOMPOSE : UTF8PROC_COMPOSE));
    const auto size = static_cast<utf8proc_ssize_t>(text.size());
    const auto needed = utf8proc_decompose(text.data(), size, nullptr, 0, options);
    if (needed < 0) return fail(ErrorKind::invalid, errorKey, "the text is not valid UTF-8");
    std::vector<utf8proc_int32_t> characters(static_cast<std::size_t>(needed));
    auto count = utf8proc_decompose(text.data(), size, characters.data(), needed, options);
    count = utf8proc_normalize_utf32(characters.data(), count, options);
    SecretBytes out;
    std::array<std::uint8_t, 4> encoded{};
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        const auto length =
            utf8proc_encode_char(characters[static_cast<std::size_t>(i)], encoded.data());
        out.append(ByteView(encoded).first(static_cast<std::size_t>(length)));
    }
    wipe(characters.data(), characters.size() * sizeof(utf8proc_int32_t));
    wipe(encoded.data(), encoded.size());
    return out;
}

}  // namespace kosh::crypto
