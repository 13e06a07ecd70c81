// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "one_time.h"

#include <kosh/crypto/otp.h>

namespace kosh::auth {
namespace {

constexpr int kSteps = 1;

}  // namespace

std::optional<std::uint64_t> otpCounterOf(ByteView secret, std::string_view code, Timestamp now,
                                          std::int64_t lastUsed) {
    const auto middle = static_cast<std::int64_t>(crypto::totpCounter(now));
    std::optional<std::uint64_t> found;
    for (auto counter = middle - kSteps; counter <= middle + kSteps; ++counter) {
        const auto expected = crypto::hotp(secret, static_cast<std::uint64_t>(counter));
        const bool isIt = equalConstantTime(asBytes(expected), asBytes(code));
        if (isIt && counter > lastUsed) found = static_cast<std::uint64_t>(counter);
    }
    return found;
}

Failure wrongOtp() {
    return fail(ErrorKind::unauthenticated, "auth.otp",
                "this one-time password is wrong, or has been used before", {{"field", "code"}});
}

Failure neededOtp() {
    return fail(ErrorKind::unauthenticated, "auth.otp_required",
                "this account also needs a one-time password", {{"field", "code"}});
}

}  // namespace kosh::auth
