// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/bip39.h>
#include <kosh/crypto/hash.h>

#include "text.h"

namespace kosh::crypto::bip39 {
namespace {

constexpr std::array<std::string_view, kWordCount> kWords = {
#include "bip39_english.inc"
};
constexpr unsigned kBitsPerWord = 11;
constexpr std::uint32_t kSeedRounds = 2048;
constexpr std::size_t kSeedSize = 64;

bool isEntropySize(std::size_t size) {
    return size >= 16 && size <= 32 && size % 4 == 0;
}

Failure badWordCount() {
    return fail(ErrorKind::invalid, "bip39.word_count",
                "a recovery phrase has 12, 15, 18, 21 or 24 words");
}

Failure unknownWord(std::size_t position) {
    return fail(ErrorKind::invalid, "bip39.unknown_word",
                cat("word ", position, " is not in the word list"),
                {{"position", std::to_string(position)}});
}

std::size_t bitsAt(ByteView bytes, std::size_t position, std::size_t count) {
    std::size_t value = 0;
    for (std::size_t i = position; i < position + count; ++i) {
        value = (value << 1) | ((bytes[i / 8] >> (7 - i % 8)) & 1u);
    }
    return value;
}

void putBits(std::span<std::uint8_t> bytes, std::size_t position, std::size_t value) {
    for (std::size_t i = 0; i < kBitsPerWord; ++i) {
        const auto bit = (value >> (kBitsPerWord - 1 - i)) & 1u;
        const auto at = position + i;
        bytes[at / 8] |= static_cast<std::uint8_t>(bit << (7 - at % 8));
    }
}

constexpr std::size_t kLongestWord = 8;

/// Typing errors between two words: letters added, lost, changed, or swapped with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
    std::array<std::array<std::size_t, kLongestWord + 1>, 2 * kLongestWord + 1> rows{};
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            rows[i][j] =
                std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
    }
    return rows[a.size()][b.size()];
}

bool isSpace(std::uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace

std::span<const std::string_view, kWordCount> words() {
    return kWords;
}

Result<SecretBytes> generate(Random& random, std::size_t wordCount) {
    const std::size_t size = wordCount / 3 * 4;
    if (wordCount % 3 != 0 || !isEntropySize(size)) return badWordCount();
    SecretBytes entropy(size);
    random.fill(entropy.span());
    return phraseFromEntropy(entropy.view());
}

Result<SecretBytes> phraseFromEntropy(ByteView entropy) {
    if (!isEntropySize(entropy.size())) {
        return fail(ErrorKind::invalid, "bip39.entropy",
                    "the entropy has 16, 20, 24, 28 or 32 bytes");
    }
    SecretBytes bits(entropy);
    Hash256 hash = sha256(entropy);
    bits.append(ByteView(hash.bytes).first(1));
    wipe(hash.bytes.data(), hash.bytes.size());
    SecretBytes phrase;
    const std::size_t count = entropy.size() / 4 * 3;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) phrase.append(asBytes(" "));
        phrase.append(asBytes(kWords[bitsAt(bits.view(), i * kBitsPerWord, kBitsPerWord)]));
    }
    return phrase;
}

Result<SecretBytes> entropyFromPhrase(const SecretBytes& phrase) {
    const auto text = phrase.text();
    const auto count = static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
    const std::size_t size = count / 3 * 4;
    if (text.empty() || count % 3 != 0 || !isEntropySize(size)) return badWordCount();

    SecretBytes bits(size + 1);
    std::ranges::fill(bits.span(), std::uint8_t{0});
    std::size_t position = 0;
    for (std::size_t start = 0; start <= text.size(); ++position) {
        const auto end = std::min(text.find(' ', start), text.size());
        const auto word = text.substr(start, end - start);
        const auto found = std::ranges::lower_bound(kWords, word);
        if (found == kWords.end() || *found != word) return unknownWord(position + 1);
        putBits(bits.span(), position * kBitsPerWord,
                static_cast<std::size_t>(found - kWords.begin()));
        start = end + 1;
    }
    SecretBytes entropy(bits.view().first(size));
    Hash256 hash = sha256(entropy.view());
    const std::size_t checksumBits = size / 4;
    const bool isRight =
        bitsAt(bits.view(), size * 8, checksumBits) == bitsAt(hash.bytes, 0, checksumBits);
    wipe(hash.bytes.data(), hash.bytes.size());
    if (!isRight) {
        return fail(ErrorKind::invalid, "bip39.checksum",
                    "the words do not belong together: one is wrong or two are swapped");
    }
    return entropy;
}

std::vector<std::string_view> nearWords(const SecretBytes& phrase, std::size_t position) {
    constexpr std::size_t kMostErrors = 2, kMostWords = 5, kTellingLetters = 4;
    std::string_view rest = phrase.text();
    for (std::size_t i = 1; i < position && !rest.empty(); ++i) {
        rest.remove_prefix(std::min(rest.find(' '), rest.size() - 1) + 1);
    }
    const auto word = rest.substr(0, rest.find(' '));
    std::vector<std::pair<std::size_t, std::string_view>> found;
    if (word.empty() || word.size() > 2 * kLongestWord) return {};
    for (const auto candidate : kWords) {
        const bool startsAlike = word.size() >= kTellingLetters &&
                                 candidate.starts_with(word.substr(0, kTellingLetters));
        const auto errors = distance(word, candidate);
        if (startsAlike || errors <= kMostErrors) found.emplace_back(errors, candidate);
    }
    std::ranges::sort(found);
    std::vector<std::string_view> words;
    for (const auto& [errors, candidate] : found) {
        if (words.size() < kMostWords) words.push_back(candidate);
    }
    return words;
}

SecretBytes normalisePhrase(ByteView typed) {
    SecretBytes out(typed.size());
    std::size_t size = 0;
    bool isPendingSpace = false;
    for (std::uint8_t c : typed) {
        if (isSpace(c)) {
            isPendingSpace = size > 0;
            continue;
        }
        if (isPendingSpace) out.data()[size++] = ' ';
        isPendingSpace = false;
        out.data()[size++] = c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(c - 'A' + 'a') : c;
    }
    out.resize(size);
    return out;
}

Result<SecretBytes> seedFromPhrase(const SecretBytes& phrase, ByteView passphrase) {
    KOSH_TRY(const auto password, normaliseText(phrase.view(), Form::nfkd, "bip39.utf8"));
    KOSH_TRY(const auto passphraseText, normaliseText(passphrase, Form::nfkd, "bip39.utf8"));
    SecretBytes salt = SecretBytes::fromText("mnemonic");
    salt.append(passphraseText.view());
    return pbkdf2(HashFunction::sha512, password.view(), salt.view(), kSeedRounds, kSeedSize);
}

}  // namespace kosh::crypto::bip39
