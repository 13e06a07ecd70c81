// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/auth/invitation.h>

using namespace kosh;

/// What is read as an invitation is written and read the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    static_cast<void>(auth::isHostAndPort(text));
    const auto read = auth::Invitation::parse(text);
    if (!read) {
        KOSH_ASSERT(read.error().key == "auth.invitation_text");
        return 0;
    }
    for (const auto& address : read->addresses) KOSH_ASSERT(auth::isHostAndPort(address));
    const auto written = read->toText();
    const auto again = auth::Invitation::parse(written.text());
    KOSH_ASSERT(again.has_value() && again->addresses == read->addresses &&
                again->certificate == read->certificate && again->expiresAt == read->expiresAt &&
                again->code.text() == read->code.text());
    return 0;
}
