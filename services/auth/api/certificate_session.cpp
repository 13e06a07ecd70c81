// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/auth/authenticator.h"

namespace kosh::auth {
namespace {

constexpr std::string_view kPrefix = "certificate:";

}  // namespace

std::string certificateSession(const Hash256& fingerprint) {
    return cat(kPrefix, toHex(fingerprint.view()));
}

std::optional<Hash256> certificateOf(const ops::Context& context) {
    const std::string_view session = context.session;
    if (!session.starts_with(kPrefix)) return std::nullopt;
    auto fingerprint = Hash256::parse(session.substr(kPrefix.size()));
    if (!fingerprint) return std::nullopt;
    return *fingerprint;
}

}  // namespace kosh::auth
