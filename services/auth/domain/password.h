// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>
#include <kosh/crypto/argon2.h>

#include <string_view>

namespace kosh::auth {

inline constexpr std::size_t kLeastPassword = 10;   ///< Characters.
inline constexpr std::size_t kMostPassword = 1024;  ///< Bytes.
inline constexpr double kLeastPasswordBits = 45;

/// How many bits a guesser has to find who knows words, keyboards, dates and this user's name: runs
/// of one character, of neighbours in the alphabet or on a keyboard, years and well-known words
/// count little, other characters as much as their alphabet gives.
double estimateBits(std::string_view password, std::string_view userName);

/// Errors: `auth.password_weak`; `field` is the request's.
Result<> checkPassword(std::string_view password, std::string_view userName,
                       std::string_view field);

/// What is kept of a password.
struct PasswordHash {
    Bytes hash, salt;
    crypto::Argon2Parameters cost;
};

}  // namespace kosh::auth
