// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// BIP-39 recovery phrases, English word list. A phrase travels as SecretBytes only. Thread-safe.
namespace kosh::crypto::bip39 {

inline constexpr std::size_t kWordCount = 2048;

/// The word list, sorted: for completion and checks while typing.
std::span<const std::string_view, kWordCount> words();

/// A new phrase of 12, 15, 18, 21 or 24 words; another count is `bip39.word_count`.
Result<SecretBytes> generate(Random& random, std::size_t wordCount = 12);

/// 16, 20, 24, 28 or 32 bytes of entropy → the phrase, words separated by one space
/// (`bip39.entropy`).
Result<SecretBytes> phraseFromEntropy(ByteView entropy);

/// The entropy of a phrase in canonical form (see `normalisePhrase`). `bip39.word_count`,
/// `bip39.unknown_word` (`details["position"]` counts from 1; the word itself is not told) and
/// `bip39.checksum`.
Result<SecretBytes> entropyFromPhrase(const SecretBytes& phrase);

/// Words of the list that the word at `position` (from 1) of a canonical phrase may have been meant
/// as: those within two typing errors or with the same first four letters, nearest first, at most
/// five. For the eyes of whoever typed the phrase: an error must not carry them.
std::vector<std::string_view> nearWords(const SecretBytes& phrase, std::size_t position);

/// What a person typed → canonical form: ASCII letters in lower case, any run of white space one
/// space, none at the ends. Checks nothing.
SecretBytes normalisePhrase(ByteView typed);

/// The 64-byte seed: PBKDF2-HMAC-SHA512, 2048 rounds, over the NFKD forms of phrase and passphrase.
/// Takes a phrase of any word list without checking it: check with `entropyFromPhrase` first. Text
/// that is not UTF-8 is `bip39.utf8`. About a millisecond.
Result<SecretBytes> seedFromPhrase(const SecretBytes& phrase, ByteView passphrase = {});

}  // namespace kosh::crypto::bip39
