// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/otp.h>

namespace kosh::crypto {
namespace {

/// RFC 4226 section 5.3: four bytes at the place that the last half byte names.
template <typename Digest>
std::uint32_t truncated(const Digest& digest) {
    const std::size_t offset = digest.back() & 0x0F;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | digest.at(offset + i);
    return number & 0x7FFF'FFFF;
}

std::uint32_t numberFor(HashFunction hash, ByteView secret, ByteView counter) {
    switch (hash) {
        case HashFunction::sha1:
            return truncated(hmacSha1(secret, counter));
        case HashFunction::sha256:
            return truncated(hmacSha256(secret, counter).bytes);
        case HashFunction::sha512:
            break;
    }
    return truncated(hmacSha512(secret, counter));
}

}  // namespace

std::string hotp(ByteView secret, std::uint64_t counter, const OtpParameters& parameters) {
    KOSH_ASSERT(parameters.digits >= 6 && parameters.digits <= 9);
    std::array<std::uint8_t, 8> message{};
    for (std::size_t i = 0; i < message.size(); ++i) {
        message.at(message.size() - 1 - i) = static_cast<std::uint8_t>(counter >> (8 * i));
    }
    auto number = numberFor(parameters.hash, secret, message);
    std::string text(parameters.digits, '0');
    for (std::size_t i = text.size(); i > 0; --i) {
        text[i - 1] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return text;
}

std::uint64_t totpCounter(Timestamp at, const OtpParameters& parameters) {
    return static_cast<std::uint64_t>(at.micros / 1'000'000 / parameters.stepSeconds);
}

}  // namespace kosh::crypto
