// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace kosh::fuzz {

/// The input before its first zero byte, and what is behind it.
struct Halves {
    std::string_view first;
    ByteView second;
};
inline Halves halves(ByteView input) {
    const auto at = static_cast<std::size_t>(std::ranges::find(input, 0) - input.begin());
    return {asText(input.first(at)), input.subspan(std::min(at + 1, input.size()))};
}

}  // namespace kosh::fuzz
